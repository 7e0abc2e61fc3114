"""What a kind of sheet is, and looking at one: read, checked, compared; nothing is written."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Sized
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings

from lianxin.base.jobs.models import StagedRow
from lianxin.base.paper import sheets
from lianxin.base.paper.declare import Values
from lianxin.base.paper.layout import SECRET, Fault, Layout, Parsed, Reading, parse
from lianxin.base.paper.reasons import Reason

NEW, CHANGED, UNCHANGED, MAYBE, FAULT, LEFT_OUT = StagedRow.Verdict.values


@dataclass(frozen=True)
class Where:
    """What a file is brought into, by whom, and the day by which ages are judged."""

    cell_id: int
    actor: Any
    on: date
    options: dict[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    """
    What landing a row will do. A verdict `fault` has its reason and the column it is about.

    So has `maybe`: the row may mean a record that is there, or another row, and somebody must
    say which. `like` tells what it is like, whatever has been said; `changes` are both sides.
    """

    verdict: str
    target_id: int | None = None
    changes: dict[str, list[str]] = field(default_factory=dict)
    key: str = ""
    reason: Reason | None = None
    record: Any = None  # what `land` writes
    like: Any = None
    beside: int | None = None  # the other row, as a place among the rows


def _nowhere(where: Where) -> str:
    return ""


def _nothing(where: Where, rows: list[Values]) -> None:
    return None


@dataclass(frozen=True)
class Road:
    """
    A kind of sheet and what becomes of its rows.

    `plan(where, rows, says=…, hold=…)` gives one Plan a row and reads only; `says` is what was
    said of each row that may be the same ("same", "new" or nothing); with `hold` it locks what
    it compares with. `land(where, plans)` writes what is new and what is changed.
    """

    kind: str  # of its jobs
    title: Any
    layout: Layout
    plan: Callable[..., list[Plan]]
    land: Callable[[Where, list[Plan]], None]
    shown: tuple[str, ...]  # columns of the preview
    words: Callable[[dict, str], str]  # (values, column) -> as people write it
    goes_to: Callable[[Where], str] = _nowhere  # the place in words, for the book
    beware: Callable[[Where, list[Values]], Reason | None] = _nothing  # is it the right place?
    dropped: frozenset[str] = frozenset()  # read and checked, never kept
    labels: dict[str, Any] = field(default_factory=dict)  # of changes that are no columns

    def label(self, key: str) -> str:
        """The heading of a column, or of something that landing sets beside the columns."""
        return str(self.labels[key] if key in self.labels else self.layout.column(key).title)


@dataclass
class Outcome:
    """All that came of a file: its sheets, the reading with every fault, a plan for each row."""

    sheets: list
    reading: Reading
    sound: list[Parsed]  # rows without a fault of their own; their plans may still have one
    plans: list[Plan]
    unreadable: Reason | None = None
    beware: Reason | None = None  # it looks like the sheet of another place

    @cached_property
    def digest(self) -> str:
        return digest_of(self.plans)

    @cached_property
    def counts(self) -> dict[str, int]:
        """{verdict: rows}."""
        found = Counter(plan.verdict for plan in self.plans)
        found[FAULT] += len(self.reading.rows) - len(self.sound)
        found[LEFT_OUT] = len(self.reading.left_out)
        return {verdict: found[verdict] for verdict in StagedRow.Verdict.values}

    @property
    def places(self) -> int:
        """How many faults the faulty rows have: one row may have several."""
        return sum(len(row.faults) for row in self.reading.rows) - self.counts[MAYBE]

    @property
    def faulty(self) -> bool:
        """Whether anything must be put right: a row, a sheet or the whole file."""
        return bool(
            self.unreadable or self.reading.at_large or self.counts[FAULT] or self.counts[MAYBE]
        )


def digest_of(plans: list[Plan]) -> str:
    """
    A mark of what landing would do; the same again means that nothing has moved.

    What somebody says of a doubtful row moves nothing.
    """
    told = [
        plan.like if plan.like else [plan.verdict, plan.target_id, plan.changes] for plan in plans
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def said_of_all(where: Where, rows: Sized) -> list[str]:
    """What the command line says of every row that may be the same; a page says it row by row."""
    return [where.options.get("maybe", "")] * len(rows)


def look(road: Road, where: Where, content: bytes, name: str) -> Outcome:
    """Read a file, check it and compare it; writes nothing. Says so when it is unreadable."""
    try:
        found = sheets.read(content, name, max_bytes=settings.LARGEST_UPLOAD)
    except sheets.Unreadable as fault:
        return Outcome([], Reading(), [], [], fault.reason)
    reading = parse(found, road.layout, on=where.on)
    sound = reading.accepted
    for row in sound:
        row.values = {key: plain(value) for key, value in row.values.items()}
    says = said_of_all(where, sound)
    plans = road.plan(where, [row.values for row in sound], says=says, hold=False)
    for row, plan in zip(sound, plans, strict=True):
        if plan.reason is not None and plan.beside is not None:
            other = sound[plan.beside]
            place = other.row if other.sheet == row.sheet else f"{other.sheet} {other.row}"
            plan.reason = replace(plan.reason, values=plan.reason.values | {"row": place})
        if plan.reason is not None:
            row.faults.append(_fault(road, reading, row, plan))
    beware = road.beware(where, [row.values for row in sound])
    return Outcome(found, reading, sound, plans, beware=beware)


def _fault(road, reading, row, plan):
    header = reading.headers[row.sheet]
    index = header.places.get(plan.key)
    heading = road.layout.column(plan.key).aliases[0] if index is None else header.titles[index]
    value = "" if row.values.get(plan.key) is None else str(row.values[plan.key])
    if value and road.layout.column(plan.key).secret:
        value = SECRET
    return Fault(row.sheet, row.row, index, heading, plan.reason, value[:60])


def plain(value):
    """Without NUL and lone surrogates, which no database takes as text."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list) else value
