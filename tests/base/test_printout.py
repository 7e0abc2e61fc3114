"""Forms and lists on paper, read back: headings on every page, rows never torn, page of pages."""

import io

from docx import Document
from docx.oxml.ns import qn

from lianxin.base.paper.printout import Cell, Printout, Row
from lianxin.base.paper.word import write_printout as write

SHEET = Printout(
    organ="县人大常委会选任联工委",
    title="签收表",
    about="共 2 件",
    widths=(10, 60, 30),
    rows=(
        Row((Cell("序号", head=True), Cell("标题", head=True), Cell("签收", head=True))),
        Row((Cell("1"), Cell("修路\x0b"), Cell("甲：\n乙：")), 20),
        Row((Cell("备注", head=True), Cell("两栏合一", span=2))),
    ),
    heads=1,
    notes=("一式两份",),
    printed="周知夏打印",
    landscape=True,
)


def read(*sheets):
    return Document(io.BytesIO(write(*sheets)))


def test_a_sheet_says_who_what_and_how_much():
    document = read(SHEET)
    assert [line.text for line in document.paragraphs] == [
        "县人大常委会选任联工委",
        "签收表",
        "共 2 件",
        "一式两份",
    ]
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [
        ["序号", "标题", "签收"],
        ["1", "修路", "甲：\n乙："],
        ["备注", "两栏合一", "两栏合一"],
    ]


def test_headings_stand_on_every_page_and_no_row_is_torn():
    rows = [row._tr for row in read(SHEET).tables[0].rows]
    assert [len(row.findall(f".//{qn('w:tblHeader')}")) for row in rows] == [1, 0, 0]
    assert [len(row.findall(f".//{qn('w:cantSplit')}")) for row in rows] == [1, 1, 1]


def test_columns_have_the_widths_they_were_given():
    document = read(SHEET)
    assert [round(column.width.mm) for column in document.tables[0].columns] == [10, 60, 30]
    assert round(document.tables[0].rows[1].height.mm) == 20
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (297, 210)


def test_the_foot_counts_the_pages_and_says_who_printed_it():
    foot = read(SHEET).sections[0].footer.paragraphs[0]
    fields = [each.text for each in foot._p.iter(qn("w:instrText"))]
    assert fields == ["PAGE", "NUMPAGES"]
    assert foot.text.endswith("周知夏打印")


def test_of_two_copies_the_second_begins_on_a_page_of_its_own():
    breaks = [
        bool(line.paragraph_format.page_break_before) for line in read(SHEET, SHEET).paragraphs
    ]
    assert breaks == [False] * 4 + [True] + [False] * 3
