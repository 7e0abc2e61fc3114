"""Whose roster a seat may bring in, what the book says of it, and a sheet of another place."""

import json
import re

import pytest

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job
from lianxin.base.records.models import Entry
from lianxin.config.command import main
from lianxin.institution.congress.models import Congress, Mandate, Person
from lianxin.institution.congress.rules import keeps_roster_of
from tests.factories.handing_in import LIST, address, hand_in, page, say_yes, shown, signed_in
from tests.factories.sheets import xlsx

HEADINGS = ("姓名", "性别", "出生年月", "选举单位")
CHEN = ("陈小满", "女", "1980-03", "第3选区")
ABROAD = (("钱来来", "女", "1971-01", "山西省"), ("孙立春", "男", "1972-01", "广东省"))
WRONG = ("钱多多", "第三", "2020-01", "第3选区")


@pytest.fixture(autouse=True)
def _files_of_this_test(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def clerk(county):
    return signed_in(county.clerk)


@pytest.fixture
def congresses(county):
    """Those that a county knows: its own, its two towns', and one above it."""

    def make(name, level, region=None):
        return Congress.objects.create(cell=county.cell, name=name, level=level, region=region)

    return {
        "national": make("全国人民代表大会", "national"),
        "county": county.congress,
        "town": make("甲镇人民代表大会", "town", county.towns[0]),
        "other town": make("乙镇人民代表大会", "town", county.towns[1]),
    }


def offered(client):
    text = client.get(LIST).content.decode()
    field = re.search(r'<select name="congress".*?</select>', text, re.S)[0]
    return [int(pk) for pk in re.findall(r'value="(\d+)"', field)]


# Whose roster


def test_the_county_is_offered_its_own_and_its_towns_congresses(clerk, congresses):
    own = [congresses[name].pk for name in ("county", "town", "other town")]
    assert offered(clerk) == own


def test_a_town_is_offered_its_own_congress_alone(county, congresses):
    assert offered(signed_in(county.town_clerk)) == [congresses["town"].pk]


@pytest.mark.parametrize(
    ("seat", "name"),
    [
        ("clerk", "national"),
        ("town_clerk", "national"),
        ("town_clerk", "county"),
        ("town_clerk", "other town"),
    ],
)
def test_another_congress_is_refused_whatever_the_form_sends(county, congresses, seat, name):
    client = signed_in(getattr(county, seat))
    answer = hand_in(client, county, xlsx(HEADINGS, CHEN), congress=congresses[name].pk)
    assert (answer.status_code, Job.objects.count()) == (422, 0)


@pytest.mark.parametrize(
    ("seat", "name"),
    [("clerk", "national"), ("town_clerk", "county"), ("town_clerk", "other town")],
)
def test_no_row_lands_in_another_congress_without_the_form(county, congresses, seat, name):
    where = {"options": {"congress": congresses[name].pk}}
    job = Job.objects.create(
        kind="import.roster",
        step="stage",
        cell_id=county.cell.pk,
        seat_id=getattr(county, seat).pk,
        parameters=where,
    )
    hand_in(signed_in(county.clerk), county, xlsx(HEADINGS, CHEN))
    other = Job.objects.exclude(pk=job.pk).get()
    Job.objects.filter(pk=job.pk).update(
        upload_id=other.upload_id, parameters=other.parameters | where
    )
    jobs.run(jobs.claim(job.pk))
    job.refresh_from_db()
    assert (job.result["counts"]["new"], job.result["counts"]["fault"]) == (0, 1)
    assert str(job.rows.get().faults[0]).count("is not yours to bring in") == 1


def test_a_level_in_a_row_opens_no_other_congress(county, congresses):
    client = signed_in(county.town_clerk)
    sheet = xlsx((*HEADINGS, "代表层级"), (*CHEN, "县级"))
    job = shown(client, county, sheet, congress=congresses["town"].pk)
    assert "The roster of Congress is not yours to bring in." in page(client, job)
    assert job.result["counts"]["new"] == 0


def test_a_town_sees_and_lands_its_own_sheets_alone(county, clerk, congresses):
    town = signed_in(county.town_clerk)
    theirs = shown(clerk, county, xlsx(HEADINGS, CHEN))
    own = shown(clerk, county, xlsx(HEADINGS, CHEN), congress=congresses["town"].pk)
    assert town.get(address("import_job", theirs)).status_code == 404
    refused = town.post(address("import_confirm", theirs), {"digest": theirs.result["digest"]})
    assert refused.status_code == 404
    say_yes(town, own)
    assert Mandate.objects.get(person__name="陈小满").congress == congresses["town"]


@pytest.mark.parametrize(
    "name", ["deputy", "officer", "leader", "chair", "a_clerk", "auditor", "sys_admin"]
)
def test_nobody_else_keeps_any_roster(county, elsewhere, congresses, name):
    found = [keeps_roster_of(getattr(county, name), each) for each in congresses.values()]
    assert found == [False] * 4
    assert keeps_roster_of(elsewhere.clerk, county.congress) is False


def test_whoever_sets_up_brings_in_the_congresses_above_too(county, congresses):
    county.cell.setting_up = True
    county.cell.save()
    assert len(offered(signed_in(county.sys_admin))) == 4


# What the book says


def entries():
    found = Entry.objects.filter(subject_type="jobs.job").select_related("text").order_by("pk")
    return [(each.move, each.seat_id, each.channel) for each in found], [
        each.text.body for each in found
    ]


def test_who_handed_in_and_who_landed_stand_in_the_book(county, clerk):
    other = county.seat("second clerk", "office", organ=county.office)
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG), name="我县.xlsx")
    say_yes(signed_in(other), job)
    acts, words = entries()
    assert acts == [
        ("hand_in", county.clerk.pk, "import"),
        ("land", other.pk, "import"),
    ]
    mark = job.parameters["sha256"][:16]
    assert words == [
        f"我县.xlsx (fingerprint {mark})",
        f"我县.xlsx (fingerprint {mark}) into Congress: 1 new, 0 changed, 0 unchanged, "
        "1 faulty, 0 in doubt",
    ]


def test_whoever_gives_a_sheet_up_stands_there_too(county, clerk):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN))
    clerk.post(address("import_cancel", job))
    assert entries()[0][1:] == [("give_up", county.clerk.pk, "import")]


def test_a_landing_that_fails_leaves_no_entry(county, clerk):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN))
    Person.objects.create(cell=county.cell, name="陈小满", sex="2", born="1980-03")
    say_yes(clerk, job)
    assert [move for move, _seat, _door in entries()[0]] == ["hand_in"]


def test_the_auditor_reads_it_and_the_chain_lists_the_county(county, clerk, capsys):
    say_yes(clerk, shown(clerk, county, xlsx(HEADINGS, CHEN), name="我县.xlsx"))
    text = signed_in(county.auditor).get("/desk/").content.decode()
    assert "A sheet was landed" in text
    assert "into Congress: 1 new, 0 changed" in text
    assert main(["verify-trail", "--json"]) == 0
    assert [each["code"] for each in json.loads(capsys.readouterr().out)] == [county.cell.code]


# A sheet of another place


def test_a_sheet_of_another_place_is_warned_of_with_figures(county, clerk):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, *ABROAD))
    text = page(clerk, job)
    assert (
        "2 of 3 rows name another place as their electing unit (山西省、广东省). "
        "You chose Congress: is this its roster?"
    ) in text
    assert "Land it into Congress all the same" in text


def test_it_lands_only_when_that_was_ticked(county, clerk):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, *ABROAD))
    answer = say_yes(clerk, job)
    assert "Nothing was landed: first say that this is the right congress." in (
        answer.content.decode()
    )
    assert (job.phase, Person.objects.filter(name="钱来来").count()) == ("ready", 0)
    say_yes(clerk, job, anyway="1")
    assert (job.phase, Person.objects.filter(name="钱来来").count()) == ("done", 1)


# Nothing new


def test_a_sheet_that_was_there_already_is_not_called_wrong(county, clerk):
    say_yes(clerk, shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG)))
    text = page(clerk, shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG)))
    assert "Nothing has changed: there is nothing to land" in text
    assert "put the sheet right first" not in text


def test_faulty_rows_and_faulty_cells_are_told_apart(county, clerk):
    job = shown(clerk, county, xlsx(HEADINGS, CHEN, WRONG))
    assert "1 rows, 2 cells." in page(clerk, job)
    assert "Faulty: 1 rows, 2 cells" in clerk.get(LIST).content.decode()
