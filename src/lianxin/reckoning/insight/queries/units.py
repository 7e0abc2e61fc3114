"""The workbench of a unit: its parts by what is to be done next, and the voices handed to it."""

from datetime import date

from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from lianxin.reckoning.insight.queries import waiting
from lianxin.reckoning.insight.queries.bench import (
    MINE,
    OPEN,
    Asked,
    Bar,
    Desk,
    View,
    by_tone,
    does,
    grouped,
    in_order,
    soon_before,
    waiting_rows,
)
from lianxin.reckoning.insight.queries.waiting import CAP, UNITS, Row
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.lifecycle import assignment as part_life
from lianxin.work.suggestions.models import Assignment

OPEN_PARTS = tuple(s.code for s in part_life.ASSIGNMENT.states if not s.final)
UNIT_VIEWS = (
    MINE,
    View("open", _("All our parts"), "part"),
    View("soon", _("Due soon"), "part", tone="y"),
    View("late", _("Late"), "part", hot=True, tone="r"),
    View("fine", _("On time"), "part", tone="g", chip=False),
    View("idle", _("No period runs"), "part", tone="n", chip=False),
)


def unit_rows(seat, asked: Asked) -> list[Row]:
    """The open parts of a unit and the voices handed to it, with what waits for this seat."""
    own = Assignment.objects.filter(
        suggestion=OuterRef("pk"),
        unit=seat.unit_id,
        state__in=OPEN_PARTS,
        assigned_on__isnull=False,
    )
    found = suggestions.visible_to(seat).filter(
        Exists(own), asked.where("suggestion"), state__in=OPEN
    )
    fetched = waiting.fetch(waiting.nearest(found)[:CAP], seat)
    rows = [
        Row(row.root, part, [turn for turn in row.turns if _on(turn, part)])
        for row in waiting.waiting_suggestions(seat, fetched)
        for part in row.root._parts
        if part.unit_id == seat.unit_id and part.assigned_on and part.state in OPEN_PARTS
    ]
    spoken = waiting.candidate_voices(seat, asked.where("voice"))
    if spoken is not None:
        rows += waiting.waiting_voices(seat, waiting.fetch_voices(spoken))
    ordered = in_order(rows, asked.order)
    return [r for r in ordered if r.turns] + [r for r in ordered if not r.turns]


def _on(turn, part):
    """A part's own turn, or that of its request for more time."""
    return turn.record is part or getattr(turn.record, "assignment_id", None) == part.pk


def unit_desk(seat, asked: Asked, *, today: date) -> Desk:
    """The workbench of a unit: its parts by what is to be done next, each with its own light."""
    rows = unit_rows(seat, asked)
    soon = soon_before(seat, today)
    sorted_out = {
        "mine": [r for r in rows if r.turns],
        "open": rows,
        "soon": [r for r in rows if r.due_on and today <= r.due_on < soon],
        "late": [r for r in rows if r.due_on and r.due_on < today],
        "fine": [r for r in rows if r.due_on and r.due_on >= soon],
        "idle": [r for r in rows if not r.due_on],
    }
    counts = {code: len(found) for code, found in sorted_out.items()}
    chosen = next((each for each in UNIT_VIEWS if each.code == asked.view), MINE)
    shown = sorted_out[chosen.code]
    if asked.do and chosen is MINE:
        shown = [row for row in shown if does(row, asked.do)]
    lights = sorted((v for v in UNIT_VIEWS if v.tone), key=by_tone)
    parts = [(v.tone, counts[v.code], v) for v in lights]
    return Desk(
        chosen,
        [(v, counts[v.code]) for v in UNIT_VIEWS if v.chip],
        Paginator(shown, asked.size).get_page(asked.number),
        groups=grouped(sorted_out["mine"]),
        bars=[Bar("part", parts)] if rows else [],
        counts=counts,
        do=asked.do,
        waiting_count=counts["mine"],
    )


def rows_waiting(seat, asked: Asked) -> list[Row]:
    """Everything that waits for a seat, a unit's by its parts."""
    if is_unit(seat):
        return [row for row in unit_rows(seat, asked) if row.turns]
    return waiting_rows(seat, asked)


def is_unit(seat) -> bool:
    """Whether the seat is a unit's."""
    return seat.role in UNITS
