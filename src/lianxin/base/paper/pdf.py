"""
Letters, forms and lists as PDF, with their fonts in them. Heavy: imported in the worker only.

Every piece of text goes to the typesetter with the font that has it: it never chooses by itself,
so nothing is drawn as an empty box.
"""

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from lianxin.base.paper import fonts
from lianxin.base.paper import letter as form
from lianxin.base.paper import printout as sheets
from lianxin.base.paper.letter import Letter
from lianxin.base.paper.printout import Printout
from lianxin.base.paper.qr import Code, as_svg
from lianxin.base.paper.signs import plain

SOURCE = Path(__file__).with_name("paper.typ")
# What 28 characters of 16 points are wider than the line, shared out among them.
TRACKING = -((28 * 16) * form.POINT - 156) / form.POINT / 28 - 0.004
LONG_AGO = 946_684_800  # the same paper, the same bytes


def write_letter(letter: Letter, code: Code | None = None) -> bytes:
    """A letter as PDF. Raises MissingGlyph or MissingFont."""
    return _written(_letter_data(form.typeset(letter, code)))


def write_printout(*printouts: Printout, code: Code | None = None) -> bytes:
    """One or several forms or lists as one PDF. Raises MissingGlyph or MissingFont."""
    return _written(_sheet_data(printouts, code))


class _Press:
    """The typesetter with the fonts of a library; made once, costs half a second."""

    def __init__(self, library: fonts.Library) -> None:
        self.library = library
        known = typst.Fonts(
            include_system_fonts=False,
            include_embedded_fonts=False,
            font_paths=[str(folder) for folder in fonts.folders()],
        )
        self._families = {(each.path, each.index): each.family for each in known.fonts()}
        self._compiler = typst.Compiler(SOURCE, font_paths=known, ignore_system_fonts=True)

    def compile(self, data: dict[str, Any]) -> bytes:
        """The PDF of some data."""
        told = json.dumps(data, ensure_ascii=False)
        made = self._compiler.compile(sys_inputs={"data": told}, timestamp=LONG_AGO, format="pdf")
        assert isinstance(made, bytes)
        return made

    def runs(self, part: str, text: str) -> list[tuple[str, str, int]]:
        """(words, family, weight) as the typesetter wants them."""
        pieces = self.library.runs(part, plain(text)) if text else []
        return [(words, *self.font(face)) for words, face in pieces]

    def font(self, face: fonts.Face) -> tuple[str, int]:
        """What the typesetter calls a font."""
        return self._families[str(face.path), face.index], face.weight

    def first(self, part: str) -> tuple[str, int]:
        """The font that sets a part."""
        chain = self.library.chain(part)
        if not chain:
            raise fonts.MissingFont(part)
        return self.font(chain[0])


@lru_cache(1)
def _press_of(library: fonts.Library) -> _Press:
    return _Press(library)


def _press() -> _Press:
    return _press_of(fonts.here())


def _written(data):
    return _press().compile(data | {"red": form.RED, "small": sheets.SMALL})


def _basics(press, title, author, code):
    return {
        "title": title,
        "author": author,
        "plain": press.first("plain"),
        "western": press.first("western"),
        "body": press.first("body"),
        "code": as_svg(code.address) if code else None,
        "code-words": code.address if code else "",
    }


def _letter_data(paper):
    press = _press()
    return _basics(press, paper.title, paper.author, paper.code) | {
        "kind": "letter",
        "top": form.TOP,
        "bottom": form.BOTTOM,
        "left": form.LEFT,
        "right": form.RIGHT,
        "size": form.SIZE_3,
        "tracking": TRACKING,
        "page-gap": form.PAGE_GAP,
        "rule-left": form.RULE_LEFT,
        "rule-length": form.RULE_LENGTH,
        "code-size": form.CODE_SIZE,
        "code-at": paper.code_at,
        "rules": [{"y": rule.y, "thick": rule.thick_above} for rule in paper.rules],
        "fixed": [_fixed(press, each) for each in paper.fixed],
        "lines": [_line(press, each) for each in paper.lines],
    }


def _fixed(press, each):
    told = {name: getattr(each, name) for name in ("size", "x", "y", "width", "align", "red")}
    return told | {"every": each.every, "runs": press.runs(each.part, each.text)}


def _line(press, each):
    kept = ("size", "align", "indent", "before", "after", "pitch", "room", "keep", "low")
    told = {name: getattr(each, name) for name in kept}
    return told | {
        "runs": press.runs(each.part, each.text),
        "left": press.runs(each.part, each.left),
    }


def _sheet_data(printouts, code):
    press, first = _press(), printouts[0]
    wide = 297 if first.landscape else 210
    edge = wide - first.margin
    small = [
        _fixed(press, form.Fixed(words, "body", 7, edge - 17 - 112, 10 + n * 3.4, 110, "right"))
        for n, words in enumerate(code.words if code else ())
    ]
    return _basics(press, first.title, first.organ, code) | {
        "kind": "sheets",
        "landscape": first.landscape,
        "margin": first.margin,
        "code-size": sheets.CODE_SIZE,
        "code-at": (edge - sheets.CODE_SIZE, 6),
        "fixed": small,
        "printed": press.runs("body", f"　　{first.printed}" if first.printed else ""),
        "sheets": [_sheet(press, each) for each in printouts],
    }


def _sheet(press, one):
    return {
        "organ": press.runs("body", one.organ),
        "title": press.runs("title", one.title),
        "about": press.runs("body", one.about),
        "widths": one.widths,
        "heights": [row.height for row in one.rows],
        "heads": one.heads,
        "rows": [[_cell(press, cell, one.size) for cell in row.cells] for row in one.rows],
        "notes": [press.runs("body", note) for note in one.notes],
    }


def _cell(press, cell, size):
    part = "heading" if cell.head else "body"
    return {
        "span": cell.span,
        "align": cell.align or ("center" if cell.head else ""),
        "size": size,
        "lines": [press.runs(part, text) for text in cell.text.split("\n")],
    }
