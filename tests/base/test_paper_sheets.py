"""Reading files of any kind, and refusing with a sentence what is no sheet."""

from datetime import datetime
from io import BytesIO

import pytest
import xlsxwriter

from lianxin.base.paper.containers import column_index, column_letters
from lianxin.base.paper.sheets import Unreadable, read
from tests.factories.old_workbook import compound, ods, ods_cell, ods_row, xls
from tests.factories.sheets import xlsx


def cells(content: bytes, name: str = "") -> list[tuple]:
    return [row.cells for row in read(content, name)[0].rows]


def refusal(content: bytes, **limits) -> str:
    """The English sentence with which a file is refused."""
    with pytest.raises(Unreadable) as caught:
        read(content, "roster.xlsx", **limits)
    return caught.value.reason.text


def test_rows_keep_the_numbers_of_the_sheet():
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        paper = book.add_worksheet("名册")
        paper.write(2, 1, "姓名")
        paper.write(5, 1, "陈禾")
    (sheet,) = read(file.getvalue())
    assert sheet.name == "名册"
    assert [row.number for row in sheet.rows if any(row.cells)] == [3, 6]
    assert sheet.rows[5].cells == ("", "陈禾")


def test_every_cell_of_a_merged_area_holds_its_value():
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        paper = book.add_worksheet()
        paper.merge_range(0, 0, 1, 2, "基本情况")
        paper.write(2, 2, "x")
    (sheet,) = read(file.getvalue())
    assert [row.cells for row in sheet.rows[:2]] == [("基本情况",) * 3] * 2
    assert sheet.merges == (((0, 0), (1, 2)),)


def test_merged_areas_end_with_the_sheet():
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        paper = book.add_worksheet()
        paper.merge_range(0, 0, 0, 16_383, "题目")
        paper.write(1, 1, "x")
    (sheet,) = read(file.getvalue())
    assert [row.cells for row in sheet.rows] == [("题目", "题目"), ("", "x")]
    assert sheet.merges == (((0, 0), (0, 1)),)


def test_formulas_without_a_result_are_known():
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        paper = book.add_worksheet()
        paper.write_formula(0, 0, "=1+1", None, 2)
        paper.write_formula(1, 1, "=A9", None, "")
        paper.write(2, 0, "x")
    (sheet,) = read(file.getvalue())
    assert sheet.formulas == {(0, 0), (1, 1)}
    assert [row.cells for row in sheet.rows] == [(2.0,), ("",), ("x",)]


def test_hidden_sheets_are_marked():
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("a").write(0, 0, 1)
        book.add_worksheet("b").hide()
    assert [(sheet.name, sheet.hidden) for sheet in read(file.getvalue())] == [
        ("a", False),
        ("b", True),
    ]


def test_dates_come_as_dates():
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        form = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        book.add_worksheet().write_datetime(0, 0, datetime(2019, 2, 28, 11, 25, 5), form)
    assert cells(file.getvalue()) == [(datetime(2019, 2, 28, 11, 25, 5),)]


def test_an_old_workbook_is_read():
    content = xls({(0, 0): "姓名", (1, 0): "陈禾", (1, 1): 1967.5, (2, 1): None})
    (sheet,) = read(content)
    assert [row.cells for row in sheet.rows] == [("姓名", ""), ("陈禾", 1967.5), ("", "")]
    assert (sheet.name, sheet.formulas) == ("名册", {(2, 1)})


def test_an_open_document_is_read_with_merges_and_formulas():
    (sheet,) = read(
        ods(
            ods_row(ods_cell("题", number_columns_spanned=2), "<table:covered-table-cell/>")
            + ods_row("<table:table-cell/>", repeated=3)
            + ods_row(ods_cell("a", formula="of:=1"), ods_cell("b"))
        )
    )
    assert [row.cells for row in sheet.rows if any(row.cells)] == [("题", "题"), ("a", "b")]
    assert (sheet.rows[4].number, sheet.formulas) == (5, {(4, 0)})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("divider", [",", "\t", ";"])
def test_text_is_read_in_the_usual_encodings_and_with_the_usual_dividers(encoding, divider):
    text = f'姓名{divider}备注\r\n陈䶮{divider}"甲,乙;\r\n丙"\r\n'
    (sheet,) = read(text.encode(encoding), "名册.csv")
    assert [row.cells for row in sheet.rows] == [("姓名", "备注"), ("陈䶮", "甲,乙;\r\n丙")]
    assert (sheet.name, sheet.typed) == ("名册", False)


def test_the_content_decides_not_the_name():
    assert cells(xlsx(["a", 1]), "list.csv") == [("a", 1.0)]
    assert cells(b"a\tb\n", "list.xls") == [("a", "b")]


def test_a_path_and_an_open_file_are_read_alike(tmp_path):
    path = tmp_path / "名册.csv"
    path.write_bytes("甲,乙\n".encode())
    with path.open("rb") as file:
        assert read(path) == read(str(path)) == read(file, "名册.csv")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "The file is empty."),
        (b" \r\n\x00", "The file is empty."),
        (b"%PDF-1.7", "This is a PDF; send the sheet itself (.xlsx, .xls, .ods or .csv)."),
        (
            b"\xff\xd8\xff\xe0",
            "This is a picture; send the sheet itself (.xlsx, .xls, .ods or .csv).",
        ),
        (b"MZ\x90\x00", "This is a program, not a sheet."),
        (b"Rar!\x1a", "This is an archive; unpack it and send the sheet inside."),
        (
            b"\n <HTML><table>",
            "This is a web page under another name; open it in Excel or WPS, save it as .xlsx.",
        ),
        (b"PK\x03\x04 and no more", "The file is damaged; save it again and send it once more."),
        (xlsx(["a"])[:2000], "The file is damaged; save it again and send it once more."),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100),
            "The file is damaged; save it again and send it once more.",
        ),
        (
            compound("WordDocument", b"x"),
            "This is a text document; send the sheet itself (.xlsx, .xls, .ods or .csv).",
        ),
        (
            b"\x00\x01\x02\x03\x04\x05",
            "The file is neither a workbook nor text in UTF-8 or GB 18030.",
        ),
        (
            compound("EncryptedPackage", b"x"),
            "The workbook is protected by a password; remove it and send again.",
        ),
        (
            xls({(0, 0): "a"}, protected=True),
            "The workbook is protected by a password; remove it and send again.",
        ),
        (
            ods(ods_row(ods_cell("a")), protected=True),
            "The workbook is protected by a password; remove it and send again.",
        ),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(content, sentence):
    assert refusal(content) == sentence


def test_files_over_the_limit_are_refused():
    assert refusal(b"a,b\n" * 100, max_bytes=100) == "The file is larger than %(most)s MB."
    assert refusal(b"a,b\n" * 100, max_cells=50) == "The file has more than %(most)s cells."
    assert refusal(xlsx(["x" * 32_000] * 40), max_bytes=5_000) == (
        "The file is larger than %(most)s MB."
    )


TOO_FAR = (
    "The sheet “%(sheet)s” reaches to cell %(cell)s, which is too far; "
    "delete the rows and columns that are not needed."
)


def sparse_xlsx() -> bytes:
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        book.add_worksheet("名册").write(1_048_575, 16_383, "x")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        (sparse_xlsx(), "XFD1048576"),
        (xls({(65_535, 255): "x"}), "IV65536"),
        (
            ods(ods_row(ods_cell("x", number_columns_repeated=16_384), repeated=1_048_576)),
            "XFD1048576",
        ),
    ],
    ids=["xlsx", "xls", "ods"],
)
def test_a_small_file_that_would_fill_the_memory_is_refused(content, cell):
    with pytest.raises(Unreadable) as caught:
        read(content)
    assert caught.value.reason.text == TOO_FAR
    assert caught.value.reason.values == {"sheet": "名册", "cell": cell}


def test_columns_have_the_letters_of_excel():
    assert [column_letters(n) for n in (0, 25, 26, 701, 702, 16_383)] == [
        "A",
        "Z",
        "AA",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert [column_index(column_letters(n)) for n in range(0, 16_384, 97)] == list(
        range(0, 16_384, 97)
    )
