"""What lies in an inbox, where somebody is reached, what was sent and what it cost."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Count
from django.utils import timezone

from lianxin.base.notices.models import Month, Notice, Reach, Sending
from lianxin.kernel.ports import ports


def inbox_of(seat):
    """A seat's notices, what happened last first."""
    return Notice.objects.filter(seat_id=seat.pk).order_by("-happened_at", "-pk")


def unread(seat):
    """How many notices a seat has not read, counted up to a hundred."""
    if seat.pk is None:
        return 0
    return Notice.objects.filter(seat_id=seat.pk, read_at=None)[:100].count()


def page_of_inbox(found, number, *, size=30, most=1000):
    """A page of notices; no more are counted than anybody would turn to."""
    return Paginator(found[:most], size).get_page(number)


# What is needed from above, handed down once at start


@dataclass(frozen=True)
class House:
    """Who the platform is in the book, and which seats of a cell hear that money is spent."""

    machine: Any
    office: Callable[[int], Iterable[Any]]


_house: list[House] = []


def plug(house: House) -> None:
    _house[:] = [house]


def house() -> House:
    return _house[0]


# Hours


@dataclass(frozen=True)
class Quiet:
    """From which hour to which nothing is sent; whether what is due that day goes all the same."""

    start: int
    until: int
    deadline: bool


def quiet_in(cell_id, on) -> tuple[Quiet, Any]:
    """The quiet hours by the rules of a cell on a day, and its working days."""
    where = SimpleNamespace(cell_id=cell_id)
    start, until, deadline = (
        ports().resolve(f"notice.quiet.{name}", where, on).value
        for name in ("from", "until", "deadline")
    )
    return Quiet(start, min(until, 23), bool(deadline)), ports().calendar(where)


# Addresses


def site() -> str:
    """The address of this site as it stands in messages."""
    if settings.SITE_ADDRESS:
        return settings.SITE_ADDRESS
    host = next(iter(settings.ALLOWED_HOSTS), "localhost").lstrip(".")
    return f"https://{host}" if settings.TLS else f"http://{host}:{settings.PORT}"


def reach_of(user_id, way) -> Reach | None:
    """Where somebody is reached by a way, confirmed or not."""
    return Reach.objects.filter(user_id=user_id, way=way).first()


def reached(wish, *, after=0):
    """The confirmed addresses with a wish, in the order of their numbers."""
    found = Reach.objects.filter(wish=wish, pk__gt=after).exclude(confirmed_at=None)
    return found.order_by("pk")


# What was sent


def visible_to(seat):
    """The months of a cell, for its office."""
    if seat.role != "office":
        return Month.objects.none()
    return Month.objects.filter(cell_id=seat.cell_id)


def sent_in(seat):
    """What was sent in a cell, newest first, for its office."""
    if seat.role != "office":
        return Sending.objects.none()
    return Sending.objects.filter(cell_id=seat.cell_id).order_by("-pk")


GONE_WRONG = (Sending.Outcome.FAILED, Sending.Outcome.UNSURE, Sending.Outcome.HELD)


def month_of(cell_id, day=None) -> Month:
    """The month of a day with what it has cost so far; not saved when nothing has."""
    first = (day or timezone.localdate()).replace(day=1)
    found = Month.objects.filter(cell_id=cell_id, first_on=first).first()
    return found or Month(cell_id=cell_id, first_on=first)


def counted(found) -> dict[str, int]:
    """{outcome: how many}."""
    rows = found.order_by().values("outcome").annotate(n=Count("pk"))
    return {row["outcome"]: row["n"] for row in rows}


def most_in_a_month() -> int:
    """What the text messages of a cell may cost in a month, in fen."""
    return settings.SMS_MONTH * 100


def sent_to(person):
    """What was sent to somebody, oldest first: "voice:12" is who spoke there."""
    return Sending.objects.filter(person=person).order_by("pk")
