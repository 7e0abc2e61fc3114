"""
What the engine needs from above, handed down once at start by `config`.

The kernel owns no table and imports no app, so whoever keeps the book, the clocks, the
facts and the rule profile is plugged in here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from lianxin.kernel.calendar import Calendar, Norm


@dataclass(frozen=True, slots=True)
class Ports:
    resolve: Callable[[str, Any, date], Norm]  # (rule key, record, on) -> the norm in force
    calendar: Callable[[Any], Calendar]  # (record) -> working days where it lives
    ledger: Callable[[], Any]  # a fresh ledger: what an act has to write down, kept in bulk
    runs_of: Callable[[Any], list]  # (record) -> its clock runs


DOORS = ("behalf", "import", "scenario")  # these may say when it happened


@dataclass(frozen=True, slots=True)
class Via:
    """Through which door an act came in, and for whom."""

    channel: str = "web"
    happened_at: datetime | None = None
    on_behalf_of: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if self.happened_at and self.channel not in DOORS:
            raise ValueError(f"{self.channel} may not state when something happened")


@dataclass(slots=True)
class Deed:
    """
    One outermost act and all moves it brings about: one transaction, one ledger.

    `records` holds each locked record once, so that nested moves see the same object.
    """

    ledger: Any
    records: dict[tuple[Any, Any], Any] = field(default_factory=dict)
    memo: dict[Any, Any] = field(default_factory=dict)  # what the act has already asked


@dataclass(frozen=True, slots=True)
class Act:
    """The move being made in this transaction, so that moves it causes can say so."""

    via: Via
    happened_at: datetime
    recorded_at: datetime
    entry: Any  # the entry that is being written; its id is known once the deed is done
    deed: Deed


NOW = Via()
current: ContextVar[Act | None] = ContextVar("current act", default=None)
_page: ContextVar[dict[Any, Any] | None] = ContextVar("what a page has asked", default=None)
_ports: list[Ports] = []


def plug(ports: Ports) -> None:
    _ports[:] = [ports]


def ports() -> Ports:
    return _ports[0]


def today() -> date:
    """The day on which the act being made happened; without one, today."""
    act = current.get()
    return timezone.localdate(act.happened_at if act else None)


@contextmanager
def reading() -> Iterator[None]:
    """A page that only reads asks once too, however many rows it shows."""
    known = _page.get()
    token = _page.set({} if known is None else known)
    try:
        yield
    finally:
        _page.reset(token)


def memo(key: Any, ask: Callable[[], Any]) -> Any:
    """Ask once in an act, or once on a page that only reads; outside of both, every time."""
    act = current.get()
    known = _page.get() if act is None else act.deed.memo
    if known is None:
        return ask()
    if key not in known:
        known[key] = ask()
    return known[key]
