"""The insides of an old .xls: names of its streams, and how far its sheets reach.

Just enough of the compound file ([MS-CFB]) and of BIFF8 ([MS-XLS]) to measure a workbook
before it is read, to know that it is protected, and to find its formulas.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_END = 0xFFFFFFFA  # sector numbers from here on are marks
_ENTRY = 128
_SMALL = 4096

# Records of BIFF that matter here
_BOF, _EOF, _BOUNDSHEET, _FILEPASS = 0x0809, 0x000A, 0x0085, 0x002F
_FORMULA = 0x0006
_CELLS = {0x0006, 0x00FD, 0x0203, 0x027E, 0x0204, 0x0205, 0x00D6}
_MULTIPLE = 0x00BD  # several numbers in a row


@dataclass
class LegacySheet:
    name: str
    encrypted: bool = False
    last_row: int = -1
    last_column: int = -1
    formulas: set[tuple[int, int]] = field(default_factory=set)


class _Compound:
    """A compound file: chains of sectors, and a directory of streams."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        power, small_power = struct.unpack_from("<HH", content, 30)
        self.size, self.small_size = 1 << power, 1 << small_power
        self.table = self._sector_table()
        directory = self._chain(struct.unpack_from("<I", content, 48)[0])
        self.entries = {}
        for start in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[start : start + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            name = entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
            first, size = struct.unpack_from("<II", entry, 116)
            if kind:
                self.entries[name] = (kind, first, size)

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self.size
        return self.content[start : start + self.size]

    def _sector_table(self) -> list[int]:
        first, count = struct.unpack_from("<II", self.content, 68)
        blocks = list(struct.unpack_from("<109I", self.content, 76))
        while first < _END and count > 0:
            more = struct.unpack(f"<{self.size // 4}I", self._sector(first))
            blocks += more[:-1]
            first, count = more[-1], count - 1
        table: list[int] = []
        for block in blocks:
            if block < _END and len(sector := self._sector(block)) == self.size:
                table += struct.unpack(f"<{self.size // 4}I", sector)
        return table

    def _chain(self, number: int) -> bytes:
        parts, seen = [], set()
        while number < len(self.table) and number not in seen:
            seen.add(number)
            parts.append(self._sector(number))
            number = self.table[number]
        return b"".join(parts)

    def stream(self, name: str) -> bytes:
        __, first, size = self.entries[name]
        if size >= _SMALL:
            return self._chain(first)[:size]
        small = self._chain(next(f for kind, f, __ in self.entries.values() if kind == 5))
        links = self._chain(struct.unpack_from("<I", self.content, 60)[0])
        table = struct.unpack(f"<{len(links) // 4}I", links[: len(links) // 4 * 4])
        parts, seen = [], set()
        while first < len(table) and first not in seen:
            seen.add(first)
            parts.append(small[first * self.small_size : (first + 1) * self.small_size])
            first = table[first]
        return b"".join(parts)[:size]


def streams_of(content: bytes) -> set[str]:
    """Names of the streams, none if the file is damaged."""
    try:
        return set(_Compound(content).entries)
    except (struct.error, ValueError, IndexError):
        return set()


def _records(stream: bytes, at: int = 0) -> Iterator[tuple[int, int]]:
    """Kind and place of each record's body."""
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4
        at += 4 + length


def sheets_of(content: bytes) -> list[LegacySheet]:
    """The sheets of the workbook, as far as they can be followed."""
    try:
        compound = _Compound(content)
        stream = compound.stream("Workbook")
        return [_measured(stream, name, start) for name, start in _bound(stream)]
    except (struct.error, StopIteration, KeyError, IndexError):
        return []


def _bound(stream: bytes) -> Iterator[tuple[str, int]]:
    for kind, at in _records(stream):
        if kind == _FILEPASS:
            yield "", -1
            return
        if kind == _BOUNDSHEET:
            start, __, what, length, wide = struct.unpack_from("<IBBBB", stream, at)
            raw = stream[at + 8 : at + 8 + length * (2 if wide & 1 else 1)]
            if what == 0:
                yield raw.decode("utf-16-le" if wide & 1 else "latin-1", "replace"), start
        elif kind == _EOF:
            return


def _measured(stream: bytes, name: str, start: int) -> LegacySheet:
    sheet = LegacySheet(name, encrypted=start < 0)
    depth = 0
    for kind, at in _records(stream, start) if start >= 0 else ():
        depth += (kind == _BOF) - (kind == _EOF)
        if depth == 0:
            break
        if kind in _CELLS:
            row, column = struct.unpack_from("<HH", stream, at)
            if kind == _FORMULA:
                sheet.formulas.add((row, column))
        elif kind == _MULTIPLE:
            length = struct.unpack_from("<H", stream, at - 2)[0]
            row, column = struct.unpack_from("<H", stream, at)[0], 0
            column = struct.unpack_from("<H", stream, at + length - 2)[0]
        else:
            continue
        sheet.last_row = max(sheet.last_row, row)
        sheet.last_column = max(sheet.last_column, column)
    return sheet
