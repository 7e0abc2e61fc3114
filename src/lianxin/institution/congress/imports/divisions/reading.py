"""
Read a list of places row by row, whichever of the usual shapes it has.

A folder holds one file a rank, as the public china-division data does (provinces.csv to
villages.csv, the column of the parent named after its rank). One file holds all ranks, with a
column for the rank or with codes whose length tells it. Nothing is kept in memory: a list of the
whole country has 660,000 rows.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from django.utils.translation import gettext as _

from lianxin.base.paper import sheets
from lianxin.institution.congress.models import Region

RANKS = tuple(Region.Rank)  # from the province down
WIDTH = dict(zip(RANKS, (2, 4, 6, 9, 12), strict=True))  # figures of a code
FILES = dict(zip(RANKS, ("provinces", "cities", "areas", "streets", "villages"), strict=True))
PARENT_COLUMNS = {  # as the public data names them
    Region.Rank.CITY: "provincecode",
    Region.Rank.COUNTY: "citycode",
    Region.Rank.TOWN: "areacode",
    Region.Rank.VILLAGE: "streetcode",
}
COLUMNS = {
    "code": ("code", "代码", "区划代码", "行政区划代码", "统计用区划代码"),
    "name": ("name", "名称", "单位名称", "区划名称", "行政区划名称"),
    "rank": ("level", "rank", "级别", "层级"),
    "parent": ("parent_code", "parent", "上级代码", "上级区划代码"),
    "day": ("valid_on", "valid_from", "日期", "启用日期"),
}
LEVELS = {
    **{rank.value: rank for rank in RANKS},
    **{"省级": RANKS[0], "地级": RANKS[1], "市级": RANKS[1], "县级": RANKS[2]},
    **{"乡级": RANKS[3], "乡镇级": RANKS[3], "村级": RANKS[4]},
}
LONGEST_NAME = 60
MOST_FAULTS = 1000  # that are kept; a file that has more is no list of places


class NoList(ValueError):
    """The file or folder is no list of places; str() is a sentence."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of a list."""

    code: str
    name: str
    rank: Region.Rank
    parent: str  # code; "" for a province
    day: date | None = None
    row: int = 0


@dataclass(frozen=True)
class Wrong:
    """A row that is left out, and why."""

    file: str
    row: int
    reason: str


@dataclass
class DivisionList:
    """A list in a file or a folder; `rows(rank)` may be asked again and again."""

    path: Path
    faults: list[Wrong] = field(default_factory=list)

    def __post_init__(self):
        if self.path.is_dir():
            self.files = {
                rank: self.path / f"{name}.csv"
                for rank, name in FILES.items()
                if (self.path / f"{name}.csv").is_file()
            }
            if not self.files:
                names = ", ".join(f"{name}.csv" for name in FILES.values())
                raise NoList(_("The folder holds none of these: %(names)s.") % {"names": names})
        elif self.path.is_file():
            self.files = dict.fromkeys(RANKS, self.path)
        else:
            raise NoList(_("There is no file %(name)s.") % {"name": self.path})
        for path in set(self.files.values()):
            _columns(path, next(_lines(path), []))

    def rows(self, rank: Region.Rank, *, note: bool = False) -> Iterator[Listed]:
        """The rows of a rank in the order of the file; `note` keeps what is wrong with others."""
        path = self.files.get(rank)
        if path is None:
            return
        lines = _lines(path)
        columns = _columns(path, next(lines, []))
        alone = self.path.is_dir()
        for number, cells in enumerate(lines, 2):
            given = {key: _cell(cells, place) for key, place in columns.items()}
            if not any(given.values()):
                continue
            found = _listed(given, number, rank if alone else None)
            if isinstance(found, Listed):
                if found.rank == rank:
                    yield found
            elif note and (alone or rank == RANKS[0]):
                self.fault(path, number, found)

    def fault(self, path: Path, row: int, reason: str) -> None:
        """Keep what is wrong with a row."""
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(Wrong(path.name, row, reason))


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""


def _lines(path: Path) -> Iterator[list[str]]:
    """The rows of a text file as they come; of a workbook, of its first sheet."""
    try:
        with path.open("rb") as file:
            start = file.read(1 << 16)
        if start[:2] == b"PK" or start[:4] == b"\xd0\xcf\x11\xe0":
            for row in sheets.read(path, path.name)[0].rows:
                yield [_plain(cell) for cell in row.cells]
            return
        with path.open(encoding=_encoding(start), newline="") as file:
            yield from csv.reader(file)
    except (OSError, UnicodeDecodeError, csv.Error, sheets.Unreadable) as fault:
        told = {"name": path.name, "why": fault}
        raise NoList(_("%(name)s cannot be read: %(why)s.") % told) from fault


def _plain(cell) -> str:
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _encoding(start: bytes) -> str:
    try:
        start[:-4].decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        if len(start) < 8 or fault.start < len(start) - 8:
            return "gb18030"
    return "utf-8-sig"


def _columns(path: Path, header: list[str]) -> dict[str, int | None]:
    """Which column holds what."""
    titles = [title.strip().lower() for title in header]
    known = {
        key: next((titles.index(name) for name in names if name in titles), None)
        for key, names in COLUMNS.items()
    }
    for rank, name in FILES.items():
        if path.name == f"{name}.csv" and (parent := PARENT_COLUMNS.get(rank)) in titles:
            known["parent"] = titles.index(parent)
    if known["code"] is None or known["name"] is None:
        told = {"name": path.name}
        text = _("%(name)s has no columns “code” and “name” in its first row.")
        raise NoList(text % told)
    return known


def _listed(given: dict[str, str], number: int, rank: Region.Rank | None) -> Listed | str:
    """A row as a place, or the sentence that says what is wrong with it."""
    code, name = given["code"], given["name"]
    if not code.isascii() or not code.isdigit():
        return _("“%(code)s” is no code: figures only.") % {"code": code}
    if given["rank"] and (rank := LEVELS.get(given["rank"].lower())) is None:
        return _("“%(level)s” is no level.") % {"level": given["rank"]}
    code, rank = _whole(code, rank)
    if rank is None:
        text = _("“%(code)s” is no code: 2, 4, 6, 9 or 12 figures, for each level its own.")
        return text % {"code": given["code"]}
    if not name or len(name) > LONGEST_NAME or "\x00" in name:
        return _("The name is missing or longer than 60 characters.")
    parent = given["parent"] or ("" if rank == RANKS[0] else code[: WIDTH[above(rank)]])
    try:
        day = date.fromisoformat(given["day"]) if given["day"] else None
    except ValueError:
        return _("“%(day)s” is no day; write it like 2023-06-30.") % {"day": given["day"]}
    return Listed(code, name, rank, parent, day, number)


def _whole(code: str, rank: Region.Rank | None) -> tuple[str, Region.Rank | None]:
    """The code in the width of its rank: 340406000000 is 340406; none where it does not fit."""
    if rank is not None:
        width = WIDTH[rank]
        fits = len(code) == width or (len(code) > width and not code[width:].strip("0"))
        return code[:width], rank if fits else None
    for each in RANKS:
        width = WIDTH[each]
        if len(code) == width or (len(code) in WIDTH.values() and not code[width:].strip("0")):
            return code[:width], each
    return code, None


def above(rank: Region.Rank) -> Region.Rank:
    """The rank of the parent."""
    return RANKS[RANKS.index(rank) - 1]


def chunks(rows: Iterator[Listed], size: int = 2000) -> Iterator[list[Listed]]:
    """Rows in handfuls."""
    while chunk := list(islice(rows, size)):
        yield chunk
