"""Letters, forms and lists as .docx. Heavy: imported where paper is made, not where it is shown."""

import io
import zipfile
from datetime import UTC, datetime

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from lianxin.base.paper import letter as form
from lianxin.base.paper import printout as sheets
from lianxin.base.paper.fonts.roles import ROLES, WESTERN
from lianxin.base.paper.lines import (
    ALIGN,
    border,
    frame,
    line,
    page_number,
    pin,
    pitch_of,
    shift,
    write_text,
)
from lianxin.base.paper.qr import as_png
from lianxin.base.paper.signs import plain

TEXT_WIDTH = form.WIDTH - form.LEFT - form.RIGHT
LONG_AGO = (2000, 1, 1, 0, 0, 0)  # of the parts of the archive: the same paper, the same bytes


def write_letter(letter, code=None):
    """A letter as .docx, with its square code if it has one."""
    return as_bytes(letter_document(form.typeset(letter, code)))


def letter_document(paper):
    """The same as a document that is still open, to be written on."""
    document = _new(paper.title, paper.author)
    _page(document)
    for each in paper.lines:
        _running(document, each)
    section = document.sections[0]
    _fixed(section, paper)
    _page_numbers(section)
    return document


def _new(title, author):
    document = Document()
    about = document.core_properties
    about.title, about.author, about.comments = plain(title), plain(author), ""
    about.created = about.modified = datetime(*LONG_AGO, tzinfo=UTC)
    return document


def as_bytes(document):
    """The file; without the hour, so that what is made again is the same."""
    made, out = io.BytesIO(), io.BytesIO()
    document.save(made)
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", compresslevel=1) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, LONG_AGO), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _page(document):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(form.WIDTH), Mm(form.HEIGHT)
    section.top_margin, section.bottom_margin = Mm(form.TOP), Mm(form.BOTTOM)
    section.left_margin, section.right_margin = Mm(form.LEFT), Mm(form.RIGHT)
    section.header_distance = Mm(10)
    # The foot's own line is 14 points; it stands 7 mm below the text.
    section.footer_distance = Mm(form.BOTTOM - form.PAGE_GAP - form.SIZE_4 * form.POINT)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = WESTERN.named, Pt(form.SIZE_3)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), ROLES["body"].named)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False


def _running(document, each):
    text = f"{each.left}\t{each.text}" if each.left else each.text
    paragraph = line(
        document,
        text,
        part=each.part,
        size=each.size,
        align="" if each.left else each.align,
        indent=each.indent,
        before=each.before,
        after=each.after,
        spacing=pitch_of(each.pitch),
        keep=each.keep,
    )
    if each.left:
        stops = paragraph.paragraph_format.tab_stops
        stops.add_tab_stop(Mm(TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    if each.room:
        paragraph.paragraph_format.space_before = Mm(each.room)
    if each.low:
        frame(paragraph, width=TEXT_WIDTH, low=True)


def _fixed(section, paper):
    """Everything at a fixed place hangs on the head of the first page."""
    heads = (section.first_page_header, section.header, section.even_page_header)
    for head in heads:
        head.is_linked_to_previous = False
    section.first_page_footer.is_linked_to_previous = False
    upper, lower = paper.rules
    for each in paper.fixed:
        for head in heads if each.every else heads[:1]:
            made = line(
                head,
                each.text,
                part=each.part,
                size=each.size,
                align=each.align,
                spacing=Pt(each.size * 1.15),
                red=each.red,
            )
            frame(made, width=each.width, x=each.x, y=each.y)
    _rule(heads[0], upper)
    _rule(heads[0], lower)
    if paper.code:
        put_code(heads[0], paper.code, form.CODE_SIZE, paper.code_at)
    for head in heads:  # what is in the text itself comes last, or a frame loses its place
        head._element.append(head.paragraphs[0]._p)


def _rule(head, rule):
    """A line of one point that carries the red double line on its upper edge."""
    paragraph = head.add_paragraph()
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(1)
    border(paragraph, "top", "thickThinSmallGap" if rule.thick_above else "thinThickSmallGap")
    frame(paragraph, width=form.RULE_LENGTH, x=form.RULE_LEFT, y=rule.y)


def put_code(place, code, size, at):
    run = place.paragraphs[0].add_run()
    picture = run.add_picture(io.BytesIO(as_png(code.address)), width=Mm(size))
    pin(picture, *at)


def _page_numbers(section):
    for foot, align, space in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, {"after": 1}),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, {"before": 1}),
    ):
        foot.is_linked_to_previous = False
        paragraph = foot.paragraphs[0]
        paragraph.alignment = align
        shift(paragraph, 0, space.get("before", 0), space.get("after", 0))
        write_text(paragraph, "— ", "plain", form.SIZE_4)
        write_text(paragraph, "\u2007", "plain", form.SIZE_4)
        number = paragraph.runs[-1]
        number.text = ""
        page_number(number)
        write_text(paragraph, " —", "plain", form.SIZE_4)


# Forms and lists


def write_printout(*printouts, code=None):
    """One or several as a .docx, each beginning on a page of its own."""
    document = _new(printouts[0].title, printouts[0].organ)
    _sheet_page(document, printouts[0], code)
    for place, printout in enumerate(printouts):
        _sheet_head(document, printout, fresh=place > 0)
        _table(document, printout)
        for note in printout.notes:
            line(document, note, size=sheets.SMALL, spacing=Pt(18))
    return as_bytes(document)


def _sheet_page(document, printout, code):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    if printout.landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = Mm(printout.margin)
    section.top_margin = section.bottom_margin = Mm(20)
    document.styles["Normal"].font.name = WESTERN.named
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for text, what in (("第 ", "PAGE"), (" 页，共 ", "NUMPAGES"), (" 页", "")):
        write_text(foot, text, size=sheets.SMALL)
        if what:
            write_text(foot, "0", size=sheets.SMALL)
            number = foot.runs[-1]
            number.text = ""
            page_number(number, what)
    if printout.printed:
        write_text(foot, f"　　{printout.printed}", size=sheets.SMALL)
    if code:
        _sheet_code(section, printout, code)


def _sheet_code(section, printout, code):
    """The code in the upper right corner, its words beside it; the head takes no room itself."""
    head, edge = section.header, section.page_width.mm - printout.margin
    size = sheets.CODE_SIZE
    text = "\n".join(code.words)
    made = line(head, text, size=form.SMALL_PRINT, align="right", spacing=Pt(9))
    frame(made, width=110, x=edge - size - 112, y=12)
    last = head.paragraphs[0]
    put_code(head, code, size, (edge - size, 6))
    last.paragraph_format.line_spacing = Pt(1)
    last.paragraph_format.space_after = Pt(0)
    head._element.append(last._p)
    section.header_distance = Mm(6)


def _sheet_head(document, printout, fresh):
    first = line(document, printout.organ, size=sheets.SMALL, spacing=Pt(18))
    first.paragraph_format.page_break_before = fresh
    line(document, printout.title, part="title", size=form.SIZE_2, align="center", spacing=Pt(40))
    if printout.about:
        line(document, printout.about, size=sheets.PLAIN, align="center", spacing=Pt(24))


def _table(document, printout):
    table = document.add_table(rows=0, cols=len(printout.widths))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for column, width in zip(table.columns, printout.widths, strict=True):
        column.width = Mm(width)
    for place, row in enumerate(printout.rows):
        _row(table, row, printout.widths, printout.size, again=place < printout.heads)


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
        write_text(paragraph, text, "heading" if cell.head else "body", size)
