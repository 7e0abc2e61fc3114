"""A roster with slips of the pen: nobody becomes two persons unasked; and who is in which group."""

import json
from datetime import date

import pytest

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job, StagedRow
from lianxin.base.jobs.queries import landed_rows
from lianxin.base.paper.numbers import identity_check_digit
from lianxin.config.command import main
from lianxin.institution.congress.imports import ROAD
from lianxin.institution.congress.models import DeputyGroup, Mandate, Membership, Person
from tests.factories.roster_sheet import CHEN, HEADINGS, ON, bring_in, reasons, verdicts, where
from tests.factories.sheets import xlsx

SLIP = ("陈小满", "女", "1980-08", *CHEN[3:6])
ASKED = "Maybe 陈小满 of the roster: there 1980-03, here 1980-08. Is it one person?"


def births():
    return sorted(Person.objects.values_list("born", flat=True))


# At once


def test_a_row_with_a_slip_is_held_back_and_says_whom_it_may_mean(place):
    bring_in(place, CHEN)
    outcome = bring_in(place, SLIP)
    assert verdicts(outcome) == ["maybe"]
    assert reasons(outcome) == [ASKED]
    assert [fault.place for fault in outcome.reading.faults] == ["C2"]
    assert outcome.plans[0].changes == {"born": ["1980-03", "1980-08"]}
    assert births() == ["1980-03"]


def test_another_sex_is_asked_about_in_words(place):
    bring_in(place, CHEN)
    assert reasons(bring_in(place, (CHEN[0], "男", *CHEN[2:6]))) == [
        "Maybe 陈小满 of the roster: there 女, here 男. Is it one person?"
    ]


def test_a_row_that_may_be_another_row_names_it(place):
    outcome = bring_in(place, CHEN[:6], SLIP)
    assert verdicts(outcome) == ["new", "maybe"]
    assert reasons(outcome) == ["Maybe the same person as row 2: there 1980-03, here 1980-08."]
    assert births() == ["1980-03"]


@pytest.mark.parametrize(
    ("word", "verdict", "there"),
    [("same", "changed", ["1980-08"]), ("new", "new", ["1980-03", "1980-08"])],
)
def test_one_word_may_be_said_of_all_such_rows(place, word, verdict, there):
    bring_in(place, CHEN)
    content = xlsx(HEADINGS, SLIP)
    outcome, done = jobs.bring_in_file(ROAD, where(place, maybe=word), content, "名册.xlsx")
    assert (verdicts(outcome), done, births()) == ([verdict], True, there)


def test_a_row_like_another_row_is_never_the_same_by_one_word_for_all(place):
    content = xlsx(HEADINGS, CHEN[:6], SLIP)
    outcome, _done = jobs.bring_in_file(ROAD, where(place, maybe="same"), content, "名册.xlsx")
    assert verdicts(outcome) == ["new", "maybe"]


def test_all_or_nothing_waits_for_the_word(place):
    bring_in(place, CHEN)
    bring_in(place, SLIP, ("钱多多", "女", "1970-01"), whole=True)
    assert births() == ["1980-03"]


def test_one_identity_number_is_one_person_whatever_else_was_mistyped(place):
    headings = ("姓名", "性别", "身份证号", "代表层级")
    number = "11010119800307004" + identity_check_digit("11010119800307004")
    rows = (("陈小满", "女", number, ""), ("陈晓满", "女", number, ""))
    content = xlsx(headings, *rows)
    outcome = jobs.look(ROAD, where(place), content, "名册.xlsx")
    assert reasons(outcome) == ["The same as row 2; leave one of them out."]


# Row by row


@pytest.fixture
def waiting(place):
    """A sheet of four rows that waits for a yes: one known, two slips, one new."""
    bring_in(place, CHEN, ("王伟", "男", "1970-03", "", "甲厂工人", "柳溪镇"))
    rows = (
        CHEN,
        ("王伟", "男", "1970-05", "", "甲厂工人", "柳溪镇"),
        ("钱多多", "女", "1971-01", "", "护士"),
        ("钱多多", "女", "1971-02", "", "护士"),
    )
    content = xlsx(HEADINGS, *rows)
    job = Job.objects.create(kind=ROAD.kind, cell_id=place.pk, step="stage")
    Job.objects.filter(pk=job.pk).update(parameters=jobs.named(content, "名册.xlsx"))
    jobs.stage(jobs.claim(job.pk), ROAD, where(place), content)
    Job.objects.filter(pk=job.pk).update(phase=Job.Phase.READY)
    return Job.objects.get(pk=job.pk)


def staged(job, verdict="maybe"):
    return list(StagedRow.objects.filter(job=job, verdict=verdict).order_by("pk"))


def landed(job, place, **told):
    said = jobs.confirm(job.pk, seat=SEAT, digest=job.result["digest"], **told)
    jobs.land_staged(jobs.claim(said.pk), ROAD, where(place))
    return Job.objects.get(pk=job.pk)


class SEAT:
    pk = None


def test_what_is_said_row_by_row_lands_and_the_rest_stays(waiting, place):
    known, other = staged(waiting)
    assert (known.changes, other.target_id) == ({"born": ["1970-03", "1970-05"]}, None)
    assert jobs.say(waiting.pk, {known.pk: "same", other.pk: ""}) is True
    assert landed_rows(waiting) == 2
    job = landed(waiting, place)
    assert job.result["counts"] == {
        "new": 1,
        "changed": 1,
        "unchanged": 1,
        "maybe": 1,
        "fault": 0,
        "left_out": 0,
    }
    assert births() == ["1970-05", "1971-01", "1980-03"]
    assert [(row.verdict, row.values["name"]) for row in job.rows.order_by("pk")] == [
        ("changed", "王伟"),
        ("maybe", "钱多多"),
    ]


def test_another_person_of_the_same_name_is_added_when_somebody_says_so(waiting, place):
    jobs.say(waiting.pk, {row.pk: "new" for row in staged(waiting)})
    landed(waiting, place, whole=True)
    assert births() == ["1970-03", "1970-05", "1971-01", "1971-02", "1980-03"]


def test_a_row_of_the_sheet_cannot_be_said_to_be_the_same_as_a_person(waiting, place):
    _known, other = staged(waiting)
    jobs.say(waiting.pk, {other.pk: "same"})
    assert staged(waiting)[1].says == ""


def test_all_or_nothing_is_closed_until_everything_is_said(waiting):
    digest = waiting.result["digest"]
    assert jobs.confirm(waiting.pk, seat=SEAT, digest=digest, whole=True) is None
    jobs.say(waiting.pk, {row.pk: "new" for row in staged(waiting)})
    assert jobs.confirm(waiting.pk, seat=SEAT, digest=digest, whole=True) is not None


def test_nothing_is_said_of_a_sheet_that_has_landed(waiting, place):
    rows = {row.pk: "new" for row in staged(waiting)}
    landed(waiting, place)
    assert jobs.say(waiting.pk, rows) is False


def test_what_was_said_is_kept_when_the_sheet_is_compared_anew(waiting, place):
    known, _other = staged(waiting)
    jobs.say(waiting.pk, {known.pk: "same"})
    content = xlsx(HEADINGS, ("王伟", "男", "1970-05", "", "甲厂工人", "柳溪镇"))
    Job.objects.filter(pk=waiting.pk).update(phase=Job.Phase.QUEUED)
    StagedRow.objects.filter(pk=known.pk).update(row=2)
    jobs.stage(jobs.claim(waiting.pk), ROAD, where(place), content)
    assert [row.says for row in staged(waiting)] == ["same"]


# The command line


def test_the_command_holds_such_rows_back_and_an_option_lets_them_in(place, tmp_path, capsys):
    bring_in(place, CHEN)
    path = tmp_path / "名册.xlsx"
    path.write_bytes(xlsx(HEADINGS, SLIP))
    command = ["import", "roster", str(path), "--cell", "990101"]
    assert main([*command, "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "new": 0,
        "changed": 0,
        "unchanged": 0,
        "faults": [{"sheet": "Sheet1", "row": 2, "column": "C", "reason": ASKED}],
    }
    assert main(command) == 1
    assert "  maybe somebody who is there; held back        1" in capsys.readouterr().out
    assert main([*command, "--maybe-same", "new", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == 1
    assert births() == ["1980-03", "1980-08"]


# Groups

IN_GROUPS = (*HEADINGS[:3], "代表小组")


def in_group(place, *rows):
    content = xlsx(IN_GROUPS, *rows)
    return jobs.bring_in_file(ROAD, where(place), content, "名册.xlsx")[0]


def test_the_groups_of_a_roster_are_formed_and_joined_once(place):
    rows = (
        ("陈小满", "女", "1980-03", "第一代表小组"),
        ("王伟", "男", "1970-03", "第一代表小组"),
        ("钱多多", "女", "1971-01", ""),
    )
    assert verdicts(in_group(place, *rows)) == ["new", "new", "new"]
    assert verdicts(in_group(place, *rows)) == ["unchanged", "unchanged", "unchanged"]
    group = DeputyGroup.objects.get()
    assert (group.name, group.cell, group.valid_from) == ("第一代表小组", place, ON)
    members = group.memberships.order_by("pk").values_list("mandate__person__name", flat=True)
    assert list(members) == ["陈小满", "王伟"]


def test_another_group_in_the_sheet_ends_the_old_membership(place):
    in_group(place, ("陈小满", "女", "1980-03", "第一代表小组"))
    Membership.objects.update(valid_from=date(2022, 1, 1))
    outcome = in_group(place, ("陈小满", "女", "1980-03", "第二代表小组"))
    assert outcome.plans[0].changes == {"group": ["第一代表小组", "第二代表小组"]}
    told = Mandate.objects.get().memberships.order_by("pk")
    assert [(each.group.name, each.valid_to) for each in told] == [
        ("第一代表小组", date(2026, 11, 23)),
        ("第二代表小组", None),
    ]


def test_a_blank_group_ends_no_membership(place):
    in_group(place, ("陈小满", "女", "1980-03", "第一代表小组"))
    assert verdicts(in_group(place, ("陈小满", "女", "1980-03", ""))) == ["unchanged"]
    assert Membership.objects.get().valid_to is None
