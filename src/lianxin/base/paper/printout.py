"""
A form or a list as .docx: organ, title, a table, notes; page x of y, printed when and by whom.

Rows are cells with a span, so that a form with boxes and a list with headings are written alike.
"""

import io
from dataclasses import dataclass

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Mm, Pt

from lianxin.base.paper.lines import (
    ALIGN,
    FANG,
    HEI,
    SIZE_2,
    SONG,
    WESTERN,
    dress,
    line,
    page_number,
    plain,
)

SMALL = 10.5  # points of 五号, for the table of a list
PLAIN = 12  # 小四, for a form that is written on


@dataclass(frozen=True)
class Cell:
    """One field of the table: its words, how many columns it spans, whether it names another."""

    text: str
    span: int = 1
    head: bool = False
    align: str = ""


@dataclass(frozen=True)
class Row:
    """A row; `height` in millimetres where a hand must find room to write."""

    cells: tuple[Cell, ...]
    height: float = 0


@dataclass(frozen=True)
class Printout:
    """What stands on one form or list."""

    organ: str
    title: str
    widths: tuple[float, ...]  # of the columns, in millimetres
    rows: tuple[Row, ...]
    about: str = ""  # under the title: session, count, day
    heads: int = 0  # rows that stand again at the top of every page
    notes: tuple[str, ...] = ()
    printed: str = ""  # at the foot, beside the page
    landscape: bool = False


def write(*printouts: Printout) -> bytes:
    """One or several as a .docx, each beginning on a page of its own."""
    document = Document()
    _page(document, printouts[0])
    for place, printout in enumerate(printouts):
        _head(document, printout, fresh=place > 0)
        _table(document, printout)
        for note in printout.notes:
            line(document, note, size=SMALL, spacing=Pt(18))
    document.core_properties.title = plain(printouts[0].title)
    document.core_properties.author = plain(printouts[0].organ)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _page(document, printout):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    if printout.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.left_margin = section.right_margin = Mm(20)
    section.top_margin = section.bottom_margin = Mm(20)
    document.styles["Normal"].font.name = WESTERN
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, what in (("第 ", ""), ("", "PAGE"), (" 页，共 ", ""), ("", "NUMPAGES"), (" 页", "")):
        run = foot.add_run(text)
        dress(run, FANG, SMALL)
        if what:
            page_number(run, what)
    if printout.printed:
        dress(foot.add_run(f"　　{plain(printout.printed)}"), FANG, SMALL)


def _head(document, printout, fresh):
    first = line(document, printout.organ, size=SMALL, spacing=Pt(18))
    first.paragraph_format.page_break_before = fresh
    line(document, printout.title, font=SONG, size=SIZE_2, align="center", spacing=Pt(40))
    if printout.about:
        line(document, printout.about, size=PLAIN, align="center", spacing=Pt(24))


def _table(document, printout):
    table = document.add_table(rows=0, cols=len(printout.widths))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, printout.widths, strict=True):
        column.width = Mm(width)
    size = SMALL if printout.landscape else PLAIN
    for place, row in enumerate(printout.rows):
        _row(table, row, printout.widths, size, again=place < printout.heads)


def _row(table, row, widths, size, again):
    made = table.add_row()
    if row.height:
        made.height, made.height_rule = Mm(row.height), WD_ROW_HEIGHT_RULE.AT_LEAST
    _keep_whole(made, again)
    at = 0
    for cell in row.cells:
        box = made.cells[at]
        if cell.span > 1:
            box = box.merge(made.cells[at + cell.span - 1])
        box.width = Mm(sum(widths[at : at + cell.span]))
        box.vertical_alignment = WD_ALIGN_VERTICAL.CENTER
        _fill(box, cell, size)
        at += cell.span


def _keep_whole(made, again):
    """A row is never torn between two pages; headings stand on each."""
    properties = made._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if again:
        properties.append(OxmlElement("w:tblHeader"))


def _fill(box, cell, size):
    for place, text in enumerate(plain(cell.text).split("\n")):
        paragraph = box.paragraphs[0] if place == 0 else box.add_paragraph()
        shape = paragraph.paragraph_format
        shape.space_before = shape.space_after = Pt(2)
        if cell.head or cell.align:
            paragraph.alignment = ALIGN[cell.align or "center"]
        dress(paragraph.add_run(text), HEI if cell.head else FANG, size)
