"""
How much waits for a seat, beside the items of its menu.

The book is the outbox: whatever changes who has the next step is an entry of it. So a number
is counted once and kept until the book of the cell has grown, or the day has changed. How far
it has grown is read in one query, together with the notices that were not read yet.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Subquery
from django.db.models.functions import Coalesce

from lianxin.base.notices.models import Notice
from lianxin.base.records.models import Head
from lianxin.base.records.queries import unsealed
from lianxin.institution.congress.models import Role, Seat
from lianxin.kernel.counting import Capped, remembered
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.voices.queries import visible_to as voices_visible_to
from lianxin.work.voices.queries.lists import in_view

MOST = 100  # more are not counted beside a word of the menu: "99+"
A_SEAT, A_CELL = 2**62 + 1, 2**62 + 2  # stand for a seat and its cell in what every page asks
SHOWN_TO = (  # a deputy's menu has no room for numbers: the first page says what waits
    Role.OFFICE,
    Role.LEADER,
    Role.TOWN_CLERK,
    Role.LIAISON_OFFICER,
    Role.GOV_SUPERVISION,
    Role.UNIT_CLERK,
    Role.UNIT_LEADER,
)


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
    shown = seat.role in SHOWN_TO
    sql, params = _statement(shown)
    stands_for = {A_SEAT: seat.pk, A_CELL: seat.cell_id}
    with connection.cursor() as cursor:
        cursor.execute(sql, [stands_for.get(each, each) for each in params])
        unread, *book = cursor.fetchone() or (0, 0, 0)
    if not shown:
        return Menu(unread)
    key = ("menu", seat.pk)
    return Menu(unread, remembered(key, (today, sum(book)), lambda: count(seat, today)))


@cache
def _statement(shown: bool) -> tuple[str, tuple[Any, ...]]:
    """
    What every page asks: the unread notices and, for a menu with numbers, how long the book is.

    It is compiled once, with marks in the place of the seat and its cell.
    """
    unread = Notice.objects.filter(seat_id=A_SEAT, read_at=None)
    asked: list[Any] = [Capped(unread, MOST)]
    if shown:
        head = Head.objects.filter(pk=A_CELL).values("seq")
        asked += [Coalesce(Subquery(head), 0), Capped(unsealed(A_CELL), None)]
    return Seat.objects.filter(pk=A_SEAT).values_list(*asked).query.sql_with_params()


def count(seat, today: date) -> Waiting:
    """Count what waits for a seat: one query for both kinds."""
    found: Any = Seat.objects.filter(pk=seat.pk).values_list(*both_of(seat, today, MOST)).get()
    return Waiting(found[0] or 0, found[1] or 0)


def both_of(seat, today: date, most: int) -> tuple[Capped, Capped]:
    """What counts the suggestions and the voices that wait for a seat, up to a number each."""
    drafts = suggestions.visible_to(seat).filter(suggestions.my_turn(seat))
    spoken = in_view(voices_visible_to(seat), "mine", seat, today)
    return Capped(drafts, most), Capped(spoken, most)
