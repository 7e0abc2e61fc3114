"""
Build the demonstration county through the same actions that people use, by the scenario door.

Everything that offices do here was done on a working day before today, so that lights and
clocks look as they do in an office's week. Nothing is written past the engine.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils import timezone, translation

from lianxin.demo import house, stories
from lianxin.institution.congress.models import Cell
from lianxin.institution.congress.queries import calendar_in
from lianxin.kernel.ports import Via

PASSWORD = "lianxin-2026"  # every demonstration account; a banner says what they are


class RealData(Exception):
    """The demonstration never stands beside a real county."""


@dataclass(frozen=True)
class Account:
    name: str
    password: str
    role: str
    who: str


def accounts():
    """One account a role, for the table that `up` prints; none where no demonstration stands."""
    return [
        Account(name, PASSWORD, str(role), f"{title} {holder}".strip())
        for name, role, title, holder in house.ACCOUNTS
        if house.exists()
    ]


def build(today=None):
    """Build the county and play its stories; raises RealData where a real county stands."""
    if Cell.objects.filter(demo=False).exists():
        raise RealData
    today = today or timezone.localdate()
    with translation.override("zh-hans"):
        county = house.build(PASSWORD)
        stories.play(county, Days(today))
    return county


class Days:
    """
    Moments of working days before today, told as the scenario door tells them.

    What falls on a day of rest was done at the end of the last working day before it: late in
    the afternoon, in the order of the stories.
    """

    def __init__(self, today):
        self.today = today
        self.calendar = calendar_in(None)
        self._minute = 0

    def ago(self, days, hour=9):
        """A moment that many days ago; later calls of one day come later in it."""
        self._minute = (self._minute + 1) % 50
        wanted = day = self.today - timedelta(days=days)
        while not self.calendar.works(day):
            day -= timedelta(days=1)
        when = datetime.combine(day, time(hour, self._minute))
        if rest := (wanted - day).days:
            late = timedelta(minutes=6 * rest, seconds=30 * (hour - 8) + self._minute % 30)
            when = datetime.combine(day, time(17)) + late
        return Via("scenario", happened_at=min(timezone.make_aware(when), timezone.now()))
