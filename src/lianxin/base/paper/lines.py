"""Lines of official paper: fonts, sizes, spacing, indents in characters, page numbers."""

import re

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Pt

SONG, FANG, HEI, KAI = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"
WESTERN = "Times New Roman"
SIZE_2, SIZE_3, SIZE_4 = 22, 16, 14  # points of 二号, 三号, 四号
LINE = Pt(28.95)  # 225 mm hold 22 lines
ALIGN = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
BAD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def line(
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
    shift(paragraph, indent, before, after)
    run = paragraph.add_run(plain(text))
    dress(run, font, size, colour)
    return paragraph


def shift(paragraph, first, before, after):
    """Indents in characters, and in points for programs that know none."""
    wanted = {"firstLineChars": first, "startChars": before, "leftChars": before}
    wanted |= {"endChars": after, "rightChars": after}
    if not any(wanted.values()):
        return
    found = OxmlElement("w:ind")
    for name, characters in wanted.items():
        if characters:
            found.set(qn(f"w:{name}"), str(characters * 100))
    points = {"firstLine": first, "left": before, "right": after}  # for programs without characters
    for name, characters in points.items():
        if characters:
            found.set(qn(f"w:{name}"), str(characters * SIZE_3 * 20))
    paragraph._p.get_or_add_pPr().append(found)


def dress(run, font, size, colour=None):
    """Font and size of a run; Chinese and Western letters each have their own."""
    run.font.name, run.font.size = WESTERN, Pt(size)
    run._r.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size == SIZE_3 and font in (FANG, HEI):
        tight = OxmlElement("w:spacing")  # a quarter point less: 28 characters fit a line
        tight.set(qn("w:val"), "-5")
        run._r.get_or_add_rPr().append(tight)
    if colour is not None:
        run.font.color.rgb = colour


def plain(text):
    """Without the signs that no paper can hold."""
    return BAD.sub("", text)


def page_number(run, what="PAGE"):
    """Where this page stands, or how many there are (NUMPAGES)."""
    for kind in ("begin", None, "end"):
        if kind is None:
            part = OxmlElement("w:instrText")
            part.set(qn("xml:space"), "preserve")
            part.text = what
        else:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)
