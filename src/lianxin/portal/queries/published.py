"""What was published, and the figures of the home page; each figure leads to its records."""

from dataclasses import dataclass, field
from datetime import date

from django.utils import timezone

from lianxin.institution.congress.queries import mandates_in_office
from lianxin.institution.stations.models import Venue
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.models import Publication, Suggestion


def published(cell, *, q="", year=None):
    """The published suggestions of a county, newest first."""
    found = suggestions.published(cell.pk)
    if q:
        found = found.filter(public_title__icontains=q)
    return found.filter(published_on__year=year) if year else found


def figures(cell):
    """Counts of what a visitor can open."""
    today = timezone.localdate()
    out = suggestions.published(cell.pk).order_by()
    met = mandates_in_office(cell.pk, on=today).filter(venues__isnull=False)
    return {
        "stations": Venue.objects.filter(cell=cell).count(),
        "deputies": met.values("person").distinct().count(),
        "published": out.count(),
        "this_year": out.filter(published_on__year=today.year).count(),
        "year": str(today.year),
    }


@dataclass(frozen=True)
class Read:
    """A published suggestion as it is read: what was checked, and what became of it."""

    publication: Publication
    signers: str = ""
    units: list = field(default_factory=list)
    steps: list = field(default_factory=list)
    due_on: date | None = None
    answered_on: date | None = None  # a later answer than was checked, which is being checked


def shows_text(publication):
    """Whether the text may be read, or only the title."""
    return publication.level == Suggestion.Publicity.FULL
