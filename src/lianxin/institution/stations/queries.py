"""Which stations serve a place, who is to be met there, and which organs serve a county."""

from django.db.models import Count

from lianxin.institution.stations.models import Bureau, Venue
from lianxin.kernel.ports import memo

TELLS = (("信访", Bureau.Kind.PETITION), ("法院", Bureau.Kind.COURT), ("法庭", Bureau.Kind.COURT))


def venues_of(cell_id):
    """The stations of a cell, with their town: the towns by their codes, in each by name."""
    found = Venue.objects.filter(cell_id=cell_id).select_related("region")
    return found.order_by("region__code", "sort_key", "pk")


def venue_serving(region):
    """
    The station nearest to a village: of those that serve it, the one that serves the fewest.

    Failing that the first one of its town; none if there is none.
    """
    if region is None:
        return None
    serving = Venue.objects.filter(pk__in=Venue.objects.filter(serves=region))
    nearest = serving.annotate(places=Count("serves")).order_by("places", "pk").first()
    return nearest or Venue.objects.filter(region=region.parent_id).order_by("pk").first()


def serves(venue_id, mandate_id):
    """Whether a deputy belongs to a station; asked once in an act."""
    found = Venue.deputies.through.objects.filter(venue=venue_id, mandate=mandate_id)
    return memo(("serves", venue_id, mandate_id), found.exists)


def deputies_serving(region):
    """The mandates of the deputies of the station that serves a village."""
    venue = venue_serving(region)
    if venue is None:
        return []
    found = venue.deputies.select_related("person", "congress")
    return list(found.order_by("person__sort_key", "pk"))


def bureaus_of(cell_id):
    """The organs that residents of a cell may be pointed to, one of each kind, filled in or not."""
    kept = {each.kind: each for each in Bureau.objects.filter(cell_id=cell_id)}
    return [
        kept.get(kind.value) or Bureau(cell_id=cell_id, kind=kind.value, name=str(kind.label))
        for kind in Bureau.Kind
    ]


def bureau_named(cell_id, name):
    """The organ of this name; one that was written by hand has a kind if its name tells it."""
    bureaus = bureaus_of(cell_id)
    labels = {str(Bureau.Kind(each.kind).label): each for each in bureaus}
    for each in bureaus:
        if each.name == name:
            return each
    if name in labels:
        return labels[name]
    kind = next((kind for word, kind in TELLS if word in name), "")
    return Bureau(cell_id=cell_id, kind=kind, name=name)
