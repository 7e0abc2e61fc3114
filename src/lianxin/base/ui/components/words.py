"""Days and sizes in words, the way the pages say them: 4月16日, 4月16日 15:30, 周四, 1.2 MB."""

from datetime import date, datetime
from functools import lru_cache

from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, pgettext, pgettext_lazy

WEEKDAYS = (
    pgettext_lazy("weekday", "Mon"),
    pgettext_lazy("weekday", "Tue"),
    pgettext_lazy("weekday", "Wed"),
    pgettext_lazy("weekday", "Thu"),
    pgettext_lazy("weekday", "Fri"),
    pgettext_lazy("weekday", "Sat"),
    pgettext_lazy("weekday", "Sun"),
)
WEEKDAY_HEADS = (
    pgettext_lazy("weekday column", "M"),
    pgettext_lazy("weekday column", "Tu"),
    pgettext_lazy("weekday column", "W"),
    pgettext_lazy("weekday column", "Th"),
    pgettext_lazy("weekday column", "F"),
    pgettext_lazy("weekday column", "Sa"),
    pgettext_lazy("weekday column", "Su"),
)


def _local(value):
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _date(value):
    return value.date() if isinstance(value, datetime) else value


@lru_cache(4096)
def _written(value: date, how: str, _language) -> str:
    """A day in the language in force; pages say the same few days over and over."""
    if how == "long":
        return date_format(value, pgettext("day with its year", "M j, Y"))
    return date_format(value, pgettext("day without its year", "M j"))


def day(value) -> str:
    """Say a day shortly; the year only when it is not this one. Words pass through."""
    if not isinstance(value, date):
        return "" if value is None else str(value)
    value = _local(value)
    if value.year != timezone.localdate().year:
        return long_day(value)
    return _written(_date(value), "day", get_language())


def long_day(value) -> str:
    """Say a day with its year."""
    if not isinstance(value, date):
        return "" if value is None else str(value)
    return _written(_date(_local(value)), "long", get_language())


def moment(value) -> str:
    """Say a day and, if there is one, the time of day."""
    if not isinstance(value, datetime):
        return day(value)
    value = _local(value)
    return f"{day(value)} {value:%H:%M}"


def weekday(value) -> str:
    """Say the day of the week."""
    if not isinstance(value, date):
        return ""
    return str(WEEKDAYS[_local(value).weekday()])


def month(value: date) -> str:
    """Say the month alone, for a date plate."""
    return date_format(_local(value), pgettext("month alone", "M"))


def size(value) -> str:
    """Say how large a file is; words pass through."""
    return filesizeformat(value) if isinstance(value, int) else str(value)
