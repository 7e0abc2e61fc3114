"""Read sheets by a declared layout: find the headings, pass over what is no row, clean cells.

Nothing is lost in silence: each row that is not blank ends as accepted, as refused with its
faults, or as left out with a reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext_noop as _

from lianxin.base.paper import skipping
from lianxin.base.paper.clean import About, Unclean, as_text
from lianxin.base.paper.declare import Check, Column, Identity, Layout, Section
from lianxin.base.paper.headings import Header, find_header
from lianxin.base.paper.reasons import Reason, because
from lianxin.base.paper.same import find_same
from lianxin.base.paper.sheets import Row, Sheet, column_letters

__all__ = [
    "SECRET",
    "Check",
    "Column",
    "Fault",
    "Identity",
    "Layout",
    "LeftOut",
    "Parsed",
    "Reading",
    "Section",
    "parse",
]

SECRET = "＊＊＊"
_HINT = 3  # characters by which a wrong secret value is found again
_SHOWN = 60  # characters of a value that are repeated in a fault


@dataclass(frozen=True)
class Fault:
    """What is wrong, and where. Warnings have the same shape."""

    sheet: str
    row: int
    column: int | None  # from nought; None if the whole row or the sheet is meant
    heading: str
    reason: Reason
    value: str = ""

    @property
    def place(self) -> str:
        """As Excel names the cell: E3054, or 3054 for a whole row."""
        return f"{'' if self.column is None else column_letters(self.column)}{self.row}"

    def as_json(self) -> dict[str, Any]:
        """For a staged row; `from_json` makes the same fault of it."""
        names = ("sheet", "row", "column", "heading", "value")
        return {name: getattr(self, name) for name in names} | {"reason": self.reason.as_json()}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Fault":
        return cls(**told | {"reason": Reason.from_json(told["reason"])})


@dataclass
class Parsed:
    """One row as values by key; it is accepted if it has no fault."""

    sheet: str
    row: int
    values: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return not self.faults


@dataclass(frozen=True)
class LeftOut:
    """A row that is no record: a title, a sum, a line for signatures. Row 0 is a whole sheet."""

    sheet: str
    row: int
    reason: Reason
    text: str = ""


@dataclass
class Reading:
    """All that came of a file."""

    rows: list[Parsed] = field(default_factory=list)
    at_large: list[Fault] = field(default_factory=list)  # faults of a sheet or of the file
    notes: list[Fault] = field(default_factory=list)  # warnings of a sheet or of the file
    left_out: list[LeftOut] = field(default_factory=list)
    headers: dict[str, Header] = field(default_factory=dict)  # by name of sheet

    @property
    def accepted(self) -> list[Parsed]:
        return [row for row in self.rows if row.ok]

    @property
    def refused(self) -> list[Parsed]:
        return [row for row in self.rows if not row.ok]

    @property
    def faults(self) -> list[Fault]:
        return self.at_large + [fault for row in self.rows for fault in row.faults]

    @property
    def warnings(self) -> list[Fault]:
        return self.notes + [fault for row in self.rows for fault in row.warnings]


@dataclass
class _Part:
    """The rows under one section, or under the headings, or above a row of sums."""

    row: int
    says: int | None  # how many rows there should be, if that is written
    text: str
    rows: list[Parsed] = field(default_factory=list)


def parse(sheets: Sequence[Sheet], layout: Layout, *, on: date) -> Reading:
    """Read what follows the layout; `on` is the day by which ages are judged."""
    reading = Reading()
    parts: list[tuple[Sheet, _Part]] = []
    for sheet in sheets:
        header = None if sheet.hidden else find_header(sheet, layout)
        if header is None:
            _pass_over(sheet, reading)
            continue
        reading.headers[sheet.name] = header
        if _columns_are_there(sheet, layout, header, reading):
            parts += [(sheet, part) for part in _read_rows(sheet, layout, header, reading, on)]
    if not reading.headers:
        titles = "、".join(column.aliases[0] for column in layout.columns if column.required)
        reason = because(
            _("No row of headings was found; there must be %(titles)s."), titles=titles
        )
        reading.at_large.append(Fault(sheets[0].name if sheets else "", 1, None, "", reason))
    _mark_same(layout, reading)
    for sheet, part in parts:
        _compare_count(sheet, part, reading)
    return reading


def _pass_over(sheet: Sheet, reading: Reading) -> None:
    if not any(as_text(cell).strip() for row in sheet.rows for cell in row.cells):
        return
    reason = (
        because(_("The sheet is hidden and was not read."))
        if sheet.hidden
        else because(_("The sheet has no row of headings and was not read."))
    )
    reading.left_out.append(LeftOut(sheet.name, 0, reason))


def _columns_are_there(sheet: Sheet, layout: Layout, header: Header, reading: Reading) -> bool:
    def note(index: int | None, title: str, reason: Reason) -> Fault:
        return Fault(sheet.name, header.last_row, index, title, reason)

    for index, title in header.unknown:
        reason = because(_("The column “%(title)s” is not known and was not read."), title=title)
        reading.notes.append(note(index, title, reason))
    for index, title in header.doubled:
        reason = because(_("A second column “%(title)s” was not read."), title=title)
        reading.notes.append(note(index, title, reason))
    missing = [c for c in layout.columns if c.required and c.key not in header.places]
    for column in missing:
        reason = because(_("The column “%(title)s” is missing."), title=column.aliases[0])
        reading.at_large.append(note(None, "", reason))
    return not missing


def _read_rows(
    sheet: Sheet, layout: Layout, header: Header, reading: Reading, on: date
) -> list[_Part]:
    """Read the rows below the headings; what comes back is what can be counted again."""
    whole = _Part(0, None, "")
    section = skipping.section_of(layout, sheet.name)
    parts = [part := _Part(0, None, "")]
    for row in sheet.rows[header.last_row :]:
        texts = [
            "" if index in header.ignored else as_text(cell).strip()
            for index, cell in enumerate(row.cells)
        ]
        if said := skipping.section_row(layout, header, texts):
            section = said
            parts.append(part := _Part(row.number, said.count, said.text))
        elif reason := skipping.reason_for(layout, header, texts):
            if reason is skipping.SUM:
                parts.append(_Part(row.number, skipping.sum_in(texts), texts[0], whole.rows[:]))
            if reason is not skipping.BLANK:
                shown = " ".join(dict.fromkeys(filter(None, texts)))[:_SHOWN]
                reading.left_out.append(LeftOut(sheet.name, row.number, reason, shown))
        else:
            parsed = _RowReader(sheet, layout, header, row, on).parsed()
            if section and layout.section and parsed.values.get(layout.section.key) is None:
                parsed.values[layout.section.key] = section.value
            for group in (part, whole):
                group.rows.append(parsed)
    reading.rows += whole.rows
    return parts


class _RowReader:
    """Cleans the cells of one row and collects what is to be said of them."""

    def __init__(self, sheet: Sheet, layout: Layout, header: Header, row: Row, on: date) -> None:
        self.sheet, self.layout, self.header, self.row, self.on = sheet, layout, header, row, on
        self.result = Parsed(sheet.name, row.number, {})

    def parsed(self) -> Parsed:
        for column in self.layout.columns:
            given = column.key in self.header.places
            self.result.values[column.key] = self._value(column) if given else None
        for checks, found in (
            (self.layout.checks, self.result.faults),
            (self.layout.hints, self.result.warnings),
        ):
            for check in checks:
                for key, reason in check(self.result.values, self.on):
                    found.append(self._fault(self.layout.column(key), reason))
        return self.result

    def _cell(self, column: Column) -> Any:
        index = self.header.places.get(column.key, len(self.row.cells))
        return self.row.cells[index] if index < len(self.row.cells) else None

    def _value(self, column: Column) -> Any:
        about = About(self.on, self.header.titles[self.header.places[column.key]], self.sheet.typed)
        try:
            value = column.cleaner(self._cell(column), about)
        except Unclean as error:
            value = None
            found = self.result.warnings if column.lenient else self.result.faults
            found.append(self._fault(column, error.reason))
        else:
            if value is None:
                self._blank(column)
        for reason in about.warnings:
            self.result.warnings.append(self._fault(column, reason))
        return value

    def _blank(self, column: Column) -> None:
        place = (self.row.number - 1, self.header.places[column.key])
        if place in self.sheet.formulas:
            reason = because(
                _(
                    "The cell holds a formula without a result; write the value itself, "
                    "or open the file in Excel or WPS and save it there."
                )
            )
            found = self.result.faults if column.required else self.result.warnings
            found.append(self._fault(column, reason))
        elif column.required:
            heading = self.header.titles[place[1]]
            reason = column.missing or because(_("“%(heading)s” is missing."), heading=heading)
            self.result.faults.append(self._fault(column, reason))

    def _fault(self, column: Column, reason: Reason) -> Fault:
        index = self.header.places.get(column.key)
        heading = column.aliases[0] if index is None else self.header.titles[index]
        shown = as_text(self._cell(column)).strip()[:_SHOWN]
        value = SECRET if column.secret and shown else shown
        if column.secret and reason.values.get("value"):
            told = f"{str(reason.values['value'])[:_HINT]}{SECRET}"
            reason = replace(reason, values=reason.values | {"value": told})
        return Fault(self.sheet.name, self.row.number, index, heading, reason, value)


def _mark_same(layout: Layout, reading: Reading) -> None:
    if layout.identity is None:
        return
    key = layout.identity.keys[0]
    for row, first, certain in find_same(reading.accepted, layout.identity):
        place = {"row": first.row, "sheet": first.sheet}
        if row.sheet == first.sheet:
            reason = (
                because(_("The same as row %(row)s; leave one of them out."), **place)
                if certain
                else because(_("Perhaps the same as row %(row)s."), **place)
            )
        else:
            reason = (
                because(
                    _("The same as row %(row)s of the sheet “%(sheet)s”; leave one of them out."),
                    **place,
                )
                if certain
                else because(
                    _("Perhaps the same as row %(row)s of the sheet “%(sheet)s”."), **place
                )
            )
        header = reading.headers[row.sheet]
        index = header.places.get(key)
        heading = header.titles.get(-1 if index is None else index, "")
        fault = Fault(row.sheet, row.row, index, heading, reason, as_text(row.values.get(key)))
        (row.faults if certain else row.warnings).append(fault)


def _compare_count(sheet: Sheet, part: _Part, reading: Reading) -> None:
    """Titles and sums that say how many rows there are must agree with what was taken."""
    taken = sum(row.ok for row in part.rows)
    if part.says is not None and part.says != taken:
        reason = because(
            _("“%(text)s” says %(says)s; %(taken)s rows were taken."),
            text=part.text,
            says=part.says,
            taken=taken,
        )
        reading.notes.append(Fault(sheet.name, part.row, None, "", reason))
