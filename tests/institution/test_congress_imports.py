"""A roster lands: what is new, what is changed, and that doing it again changes nothing."""

import json
from datetime import date

import pytest

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job, StagedRow
from lianxin.institution.congress.actions import Landing, add_cell, land_roster
from lianxin.institution.congress.imports import ROAD
from lianxin.institution.congress.imports.places import NoSuchCongress, congress_of
from lianxin.institution.congress.models import (
    Congress,
    Mandate,
    Person,
    Region,
    Term,
)
from lianxin.kernel.fields import holding
from lianxin.kernel.lifecycle import Forbidden
from tests.factories.roster_sheet import CHEN, HEADINGS, ON, bring_in, reasons, verdicts, where
from tests.factories.roster_workbook import messy_roster
from tests.factories.sheets import xlsx

NUMBER = "110101198003070041"


def test_a_new_person_gets_a_mandate_of_the_running_term(place):
    assert verdicts(bring_in(place, CHEN)) == ["new"]
    mandate = Mandate.objects.select_related("person", "term", "congress", "region").get()
    person = mandate.person
    told = (person.name, person.sex, person.born, person.party, person.post, person.phone)
    assert told == ("陈小满", "2", "1980-03", "13", "柳溪镇中心小学教师", "13800000001")
    assert (mandate.congress.level, mandate.term.number) == ("county", 18)
    assert (mandate.district, mandate.certificate) == ("柳溪镇代表团", "A001")
    assert mandate.region.name == "柳溪镇"


def test_a_messy_roster_lands_once_and_the_second_time_changes_nothing(place):
    roster = messy_roster(people=80, seed=5)
    first, _done = jobs.bring_in_file(ROAD, where(place), roster.content, "名册.xlsx")
    before = list(Person.objects.order_by("pk").values())
    mandates = list(Mandate.objects.order_by("pk").values())
    second, _done = jobs.bring_in_file(ROAD, where(place), roster.content, "名册.xlsx")
    faulty = len(roster.doubles) + 7
    assert first.counts == {
        "new": len(roster.persons),
        "changed": 0,
        "unchanged": 0,
        "maybe": 0,
        "fault": faulty,
        "left_out": 3,
    }
    assert second.counts == {**first.counts, "new": 0, "unchanged": len(roster.persons)}
    assert list(Person.objects.order_by("pk").values()) == before
    assert list(Mandate.objects.order_by("pk").values()) == mandates
    towns = Mandate.objects.exclude(region=None).values_list("region__name", flat=True)
    assert set(towns) == {"柳溪镇", "云岭乡"}


def test_what_differs_is_changed_and_told_old_and_new(place):
    bring_in(place, CHEN)
    outcome = bring_in(
        place, (*CHEN[:4], "柳溪镇中心小学校长", "云岭乡代表团", "A002", "13900000002")
    )
    assert outcome.plans[0].changes == {
        "post": ["柳溪镇中心小学教师", "柳溪镇中心小学校长"],
        "phone": ["138****0001", "139****0002"],
        "district": ["柳溪镇代表团", "云岭乡代表团"],
        "certificate": ["A001", "A002"],
        "region": ["柳溪镇", "云岭乡"],
    }
    person, mandate = Person.objects.get(), Mandate.objects.get()
    assert (person.post, person.phone) == ("柳溪镇中心小学校长", "13900000002")
    assert (mandate.district, mandate.region.name) == ("云岭乡代表团", "云岭乡")


def test_the_changes_stay_on_record_without_the_phone(place):
    bring_in(place, CHEN)
    bring_in(place, (*CHEN[:4], "校长", *CHEN[5:]))
    row = StagedRow.objects.get()
    assert row.changes == {"post": ["柳溪镇中心小学教师", "校长"]}
    assert (row.target_id, row.values.get("phone")) == (Person.objects.get().pk, None)


def test_blank_cells_delete_nothing(place):
    bring_in(place, CHEN)
    assert verdicts(bring_in(place, ("陈小满", "女", "1980-03"))) == ["unchanged"]
    assert Person.objects.get().post == "柳溪镇中心小学教师"


def test_a_birth_is_made_more_exact_and_never_less(place):
    bring_in(place, ("陈小满", "女", "1980", "群众"))
    assert verdicts(bring_in(place, ("陈小满", "女", "1980-03", "群众"))) == ["changed"]
    assert verdicts(bring_in(place, ("陈小满", "女", "1980", "群众"))) == ["unchanged"]
    assert Person.objects.get().born == "1980-03"


def test_a_doubt_is_a_fault_that_says_what_is_missing(place):
    bring_in(place, ("王伟", "男", "1970-03"), ("王伟", "男", "1980-03"))
    outcome = bring_in(place, ("王伟", "男", "", "群众"))
    assert reasons(outcome) == [
        "2 persons of this name may be meant; add the birth, the certificate or the phone."
    ]
    assert Person.objects.count() == 2


def test_namesakes_without_births_stay_themselves_when_they_come_again(place):
    rows = (
        ("王伟", "男", "", "群众", "甲厂"),
        ("王伟", "男", "", "群众", "乙厂"),
        ("王伟", "男", "", "群众"),
    )
    assert verdicts(bring_in(place, *rows)) == ["new", "new", "new"]
    assert verdicts(bring_in(place, *rows)) == ["unchanged", "unchanged", "unchanged"]


def test_somebody_of_another_cell_is_nobody_here(place):
    bring_in(place, CHEN)
    other = add_cell("990102", "邻县", today=ON)
    assert verdicts(bring_in(other, CHEN)) == ["new"]
    assert sorted(Person.objects.values_list("cell__code", flat=True)) == ["990101", "990102"]


def test_one_person_of_two_levels_is_one_person_with_two_mandates(place):
    Congress.objects.create(cell=place, name="柳溪镇人民代表大会", level="town")
    headings, row = (*HEADINGS[:3], "代表层级"), ("陈小满", "女", "1980-03")
    content = xlsx(headings, (*row, "县级"), (*row, "乡级"))
    for expected in (["new", "new"], ["unchanged", "unchanged"]):
        outcome, _done = jobs.bring_in_file(ROAD, where(place), content, "名册.xlsx")
        assert verdicts(outcome) == expected
    assert Person.objects.count() == 1
    assert sorted(Mandate.objects.values_list("congress__level", flat=True)) == ["county", "town"]


def test_a_known_person_gets_a_mandate_of_another_congress(place):
    bring_in(place, CHEN)
    Congress.objects.create(cell=place, name="某市人民代表大会", level="city")
    outcome = bring_in(place, CHEN, level="city")
    assert outcome.plans[0].changes == {"mandate": ["", "某市人民代表大会"]}
    assert Mandate.objects.count() == 2


def test_a_level_that_the_cell_does_not_have_is_a_fault(place):
    content = xlsx((*HEADINGS[:3], "代表层级"), ("陈小满", "女", "1980-03", "市级"))
    outcome, _done = jobs.bring_in_file(ROAD, where(place), content, "名册.xlsx")
    assert [(fault.place, str(fault.reason)) for fault in outcome.reading.faults] == [
        ("D2", "There is no single congress of this level here; import it by itself.")
    ]


def test_a_term_that_the_congress_does_not_have_is_a_fault(place):
    content = xlsx((*HEADINGS[:3], "届次"), ("陈小满", "女", "1980-03", "第十七届"))
    outcome, _done = jobs.bring_in_file(ROAD, where(place), content, "名册.xlsx")
    assert reasons(outcome) == ["People's congress of 某县 has no term 17; it has: 18."]


def test_a_mandate_without_a_term_is_given_the_one_that_begins(place):
    term = Term.objects.get()
    term.delete()
    bring_in(place, CHEN)
    Term.objects.create(congress=congress_of(place), number=19, begins_on=date(2026, 1, 1))
    assert bring_in(place, CHEN).plans[0].changes == {"term": ["", "19"]}
    assert Mandate.objects.get().term.number == 19


def test_identity_numbers_are_kept_locked_and_wait_locked(place):
    content = xlsx((*HEADINGS[:3], "身份证号"), ("陈小满", "女", "1980-03", "110101198003070041"))
    assert jobs.look(ROAD, where(place), content, "名册.xlsx").counts["new"] == 1
    job = Job.objects.create(kind=ROAD.kind, cell_id=place.pk, step="stage")
    job.parameters = jobs.named(content, "名册.xlsx")
    job.save()
    jobs.stage(jobs.claim(job.pk), ROAD, where(place), content)
    assert "1101011980" not in json.dumps(list(StagedRow.objects.values()), default=str)
    jobs.bring_in_file(ROAD, where(place), content, "名册.xlsx")
    assert Person.objects.get(holding(Person, "identity_number", NUMBER)).name == "陈小满"
    assert "1101011980" not in str(Person.objects.values().get())


def identities(*rows):
    return xlsx((*HEADINGS[:3], "身份证号"), *rows)


def test_an_identity_number_tells_namesakes_of_one_birth_apart(place):
    """Two of one name, one sex and one month: the number says who is who, also the second time."""
    other = "110101198003210040"
    rows = (("陈小满", "女", "1980-03", NUMBER), ("陈小满", "女", "1980-03", other))
    for expected in (["new", "new"], ["unchanged", "unchanged"]):
        outcome, _done = jobs.bring_in_file(ROAD, where(place), identities(*rows), "名册.xlsx")
        assert verdicts(outcome) == expected
    outcome, _done = jobs.bring_in_file(ROAD, where(place), identities(*rows[::-1]), "名册.xlsx")
    assert verdicts(outcome) == ["unchanged", "unchanged"]


def test_an_identity_number_is_added_and_told_hidden(place):
    bring_in(place, CHEN)
    row = ("陈小满", "女", "1980-03", NUMBER)
    outcome, _done = jobs.bring_in_file(ROAD, where(place), identities(row), "名册.xlsx")
    assert outcome.plans[0].changes == {"identity_number": ["", "110***********0041"]}
    assert Person.objects.get().identity_number == NUMBER


def test_an_identity_number_of_somebody_else_is_a_fault(place, english):
    content = identities(("陈小满", "女", "1980-03", NUMBER))
    jobs.bring_in_file(ROAD, where(place), content, "名册.xlsx")
    wrong = identities(("李静", "女", "1980-03", NUMBER))
    outcome, _done = jobs.bring_in_file(ROAD, where(place), wrong, "名册.xlsx")
    assert reasons(outcome) == [
        "This identity number is that of 陈小满 in the roster. Look which of the two is right; "
        "if the name has changed, change it in the roster first."
    ]
    assert NUMBER not in str(outcome.reading.faults[0].as_json())


def test_the_congress_is_chosen_by_level_or_name_and_by_town(place):
    town = Region.objects.get(name="柳溪镇")
    of_town = Congress.objects.create(
        cell=place, name="柳溪镇人民代表大会", level="town", region=town
    )
    own = congress_of(place)
    assert own.level == "county"
    assert congress_of(place, "乡级") == congress_of(place, "town") == of_town
    assert congress_of(place, "柳溪镇人民代表大会") == of_town
    assert congress_of(place, region_id=town.pk) == of_town
    Congress.objects.create(cell=place, name="云岭乡人民代表大会", level="town")
    with pytest.raises(NoSuchCongress) as several:
        congress_of(place, "town")
    assert (
        str(several.value)
        == "“town” may be one of several: 柳溪镇人民代表大会、云岭乡人民代表大会."
    )


def test_only_an_office_of_the_cell_may_land_a_roster(county, elsewhere):
    landing = Landing(Person(cell=county.cell, name="陈小满"), Mandate(congress=county.congress))
    landing.mandate.person = landing.person
    before = Person.objects.count()
    for seat in (county.deputy, county.leader, elsewhere.clerk, county.town_clerk):
        with pytest.raises(Forbidden):
            land_roster([landing], actor=seat, cell_id=county.cell.pk)
    assert Person.objects.count() == before
    land_roster([landing], actor=county.clerk, cell_id=county.cell.pk)
    assert Person.objects.count() == before + 1


def test_landing_costs_the_same_few_queries_whatever_the_rows(place, django_assert_max_num_queries):
    def rows(names):
        return [(name, "男", "1970-01") for name in names]

    with django_assert_max_num_queries(40):
        bring_in(place, *rows([f"张{sign}" for sign in "安宁海清"]))
    with django_assert_max_num_queries(40):
        bring_in(place, *rows([f"李{one}{two}" for one in "安宁海清建文" for two in "安宁海清建"]))
