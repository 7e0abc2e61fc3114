"""What a form of a suggestion lets one choose from."""

from django.utils import timezone

from lianxin.institution.congress.models import Mandate, Organ, Role, Session
from lianxin.institution.congress.queries import mandates_in_office
from lianxin.work.suggestions.queries.scope import SIGNS

DESKS = (
    Organ.Kind.DEPUTY_AFFAIRS_OFFICE,
    Organ.Kind.DEPUTY_SERVICE_CENTER,
    Organ.Kind.PRESIDIUM,
)


def desk_of(mandate):
    """The office that a deputy's suggestion is handed to: his congress's, or his presidium."""
    found = Organ.objects.filter(cell_id=mandate.person.cell_id, kind__in=DESKS)
    congress = mandate.congress
    own = list(found.filter(congress=congress))
    if not own and congress.region_id:
        own = list(found.filter(congress=None, region=congress.region_id))
    return min(own, key=lambda organ: (DESKS.index(organ.kind), organ.pk), default=None)


def mandates_for(seat):
    """The deputies for whom a seat may write: of its station, its town, its congress."""
    here = _read(mandates_in_office(seat.cell_id, on=timezone.localdate()))
    if seat.role == Role.DEPUTY:
        return here.filter(pk=seat.mandate_id)
    if seat.role == Role.LIAISON_OFFICER:
        return here.filter(venues=seat.venue_id)
    if seat.role == Role.TOWN_CLERK:
        return here.filter(region=seat.region_id)
    if seat.role == Role.OFFICE:
        return here.filter(congress=seat.organ.congress_id)
    return Mandate.objects.none()


def cosigners_for(suggestion):
    """The deputies of the same congress who can still be asked to sign."""
    here = mandates_in_office(suggestion.cell_id, on=timezone.localdate())
    asked = suggestion.cosignatures.values("mandate")
    return (
        _read(here)
        .filter(congress=suggestion.congress_id)
        .exclude(pk=suggestion.mandate_id)
        .exclude(pk__in=asked)
    )


def _read(found):
    return found.select_related("person", "congress", "region").order_by("person__sort_key", "pk")


def sessions_of(congresses):
    """The sessions of some congresses, the latest first."""
    return (
        Session.objects.filter(term__congress__in=congresses)
        .select_related("term__congress")
        .order_by("-opened_on", "-pk")
    )


def names_under(suggestion):
    """The deputies who sign a suggestion, its author first."""
    names = suggestion.cosignatures.all()
    return [suggestion.mandate, *(n.mandate for n in names if n.state == SIGNS[1])]
