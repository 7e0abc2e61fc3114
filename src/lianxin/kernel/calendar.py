"""
Turn a rule into a date, the way the norms count, and say how it was counted.

Months and days by the Civil Code (arts 201-203): the start day does not count, a month
ends on the same day of the month or on its last day, and a last day that is a day of
rest moves to the next working day. Working days follow the State Council's calendar,
make-up days included. Nothing here imports Django.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any


class NoSuchRule(Exception):
    """The profile in force holds no value for this key: a fault of setting up."""


@dataclass(frozen=True, slots=True)
class Norm:
    """A number of the rule profile as it stood on a day, and where it comes from."""

    key: str
    value: int
    unit: str  # wd working days, d calendar days, m months, y years
    basis: str  # as one would cite it, in the language of the norms
    verified: bool
    valid_from: date
    valid_to: date | None = None
    rolls: bool = True  # False: a special rule says a day of rest does not move the end
    text: str = ""  # for rules that are a word, not a number
    basis_en: str = ""  # the same in English; empty: as it stands


@dataclass(frozen=True, slots=True)
class Calendar:
    works: Callable[[date], bool]
    published: Callable[[int], bool]  # has the State Council announced this year's days off?

    def next_working(self, day: date) -> date:
        while not self.works(day):
            day += timedelta(days=1)
        return day


def add_months(day: date, months: int) -> date:
    month0 = day.month - 1 + months
    year, month = day.year + month0 // 12, month0 % 12 + 1
    return day.replace(year=year, month=month, day=min(day.day, monthrange(year, month)[1]))


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    while count:
        day += timedelta(days=1)
        count -= calendar.works(day)
    return day


def working_days_between(start: date, end: date, calendar: Calendar) -> int:
    """Count the working days after `start`, up to and including `end`."""
    days = (end - start).days
    return sum(calendar.works(start + timedelta(days=n)) for n in range(1, days + 1))


def count(start: date, norm: Norm, calendar: Calendar) -> tuple[date, dict[str, Any]]:
    """Return the last day of the period that began on `start`, and how it was found."""
    if norm.unit == "wd":
        last = end = add_working_days(start, norm.value, calendar)
    else:
        months = {"m": norm.value, "y": 12 * norm.value}.get(norm.unit)
        last = start + timedelta(norm.value) if months is None else add_months(start, months)
        end = calendar.next_working(last) if norm.rolls else last
    return end, {
        "rule": norm.key,
        "value": norm.value,
        "unit": norm.unit,
        "basis": norm.basis,
        "basis_en": norm.basis_en,
        "verified": norm.verified,
        "start": start.isoformat(),
        "last": last.isoformat(),
        "end": end.isoformat(),
        "unpublished": [y for y in range(start.year, end.year + 1) if not calendar.published(y)],
    }
