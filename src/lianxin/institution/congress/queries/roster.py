"""The roster as it is kept: whom a seat keeps, narrowed, counted by persons and by mandates."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, prefetch_related_objects

from lianxin.institution.congress import rules
from lianxin.institution.congress.models import Level, Mandate, Membership, Person
from lianxin.institution.congress.queries.mandates import in_state
from lianxin.kernel.fields import holding

A_PAGE = 20
CODED = ("sector", "trade", "expertise", "sex", "ethnicity", "party")  # what a list is narrowed by


def mandates_visible_to(seat):
    """The mandates that a seat keeps: all of its county, or those of its own town's congress."""
    if seat.cell_id is None or not rules.reads_roster(seat):
        return Mandate.objects.none()
    found = Mandate.objects.filter(person__cell_id=seat.cell_id, congress__cell_id=seat.cell_id)
    if rules.of_one_town(seat):
        if seat.region_id is None:
            return found.none()
        found = found.filter(congress__level=Level.TOWN, congress__region_id=seat.region_id)
    return found


def visible_to(seat):
    """The persons whose roster a seat keeps."""
    if seat.cell_id is None or not rules.reads_roster(seat):
        return Person.objects.none()
    found = Person.objects.filter(cell_id=seat.cell_id)
    if rules.of_one_town(seat):
        own = mandates_visible_to(seat).filter(person=OuterRef("pk"))
        found = found.filter(Exists(own))
    return found


@dataclass(frozen=True)
class LevelCount:
    """How many sit at one level: as persons and as mandates."""

    level: str
    persons: int
    mandates: int


@dataclass(frozen=True)
class Roster:
    """One page of the roster, and how many there are in all."""

    page: Any
    levels: list[LevelCount]
    persons: int  # each once, at however many levels
    mandates: int


def narrowed(seat, asked: dict[str, str], *, today: date, every_level=False):
    """The mandates of a seat that fit what was asked for."""
    found = mandates_visible_to(seat)
    if state := asked.get("state", ""):
        found = found.filter(in_state(state, today))
    if asked.get("level") and not every_level:
        found = found.filter(congress__level=asked["level"])
    if town := asked.get("town"):
        found = found.filter(Q(region=int(town)) | Q(congress__region=int(town)))
    for name in CODED:
        if asked.get(name):
            found = found.filter(**{f"person__{name}": asked[name]})
    if words := asked.get("q", "").strip():
        found = found.filter(
            Q(person__name__icontains=words)
            | Q(person__post__icontains=words)
            | Q(district__icontains=words)
            | Q(certificate__iexact=words)
        )
    return found


def page_of(seat, asked: dict[str, str], *, today: date, number=1) -> Roster:
    """One page by name, with the counts of all levels: five queries however many there are."""
    mandates = narrowed(seat, asked, today=today)
    at_all = narrowed(seat, asked, today=today, every_level=True)
    found = Person.objects.filter(pk__in=mandates.values("person")).order_by("sort_key", "pk")
    page = Paginator(found, A_PAGE).get_page(number)
    page.object_list = list(page.object_list)
    prefetch_related_objects(page.object_list, _mandates(seat))
    counted = {
        row["congress__level"]: LevelCount(row["congress__level"], row["persons"], row["n"])
        for row in at_all.order_by()
        .values("congress__level")
        .annotate(n=Count("pk"), persons=Count("person", distinct=True))
    }
    levels = [counted.get(level, LevelCount(level, 0, 0)) for level in Level.values]
    persons = at_all.aggregate(n=Count("person", distinct=True))["n"]
    return Roster(page, levels, persons, sum(each.mandates for each in levels))


def _mandates(seat):
    """What a page shows of the mandates of a person: those that the seat keeps."""
    shown = mandates_visible_to(seat).select_related(
        "congress", "term", "region", "filled_by", "fills__person"
    )
    return Prefetch("mandates", shown.order_by("pk"), to_attr="kept")


def rows_for_sheet(seat, asked: dict[str, str], *, today: date):
    """The mandates of a list, each with its person, as the register goes out."""
    found = narrowed(seat, asked, today=today)
    own = Membership.objects.filter(valid_to=None).select_related("group").order_by("pk")
    return (
        found.select_related("person", "congress", "term", "region")
        .prefetch_related(Prefetch("memberships", own))
        .order_by("person__sort_key", "person_id", "pk")
    )


def whole(found, seat):
    """A person with the mandates that the seat keeps."""
    return found.prefetch_related(_mandates(seat))


def one_mandate(seat):
    """The mandates of a seat with all that their pages show."""
    found = mandates_visible_to(seat)
    return found.select_related("person", "congress", "term", "region", "fills__person")


def owner_of(cell_id: int, number: str, *, but=None):
    """Whose identity number this is in a county; none if it is nobody's."""
    found = Person.objects.filter(holding(Person, "identity_number", number), cell_id=cell_id)
    return found.exclude(pk=but).first() if but else found.first()


def holder_of(congress_id: int, term_id, certificate: str, *, but=None):
    """The mandate that has a certificate number in a congress and a term already."""
    found = Mandate.objects.filter(
        congress_id=congress_id, term_id=term_id, certificate=certificate
    ).select_related("person")
    return found.exclude(pk=but).first() if but else found.first()


def entered_as(seat, row: str):
    """Whom a form has entered already, by the number of the row that it was sent with."""
    try:
        return visible_to(seat).filter(row_id=UUID(row)).first()
    except ValueError:
        return None
