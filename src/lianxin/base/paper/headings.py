"""Find the row, or the rows, of headings of a sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lianxin.base.paper.clean import as_text
from lianxin.base.paper.declare import Layout, bare_title
from lianxin.base.paper.sheets import Row, Sheet

_LOOK_AT = 40  # rows from the top
_DEEPEST = 3  # rows that headings may take
_WIDEST = 200  # columns from the left


@dataclass(frozen=True)
class Header:
    """Where the headings are, and which column is which."""

    last_row: int  # the number of the last row of headings
    places: dict[str, int]  # key → column, from nought
    titles: dict[int, str]  # column → as it stands in the sheet
    unknown: tuple[tuple[int, str], ...]
    doubled: tuple[tuple[int, str], ...]
    ignored: frozenset[int]  # columns that say nothing, as our own column of problems


def find_header(sheet: Sheet, layout: Layout) -> Header | None:
    """The rows in which most titles are known; the fewest rows and the upmost among equals."""
    known = layout.keys_by_title
    best: tuple[int, int, int] | None = None
    found: Header | None = None
    for depth in range(1, _DEEPEST + 1):
        for start in range(min(_LOOK_AT, len(sheet.rows)) - depth + 1):
            header = _header_of(sheet.rows[start : start + depth], known, layout)
            rank = (len(header.places), -depth, -start)
            if len(header.places) >= layout.enough and (best is None or rank > best):
                best, found = rank, header
    return found


def _header_of(rows: Sequence[Row], known: dict[str, str], layout: Layout) -> Header:
    passed_over = {bare_title(title) for title in layout.ignored}
    places: dict[str, int] = {}
    titles: dict[int, str] = {}
    unknown, doubled, ignored = [], [], set()
    for index in range(min(max(len(row.cells) for row in rows), _WIDEST)):
        parts = [as_text(row.cells[index]).strip() for row in rows if index < len(row.cells)]
        parts = [part for part in dict.fromkeys(parts) if part]
        if not parts:
            continue
        titles[index] = " ".join(parts[-1].split())
        key = next((known[title] for title in _ways(parts) if title in known), None)
        if bare_title(parts[-1]) in passed_over:
            ignored.add(index)
        elif key is None:
            unknown.append((index, titles[index]))
        elif key in places:
            doubled.append((index, titles[index]))
        else:
            places[key] = index
    last = rows[-1].number
    return Header(last, places, titles, tuple(unknown), tuple(doubled), frozenset(ignored))


def _ways(parts: Sequence[str]) -> Iterator[str]:
    """A title under a wider one: both together, itself, the wider one."""
    if len(parts) > 1:
        yield bare_title("".join(parts))
    for part in reversed(parts):
        yield bare_title(part)
