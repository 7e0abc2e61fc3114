"""Finding headings, telling records from everything else, cleaning rows by a layout."""

import json
import re
import time
from datetime import date

import pytest

from lianxin.base.paper import clean
from lianxin.base.paper.layout import Column, Fault, Identity, Layout, Section, parse
from lianxin.base.paper.reasons import because
from lianxin.base.paper.sheets import read
from lianxin.base.paper.staging import from_json, to_json
from tests.factories.sheets import sheet

ON = date(2026, 11, 24)


def is_not_zero(values, on):
    if values["count"] == 0:
        yield "count", because("Zero.")


STALLS = Layout(
    name="Stalls",
    columns=(
        Column("serial", "No.", ("序号",), clean.serial),
        Column("name", "Name", ("姓名", "摊主姓名"), clean.person_name, required=True),
        Column("count", "Stalls", ("摊位数", "数量"), clean.whole, required=True),
        Column("party", "Party", ("党派",), clean.party),
        Column("education", "Education", ("学历",), clean.education, lenient=True),
        Column("phone", "Phone", ("手机", "电话"), clean.phone, secret=True),
    ),
    section=Section("market", re.compile(r"(?P<value>.+市场)(?:（(?P<count>\d+)个）)?")),
    identity=Identity(keys=("name", "phone"), alike=("name",)),
    checks=(is_not_zero,),
    running="serial",
    main="name",
)
HEADINGS = ("序号", "姓 名*", "摊位数（个）", "党派", "学历", "手机")


def reading(*rows, **told):
    return parse([sheet(*rows, **told)], STALLS, on=ON)


def said(faults) -> list[tuple[str, str]]:
    return [(fault.place, fault.reason.text) for fault in faults]


def left_out(found) -> list[tuple[int, str]]:
    return [(one.row, one.reason.text) for one in found.left_out]


def test_headings_are_found_below_titles_and_in_any_order():
    found = reading(
        ("集市名册",), ("", ""), ("数量", "备忘", "党\n派", "摊主 姓名"), (2, "x", "", "陈禾")
    )
    header = found.headers["Sheet1"]
    assert (header.last_row, header.places) == (3, {"count": 0, "party": 2, "name": 3})
    assert [(row.row, row.values["name"], row.values["count"]) for row in found.accepted] == [
        (4, "陈禾", 2)
    ]
    assert said(found.notes) == [("B3", "The column “%(title)s” is not known and was not read.")]


def test_headings_may_take_two_rows_whether_merged_or_not():
    merged = (("序号", "摊主", "摊主", "摊主"), ("序号", "姓名", "摊位数", "党派"))
    loose = (("序号", "摊主", "", ""), ("", "姓名", "摊位数", "党派"))
    for rows in (merged, loose):
        found = reading(*rows, (1, "陈禾", 2, "群众"))
        assert found.headers["Sheet1"].places == {"serial": 0, "name": 1, "count": 2, "party": 3}
        assert [row.values["party"] for row in found.accepted] == ["13"]


def test_a_second_column_of_the_same_name_is_not_read():
    found = reading(("姓名", "数量", "手机", "电话"), ("陈禾", 1, "13800000001", "13800000002"))
    assert found.accepted[0].values["phone"] == "13800000001"
    assert said(found.notes) == [("D1", "A second column “%(title)s” was not read.")]


def test_without_headings_or_without_a_needed_column_nothing_is_read():
    assert said(reading(("甲", "乙"), ("陈禾", 1)).faults) == [
        ("1", "No row of headings was found; there must be %(titles)s.")
    ]
    found = reading(("姓名", "党派", "手机"), ("陈禾", "群众", ""))
    assert said(found.faults) == [("1", "The column “%(title)s” is missing.")]
    assert found.rows == []


def test_other_sheets_are_named_as_left_out():
    notes, secret = sheet(("说明",), name="说明"), sheet(HEADINGS, (1, "陈禾", 1), hidden=True)
    found = parse([sheet(HEADINGS, (1, "马旭", 1)), notes, secret], STALLS, on=ON)
    assert [row.values["name"] for row in found.accepted] == ["马旭"]
    assert left_out(found) == [
        (0, "The sheet has no row of headings and was not read."),
        (0, "The sheet is hidden and was not read."),
    ]


def test_sections_give_their_value_to_the_rows_below():
    found = reading(
        HEADINGS,
        (1, "陈禾", 1),
        ("东门市场（2个）",) * 6,
        (2, "马旭", 1),
        (3, "高小满", 1),
        ("西门市场（3个）", "", ""),
        (4, "陈明月", 1),
    )
    assert [row.values.get("market") for row in found.accepted] == [
        None,
        "东门市场",
        "东门市场",
        "西门市场",
    ]
    assert [(note.row, note.reason.text, note.reason.values) for note in found.notes] == [
        (
            6,
            "“%(text)s” says %(says)s; %(taken)s rows were taken.",
            {"text": "西门市场（3个）", "says": 3, "taken": 1},
        )
    ]


def test_the_name_of_the_sheet_may_be_a_section():
    assert (
        reading(HEADINGS, (1, "陈禾", 1), name="北门市场").accepted[0].values["market"]
        == "北门市场"
    )


def test_rows_that_are_no_records_are_left_out_each_with_its_reason():
    found = reading(
        HEADINGS,
        ("示例", "陈小满", 1),
        (1, "陈禾", 1),
        ("", "", ""),
        (2, "", ""),
        HEADINGS,
        ("小计", 1),
        ("合 计", 1),
        ("注：以上为早市",),
        ("填表人：甲", "", "审核人：乙"),
        ("", "", "", "后记"),
    )
    assert [row.row for row in found.rows] == [3]
    assert left_out(found) == [
        (2, "An example."),
        (6, "The headings once more."),
        (7, "A row of sums."),
        (8, "A row of sums."),
        (9, "A note."),
        (10, "A line for signatures or dates."),
        (11, "Only one cell of the row is filled."),
    ]
    assert found.notes == []


def test_what_stands_in_the_column_of_problems_is_passed_over():
    found = reading(
        (*HEADINGS, "问题"),
        (*["东门市场（3个）"] * 6, "says 3"),
        (1, "陈禾", 1, "", "", "", "was wrong"),
        ("", "", "", "后记", "", "", "Left out"),
        ("", "", "", "", "", "", "x"),
    )
    assert [(row.row, row.values["market"]) for row in found.accepted] == [(3, "东门市场")]
    assert left_out(found) == [(4, "Only one cell of the row is filled.")]


def test_a_sum_that_does_not_agree_is_remarked():
    found = reading(HEADINGS, (1, "陈禾", 1), ("合计", 5))
    assert [note.reason.values for note in found.notes] == [{"text": "合计", "says": 5, "taken": 1}]


def test_a_record_is_a_record_whatever_its_first_words():
    found = reading(("党派", "姓名", "数量"), ("备注：群众", "陈禾", 1), ("", "马旭", ""))
    assert [row.row for row in found.rows] == [2, 3]
    assert said(found.faults) == [
        ("A2", "“%(value)s” is no political affiliation of GB/T 4762."),
        ("C3", "“%(heading)s” is missing."),
    ]


def test_a_row_is_refused_with_all_its_faults():
    found = reading(HEADINGS, (1, "", "x", "月球党", "", "123"))
    assert [(fault.place, fault.heading, fault.value) for fault in found.faults] == [
        ("B2", "姓 名*", ""),
        ("C2", "摊位数（个）", "x"),
        ("D2", "党派", "月球党"),
        ("F2", "手机", "＊＊＊"),  # a secret is not repeated
    ]
    assert (found.accepted, len(found.refused)) == ([], 1)


def test_a_lenient_column_costs_only_its_own_value():
    found = reading(HEADINGS, (1, "陈禾", 1, "", "学富五车"))
    assert found.accepted[0].values["education"] is None
    assert said(found.warnings) == [("E2", "“%(value)s” is no level of education of GB/T 4658.")]


def test_a_check_of_the_row_marks_its_column():
    found = reading(HEADINGS, (1, "陈禾", 0))
    assert [(fault.place, str(fault.reason), fault.value) for fault in found.faults] == [
        ("C2", "Zero.", "0")
    ]


def test_a_formula_without_a_result_is_named_as_such():
    found = reading(HEADINGS, (1, "", 1, ""), formulas=frozenset({(1, 1), (1, 3)}))
    sentence = (
        "The cell holds a formula without a result; write the value itself, "
        "or open the file in Excel or WPS and save it there."
    )
    assert said(found.faults) == [("B2", sentence)]
    assert said(found.warnings) == [("D2", sentence)]


def test_the_same_twice_is_refused_and_names_the_first():
    found = reading(
        HEADINGS,
        (1, "陈禾", 1, "", "", "13800000001"),
        (2, "陈 禾", 3, "", "", "138 0000 0001"),
        (3, "陈禾", 1, "", "", "13800000002"),
        (4, "陈禾", 1, "", "", ""),
        (4, "陈禾", 1, "", "", ""),
    )
    assert [(fault.place, fault.reason.values["row"]) for fault in found.faults] == [
        ("B3", 2),
        ("B6", 5),
    ]
    assert said(found.faults)[0][1] == "The same as row %(row)s; leave one of them out."
    assert said(found.warnings) == [("B5", "Perhaps the same as row %(row)s.")]


def test_the_same_on_another_sheet_names_the_sheet():
    one = sheet(HEADINGS, (1, "陈禾", 1, "", "", "13800000001"), name="甲")
    other = sheet(HEADINGS, (1, "陈禾", 1, "", "", "13800000001"), name="乙")
    (fault,) = parse([one, other], STALLS, on=ON).faults
    assert (fault.sheet, fault.reason.values) == ("乙", {"row": 2, "sheet": "甲"})


def test_many_rows_of_one_name_do_not_take_for_ever():
    rows = [(n, "陈禾", 1, "", "", f"138{n:08}") for n in range(4000)]
    started = time.process_time()
    assert len(reading(HEADINGS, *rows).accepted) == 4000
    assert time.process_time() - started < 4


def test_births_of_a_text_file_are_read_with_more_doubt():
    births = Layout(
        name="Births",
        columns=(
            Column("name", "Name", ("姓名",), clean.person_name, required=True),
            Column("born", "Born", ("出生年月",), clean.birth),
            Column("sex", "Sex", ("性别",), clean.sex),
        ),
    )
    text = "姓名,性别,出生年月\n陈禾,女,1975.1\n马旭,男,1975.2\n".encode("gb18030")
    found = parse(read(text, "名册.csv"), births, on=ON)
    assert [row.values["name"] for row in found.accepted] == ["马旭"]
    assert [fault.place for fault in found.faults] == ["C2"]


def test_faults_survive_being_stored():
    found = reading(HEADINGS, (1, "", "x", "月球党"), ("合计", 5))
    for fault in found.faults + found.warnings:
        again = Fault.from_json(fault.as_json())
        assert (again.place, str(again.reason)) == (fault.place, str(fault.reason))


@pytest.mark.parametrize("width", [0, 1, 2])
def test_short_rows_and_empty_files_do_no_harm(width):
    found = reading(HEADINGS, (1, "陈禾", 1)[:width])
    assert found.accepted == []
    assert parse([], STALLS, on=ON).faults[0].reason.text.startswith("No row of headings")


def test_values_survive_being_stored():
    visits = Layout(
        name="Visits",
        columns=(
            Column("name", "Name", ("姓名",), clean.person_name, required=True),
            Column("born", "Born", ("出生年月",), clean.birth),
            Column("on", "On", ("日期",), clean.day),
            Column("at", "At", ("时间",), clean.moment),
            Column("count", "Count", ("次数",), clean.whole),
            Column("party", "Party", ("党派",), clean.party),
        ),
    )
    titles = ("姓名", "出生年月", "日期", "时间", "次数", "党派")
    rows = (
        ("陈禾", "1980-03", "2026-03-08", "2026-03-08 9:30", 2, "中共"),
        ("马旭", "1980", "", "", "", ""),
    )
    found = parse([sheet(titles, *rows)], visits, on=ON)
    assert len(found.accepted) == 2
    for row in found.accepted:
        stored = json.loads(json.dumps(to_json(row.values)))
        assert from_json(visits, stored, on=ON) == row.values
