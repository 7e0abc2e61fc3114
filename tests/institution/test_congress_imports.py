"""A roster lands: who is who, what is changed, and that doing it again changes nothing."""

import json
from datetime import date

import pytest

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job, StagedRow
from lianxin.base.paper.sheets import read
from lianxin.config.command import main
from lianxin.institution.congress.actions import Landing, add_cell, land_roster
from lianxin.institution.congress.imports import ROAD
from lianxin.institution.congress.imports.matching import Doubt, Known, Wanted, match
from lianxin.institution.congress.imports.places import NoSuchCongress, congress_of, number_in
from lianxin.institution.congress.models import (
    MACHINE,
    Cell,
    Congress,
    Mandate,
    Person,
    Region,
    Term,
)
from lianxin.kernel.lifecycle import Forbidden
from tests.factories.roster_workbook import messy_roster
from tests.factories.sheets import xlsx

HERE = (1, 2)
HEADINGS = ("姓名", "性别", "出生年月", "党派", "工作单位及职务", "选举单位", "代表证号", "手机号")
ON = date(2026, 11, 24)

# Who is who, without a database


def known(name="王伟", **told):
    return Known(name, **told)


def wanted(name="王伟", place=HERE, **told):
    return Wanted(name, place, **told)


def who(rows, persons):
    """For each row the number of the person, None for a new one, "?" for a doubt."""
    found = match(rows, persons)
    return ["?" if isinstance(one, Doubt) else one and persons.index(one) for one in found]


def test_name_sex_and_birth_are_the_person():
    persons = [known(sex="1", born="1970-03"), known(sex="1", born="1970-04")]
    rows = [wanted(sex="1", born="1970-04"), wanted(sex="2", born="1970-03")]
    assert who(rows, persons) == [1, None]


def test_a_year_alone_fits_the_month_and_the_other_way_round():
    assert who([wanted(born="1970")], [known(born="1970-03")]) == [0]
    assert who([wanted(born="1970-03")], [known(born="1970")]) == [0]


def test_a_namesake_without_birth_is_taken_when_nobody_else_can_be_meant():
    assert who([wanted()], [known(born="1970-03")]) == [0]
    assert who([wanted(born="1970-03")], [known()]) == [0]


def test_two_persons_who_may_be_meant_are_a_doubt():
    assert who([wanted()], [known(born="1970-03"), known(born="1980-01")]) == ["?"]


def test_two_rows_that_may_mean_one_person_are_a_doubt():
    assert who([wanted(born="1970-03"), wanted(born="1980-01")], [known()]) == ["?", "?"]


def test_certificate_phone_or_district_settle_a_doubt():
    persons = [
        known(certificates=frozenset({"A1"}), phone="138"),
        known(phone="139", districts=frozenset({"云岭乡"})),
    ]
    assert who([wanted(certificate="A1")], persons) == [0]
    assert who([wanted(phone="139")], persons) == [1]
    assert who([wanted(district="云岭乡")], persons) == [1]


def test_a_certificate_settles_more_than_a_birth_that_was_mistyped():
    persons = [known(born="1970-03", certificates=frozenset({"A1"}))]
    assert who([wanted(born="1970-08", certificate="A1")], persons) == [0]


def test_of_two_namesakes_of_one_birth_the_phone_tells_which():
    persons = [known(born="1970-03", phone="138"), known(born="1970-03", phone="139")]
    rows = [wanted(born="1970-03", phone="139"), wanted(born="1970-03")]
    assert who(rows, persons) == [1, 0]


def test_who_was_taken_for_certain_is_not_taken_by_a_guess():
    persons = [known(born="1970-03")]
    assert who([wanted(), wanted(born="1970-03")], persons) == [None, 0]


def test_one_person_may_be_meant_twice_in_two_congresses():
    rows = [wanted(born="1970-03"), wanted(born="1970-03", place=(9, 9))]
    assert who(rows, [known(born="1970-03")]) == [0, 0]


def test_thousands_of_namesakes_are_settled_in_no_time():
    rows = [wanted(sex="1") for _n in range(3000)]
    assert set(who(rows, [known()])) == {"?"}


def test_terms_are_read_in_figures_and_in_words():
    told = ("第十八届", "18", "第二十届", "十", "第一〇届", "本届")
    assert [number_in(words) for words in told] == [18, 18, 20, 10, 10, None]


# With a cell


@pytest.fixture
def place(db):
    """An empty county of two towns, in its eighteenth term."""
    cell = add_cell("990101", "某县", term=18, begins_on=date(2022, 1, 1), today=ON)
    for n, name in enumerate(("柳溪镇", "云岭乡"), 1):
        Region.objects.create(
            code=f"9901010{n}0",
            name=name,
            rank="town",
            parent=cell.region,
            valid_from=date(2020, 1, 1),
        )
    return cell


def where(cell, level="", actor=MACHINE):
    return jobs.Where(cell.pk, actor, ON, {"congress": congress_of(cell, level).pk})


def bring_in(cell, *rows, level="", **told):
    """Land a sheet of those rows; its outcome comes back."""
    content = xlsx(HEADINGS, *rows)
    return jobs.bring_in_file(ROAD, where(cell, level), content, "名册.xlsx", **told)[0]


def verdicts(outcome):
    return [plan.verdict for plan in outcome.plans]


def reasons(outcome):
    return [str(fault.reason) for fault in outcome.reading.faults]


CHEN = (
    "陈小满",
    "女",
    "1980-03",
    "群众",
    "柳溪镇中心小学教师",
    "柳溪镇代表团",
    "A001",
    "13800000001",
)


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


def test_identity_numbers_are_checked_and_kept_nowhere(place):
    content = xlsx((*HEADINGS[:3], "身份证号"), ("陈小满", "女", "1980-03", "110101198003070041"))
    assert jobs.look(ROAD, where(place), content, "名册.xlsx").counts["new"] == 1
    job = Job.objects.create(kind=ROAD.kind, cell_id=place.pk, step="stage")
    job.parameters = jobs.named(content, "名册.xlsx")
    job.save()
    jobs.stage(jobs.claim(job.pk), ROAD, where(place), content)
    assert "1101011980" not in json.dumps(list(StagedRow.objects.values()), default=str)


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
    for seat in (county.deputy, county.leader, elsewhere.clerk):
        with pytest.raises(Forbidden):
            land_roster([landing], actor=seat, cell_id=county.cell.pk)
    assert Person.objects.count() == before
    land_roster([landing], actor=county.town_clerk, cell_id=county.cell.pk)
    assert Person.objects.count() == before + 1


def test_landing_costs_the_same_few_queries_whatever_the_rows(place, django_assert_max_num_queries):
    def rows(names):
        return [(name, "男", "1970-01") for name in names]

    with django_assert_max_num_queries(40):
        bring_in(place, *rows([f"张{sign}" for sign in "安宁海清"]))
    with django_assert_max_num_queries(40):
        bring_in(place, *rows([f"李{one}{two}" for one in "安宁海清建文" for two in "安宁海清建"]))


# The command line


@pytest.fixture
def sheet(tmp_path):
    def write(*rows):
        path = tmp_path / "名册.xlsx"
        path.write_bytes(xlsx(HEADINGS, *rows))
        return str(path)

    return write


def test_the_command_prints_one_object(place, sheet, capsys):
    path = sheet(CHEN, ("钱多多", "第三", "1970-01"))
    assert main(["import", "roster", path, "--cell", "990101", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "new": 1,
        "changed": 0,
        "unchanged": 0,
        "faults": [
            {
                "sheet": "Sheet1",
                "row": 3,
                "column": "B",
                "reason": "“第三” is no sex of GB/T 2261.1; write 男 or 女.",
            }
        ],
    }
    assert main(["import", "roster", path, "--cell", "990101", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["unchanged"] == 1


def test_the_command_says_it_in_a_short_table(place, sheet, capsys):
    assert main(["import", "roster", sheet(CHEN), "--cell", "990101"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Landed.",
        "  new                        1",
        "  changed                    0",
        "  unchanged                  0",
        "  faulty                     0",
        "  no record, left out        0",
    ]


def test_a_dry_run_changes_nothing(place, sheet, capsys):
    assert main(["import", "roster", sheet(CHEN), "--cell", "990101", "--dry-run"]) == 0
    assert capsys.readouterr().out.splitlines()[0] == "Nothing was changed."
    assert (Person.objects.count(), Job.objects.count()) == (0, 0)


def test_all_or_nothing_ends_with_one_and_lands_nothing(place, sheet, tmp_path, capsys):
    path, out = sheet(CHEN, ("钱多多", "第三")), tmp_path / "errors.xlsx"
    command = ["import", "roster", path, "--cell", "990101", "--all-or-nothing"]
    assert main([*command, "--errors", str(out)]) == 1
    assert Person.objects.count() == 0
    assert "write 男 or 女" in read(out)[0].rows[2].cells[-1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"MZ\x90\x00" * 30, "This is a program, not a sheet."),
        (b"", "The file is empty."),
    ],
)
def test_a_file_that_is_no_sheet_ends_with_one(place, tmp_path, capsys, content, said):
    path = tmp_path / "名册.xlsx"
    path.write_bytes(content)
    assert main(["import", "roster", str(path), "--cell", "990101"]) == 1
    assert capsys.readouterr().err == f"{said}\n"


def test_a_file_in_gb_18030_is_read(place, tmp_path, capsys):
    path = tmp_path / "名册.csv"
    path.write_bytes("姓名,性别,出生年月\n陈䶮,女,1980.03\n".encode("gb18030"))
    assert main(["import", "roster", str(path), "--cell", "990101"]) == 0
    assert Person.objects.get().name == "陈䶮"


@pytest.mark.parametrize(
    "words",
    [
        ["名册.xlsx", "--cell", "990109"],
        ["nowhere.xlsx", "--cell", "990101"],
        ["名册.xlsx", "--cell", "990101", "--congress", "省级"],
    ],
)
def test_wrong_use_ends_with_two_and_a_sentence(place, sheet, capsys, monkeypatch, tmp_path, words):
    sheet(CHEN)
    monkeypatch.chdir(tmp_path)
    assert main(["import", "roster", *words]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert Person.objects.count() == 0


def test_a_cell_is_added_once_and_listed(db, capsys):
    assert main(["cell", "add", "990105", "某县", "--term", "18", "--since", "2022-01-06"]) == 0
    assert main(["cell", "add", "990105", "某县"]) == 2
    assert capsys.readouterr().err == "There is a cell 990105 already.\n"
    assert main(["cell", "list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == [
        {"code": "990105", "name": "某县", "persons": 0, "demo": False}
    ]
    assert Term.objects.get().begins_on == date(2022, 1, 6)


@pytest.mark.parametrize("words", [["99-01", "某县"], ["9901", "  "], ["9" * 13, "某县"]])
def test_a_cell_of_an_odd_code_or_name_is_not_added(db, capsys, words):
    assert main(["cell", "add", *words]) == 2
    assert Cell.objects.count() == 0
