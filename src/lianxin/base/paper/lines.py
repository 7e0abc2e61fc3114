"""Lines of a .docx: fonts, sizes, spacing, indents in characters, page numbers, fixed places."""

from copy import deepcopy
from functools import lru_cache

from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from lianxin.base.paper.fonts import word_runs
from lianxin.base.paper.fonts.roles import ROLES, WESTERN
from lianxin.base.paper.letter import PITCH, RED, SIZE_3
from lianxin.base.paper.signs import plain


def pitch_of(millimetres):
    """A distance of lines, rounded down to the twentieths of a point that a file knows."""
    return Twips(int(millimetres / 25.4 * 72 * 20))


LINE = pitch_of(PITCH)
ALIGN = {"right": WD_ALIGN_PARAGRAPH.RIGHT, "center": WD_ALIGN_PARAGRAPH.CENTER}
AFTER_FRAME = ("w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr", "w:shd", "w:tabs")
AFTER_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens")
THE_REST = ("w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


def line(
    place,
    text,
    *,
    part="body",
    size=SIZE_3,
    align="",
    indent=0,
    before=0,
    after=0,
    spacing=LINE,
    red=False,
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
    write_text(paragraph, text, part, size, red=red)
    return paragraph


def write_text(paragraph, text, part="body", size=SIZE_3, *, red=False):
    """Text in the font of its part; rare characters each in one that has them."""
    for piece, font in word_runs(ROLES[part], plain(text)):
        dress(paragraph.add_run(piece), font, size, red=red)


def shift(paragraph, first, before, after):
    """Indents in characters, and in points for programs that know none."""
    wanted = {"firstLineChars": first, "startChars": before, "leftChars": before}
    wanted |= {"endChars": after, "rightChars": after}
    if not any(wanted.values()):
        return
    found = OxmlElement("w:ind")
    for name, characters in wanted.items():
        if characters:
            found.set(qn(f"w:{name}"), str(round(characters * 100)))
    points = {"firstLine": first, "left": before, "right": after}  # for programs without characters
    for name, characters in points.items():
        if characters:
            found.set(qn(f"w:{name}"), str(round(characters * SIZE_3 * 20)))
    paragraph._p.get_or_add_pPr().append(found)


def dress(run, font, size, *, red=False):
    """Font and size of a run; Chinese and Western letters each have their own."""
    if run._r.rPr is not None:
        run._r.remove(run._r.rPr)
    run._r.insert(0, deepcopy(_properties(font, size, red)))


@lru_cache(64)
def _properties(font, size, red):
    """What dresses a run; copied, since a letter has hundreds of them."""
    found = OxmlElement("w:rPr")
    western = WESTERN.named
    names = {"ascii": western, "hAnsi": western, "cs": western, "eastAsia": font}
    # Chinese quotation marks are a full character wide.
    fonts = OxmlElement("w:rFonts", {qn(f"w:{k}"): v for k, v in names.items()})
    fonts.set(qn("w:hint"), "eastAsia")
    found.append(fonts)
    if red:
        found.append(OxmlElement("w:color", {qn("w:val"): RED}))
    if size == SIZE_3:  # a quarter point less: 28 characters fit a line
        found.append(OxmlElement("w:spacing", {qn("w:val"): "-5"}))
    for name in ("w:sz", "w:szCs"):
        found.append(OxmlElement(name, {qn("w:val"): str(round(size * 2))}))
    return found


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


def frame(paragraph, *, width, x=None, y=None, low=False):
    """Take a paragraph out of the text to a fixed place of the page; millimetres."""
    found = OxmlElement("w:framePr")
    given = {"w": round(Mm(width).twips), "hSpace": 0, "wrap": "around"}
    if low:
        given |= {"hAnchor": "margin", "vAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}
    else:
        given |= {"hAnchor": "page", "vAnchor": "page"}
        given |= {"x": round(Mm(x).twips), "y": round(Mm(y).twips)}
    for name, value in given.items():
        found.set(qn(f"w:{name}"), str(value))
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(found, *AFTER_FRAME, *AFTER_BORDER, *THE_REST)


def pin(picture, x, y):
    """Take a picture out of its line to a place of the page, in front of the text; millimetres."""
    inline = picture._inline
    anchor = OxmlElement("wp:anchor")
    flags = {"behindDoc": 0, "locked": 0, "layoutInCell": 1, "allowOverlap": 1, "simplePos": 0}
    for name, value in flags.items():
        anchor.set(name, str(value))
    anchor.set("relativeHeight", "2")
    anchor.append(_with(OxmlElement("wp:simplePos"), x="0", y="0"))
    for name, offset in (("H", x), ("V", y)):
        place = _with(OxmlElement(f"wp:position{name}"), relativeFrom="page")
        far = OxmlElement("wp:posOffset")
        far.text = str(Mm(offset))
        place.append(far)
        anchor.append(place)
    anchor.append(inline.extent)
    anchor.append(OxmlElement("wp:wrapNone"))
    for child in list(inline):
        anchor.append(child)
    inline.getparent().replace(inline, anchor)


def _with(element, **given):
    for name, value in given.items():
        element.set(name, value)
    return element


def border(paragraph, side, kind, space=0):
    """A red double line above or below a paragraph, so many points away."""
    frame_of = OxmlElement("w:pBdr")
    edge = OxmlElement(f"w:{side}")
    wanted = (("val", kind), ("sz", "24"), ("space", str(space)), ("color", RED))
    for name, value in wanted:
        edge.set(qn(f"w:{name}"), value)
    frame_of.append(edge)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(frame_of, *AFTER_BORDER, *THE_REST)
