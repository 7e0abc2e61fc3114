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
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
WESTERN = "Times New Roman"
SIZE_2, SIZE_3, SIZE_4 = 22, 16, 14  # points of 二号, 三号, 四号
LINE = Pt(28.95)  # 225 mm hold 22 lines
RED = RGBColor(0xC8, 0x10, 0x10)
WIDER = Mm(-7)  # the double lines are 170 mm long, the text 156
ALIGN = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
BAD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
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
        _line(document, letter.number, align="right")
    for _blank in range(2):
        _line(document, "")
    for line in letter.title:
        _line(document, line, font=SONG, size=SIZE_2, align="center", spacing=Pt(36))
    _line(document, "")
    _line(document, letter.to)
    for place, text in enumerate(letter.paragraphs, start=1):
        last = place == len(letter.paragraphs)  # a signature never stands alone on its page
        _line(document, text, indent=2, font=HEI if HEADING.match(text) else FANG, keep=last)
    _line(document, "", keep=True)
    _line(document, letter.sign, align="right", after=2, keep=True)
    _line(document, chinese_day(letter.day), align="right", after=4)
    if letter.contact:
        _line(document, f"（{letter.contact}）", indent=2)
    if letter.copies:
        _line(document, "")
        _line(document, f"抄送：{letter.copies}。", size=SIZE_4, before=1, after=1)
    document.core_properties.title = _plain(letter.heading)
    document.core_properties.author = _plain(letter.sign)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def chinese_day(day):
    """2026年4月15日, in Arabic figures and without leading zeros, as the standard wants it."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　月　日"


def _plain(text):
    return BAD.sub("", text)


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


# One line


def _line(
    place,
    text,
    *,
    font=FANG,
    size=SIZE_3,
    align="",
    indent=0,
    before=0,
    after=0,
    spacing=LINE,
    colour=None,
    keep=False,
):
    """A paragraph; indents in characters: `indent` of the first line, `before`, `after`."""
    paragraph = place.add_paragraph()
    shape = paragraph.paragraph_format
    shape.line_spacing_rule, shape.line_spacing = WD_LINE_SPACING.EXACTLY, spacing
    shape.keep_with_next = shape.keep_together = keep
    if align:
        paragraph.alignment = ALIGN[align]
    _indent(paragraph, indent, before, after)
    run = paragraph.add_run(_plain(text))
    _dress(run, font, size, colour)
    return paragraph


def _indent(paragraph, first, before, after):
    wanted = {"firstLineChars": first, "startChars": before, "leftChars": before}
    wanted |= {"endChars": after, "rightChars": after}
    if not any(wanted.values()):
        return
    found = OxmlElement("w:ind")
    for name, characters in wanted.items():
        if characters:
            found.set(qn(f"w:{name}"), str(characters * 100))
    plain = {"firstLine": first, "left": before, "right": after}  # for programs without characters
    for name, characters in plain.items():
        if characters:
            found.set(qn(f"w:{name}"), str(characters * SIZE_3 * 20))
    paragraph._p.get_or_add_pPr().append(found)


def _dress(run, font, size, colour=None):
    run.font.name, run.font.size = WESTERN, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size == SIZE_3 and font in (FANG, HEI):
        tight = OxmlElement("w:spacing")  # a quarter point less: 28 characters fit a line
        tight.set(qn("w:val"), "-5")
        run._r.get_or_add_rPr().append(tight)
    if colour is not None:
        run.font.color.rgb = colour


# Head and foot


def _heads(section, letter):
    head = section.first_page_header
    first = head.paragraphs[0]
    first.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    _dress(first.add_run(_plain(letter.mark)), HEI, SIZE_3)
    size = 34 if len(letter.organ) <= 12 else 26 if len(letter.organ) <= 16 else 20
    mark = _line(
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
    for foot, align, indent in (
        (section.footer, WD_ALIGN_PARAGRAPH.RIGHT, {"after": 1}),
        (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT, {"before": 1}),
    ):
        foot.is_linked_to_previous = False
        paragraph = foot.paragraphs[0]
        paragraph.alignment = align
        _indent(paragraph, 0, indent.get("before", 0), indent.get("after", 0))
        for text in ("— ", None, " —"):
            run = paragraph.add_run(text or "")
            _dress(run, "宋体", SIZE_4)
            if text is None:
                _page_number(run)


def _rule(paragraph, side, kind):
    """A red double line, 170 mm long."""
    paragraph.paragraph_format.left_indent = WIDER
    paragraph.paragraph_format.right_indent = WIDER
    frame = OxmlElement("w:pBdr")
    line = OxmlElement(f"w:{side}")
    for name, value in (("val", kind), ("sz", "24"), ("space", "11"), ("color", "C81010")):
        line.set(qn(f"w:{name}"), value)
    frame.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        frame,
        *("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"),
    )


def _page_number(run):
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = "PAGE"
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
