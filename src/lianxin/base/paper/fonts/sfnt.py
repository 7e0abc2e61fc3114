"""What a font file says of itself: its names, and which characters it can draw.

Only the two tables that answer these questions are read; a collection holds several fonts.
"""

import struct
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

FAMILY, TYPOGRAPHIC, FULL = 1, 16, 4
ENDINGS = (".ttf", ".otf", ".ttc", ".otc")


class Unfit(Exception):
    """The file is no font that can be read."""


@dataclass(frozen=True)
class Face:
    """One font of a file. `names` holds its family names in every language it tells them in."""

    path: Path
    index: int
    names: frozenset[str]
    weight: int
    slanted: bool
    _tables: dict[str, tuple[int, int]] = field(repr=False, compare=False)

    def has(self, character: str) -> bool:
        """Whether it can draw the character."""
        starts, ends = self._ranges
        place = bisect_right(starts, ord(character)) - 1
        return place >= 0 and ord(character) <= ends[place]

    @cached_property
    def _ranges(self) -> tuple[list[int], list[int]]:
        with self.path.open("rb") as file:
            file.seek(self._tables["cmap"][0])
            found = sorted(_characters(file.read(self._tables["cmap"][1])))
        return [start for start, _end in found], [end for _start, end in found]


def faces(path: Path) -> list[Face]:
    """The fonts of a file. Raises Unfit."""
    try:
        with path.open("rb") as file:
            head = file.read(12)
            starts = [0]
            if head[:4] == b"ttcf":
                count = struct.unpack(">I", head[8:12])[0]
                starts = list(struct.unpack(f">{count}I", file.read(4 * count)))
            return [_face(file, path, index, start) for index, start in enumerate(starts)]
    except (OSError, struct.error, KeyError, IndexError) as fault:
        raise Unfit(str(path)) from fault


def _face(file, path, index, start):
    file.seek(start)
    kind, count = struct.unpack(">4sH", file.read(6))
    if kind not in (b"\x00\x01\x00\x00", b"OTTO", b"true"):
        raise Unfit(str(path))
    file.seek(start + 12)
    tables = {}
    for _each in range(count):
        tag, _sum, offset, length = struct.unpack(">4sIII", file.read(16))
        tables[tag.decode("latin-1")] = (offset, length)
    names = _names(_table(file, tables["name"]))
    weight, slanted = 400, False
    if "OS/2" in tables:
        looks = _table(file, tables["OS/2"])
        weight, slanted = struct.unpack(">H", looks[4:6])[0], bool(looks[63] & 1)
    return Face(path, index, frozenset(names), weight, slanted, {"cmap": tables["cmap"]})


def _table(file, where):
    file.seek(where[0])
    return file.read(where[1])


def _names(table):
    count, base = struct.unpack(">HH", table[2:6])
    found = set()
    for place in range(count):
        platform, encoding, _language, kind, length, offset = struct.unpack(
            ">6H", table[6 + 12 * place : 18 + 12 * place]
        )
        if kind not in (FAMILY, TYPOGRAPHIC, FULL):
            continue
        raw = table[base + offset : base + offset + length]
        if platform in (0, 3):
            # Old Chinese fonts give their names in the encodings of their time.
            coding = {3: "gb18030", 4: "big5"}.get(encoding, "utf-16-be")
            found.add(
                raw.replace(b"\x00", b"").decode(coding, "ignore")
                if coding != "utf-16-be"
                else raw.decode(coding, "ignore")
            )
    return {name.strip() for name in found if name.strip()}


def _characters(table):
    """(first, last) of every run of characters in the best of the tables."""
    count = struct.unpack(">H", table[2:4])[0]
    found = {}
    for place in range(count):
        platform, encoding, offset = struct.unpack(">HHI", table[4 + 8 * place : 12 + 8 * place])
        form = struct.unpack(">H", table[offset : offset + 2])[0]
        if form in (4, 12) and (platform == 0 or (platform, encoding) in ((3, 1), (3, 10))):
            found[form] = offset
    if 12 in found:
        return list(_form_12(table, found[12]))
    return list(_form_4(table, found[4])) if 4 in found else []


def _form_12(table, at):
    for place in range(struct.unpack(">I", table[at + 12 : at + 16])[0]):
        start, end, glyph = struct.unpack(
            ">III", table[at + 16 + 12 * place : at + 28 + 12 * place]
        )
        if glyph or end > start:
            yield (start, end)


def _form_4(table, at):
    half = struct.unpack(">H", table[at + 6 : at + 8])[0] // 2
    ends = struct.unpack(f">{half}H", table[at + 14 : at + 14 + 2 * half])
    at_starts = at + 16 + 2 * half
    starts = struct.unpack(f">{half}H", table[at_starts : at_starts + 2 * half])
    deltas = struct.unpack(f">{half}H", table[at_starts + 2 * half : at_starts + 4 * half])
    at_offsets = at_starts + 4 * half
    offsets = struct.unpack(f">{half}H", table[at_offsets : at_offsets + 2 * half])
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        if start == 0xFFFF:
            continue
        if offsets[place] == 0:
            yield (start, end)
            continue
        for code in range(start, end + 1):  # some of the run may be missing
            spot = at_offsets + 2 * place + offsets[place] + 2 * (code - start)
            raw = table[spot : spot + 2]
            glyph = struct.unpack(">H", raw)[0] if len(raw) == 2 else 0
            if glyph and (glyph + deltas[place]) & 0xFFFF:
                yield (code, code)
