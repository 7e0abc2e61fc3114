"""
Build the demonstration county through the same actions that people use, by the scenario door.

Everything that happens here happened on a working day before today, so that lights and clocks
look as they do in an office's week. Nothing is written past the engine.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone, translation

from lianxin.demo import house, stories
from lianxin.kernel.ports import Via

PASSWORD = "lianxin-2026"  # every demonstration account; a banner says what they are


@dataclass(frozen=True)
class Account:
    name: str
    password: str
    role: str
    who: str


def accounts():
    """One account a role, for the table that `up` prints; none where no demonstration stands."""
    return [
        Account(name, PASSWORD, role, f"{title} {holder}".strip())
        for name, role, title, holder in house.ACCOUNTS
        if house.exists()
    ]


def build(today=None):
    """Build the county and play its stories. Called on an empty database only."""
    today = today or timezone.localdate()
    with translation.override("zh-hans"):
        county = house.build(PASSWORD)
        stories.play(county, Days(today))
    return county


class Days:
    """Moments of working days before today, told as the scenario door tells them."""

    def __init__(self, today):
        self.today = today
        self._minute = 0

    def ago(self, days, hour=9):
        """A moment that many days ago; later calls of one day come later in it."""
        self._minute = (self._minute + 1) % 50
        day = self.today - timedelta(days=days)
        when = timezone.make_aware(datetime.combine(day, time(hour, self._minute)))
        return Via("scenario", happened_at=min(when, timezone.now()))
