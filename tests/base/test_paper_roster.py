"""A whole roster in its usual disorder, read person by person."""

import time
from datetime import date
from io import BytesIO

import pytest

from lianxin.base.paper import clean, errors, export, numbers
from lianxin.base.paper.layout import parse
from lianxin.base.paper.sheets import read
from lianxin.base.paper.standards import ETHNIC_GROUPS, SEXES
from lianxin.institution.congress.imports import ROSTER
from tests.factories.roster_workbook import messy_roster
from tests.factories.sheets import sheet

ON = date(2026, 11, 24)


@pytest.fixture(scope="module")
def roster():
    return messy_roster(people=120, seed=11)


@pytest.fixture(scope="module")
def found(roster):
    return parse(read(roster.content), ROSTER, on=ON)


def shown(values) -> tuple:
    return (
        values["name"],
        SEXES[values["sex"]],
        ETHNIC_GROUPS[values["ethnicity"]],
        str(values["born"] or ""),
        values["party"],
        values["delegation"],
    )


def test_every_person_comes_out_as_they_are(roster, found):
    wanted = [
        (one.row, one.name, one.sex, one.ethnicity, one.born, one.party, f"{one.section}代表团")
        for one in roster.persons
    ]
    assert [(row.row, *shown(row.values)) for row in found.accepted] == wanted


def test_every_planted_fault_is_found_and_nothing_else(roster, found):
    wanted = roster.planted | {f"B{row}" for row in roster.doubles}
    assert {fault.place for fault in found.faults} == wanted
    assert len(roster.doubles) > 3


def test_a_person_listed_twice_is_refused_the_second_time_and_told_of_the_first(roster, found):
    same = [fault for fault in found.faults if "leave one of them out" in fault.reason.text]
    assert {fault.row: fault.reason.values["row"] for fault in same} == roster.doubles


def test_counts_in_titles_and_sums_agree_with_what_was_taken(found):
    assert found.notes == []


def test_the_sheet_goes_back_with_the_problems_beside_the_rows(roster, found):
    sheets, file = read(roster.content), BytesIO()
    errors.write(file, sheets, found)
    returned = read(file.getvalue())
    width = len(sheets[0].rows[5].cells)
    assert [row.cells[:width] for row in returned[0].rows] == [row.cells for row in sheets[0].rows]
    told = {row.number for row in returned[0].rows if row.cells[width]}
    header = found.headers["代表名册"].last_row
    spoken_of = [*found.faults, *found.warnings, *found.left_out]
    assert told - {header} == {one.row for one in spoken_of} - {0}
    again = parse(returned, ROSTER, on=ON)
    assert [row.values for row in again.accepted] == [row.values for row in found.accepted]
    assert [fault.place for fault in again.faults] == [fault.place for fault in found.faults]


def test_the_empty_sheet_can_be_read_and_its_example_is_passed_over():
    file = BytesIO()
    export.blank(file, ROSTER)
    found = parse(read(file.getvalue()), ROSTER, on=ON)
    assert set(found.headers[str(ROSTER.name)].places) == {column.key for column in ROSTER.columns}
    assert (found.rows, found.faults, found.warnings) == ([], [], [])


def row_of(**given):
    titles = [column.aliases[0] for column in ROSTER.columns if column.key in given]
    cells = [given[column.key] for column in ROSTER.columns if column.key in given]
    found = parse([sheet(titles, cells)], ROSTER, on=ON)
    return found.rows[0]


def reasons(row) -> list[str]:
    return [fault.reason.text for fault in row.faults]


def test_nobody_under_eighteen_is_taken():
    young = "Born in %(born)s: not yet 18 on %(on)s (Election Law art. 4)."
    given = {"name": "陈禾", "sex": "女"}
    assert reasons(row_of(**given, born="2008-12")) == [young]
    assert reasons(row_of(**given, born="2008-11-25")) == [young]
    assert reasons(row_of(**given, born="2008-11-24")) == []
    assert reasons(row_of(**given, born="2008-11")) == []  # a month alone is judged in favour


def test_the_identity_number_must_agree_with_birth_and_sex():
    first17 = "11010119800312002"
    number = first17 + numbers.identity_check_digit(first17)
    given = {"name": "陈禾", "identity_number": number}
    assert reasons(row_of(**given, sex="女", born="1980-03")) == []
    assert reasons(row_of(**given, sex="男", born="1980-04")) == [
        "The identity number tells another date of birth.",
        "The identity number tells another sex.",
    ]


def test_the_five_levels_are_read_in_the_words_of_offices():
    words = ("全国", "省", "市级", "县(市、区)", "乡镇")
    levels = [row_of(name="陈禾", sex="女", level=word).values["level"] for word in words]
    assert levels == ["national", "province", "city", "county", "town"]


def test_one_person_with_two_mandates_is_no_duplicate():
    titles = ("姓名", "性别", "出生年月", "级别")
    rows = [("陈禾", "女", "1980-03", level) for level in ("县级", "乡级", "县级")]
    found = parse([sheet(titles, *rows)], ROSTER, on=ON)
    assert [row.row for row in found.accepted] == [2, 3]
    assert [fault.reason.values["row"] for fault in found.faults] == [2]


@pytest.mark.parametrize(
    "style", ["（54名）", "(54人)", "", " 54名", "：54位代表", "（共54名代表）"]
)
def test_section_titles_are_understood_in_the_usual_styles(style):
    titles = ("序号", "姓名", "性别")
    found = parse([sheet(titles, (f"柳溪镇代表团{style}",), (1, "陈禾", "女"))], ROSTER, on=ON)
    assert [row.values["delegation"] for row in found.rows] == ["柳溪镇代表团"]
    assert len(found.notes) == (1 if style else 0)


def test_three_thousand_rows_take_less_than_two_seconds():
    titles = [column.aliases[0] for column in ROSTER.columns if column.key != "identity_number"]
    cells = (
        1,
        "陈  禾",
        "女",
        "汉",
        "１９６７.０３",
        "群众",
        "大专",
        "柳溪镇小学",
        "县级",
        "",
        "",
        "",
    )
    rows = [(n, f"陈{chr(0x4E00 + n)}", *cells[2:]) for n in range(3000)]
    started = time.process_time()
    found = parse([sheet(titles, *rows)], ROSTER, on=ON)
    assert len(found.accepted) == 3000
    assert time.process_time() - started < 2


def test_codes_fit_the_standards():
    row = row_of(name="陈禾", sex="女", ethnicity="藏", party="民进", education="大专")
    told = [row.values[key] for key in ("sex", "ethnicity", "party", "education")]
    assert told == ["2", "04", "07", "30"]
    assert clean.PartialDate(1980, 3) < clean.PartialDate(1980, 4)
