"""A seat's own things: nobody else is ever shown them."""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from django.apps import apps

from lianxin.base.search.models import Opened, SavedView
from lianxin.kernel.registry import pages, visible_to_of

PASSING = {"page", "csrfmiddlewaretoken", "back", "row"}  # of an address: not what narrows it


def opened_by(seat, most=20):
    """The records that a seat opened last and may still see, the newest first."""
    mine = Opened.objects.filter(seat_id=seat.pk).order_by("-at", "-pk")
    told = list(mine.values_list("kind", "record_id")[:most])
    known = {}
    for kind in {kind for kind, _pk in told} & set(pages()):
        ids = [pk for of, pk in told if of == kind]
        for record in visible_to_of(kind)(seat).filter(pk__in=ids):
            known[kind, record.pk] = record
    return [known[each] for each in told if each in known]


def lists():
    """The routes of the lists that can be kept under a name, as the apps declare them."""
    return [page for config in apps.get_app_configs() for page in getattr(config, "lists", ())]


def narrowing(query):
    """What narrows a list, out of its address: the same for the same rows."""
    told = parse_qsl(query.lstrip("?"))
    return urlencode(sorted({(name, value) for name, value in told if name not in PASSING}))


@dataclass(frozen=True)
class KeptViews:
    """The views that a seat has kept of one list, and which of them is shown."""

    page: str
    query: str  # of the list as it is now
    views: list[SavedView]

    @property
    def current(self):
        """The one that is shown, or none."""
        return next((each for each in self.views if each.query == self.query), None)


def views_of(seat, page, query=""):
    """The views of one list that a seat has kept; `query` is that of the page."""
    mine = SavedView.objects.filter(seat_id=seat.pk, page=page).order_by("pk")
    return KeptViews(page, narrowing(query), list(mine))
