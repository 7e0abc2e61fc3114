"""Dates of birth, days and moments in the ways people and programs write them."""

import re
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.base.paper import text
from lianxin.base.paper.clean.values import About, as_text, refuse

_FIRST_YEAR = 1900
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_SERIALS = range(10_000, 80_000)  # 1927 to 2119; six and eight digits are written dates
_NUMERALS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0, "Ｏ": 0}
_CHINESE = re.compile("[〇○零一二三四五六七八九十廿卅]+")
_PIECES = re.compile(
    r"(\d{4})\s*(?:年|[-./、\u2010-\u2015])\s*(\d{1,2})\s*"
    r"(?:(?:月|[-./、\u2010-\u2015])\s*(?:(\d{1,2})\s*日?)?)?"
)
_JOINED = re.compile(r"(\d{4})(\d{2})(\d{2})?")
_YEAR_ONLY = re.compile(r"(\d{4})年?")
_AFTER_BIRTH = re.compile(r"(?:出?生|\(\d{1,3}周?岁\))+$")
_MOMENT = re.compile(
    r"(\d{4})\s*(?:年|[-./])\s*(\d{1,2})\s*(?:月|[-./])\s*(\d{1,2})日?"
    r"(?:[T\s]*(上午|下午|am|pm)?\s*(\d{1,2})(?:[:时点](\d{1,2})?)(?:[:分](\d{1,2})?)?秒?(?:\.\d+)?"
    r"\s*(am|pm)?)?",
    re.IGNORECASE,
)
_JOINED_MOMENT = re.compile(r"(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})?")


class PartialDate(NamedTuple):
    """A date of which the day or even the month may be unknown, as rosters write births."""

    year: int
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        return "-".join(f"{part:02}" for part in self if part is not None)

    def earliest(self) -> date:
        """The first day that it may be."""
        return date(self.year, self.month or 1, self.day or 1)


def age_at_most_on(born: PartialDate, on: date) -> int:
    """The age on a day, taking the earliest day of birth where the day is unknown."""
    first = born.earliest()
    return on.year - born.year - ((on.month, on.day) < (first.month, first.day))


def birth(value: Any, about: About) -> PartialDate | None:
    """1967-3, 1963.09, １９６３.０６, 195502, 1967年3月, 二〇〇九年三月, a date cell, a serial."""
    born = _partial(value, about)
    if born is None:
        return None
    if born.year < _FIRST_YEAR or age_at_most_on(born, about.on) > 120:
        raise refuse(_("Born in %(value)s: that is too long ago."), value=str(born))
    if born.earliest() > about.on:
        raise refuse(_("Born in %(value)s: that day has not come yet."), value=str(born))
    if born.month is None:
        about.warn(_("Only the year of birth is given."))
    return born


def day(value: Any, about: About) -> date | None:
    """A whole date; a month alone is not enough."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    found = _partial(value, about, keep_first=True)
    if found is None:
        return None
    if found.day is None:
        raise refuse(_("The day is missing in “%(value)s”; write 2026-03-08."), value=str(found))
    return found.earliest()


def _partial(value: Any, about: About, keep_first: bool = False) -> PartialDate | None:
    if isinstance(value, PartialDate):
        return value
    if isinstance(value, date):  # datetime is a date, too
        # Excel makes the first of the month out of "1967-2"; then no day was written.
        return PartialDate(value.year, value.month, _day_of(value, about, keep_first))
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, about, keep_first)
    return _from_text(as_text(value), about)


def _day_of(value: date, about: About, keep_first: bool) -> int | None:
    wants_days = keep_first or "日" in about.heading
    return value.day if value.day > 1 or wants_days else None


def _from_number(value: float, about: About, keep_first: bool) -> PartialDate | None:
    if value in _SERIALS or (isinstance(value, float) and 10_000 < value < 80_000):
        return _partial(_EXCEL_DAY_ZERO + timedelta(days=int(value)), about, keep_first)
    written = as_text(value)
    if re.fullmatch(r"\d{4}\.1", written):
        raise _ambiguous(written)
    return _from_text(written, About(about.on, about.heading))


def _ambiguous(written: str):
    return refuse(
        _(
            "“%(value)s” is a number and may mean January or October; "
            "write %(year)s.01 or %(year)s.10 as text."
        ),
        value=written,
        year=written[:4],
    )


def _from_text(given: str, about: About) -> PartialDate | None:
    written = text.bare(given).strip("-—/.")
    if not written:
        return None
    if re.fullmatch(r"\d{4}-\d\d-\d\d\s*00:00(:00)?", text.nfkc(given).strip()):
        written = written[:10]
    written = _CHINESE.sub(lambda found: _chinese_number(found[0]), written)
    written = _AFTER_BIRTH.sub("", written)
    found = _PIECES.fullmatch(written) or _JOINED.fullmatch(written)
    if found is None:
        if year_only := _YEAR_ONLY.fullmatch(written):
            return _existing(given, year_only[1], None, None)
        raise refuse(_("“%(value)s” is no date; write 1967-03 or 1967-03-12."), value=given)
    if not about.typed and re.fullmatch(r"\d{4}\.1", written):
        raise _ambiguous(written)
    return _existing(given, *found.groups())


def _existing(given: str, year: str, month: str | None, day: str | None) -> PartialDate:
    found = PartialDate(int(year), int(month) if month else None, int(day) if day else None)
    try:
        found.earliest()
    except ValueError:
        raise refuse(_("“%(value)s” is no date: no such month or day."), value=given) from None
    return found


def _chinese_number(signs: str) -> str:
    """二〇〇九 → 2009, 十二 → 12, 三十一 → 31, 廿八 → 28."""
    signs = signs.replace("廿", "二十").replace("卅", "三十")
    if "十" not in signs:
        return "".join(str(_NUMERALS[sign]) for sign in signs)
    tens, __, ones = signs.partition("十")
    if len(tens) > 1 or len(ones) > 1:
        return signs
    return str(10 * _NUMERALS.get(tens, 1) + _NUMERALS.get(ones, 0))


def moment(value: Any, about: About) -> datetime | None:
    """2019-02-28 11:25:05, 2019/2/28 11:25, 2019年2月28日 下午3点, a date cell, a serial."""
    found = _moment(value)
    if found is None:
        return None
    try:
        aware = found if timezone.is_aware(found) else timezone.make_aware(found)
        local = timezone.localdate(aware)
    except (ValueError, OverflowError):
        raise refuse(_("“%(value)s” is no time."), value=as_text(value)) from None
    if local.year < _FIRST_YEAR:
        raise refuse(_("“%(value)s” is too long ago."), value=as_text(value))
    if local > about.on:
        raise refuse(_("“%(value)s” has not come yet."), value=as_text(value))
    return aware


def _moment(value: Any) -> datetime | None:
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)
    if isinstance(value, float | int) and not isinstance(value, bool) and 10_000 < value < 80_000:
        seconds = round((value % 1) * 86_400)
        start = datetime.combine(_EXCEL_DAY_ZERO, datetime.min.time())
        return start + timedelta(days=int(value), seconds=seconds)
    given = text.one_line(text.nfkc(as_text(value)))
    if not given.strip("-—/"):
        return None
    try:
        return _moment_from(given)
    except ValueError:
        raise refuse(
            _("“%(value)s” is no time; write 2026-03-08 09:30."), value=as_text(value)
        ) from None


def _moment_from(given: str) -> datetime:
    if joined := _JOINED_MOMENT.fullmatch(given):
        return datetime.strptime((joined[0] + "00")[:14], "%Y%m%d%H%M%S")
    found = _MOMENT.fullmatch(given)
    if found is None:
        return datetime.fromisoformat(given)  # with a zone, as we store it ourselves
    year, month, day, before, hour, minute, second, after = found.groups()
    half = (before or after or "").lower()
    hour = int(hour or 0)
    if half in {"下午", "pm"} and hour < 12:
        hour += 12
    elif half in {"上午", "am"} and hour == 12:
        hour = 0
    return datetime(int(year), int(month), int(day), hour, int(minute or 0), int(second or 0))
