"""Give people their own sheet back, with a red column that says what is wrong in each row.

Rows and columns stay where they were, so the sheet can be put right and sent again as it is.
"""

from collections.abc import Sequence
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from lianxin.base.paper.cells import Pen
from lianxin.base.paper.layout import Fault, Reading
from lianxin.base.paper.sheets import Sheet

_RED, _LIGHT_RED, _AMBER, _LIGHT_AMBER, _GREY = (
    "#B42318",
    "#FDE7E5",
    "#8A5A00",
    "#FFF4D6",
    "#667085",
)
_WIDTH = 60


def write(target: str | BinaryIO, sheets: Sequence[Sheet], reading: Reading) -> None:
    """Write all sheets as they were, with what `reading` says of each row beside it."""
    pen = Pen(target)
    for sheet in sheets:
        _write_sheet(pen, sheet, reading)
    pen.book.close()


def _write_sheet(pen: Pen, sheet: Sheet, reading: Reading) -> None:
    paper = pen.sheet(sheet.name)
    if sheet.hidden:
        paper.hide()
    faults = [fault for fault in reading.faults if fault.sheet == sheet.name]
    warnings = [fault for fault in reading.warnings if fault.sheet == sheet.name]
    fills = {(one.row, one.column): {"bg_color": _LIGHT_AMBER} for one in warnings}
    fills |= {(one.row, one.column): {"bg_color": _LIGHT_RED} for one in faults}
    covered = _merge(pen, paper, sheet)
    for row in sheet.rows:
        for column, value in enumerate(row.cells):
            if (row.number - 1, column) not in covered:
                looks: dict[str, Any] = fills.get((row.number, column), {})
                pen.put(paper, row.number - 1, column, value, **looks)
    _write_problems(pen, paper, sheet, reading, [*faults, *warnings], {one.row for one in faults})


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
    pen: Pen, paper: Any, sheet: Sheet, reading: Reading, found: Sequence[Fault], red: set[int]
) -> None:
    """The column behind all others: red for what must be put right, amber for what to look at."""
    column = max((len(row.cells) for row in sheet.rows), default=0)
    header = reading.headers.get(sheet.name)
    said: dict[int, list[str]] = {header.last_row: [_("Problems")]} if header else {}
    for fault in found:
        said.setdefault(fault.row, []).append(_sentence(fault))
    for one in reading.left_out:
        if one.sheet == sheet.name and one.row:
            said[one.row] = [_("Left out: %(reason)s") % {"reason": one.reason}]
    amber = {fault.row for fault in found}
    for row, sentences in said.items():
        is_heading = header is not None and row == header.last_row
        colour = _RED if row in red or is_heading else _AMBER if row in amber else _GREY
        looks = {"font_color": colour, "text_wrap": True, "valign": "top", "bold": is_heading}
        pen.put(paper, row - 1, column, "\n".join(dict.fromkeys(sentences)), **looks)
    if said:
        paper.set_column(column, column, _WIDTH)
    if header is not None:
        paper.freeze_panes(header.last_row, 0)


def _sentence(fault: Fault) -> str:
    if not fault.heading:
        return str(fault.reason)
    return _("%(heading)s: %(reason)s") % {"heading": fault.heading, "reason": fault.reason}
