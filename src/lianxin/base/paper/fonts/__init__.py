"""
The fonts that are here, and which of them draws which character.

A character goes to the first font that has it; each rare one may have a font of its own. What
none has is an error that names the character, never an empty box on paper.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from lianxin.base.paper.fonts.roles import (
    LAST_HERE,
    ROLES,
    STAND_INS,
    WESTERN,
    Role,
    is_no_sign,
    is_western,
)
from lianxin.base.paper.fonts.sfnt import ENDINGS, Face, Unfit, faces
from lianxin.base.paper.reasons import WithReason, because

__all__ = ["Face", "Found", "Library", "MissingFont", "MissingGlyph", "here", "report", "word_runs"]
SYSTEM = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "/Library/Fonts",
    "/System/Library/Fonts",
    "C:/Windows/Fonts",
)
LARGEST = 200_000_000  # bytes of a font file
UNSEEN = "\u200b\u200c\u200d\u2060\ufeff\ufe00\ufe0e\ufe0f"  # draw nothing; nothing is lost


class MissingGlyph(WithReason):
    """No font has a character; `where` is the text it stands in, so that the person is named."""

    def __init__(self, characters: Iterable[str], where: str = "") -> None:
        self.characters = tuple(dict.fromkeys(characters))
        named = "、".join(f"“{each}” (U+{ord(each):04X})" for each in self.characters)
        text = _("No font has %(characters)s, in “%(where)s”.")
        super().__init__(because(text, characters=named, where=around(where, self.characters)))


class MissingFont(WithReason):
    """None of the fonts that could set Chinese is here."""

    def __init__(self, named: str) -> None:
        text = _("There is no font here for %(font)s, nor one that could stand in for it.")
        super().__init__(because(text, font=named))


def around(text: str, characters: tuple[str, ...], reach: int = 8) -> str:
    """What stands left and right of the first of the characters."""
    place = next((n for n, each in enumerate(text) if each in characters), 0)
    return text[max(0, place - reach) : place + reach]


@dataclass(frozen=True)
class Found:
    """A part of the paper and the font that sets it here; `real` if it is the one named."""

    part: str
    named: str
    face: Face | None
    real: bool

    @property
    def name(self) -> str:
        """What the font that is here is called."""
        return min(self.face.names, key=len) if self.face else ""


PARTS = {
    "title": gettext_lazy("Titles and the name of the office"),
    "body": gettext_lazy("Text"),
    "heading": gettext_lazy("First headings"),
    "second": gettext_lazy("Second headings"),
    "plain": gettext_lazy("Page numbers"),
    "western": gettext_lazy("Letters and figures"),
}


class Library:
    """Some fonts, by name; asked once per character, remembered afterwards."""

    def __init__(self, found: Iterable[Face]) -> None:
        self.faces = tuple(face for face in found if not face.slanted)
        self._by_name: dict[str, list[Face]] = {}
        for face in self.faces:
            for name in face.names:
                self._by_name.setdefault(name.lower(), []).append(face)
        self._kept: dict[tuple[str, str], Face | None] = {}
        self._chains: dict[str, tuple[Face, ...]] = {}

    def named(self, name: str, weight: int = 400) -> Face | None:
        """The font of a name that comes nearest to the weight."""
        there = self._by_name.get(name.lower(), ())
        return min(there, key=lambda face: abs(face.weight - weight), default=None)

    def chain(self, part: str) -> tuple[Face, ...]:
        """The fonts that may set a part, the best first."""
        if part not in self._chains:
            role = WESTERN if part == "western" else ROLES[part]
            wanted = [self.named(name, role.weight) for name in role.here]
            wanted += [self.named(name) for name in LAST_HERE]
            self._chains[part] = tuple(dict.fromkeys(face for face in wanted if face))
        return self._chains[part]

    def face_for(self, part: str, character: str) -> Face | None:
        """The font that draws a character where the part stands; none if no font has it."""
        key = (part, character)
        if key not in self._kept:
            chains = [self.chain("western")] if is_western(character) else []
            chains.append(self.chain(part))
            fit = (face for chain in chains for face in chain if face.has(character))
            self._kept[key] = None if is_no_sign(character) else next(fit, None)
        return self._kept[key]

    def runs(self, part: str, text: str) -> list[tuple[str, Face]]:
        """The text in pieces, each with the font that has all of it. Raises MissingGlyph."""
        if not self.chain(part):
            raise MissingFont(ROLES[part].named if part in ROLES else WESTERN.named)
        drawn = [(each, self.face_for(part, each)) for each in text if each not in UNSEEN]
        missing = [each for each, face in drawn if face is None]
        if missing:
            raise MissingGlyph(missing, text)
        pieces = groupby(drawn, key=lambda pair: pair[1])
        return [("".join(each for each, _f in piece), face) for face, piece in pieces if face]


def word_runs(role: Role, text: str) -> Iterator[tuple[str, str]]:
    """
    The text in pieces with the name of the font that a word processor sets each in.

    Raises MissingGlyph for what no word processor can be expected to have.
    """
    missing = [each for each in text if is_no_sign(each)]
    if missing:
        raise MissingGlyph(missing, text)
    for name, piece in groupby(text, key=lambda each: _word_font(role, each, text)):
        yield "".join(piece), name


def _word_font(role, character, text):
    if is_western(character) or character in UNSEEN or role.holds(character):
        return role.named
    for name, holds in STAND_INS:
        if holds(character):
            return name
    library = here()
    for name in LAST_HERE:  # rarer still: by the name of a font that is here
        face = library.named(name)
        if face and face.has(character):
            return name
    raise MissingGlyph([character], text)


# What is here


def folders() -> list[Path]:
    """Where fonts are looked for: the office's own folders first, then the system's."""
    own = [*settings.FONT_FOLDERS, *SYSTEM, Path.home() / ".fonts"]
    return [folder for each in own if (folder := Path(each)).is_dir()]


def here() -> Library:
    """The fonts that are here now; read once until a folder changes."""
    return _read(tuple(_marks(folders())))


def _marks(roots: list[Path]) -> Iterator[tuple[str, int]]:
    for root in roots:
        for folder in (root, *sorted(path for path in root.rglob("*") if path.is_dir())):
            yield str(folder), folder.stat().st_mtime_ns


@lru_cache(2)
def _read(marks: tuple[tuple[str, int], ...]) -> Library:
    found: list[Face] = []
    for folder, _changed in marks:
        for path in sorted(Path(folder).iterdir()):
            if path.suffix.lower() in ENDINGS and path.stat().st_size < LARGEST:
                try:
                    found += faces(path)
                except Unfit:
                    continue
    return Library(found)


def report() -> list[Found]:
    """Each part of the paper and the font that sets it here: for the page and for `doctor`."""
    library, told = here(), []
    for part in PARTS:
        role = WESTERN if part == "western" else ROLES[part]
        chain = library.chain(part)
        first = chain[0] if chain else None
        real = first is not None and role.named.lower() in {name.lower() for name in first.names}
        told.append(Found(part, role.named, first, real))
    return told
