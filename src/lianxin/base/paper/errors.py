"""Give people their own sheet back, with a red column that says what is wrong in each row.

Rows and columns stay where they were, so the sheet can be put right and sent again as it is.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from lianxin.base.paper.cells import Pen
from lianxin.base.paper.layout import Fault, Reading
from lianxin.base.paper.sheets import Sheet

_RED, _LIGHT_RED, _AMBER, _LIGHT_AMBER = "#B42318", "#FDE7E5", "#8A5A00", "#FFF4D6"
_WIDTH = 60


def write(target: str | BinaryIO, sheets: Sequence[Sheet], reading: Reading) -> None:
    """Write all sheets as they were, with the faults and warnings of `reading` beside the rows."""
    pen = Pen(target)
    for sheet in sheets:
        _write_sheet(pen, sheet, reading)
    pen.book.close()


def _write_sheet(pen: Pen, sheet: Sheet, reading: Reading) -> None:
    paper = pen.sheet(sheet.name)
    if sheet.hidden:
        paper.hide()
    faults, warnings = _by_row(reading.faults, sheet), _by_row(reading.warnings, sheet)
    marks = {(f.row, f.column): _LIGHT_AMBER for row in warnings.values() for f in row}
    marks |= {(f.row, f.column): _LIGHT_RED for row in faults.values() for f in row}
    covered = _merge(pen, paper, sheet)
    for row in sheet.rows:
        for column, value in enumerate(row.cells):
            place = (row.number - 1, column)
            fill = marks.get((row.number, column))
            if place not in covered:
                pen.put(paper, *place, value, **({"bg_color": fill} if fill else {}))
    if sheet.name in reading.headers or faults:
        _write_problems(pen, paper, sheet, reading, faults, warnings)


def _by_row(found: Sequence[Fault], sheet: Sheet) -> dict[int, list[Fault]]:
    rows = defaultdict(list)
    for fault in found:
        if fault.sheet == sheet.name:
            rows[fault.row].append(fault)
    return rows


def _merge(pen: Pen, paper: Any, sheet: Sheet) -> set[tuple[int, int]]:
    """Merge what was merged; the cells that must not be written again come back."""
    covered: set[tuple[int, int]] = set()
    for (top, left), (bottom, right) in sheet.merges:
        area = {(r, c) for r in range(top, bottom + 1) for c in range(left, right + 1)}
        if len(area) < 2 or area & covered:
            continue
        covered |= area
        paper.merge_range(top, left, bottom, right, "", pen.style(valign="vcenter"))
        cells = sheet.rows[top].cells if top < len(sheet.rows) else ()
        pen.put(paper, top, left, cells[left] if left < len(cells) else None, valign="vcenter")
    return covered


def _write_problems(
    pen: Pen,
    paper: Any,
    sheet: Sheet,
    reading: Reading,
    faults: dict[int, list[Fault]],
    warnings: dict[int, list[Fault]],
) -> None:
    column = max((len(row.cells) for row in sheet.rows), default=0)
    header = reading.headers.get(sheet.name)
    said = {header.last_row: [_("Problems")]} if header else {}
    for row, found in (*faults.items(), *warnings.items()):
        said.setdefault(row, []).extend(_sentence(fault) for fault in found)
    paper.set_column(column, column, _WIDTH)
    for row, sentences in said.items():
        red = row in faults or (header is not None and row == header.last_row)
        looks = {"font_color": _RED if red else _AMBER, "text_wrap": True, "valign": "top"}
        if header is not None and row == header.last_row:
            looks |= {"bold": True}
        pen.put(paper, row - 1, column, "\n".join(dict.fromkeys(sentences)), **looks)
    if header is not None:
        paper.freeze_panes(header.last_row, 0)


def _sentence(fault: Fault) -> str:
    if not fault.heading:
        return str(fault.reason)
    return _("%(heading)s: %(reason)s") % {"heading": fault.heading, "reason": fault.reason}
