"""The roster, and one file per person: a part per kind of work, every line on its record."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Prefetch, Q, prefetch_related_objects

from lianxin.base.facts.models import Fact
from lianxin.base.facts.queries import file_of, years_of
from lianxin.base.records.models import Entry
from lianxin.institution.congress.models import (
    DeputyGroup,
    Level,
    Mandate,
    Membership,
    Person,
    Region,
    Role,
)
from lianxin.institution.congress.queries import persons_visible_to
from lianxin.institution.stations.models import Venue
from lianxin.kernel.registry import visible_to_of
from lianxin.work.suggestions.queries import unconfirmed_talks

A_PAGE = 20
KEEPERS = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK)  # of the files of a cell
READERS = (*KEEPERS, Role.LIAISON_OFFICER, Role.GOV_SUPERVISION, Role.DEPUTY)  # of the roster

# The parts of a file, by how the kinds of facts begin; what fits none goes into the last.
PARTS = (
    ("judged", ("suggestion.evaluated",)),
    ("talks", ("suggestion.contact",)),
    ("cosigned", ("suggestion.cosigned",)),
    ("suggestions", ("suggestion.",)),
    ("voices", ("voice.",)),
    ("other", ("",)),
)
# What only a deputy does: the file says it where somebody else wrote it down for the deputy.
DEEDS = ("suggestion.submitted", "suggestion.cosigned", "suggestion.evaluated", "voice.answered")
ORDER = ("suggestions", "cosigned", "talks", "judged", "voices", "other")


# Scope


def roster_of(seat):
    """The deputies of the cell, for those who work with them: not for units, not for admins."""
    if seat.role not in READERS:
        return Person.objects.none()
    mandates = Mandate.objects.filter(person=OuterRef("pk"))
    return persons_visible_to(seat).filter(Exists(mandates))


def visible_to(seat):
    """Whose file a seat may open: its own, or all of the cell for those who keep them."""
    if seat.role == Role.DEPUTY:
        return Person.objects.filter(cell_id=seat.cell_id, pk=seat.mandate.person_id)
    if seat.role in KEEPERS:
        return roster_of(seat)
    return Person.objects.none()


def keeps_files(seat) -> bool:
    """Whether the files of the whole cell are open to a seat."""
    return seat.role in KEEPERS


# The roster


def towns_of(cell) -> list[Region]:
    """The towns of a cell, to choose from."""
    return list(Region.objects.filter(parent=cell.region_id, valid_to=None).order_by("code"))


def groups_in(cell) -> list[DeputyGroup]:
    """The deputy groups of a cell, to choose from."""
    return list(DeputyGroup.objects.filter(cell=cell, valid_to=None).order_by("sort_key", "pk"))


def _mandates():
    latest = F("begins_on").desc(nulls_last=True)
    found = Mandate.objects.select_related("congress", "region", "term").order_by(latest, "pk")
    return Prefetch("mandates", found)


def _lasts_on(today):
    return (Q(valid_to=None) | Q(valid_to__gte=today)) & Q(valid_from__lte=today)


def _groups(today):
    found = Membership.objects.filter(_lasts_on(today)).select_related("group")
    return Prefetch("mandates__memberships", found.order_by("pk"))


def narrowed(seat, *, today: date, words="", level="", town="", group=""):
    """The deputies of the roster that the filters leave."""
    found = roster_of(seat)
    if words := words.strip()[:40]:
        found = found.filter(Q(name__icontains=words) | Q(post__icontains=words))
    mandates = Mandate.objects.filter(person=OuterRef("pk"))
    if level in Level.values:
        mandates = mandates.filter(congress__level=level)
    if town.isdecimal():
        mandates = mandates.filter(region=int(town))
    if group.isdecimal():
        members = Membership.objects.filter(_lasts_on(today), group=int(group))
        mandates = mandates.filter(pk__in=members.values("mandate"))
    if level in Level.values or town.isdecimal() or group.isdecimal():
        found = found.filter(Exists(mandates))
    return found


def with_mandates(persons: list[Person], today: date) -> list[Person]:
    """Persons with their mandates, and the groups of today: three queries."""
    prefetch_related_objects(persons, _mandates(), _groups(today))
    return persons


def page_of_roster(seat, *, today: date, number=1, **asked):
    """One page of the roster, by name: four queries whatever its length; counted to its end."""
    found = narrowed(seat, today=today, **asked).order_by("sort_key", "pk")
    page = Paginator(found, A_PAGE).get_page(number)
    page.object_list = with_mandates(list(page.object_list), today)
    return page


# One file


@dataclass
class Part:
    """One part of a file: the lines of a kind of work, and how many records they tell of."""

    code: str
    lines: list[Fact] = field(default_factory=list)

    @property
    def records(self):
        """How many different records the lines stand on."""
        return len({(line.root_type, line.root_id) for line in self.lines})


@dataclass(frozen=True)
class File:
    """All that the page of one file shows."""

    person: Person
    mandates: list[Mandate]
    memberships: list[Membership]
    venues: list[Venue]
    years: list[int]
    year: int | None  # none: all years
    mandate: Mandate | None  # only this one's lines
    parts: list[Part]
    open_to: dict[str, set[int]]  # the records that the seat may open, by type
    unconfirmed: set[int]  # the entries of talks that the deputy has not confirmed
    written_by: dict[int, str]  # of entries that another seat made for the deputy: who


def find_file(found):
    """A person with mandates and groups, for the head of a file."""
    return found.prefetch_related(_mandates(), "mandates__memberships__group")


def file(person, seat, *, today: date, year="", mandate="") -> File:
    """The file of a person for a seat, of one year or of all, of one mandate or of all."""
    years = years_of(person.pk)
    chosen = _year(year, years, today)
    mandates = list(person.mandates.all())
    of = next((each for each in mandates if str(each.pk) == mandate), None)
    lines = file_of(person.pk) if chosen is None else _within(person.pk, chosen)
    lines = list(lines.filter(mandate_id=of.pk) if of else lines)
    return File(
        person=person,
        mandates=mandates,
        memberships=[m for each in mandates for m in each.memberships.all() if _lasts(m, today)],
        venues=list(Venue.objects.filter(deputies__person=person).distinct().order_by("pk")),
        years=sorted({*years, today.year}, reverse=True),
        year=chosen,
        mandate=of,
        parts=_parts(lines),
        open_to=open_to(seat, lines),
        unconfirmed=_unconfirmed(lines),
        written_by=_written_by(lines),
    )


def _unconfirmed(lines):
    """Talks that a unit recorded and the deputy has not said yes to."""
    parts = {line.source_id for line in lines if line.kind == "suggestion.contact"}
    return unconfirmed_talks(parts) if parts else set()


def _written_by(lines):
    """Who put down for the deputy what the deputy had done."""
    deeds = [line.entry_id for line in lines if line.kind in DEEDS]
    told = Entry.objects.filter(pk__in=deeds).exclude(role=Role.DEPUTY)
    return dict(told.values_list("pk", "who"))


def _year(asked, years, today):
    if asked == "all":
        return None
    return int(asked) if asked.isdecimal() and int(asked) in years else today.year


def _within(person_id, year):
    return file_of(person_id, since=date(year, 1, 1), until=date(year, 12, 31))


def _lasts(membership, today):
    ends = membership.valid_to
    return membership.valid_from <= today and (ends is None or today <= ends)


def part_of(kind: str) -> str:
    """The part of a file that a kind of fact belongs to."""
    return next(code for code, begins in PARTS if kind.startswith(begins))


def _parts(lines):
    found = {code: Part(code) for code in ORDER}
    for line in lines:
        found[part_of(line.kind)].lines.append(line)
    return [part for part in found.values() if part.lines]


def open_to(seat, lines) -> dict[str, set[int]]:
    """Which records of the lines a seat may open: one query for each type of record."""
    asked: dict[str, set[Any]] = {}
    for line in lines:
        asked.setdefault(line.root_type, set()).add(line.root_id)
    return {
        label: set(visible_to_of(label)(seat).filter(pk__in=ids).values_list("pk", flat=True))
        for label, ids in sorted(asked.items())
    }
