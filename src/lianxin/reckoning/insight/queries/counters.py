"""
How much waits for a seat, beside the items of its menu.

The book is the outbox: whatever changes who has the next step is an entry of it. So a number
is counted once and kept until the book of the cell has grown, or the day has changed. How far
it has grown is read in one query, together with the notices that were not read yet.
"""

from collections import OrderedDict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from lianxin.base.notices.models import Notice
from lianxin.base.records.models import Head
from lianxin.base.records.queries import unsealed
from lianxin.institution.congress.models import Role, Seat
from lianxin.reckoning.insight.queries.counted import Capped
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.voices.queries import visible_to as voices_visible_to
from lianxin.work.voices.queries.lists import in_view

MOST = 100  # more are not counted beside a word of the menu: "99+"
SEATS = 4000  # as many are remembered by a process
SHOWN_TO = (  # a deputy's menu has no room for numbers: the first page says what waits
    Role.OFFICE,
    Role.LEADER,
    Role.TOWN_CLERK,
    Role.LIAISON_OFFICER,
    Role.GOV_SUPERVISION,
    Role.UNIT_CLERK,
    Role.UNIT_LEADER,
)

_kept: OrderedDict[int, tuple[Any, "Waiting"]] = OrderedDict()


@dataclass(frozen=True)
class Waiting:
    """How many suggestions and how many voices wait for a seat, each counted up to a hundred."""

    suggestions: int = 0
    voices: int = 0

    @property
    def all(self) -> int:
        """Both together: what the workbench holds."""
        return min(self.suggestions + self.voices, MOST)


@dataclass(frozen=True)
class Menu:
    """The numbers around a page."""

    unread: int
    waiting: Waiting | None = None  # none: not shown to this kind of seat


def menu_of(seat, today: date) -> Menu:
    """One query for a seat whose numbers are known; another when something has happened."""
    unread = Notice.objects.filter(seat_id=seat.pk, read_at=None)
    asked: list[Any] = [Capped(unread, MOST)]
    if seat.role in SHOWN_TO:
        head = Head.objects.filter(pk=OuterRef("cell_id")).values("seq")
        asked += [Coalesce(Subquery(head), 0), Capped(unsealed(seat.cell_id), None)]
    found = Seat.objects.filter(pk=seat.pk).values_list(*asked).first() or (0, 0, 0)
    if seat.role not in SHOWN_TO:
        return Menu(found[0])
    return Menu(found[0], _known(seat, (today, found[1] + found[2])))


def _known(seat, at):
    """What was counted at this point of the book, or is counted now."""
    was, waiting = _kept.get(seat.pk, (None, None))
    if was != at:
        waiting = count(seat, at[0])
        _kept[seat.pk] = (at, waiting)
        _kept.move_to_end(seat.pk)
        while len(_kept) > SEATS:
            _kept.popitem(last=False)
    return waiting


def count(seat, today: date) -> Waiting:
    """Count what waits for a seat: one query for both kinds."""
    found: Any = Seat.objects.filter(pk=seat.pk).values_list(*both_of(seat, today, MOST)).get()
    return Waiting(found[0] or 0, found[1] or 0)


def both_of(seat, today: date, most: int) -> tuple[Capped, Capped]:
    """What counts the suggestions and the voices that wait for a seat, up to a number each."""
    drafts = suggestions.visible_to(seat).filter(suggestions.my_turn(seat))
    spoken = in_view(voices_visible_to(seat), "mine", seat, today)
    return Capped(drafts, most), Capped(spoken, most)
