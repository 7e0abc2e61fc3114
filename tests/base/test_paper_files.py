"""Sheets that go out: what was text stays text, and nothing in it can run."""

import zipfile
from datetime import UTC, date, datetime
from io import BytesIO

import pytest

from lianxin.base.paper import errors
from lianxin.base.paper.cells import sheet_name
from lianxin.base.paper.clean import line, person_name, sex
from lianxin.base.paper.declare import Column, Layout
from lianxin.base.paper.export import Heading, Table, blank, save
from lianxin.base.paper.layout import parse
from lianxin.base.paper.sheets import read
from tests.factories.sheets import sheet

ON = date(2026, 11, 24)
DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://example.org")')


def written(*rows, title="") -> bytes:
    file = BytesIO()
    save(file, Table("表", [Heading("甲"), "乙"], rows, title))
    return file.getvalue()


def formulas_in(content: bytes) -> int:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    return sum(part.count(b"<f>") for part in parts)


@pytest.mark.parametrize("words", DANGEROUS)
def test_text_that_looks_like_a_formula_gets_an_apostrophe(words):
    content = written((words, "x"))
    assert read(content)[0].rows[1].cells[0].replace("_x0009_", "\t") == "'" + words
    assert formulas_in(content) == 0


def test_numbers_dates_and_long_numbers_come_out_as_what_they_are():
    moment = datetime(2026, 3, 8, 1, 30, tzinfo=UTC)
    content = written((-5, date(2026, 3, 8)), (moment, 110101198003120029), (None, True))
    assert [row.cells for row in read(content)[0].rows[1:]] == [
        (-5.0, date(2026, 3, 8)),
        (datetime(2026, 3, 8, 9, 30), "110101198003120029"),
        ("", True),
    ]


def test_rows_may_be_a_stream_and_are_counted():
    file = BytesIO()
    table = Table("表", ["甲"], ((n,) for n in range(3000)), "题目")
    assert save(file, table, Table("表", ["乙"], ())) == 3000
    first, second = read(file.getvalue())
    assert [first.rows[n].cells for n in (0, 1, 2, 3001)] == [("题目",), ("甲",), (0.0,), (2999.0,)]
    assert (first.name, second.name) == ("表", "表 2")


def test_names_of_sheets_are_made_fit():
    taken: set[str] = set()
    given = ["a/b:c", "'", "x" * 40, "x" * 40, "History"]
    assert [sheet_name(name, taken) for name in given] == [
        "a b c",
        "Sheet",
        "x" * 31,
        "x" * 27 + " 2",
        "History",
    ]


PAGE = Layout(
    name="Page",
    columns=(
        Column("name", "Name", ("姓名",), person_name, required=True, example="陈小满"),
        Column("sex", "Sex", ("性别",), sex, required=True, choices=("男", "女")),
        Column("remark", "Remark", ("备注",), line()),
    ),
    enough=2,
)


def test_a_returned_sheet_cannot_run_what_was_sent_in():
    sheets = [sheet(("姓名", "性别", "备注"), *[("=1+1", "男", words) for words in DANGEROUS])]
    file = BytesIO()
    errors.write(file, sheets, parse(sheets, PAGE, on=ON))
    assert formulas_in(file.getvalue()) == 0
    again = parse(read(file.getvalue()), PAGE, on=ON)
    assert [fault.place for fault in again.faults] == [f"A{n}" for n in range(2, 8)]


def test_the_problem_column_says_heading_and_reason():
    sheets = [sheet(("姓名", "性别"), ("8", "第三"), ("陈禾1", "女"), name="名/册")]
    file = BytesIO()
    errors.write(file, sheets, parse(sheets, PAGE, on=ON))
    (returned,) = read(file.getvalue())
    lines = [row.cells[2].count("\n") + 1 if row.cells[2] else 0 for row in returned.rows]
    assert (returned.name, lines) == ("名 册", [1, 2, 1])


def test_a_sheet_without_headings_goes_back_with_the_reason_in_its_first_row():
    sheets = [sheet(("甲", "乙"), ("陈禾", "女"))]
    file = BytesIO()
    errors.write(file, sheets, parse(sheets, PAGE, on=ON))
    assert [bool(row.cells[2]) for row in read(file.getvalue())[0].rows] == [True, False]


def test_the_empty_sheet_offers_choices_and_marks_what_is_needed():
    file = BytesIO()
    blank(file, PAGE, keys=("name", "sex"))
    (empty,) = read(file.getvalue())
    assert [row.cells for row in empty.rows] == [("姓名*", "性别*"), ("示例", "")]
    with zipfile.ZipFile(file) as archive:
        assert b'"\xe7\x94\xb7,\xe5\xa5\xb3"' in archive.read("xl/worksheets/sheet1.xml")
