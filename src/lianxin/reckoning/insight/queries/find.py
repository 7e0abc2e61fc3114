"""
Find a record by its number, or anything by the words of its name, within what a seat may know.

Numbers and query codes are looked up in an index. Words are looked for in titles and names;
what stands in the texts themselves is not searched.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from lianxin.institution.congress.models import Person, Role, Unit
from lianxin.institution.congress.queries import units_of
from lianxin.reckoning.dossiers.queries import roster_of
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.voices import queries as voices
from lianxin.work.voices.models import Voice

SHOWN = 8  # of each kind; the rest is in its list
LONGEST = 60
CODE = re.compile(r"[0-9A-Z]{12}")  # a query code without its dashes
TAIL = re.compile(r"(\d{4}-)?\d{3,6}")  # the end of a number, as one says it
RECEIPT = re.compile(r"\d{1,5}")  # a receipt number without its year
LEAD_TO_UNITS = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION)


@dataclass
class Found:
    """What a search found, by kind."""

    words: str
    exact: list[Any] = field(default_factory=list)  # records of this very number
    suggestions: list[Any] = field(default_factory=list)  # rows of the list
    voices: list[Voice] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was found."""
        return not (self.suggestions or self.voices or self.persons or self.units)


def find(seat, words: str, *, today: date) -> Found:
    """Look for words; if they are the number of one record, nothing else is looked for."""
    found = Found(" ".join(words.split())[:LONGEST])
    if not found.words:
        return found
    found.exact = by_number(seat, found.words, today)
    if len(found.exact) == 1:
        return found
    found.suggestions = _suggestions(seat, found.words)
    found.voices = _voices(seat, found.words, found.exact)
    found.persons = _persons(seat, found.words)
    found.units = _units(seat, found.words)
    return found


def by_number(seat, words: str, today: date) -> list[Any]:
    """The records whose number, or query code, these words are; a few at the most."""
    code = re.sub(r"[\s-]", "", words).upper()
    if not (CODE.fullmatch(code) or re.search(r"\d", words)):
        return []  # there is no number without a figure
    plain = re.sub(r"[\s〔〕\[\]()（）号]", "", words)
    where = Q(number__iexact=plain)
    if TAIL.fullmatch(plain):
        where |= Q(number__endswith=plain)
    drafts = suggestions.visible_to(seat).exclude(number="").filter(where)
    asked = Q(number=plain)
    if RECEIPT.fullmatch(plain):  # the number alone, of this year or of the last
        asked = Q(number__in=[f"{year}-{int(plain):05d}" for year in (today.year, today.year - 1)])
    if CODE.fullmatch(code):
        asked |= Q(code_digest=voices.code_digest(code))
    spoken = voices.visible_to(seat).filter(asked)
    return [*drafts.order_by("-pk")[:SHOWN], *spoken.order_by("-pk")[:SHOWN]]


def _suggestions(seat, words):
    found = suggestions.narrowed(suggestions.listed(seat), seat, q=words)
    page = list(suggestions.in_order(found, seat)[:SHOWN])
    return suggestions.rows_of(page, seat)


def _voices(seat, words, exact):
    asked = Q(pk__in=[each.pk for each in exact if isinstance(each, Voice)])
    titled = Q()
    for word in words.split()[:5]:
        titled &= Q(title__icontains=word)
    found = voices.visible_to(seat).filter(asked | titled).defer("body", "slip")
    return list(found.select_related("region", "town").order_by("-said_at", "pk")[:SHOWN])


def _persons(seat, words):
    found = roster_of(seat).filter(name__icontains=words)
    return list(found.order_by("sort_key", "pk")[:SHOWN])


def _units(seat, words):
    """The units whose matters a seat can ask for together."""
    if seat.role not in LEAD_TO_UNITS:
        return []
    named = Q(name__icontains=words) | Q(short__icontains=words)
    return list(units_of(seat.cell_id).filter(named)[:SHOWN])
