"""Read a workbook or a text file as sheets of rows, whatever the file is called.

Rows keep the numbers that people see in Excel, so that a fault can be found again. Merged
cells all hold the value of the merged area.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, BinaryIO

from django.utils.translation import gettext_noop as _

from lianxin.base.paper.containers import (
    Extent,
    Place,
    Unreadable,
    column_letters,
    extents,
    kind_of,
    unreadable,
)
from lianxin.base.paper.grids import Broken, Protected, read_apart

__all__ = ["Row", "Sheet", "Unreadable", "column_letters", "read"]

MAX_BYTES = 20 * 1024 * 1024
MAX_CELLS = 2_000_000
_UNPACKED = 15  # a packed workbook may grow so many times the limit of the file


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a sheet; `number` is the one at its left edge in Excel."""

    number: int
    cells: tuple[Any, ...]


@dataclass(frozen=True)
class Sheet:
    """A sheet with its rows and what a bare grid of values does not tell."""

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    typed: bool = True  # False if it was text: then 1975.10 may have lost its nought
    formulas: frozenset[Place] = frozenset()  # (row, column) from nought, empty results included
    merges: tuple[tuple[Place, Place], ...] = ()


def read(
    source: str | Path | bytes | BinaryIO,
    name: str = "",
    *,
    max_bytes: int = MAX_BYTES,
    max_cells: int = MAX_CELLS,
) -> list[Sheet]:
    """All sheets of a file. `name` is only used to name the sheet of a text file."""
    content = _bytes_of(source, max_bytes)
    kind = kind_of(content)
    if kind == "text":
        title = Path(name or (source if isinstance(source, str | Path) else "")).stem
        return [_from_text(content, title, max_cells)]
    measured = extents(content, kind, _UNPACKED * max_bytes)
    _refuse_the_boundless(measured, max_cells)
    return _from_workbook(content, measured, max_cells)


def _bytes_of(source: str | Path | bytes | BinaryIO, max_bytes: int) -> bytes:
    if isinstance(source, bytes):
        content = source
    elif isinstance(source, str | Path):
        with open(source, "rb") as file:
            content = file.read(max_bytes + 1)
    else:
        content = source.read(max_bytes + 1)
    if len(content) > max_bytes:
        raise unreadable(
            _("The file is larger than %(most)s MB."), most=round(max_bytes / 1024 / 1024, 1)
        )
    return content


def _refuse_the_boundless(measured: dict[str, Extent], max_cells: int) -> None:
    for name, extent in measured.items():
        if extent.rows * extent.columns > max_cells:
            raise unreadable(
                _(
                    "The sheet “%(sheet)s” reaches to cell %(cell)s, which is too far; "
                    "delete the rows and columns that are not needed."
                ),
                sheet=name,
                cell=f"{column_letters(extent.columns - 1)}{extent.rows}",
            )


def _from_workbook(content: bytes, measured: dict[str, Extent], max_cells: int) -> list[Sheet]:
    try:
        found = read_apart(content, max_cells)
        return [_sheet_of(one, measured[one["name"]], max_cells) for one in found]
    except Protected:
        raise unreadable(
            _("The workbook is protected by a password; remove it and send again.")
        ) from None
    except (Broken, KeyError):  # KeyError: a sheet that was not measured
        raise unreadable(_("The file is damaged; save it again and send it once more.")) from None


def _sheet_of(told: dict[str, Any], extent: Extent, max_cells: int) -> Sheet:
    grid: list[list[Any]] = told["grid"]
    merges = tuple(_within(told["merges"] or extent.merges, grid, max_cells))
    for (top, left), (bottom, right) in merges:
        value = grid[top][left]
        for cells in grid[top : bottom + 1]:
            cells[left : right + 1] = [value] * (right + 1 - left)
    return Sheet(
        told["name"],
        tuple(Row(number, tuple(cells)) for number, cells in enumerate(grid, 1)),
        hidden=told["hidden"],
        formulas=frozenset(extent.formulas),
        merges=merges,
    )


def _within(
    merges: Iterable[tuple[Place, Place]], grid: list[list[Any]], most: int
) -> Iterator[tuple[Place, Place]]:
    """The merged areas as far as they lie within the sheet; not more of them than would fill it."""
    height, width = len(grid), len(grid[0]) if grid else 0
    for (top, left), (bottom, right) in merges:
        bottom, right = min(bottom, height - 1), min(right, width - 1)
        most -= (area := max(bottom - top + 1, 0) * max(right - left + 1, 0))
        if area > 1 and most >= 0:
            yield (top, left), (bottom, right)


def _from_text(content: bytes, name: str, max_cells: int) -> Sheet:
    text = _decoded(content)
    rows: list[Row] = []
    count = 0
    try:
        for number, cells in enumerate(csv.reader(StringIO(text, ""), _dialect(text)), 1):
            count += len(cells)
            if count > max_cells:
                raise unreadable(_("The file has more than %(most)s cells."), most=max_cells)
            rows.append(Row(number, tuple(cells)))
    except csv.Error:
        raise unreadable(
            _("The text file cannot be divided into columns; save it as .xlsx.")
        ) from None
    return Sheet(name, tuple(rows), typed=False)


def _decoded(content: bytes) -> str:
    """UTF-8 or GB 18030, or UTF-16 as Excel writes "Unicode text"."""
    marked = content[:2] in {b"\xff\xfe", b"\xfe\xff"}
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if len(re.findall("[\x00-\x08\x0e-\x1f\x7f]", text[:4000])) < 3:
            return text
        break
    raise unreadable(_("The file is neither a workbook nor text in UTF-8 or GB 18030."))


class _Commas(csv.excel):
    pass


class _Tabs(csv.excel_tab):
    pass


class _Semicolons(csv.excel):
    delimiter = ";"


def _dialect(text: str) -> type[csv.Dialect]:
    """What divides the columns: what stands most often in the first lines, outside quotes."""
    first: Sequence[str] = re.sub('"[^"]*"', "", text[:20_000]).splitlines()[:20]
    sample = "\n".join(first)
    return max((_Commas, _Tabs, _Semicolons), key=lambda each: sample.count(each.delimiter))
