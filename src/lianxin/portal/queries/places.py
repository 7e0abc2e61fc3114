"""Where the public is: the county of this installation, its stations, who is met there."""

from django.db.models import Prefetch, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.records.queries import period
from lianxin.institution.congress.models import Cell, Organ, Region
from lianxin.institution.congress.queries import mandates_in_office, norm
from lianxin.institution.stations.models import Venue
from lianxin.institution.stations.queries import venue_serving


def cell_of(request):
    """The county that the public pages of this installation serve; asked once a request."""
    if not hasattr(request, "_cell"):
        request._cell = Cell.objects.select_related("region").order_by("pk").first()
    return request._cell


def handler_of(cell):
    """Who answers for the residents' data (PIPL art. 17): the office for deputies' work."""
    kind = Organ.Kind.DEPUTY_AFFAIRS_OFFICE
    return Organ.objects.filter(cell=cell, kind=kind).order_by("pk").first()


def promises(cell):
    """What happens after somebody spoke, with the periods of the rules in force here."""
    today = timezone.localdate()

    def within(key):
        found = norm(key, today, cell_id=cell.pk)
        return _("within %(period)s") % {"period": period(found.value, found.unit)}

    steps = (
        (_("at once"), _("The station has it; you get a query code")),
        (within("voice.triage"), _("Somebody reads it and finds who can deal with it")),
        (within("voice.town"), _("Whoever it was handed to deals with it")),
        (within("voice.feedback"), _("You are told the result and say how it was")),
    )
    return [
        {"number": number, "title": when, "who": what}
        for number, (when, what) in enumerate(steps, start=1)
    ]


def stations(cell, q=""):
    """
    The stations of a county with their villages and deputies, or those that `q` leads to.

    `q` may name a village, a town, a station or a deputy. A village that no station serves
    leads to the stations of its town.
    """
    deputies = mandates_in_office(cell.pk, on=timezone.localdate())
    deputies = deputies.select_related("person", "congress")
    found = (
        Venue.objects.filter(cell=cell)
        .select_related("region")
        .prefetch_related(
            "serves",
            Prefetch("deputies", deputies.order_by("person__sort_key", "pk")),
        )
        .order_by("region__code", "sort_key", "pk")
    )
    return found.filter(pk__in=_found(cell, q)) if q else found


def _found(cell, q):
    here = Q(parent=cell.region_id) | Q(parent__parent=cell.region_id)
    places = list(Region.objects.filter(here, name__icontains=q, valid_to=None)[:50])
    villages = [place.pk for place in places if place.rank == Region.Rank.VILLAGE]
    towns = [place.pk for place in places if place.rank != Region.Rank.VILLAGE]
    venues = Venue.objects.filter(cell=cell)
    served = set(venues.filter(serves__in=villages).values_list("serves", flat=True))
    alone = [p for p in places if p.pk in villages and p.pk not in served]
    towns += [place.parent_id for place in alone if place.parent_id]
    named = Q(name__icontains=q) | Q(deputies__person__name__icontains=q)
    return venues.filter(Q(serves__in=villages) | Q(region__in=towns) | named).values("pk")


def examples(stations, most=3):
    """A few villages that can be looked for, no village twice."""
    places = {place.pk: place for station in stations for place in station.serves.all()}
    return list(places.values())[:most]


def phone_for(cell, region=None):
    """(who, number): the station of a village that can be rung, else the office; or none."""
    venue = venue_serving(region)
    office = None if venue and venue.phone else handler_of(cell)
    found = office or venue
    return (found.name, found.phone) if found and found.phone else None
