"""What somebody is reminded of: what waits for their seats of a cell, soon due or overdue."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from lianxin.institution.congress.queries import lights_in, seats_of
from lianxin.kernel.ports import reading
from lianxin.reckoning.insight.queries import waiting


@dataclass(frozen=True)
class Due:
    """One matter that waits, with its day and how pressing it is: y soon, r overdue, else g."""

    root: Any
    number: str
    due_on: date | None
    tone: str


def waits_for(user_id, cell_id, *, today) -> list[Due]:
    """All that waits for somebody in a cell, each matter once, the nearest due first."""
    found: dict[Any, Due] = {}
    with reading():
        shine = lights_in(cell_id, today=today)
        for seat in seats_of(user_id, on=today):
            if seat.cell_id == cell_id:
                for row in _rows(seat):
                    found.setdefault((type(row.root), row.root.pk), _due(row, shine))
    return sorted(found.values(), key=lambda due: (due.due_on is None, due.due_on or date.max))


def _rows(seat):
    drafts, spoken = waiting.candidates(seat), waiting.candidate_voices(seat)
    rows = []
    if drafts is not None:
        rows += waiting.waiting_suggestions(seat, waiting.fetch(drafts, seat))
    if spoken is not None:
        rows += waiting.waiting_voices(seat, waiting.fetch_voices(spoken))
    return waiting.by_due([row for row in rows if row.turns])


def _due(row, shine):
    light = shine(row.due_on) if row.due_on else None
    number = getattr(row.root, "number", "") or f"#{row.root.pk}"
    return Due(row.root, number, row.due_on, light.tone if light else "g")
