"""Read the State Council's notice of days off as it was pasted: which days rest, which work."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

LONGEST = 40  # days; a longer rest was misread
YEAR = re.compile(r"(\d{4})\s*年")
DAY = re.compile(r"(?:(\d{4})年)?(?:(\d{1,2})月)?(\d{1,2})日")
WORKS, RESTS = ("上班", "工作"), ("放假", "补休", "休息", "调休")


@dataclass(frozen=True)
class Told:
    """A day of the notice."""

    day: date
    works: bool
    label: str  # the holiday's name


def days_of(text: str) -> list[Told]:
    """
    The days that a notice names, in their order; none where it names no year or no day.

    A notice has one paragraph a holiday: 春节：2月15日（周日）至23日（周一）放假调休，共9天。
    2月14日（周六）、2月28日（周六）上班。
    """
    plain = unicodedata.normalize("NFKC", text)
    year = YEAR.search(plain)
    if year is None:
        return []
    plain = re.sub(r"\([^()]*\)", "", plain)
    plain = re.sub(r"\s*\n\s*(?![一二三四五六七八九十]+、)", "", plain)  # lines broken by the page
    found: dict[date, Told] = {}
    label = ""
    for sentence in re.split(r"[。;\n]", plain):
        head, colon, rest = sentence.rpartition(":")
        if colon:
            label = re.sub(r"^[\s\d一二三四五六七八九十、.]+", "", head).strip()
        for told in _clauses(rest, int(year[1]), label):
            found[told.day] = told
    return [found[day] for day in sorted(found)]


def _clauses(sentence: str, year: int, label: str) -> Iterator[Told]:
    waiting: list[date] = []  # named before it was said what they are
    for clause in sentence.split(","):
        waiting += _days(clause, year)
        works = any(word in clause for word in WORKS)
        if waiting and (works or any(word in clause for word in RESTS)):
            yield from (Told(day, works, label) for day in waiting)
            waiting = []


def _days(clause: str, year: int) -> list[date]:
    """All days of a clause: 4月4日至6日, 2月14日、2月28日."""
    days: list[date] = []
    end = month = 0
    for found in DAY.finditer(clause):
        year = int(found[1] or year)
        month = int(found[2] or month)
        try:
            day = date(year, month, int(found[3]))
        except ValueError:
            continue
        if days and "至" in clause[end : found.start()]:
            first = days[-1] + timedelta(days=1)
            length = (day - first).days + 1
            days += [first + timedelta(days=n) for n in range(length if length <= LONGEST else 0)]
        else:
            days.append(day)
        end = found.end()
    return days
