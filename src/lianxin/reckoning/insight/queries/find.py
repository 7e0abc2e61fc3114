"""
Find a record by its number, or anything by its words, within what a seat may know.

Numbers and query codes are looked up in an index of their own; words in the full text of
suggestions, replies and voices, and in the names of deputies and units.
"""

import re
from dataclasses import dataclass, field
from datetime import date
from time import monotonic
from typing import Any

from django.db.models import Q

from lianxin.base.search import queries as full_text
from lianxin.institution.congress.models import Person, Role, Unit
from lianxin.institution.congress.queries import units_of
from lianxin.kernel.counting import remembered
from lianxin.reckoning.dossiers.queries import roster_of
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.models import Reply, Suggestion
from lianxin.work.voices import queries as voices
from lianxin.work.voices.models import Voice

SHOWN, SIZE = 8, 20  # of each kind together; of one kind on a page
KNOWN_FOR = 20  # seconds, names of persons and units
FEW = 100  # beyond so many the kinds together are not counted
CODE = re.compile(r"[0-9A-Z]{12}")  # a query code without its dashes
TAIL = re.compile(r"(\d{4}-)?\d{3,6}")  # the end of a number, as one says it
PHONE = re.compile(r"\+?[\d\s()-]{7,20}")  # found only as a whole, and only by who answers
RECEIPT = re.compile(r"\d{1,5}")  # a receipt number without its year
LEAD_TO_UNITS = (  # seats that can ask for all matters of a unit together
    *(Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION),
)
KINDS = {  # in the order of the page
    "suggestions": Suggestion._meta.label_lower,
    "replies": Reply._meta.label_lower,
    "voices": Voice._meta.label_lower,
}


@dataclass
class Found:
    """What a search found, by kind."""

    words: str
    order: str = "new"
    exact: list[Any] = field(default_factory=list)  # records of this very number
    suggestions: list[Any] = field(default_factory=list)  # rows of the list
    replies: list[Reply] = field(default_factory=list)
    voices: list[Voice] = field(default_factory=list)
    persons: list[Person] = field(default_factory=list)
    units: list[Unit] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)  # of the full text, to a limit
    texts: dict[tuple[str, int], Any] = field(default_factory=dict)

    @property
    def nothing(self) -> bool:
        """Whether nothing at all was found."""
        texts = self.suggestions or self.replies or self.voices
        return not (texts or self.persons or self.units)


def find(seat, words: str, *, today: date, order: str = "new") -> Found:
    """Look for words; if they are the number of one record, nothing else is looked for."""
    found = Found(" ".join(words.split())[: full_text.LONGEST], order)
    if not found.words:
        return found
    found.exact = by_number(seat, found.words, today)
    if len(found.exact) == 1:
        return found
    asked = {label: full_text.ask(label, seat, found.words) for label in KINDS.values()}
    hits = full_text.hits(asked, order=order, most=FEW)
    found.counts = {kind: len(hits[label]) for kind, label in KINDS.items()}
    first = {label: some[:SHOWN] for label, some in hits.items()}
    found.texts = full_text.texts(doc for some in first.values() for doc, _pk in some)
    ids = {kind: [pk for _doc, pk in first[label]] for kind, label in KINDS.items()}
    named = found.words.lower() in _names(seat.cell_id)
    found.persons = _persons(seat, found.words) if named else []
    units = _units(seat, found.words) if named else []
    found.units = units if seat.role in LEAD_TO_UNITS else []
    if units and len(ids["suggestions"]) < SHOWN:
        ids["suggestions"] += _in_hand(seat, found.words, ids["suggestions"])
    _fill(found, seat, ids)
    return found


def find_one_kind(seat, words: str, kind: str, *, order: str, page: int) -> Found:
    """A page of what was found of one kind."""
    found = Found(" ".join(words.split())[: full_text.LONGEST], order)
    label = KINDS[kind]
    asked = full_text.ask(label, seat, found.words)
    found.counts = {kind: full_text.count(asked)}
    start = (page - 1) * SIZE
    hits = full_text.hits({label: asked}, order=order, most=SIZE, start=start)[label]
    found.texts = full_text.texts(doc for doc, _pk in hits)
    _fill(found, seat, {kind: [pk for _doc, pk in hits]})
    return found


def _fill(found, seat, ids):
    """Read what was found; the ids come out of statements that hold the scope of the seat."""
    found.suggestions = suggestions.brief(seat, ids.get("suggestions", []))
    found.replies = _in_order(suggestions.brief_replies(), ids.get("replies", []))
    exact = [each.pk for each in found.exact if isinstance(each, Voice)]
    ids = [*exact, *(pk for pk in ids.get("voices", []) if pk not in exact)]
    found.voices = _in_order(voices.brief(), ids)


def _in_order(records, ids):
    if not ids:
        return []
    known = {each.pk: each for each in records.filter(pk__in=ids)}
    return [known[pk] for pk in ids if pk in known]


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
    if PHONE.fullmatch(words):
        asked |= Q(pk__in=voices.of_phone(seat, words).values("pk"))
    spoken = voices.visible_to(seat).filter(asked)
    return [*drafts.order_by("-pk")[:SHOWN], *spoken.order_by("-pk")[:SHOWN]]


def _in_hand(seat, words, but):
    """The suggestions of a unit of this name, as far as the seat knows of its part."""
    named = suggestions.narrowed(suggestions.visible_to(seat), seat, q=words).exclude(pk__in=but)
    return list(named.order_by("-pk").values_list("pk", flat=True)[: SHOWN - len(but)])


def _names(cell_id):
    """
    All names of a cell in one text, known for some seconds: most words are in none of them.

    It only says whether it is worth asking; whom a seat may find is asked of the database.
    """

    def read():
        units = Unit.objects.filter(cell=cell_id).values_list("name", "short")
        persons = Person.objects.filter(cell=cell_id).values_list("name", flat=True)
        return "\n".join([*(name for pair in units for name in pair), *persons]).lower()

    return remembered((cell_id, "names"), int(monotonic() // KNOWN_FOR), read)


def _persons(seat, words):
    found = roster_of(seat).filter(name__icontains=words)
    return list(found.order_by("sort_key", "pk")[:SHOWN])


def _units(seat, words):
    """The units of this name."""
    named = Q(name__icontains=words) | Q(short__icontains=words)
    return list(units_of(seat.cell_id).filter(named)[:SHOWN])
