"""
An official letter as .docx, in the letter form of GB/T 9704-2012.

A4, 22 lines of 28 characters: red organ mark with a double line on the first page, number at
the right, title in 小标宋, text in 仿宋 of size 3, page numbers from the second page on. Fonts are
named, not embedded: an office has them; elsewhere the viewer takes the nearest.
"""

import io
import re
from dataclasses import dataclass
from datetime import date

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from lianxin.base.paper.lines import (
    FANG,
    HEI,
    SIZE_2,
    SIZE_3,
    SIZE_4,
    SONG,
    WESTERN,
    dress,
    line,
    page_number,
    plain,
    shift,
)

RED = RGBColor(0xC8, 0x10, 0x10)
WIDER = Mm(-7)  # the double lines are 170 mm long, the text 156
HEADING = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^。；]{1,26}[：:]?$"
)


@dataclass(frozen=True)
class Letter:
    """What stands in a letter; the page, the text file and the paper all read it from here."""

    organ: str  # who writes, as the red mark has it
    title: tuple[str, ...]  # in the lines it is broken into
    to: str
    paragraphs: tuple[str, ...]
    sign: str
    day: date | None
    number: str = ""
    mark: str = ""  # the category letter in the upper right (R-L6)
    contact: str = ""
    copies: str = ""
    enclosed: str = ""  # what goes along with it

    @property
    def heading(self):
        """The title in one line."""
        return "".join(self.title)


def write(letter: Letter) -> bytes:
    """The letter as a .docx file."""
    document = Document()
    _page(document)
    _heads(document.sections[0], letter)
    _feet(document.sections[0])
    if letter.number:
        line(document, letter.number, align="right")
    for _blank in range(2):
        line(document, "")
    for part in letter.title:
        line(document, part, font=SONG, size=SIZE_2, align="center", spacing=Pt(36))
    line(document, "")
    line(document, letter.to)
    for place, text in enumerate(letter.paragraphs, start=1):
        heading, last = HEADING.match(text), place == len(letter.paragraphs)
        line(document, text, indent=2, font=HEI if heading else FANG, keep=bool(heading) or last)
    _end(document, letter)
    document.core_properties.title = plain(letter.heading)
    document.core_properties.author = plain(letter.sign)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _end(document, letter):
    """Signature, day, contact and copies stay with the last paragraph: none is alone on a page."""
    if letter.enclosed:
        line(document, "", keep=True)
        line(document, f"附件：{letter.enclosed}", indent=2, keep=True)
    line(document, "", keep=True)
    line(document, letter.sign, align="right", after=2, keep=True)
    rest = bool(letter.contact or letter.copies)
    line(document, chinese_day(letter.day), align="right", after=4, keep=rest)
    if letter.contact:
        line(document, f"（{letter.contact}）", indent=2, keep=bool(letter.copies))
    if letter.copies:
        line(document, "", keep=True)
        line(document, f"抄送：{letter.copies}。", size=SIZE_4, before=1, after=1)


def chinese_day(day):
    """2026年4月15日, in Arabic figures and without leading zeros, as the standard wants it."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　月　日"


def _page(document):
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(18), Mm(20)
    section.different_first_page_header_footer = True
    document.settings.odd_and_even_pages_header_footer = True
    style = document.styles["Normal"]
    style.font.name, style.font.size = WESTERN, Pt(SIZE_3)
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), FANG)
    shape = style.paragraph_format
    shape.space_before = shape.space_after = Pt(0)
    shape.widow_control = False


# Head and foot


def _heads(section, letter):
    head = section.first_page_header
    first = head.paragraphs[0]
    first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    dress(first.add_run(f"类别：{plain(letter.mark)}" if letter.mark else ""), HEI, SIZE_3)
    size = 34 if len(letter.organ) <= 12 else 26 if len(letter.organ) <= 16 else 20
    mark = line(
        head,
        letter.organ,
        font=SONG,
        size=size,
        align="center",
        spacing=Pt(size * 1.35),
        colour=RED,
    )
    _rule(mark, "bottom", "thickThinSmallGap")
    for other in (section.header, section.even_page_header):
        other.is_linked_to_previous = False


def _feet(section):
    last = section.first_page_footer.paragraphs[0]
    _rule(last, "top", "thinThickSmallGap")
    for foot, align, space in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, {"after": 1}),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, {"before": 1}),
    ):
        foot.is_linked_to_previous = False
        paragraph = foot.paragraphs[0]
        paragraph.alignment = align
        shift(paragraph, 0, space.get("before", 0), space.get("after", 0))
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            dress(run, "宋体", SIZE_4)
            if text is None:
                page_number(run)


def _rule(paragraph, side, kind):
    """A red double line, 170 mm long."""
    paragraph.paragraph_format.left_indent = WIDER
    paragraph.paragraph_format.right_indent = WIDER
    frame = OxmlElement("w:pBdr")
    border = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", "24"), ("space", "11"), ("color", "C81010")):
        border.set(qn(f"w:{name}"), value)
    frame.append(border)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        frame,
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )
