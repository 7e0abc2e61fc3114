"""When a message may go, how long it is as operators count, and what may stand in it."""

import re
from datetime import UTC, date, datetime, time, timedelta

from django.utils.timezone import localtime, make_aware

ALONE, IN_PARTS = 70, 67  # signs of a message that goes alone, and of each part of a longer one
NUMBER = re.compile(r"(?=.*\d)(?!.*1[3-9]\d{9})[\w#./()〔〕（）-]{1,40}")  # no name, no telephone
FIGURES = re.compile(r"\d{1,5}")
CODE = re.compile(r"[A-Za-z0-9-]{4,24}")
PARAMETERS = {  # nothing else may stand in a message: no name, no word of what was said
    "number": NUMBER,
    "code": CODE,
    "day": re.compile(r"\d{4}-\d{2}-\d{2}"),
    "count": FIGURES,
    "late": FIGURES,
    "address": re.compile(r"https?://[!-~]{1,120}"),
}


def parts_of(text: str) -> int:
    """
    How many messages an operator bills: 70 signs alone, else 67 a part, the signature included.

    Signs are units of UTF-16: a rare character or a picture counts for two, and is not cut in half.
    """
    units = [len(sign.encode("utf-16-be")) // 2 for sign in text]
    if sum(units) <= ALONE:
        return 1
    parts, room = 1, IN_PARTS
    for unit in units:
        if unit > room:
            parts, room = parts + 1, IN_PARTS
        room -= unit
    return parts


def fits(name: str, value: str) -> bool:
    """Whether a value is what its parameter may hold."""
    return bool(PARAMETERS[name].fullmatch(value))


# Quiet hours


def goes_at(now: datetime, *, quiet, calendar, deadline_on: date | None = None) -> datetime:
    """
    The first moment from now on that is not quiet: a working day, between the morning and the
    evening. What is due before that still goes, if the rule says so: on the morning of that very
    day, or at once in its evening.
    """
    here = localtime(now)
    day = here.date()
    morning, evening = quiet.until, quiet.start if quiet.start > quiet.until else 24
    if calendar.works(day) and morning <= here.hour < evening:
        return now
    first = day if here.hour < morning else day + timedelta(days=1)
    found = _at(calendar.next_working(first), morning)
    if quiet.deadline and deadline_on is not None and deadline_on >= day:
        found = min(found, max(_at(deadline_on, morning), now))
    return found


def _at(day: date, hour: int) -> datetime:
    return make_aware(datetime.combine(day, time(hour))).astimezone(UTC)
