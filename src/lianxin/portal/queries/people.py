"""Deputies as the public meets them: one person once, with every office that he or she holds."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext

from lianxin.institution.congress.models import Level, Mandate, Region
from lianxin.institution.congress.queries import mandates_in_office
from lianxin.institution.stations.models import Venue

NEAREST = tuple(reversed(Level.values))  # the town's congress first, the nation's last
OFFICES = {
    Level.TOWN.value: gettext_lazy("deputy to the town's congress"),
    Level.COUNTY.value: gettext_lazy("deputy to the county's congress"),
    Level.CITY.value: gettext_lazy("deputy to the city's congress"),
    Level.PROVINCE.value: gettext_lazy("deputy to the province's congress"),
    Level.NATIONAL.value: gettext_lazy("deputy to the National People's Congress"),
}


@dataclass(frozen=True)
class Face:
    """One deputy: the mandate that one turns to, and all mandates of the person."""

    mandate: Mandate
    mandates: tuple[Mandate, ...]

    @property
    def name(self):
        return self.mandate.person.name

    @property
    def post(self):
        return self.mandate.person.post

    @property
    def level(self):
        """The level of the congress that is nearest to the residents."""
        return self.mandates[0].congress.level

    @property
    def offices(self):
        """In which congresses, the nearest first."""
        named = dict.fromkeys(str(OFFICES[each.congress.level]) for each in self.mandates)
        return pgettext("between names", ", ").join(named)

    @property
    def words(self):
        """The whole of it on one line of a list."""
        return " · ".join(filter(None, (self.name, self.post, self.offices)))


def faces(mandates, at=lambda mandate: 0):
    """
    One face a person; of several mandates one turns to that which `at` ranks highest.

    The mandates come with person and congress; the order of the persons is kept.
    """
    held: dict[int, list[Mandate]] = {}
    for each in mandates:
        held.setdefault(each.person_id, []).append(each)
    found = []
    for own in held.values():
        own.sort(key=lambda each: (NEAREST.index(each.congress.level), each.pk))
        found.append(Face(max(own, key=at), tuple(own)))
    return found


def _in_office(cell):
    found = mandates_in_office(cell.pk, on=timezone.localdate())
    return found.select_related("person", "congress").order_by("person__sort_key", "pk")


def mandate_of(cell, key):
    """A deputy of the county who is in office, or none."""
    return _in_office(cell).filter(pk=key).first()


def deputies_for(cell, village, chosen=None):
    """
    The deputies of a village and its town, grouped by level, for choosing one: [(level, faces)].

    They are those whom its stations name, and those of the town. Whoever is chosen already is
    there too, wherever he or she comes from.
    """
    venues = Venue.deputies.through.objects
    town = Region.objects.filter(pk=village).values("parent")
    stations = Venue.objects.filter(Q(serves=village) | Q(region__in=town)).values("pk")
    here = _in_office(cell).filter(
        Q(region__in=town) | Q(pk__in=venues.filter(venue__in=stations).values("mandate"))
    )
    wanted = Q(person__in=here.order_by().values("person")) if village else Q(pk__in=[])
    if chosen:
        wanted |= Q(person__in=Mandate.objects.filter(pk=chosen).values("person"))
    met = Exists(venues.filter(mandate=OuterRef("pk")))
    mandates = _in_office(cell).filter(wanted).annotate(met=met)
    found = faces(mandates, lambda m: 2 if m.pk == chosen else m.met)
    groups: dict[str, list[Face]] = {}
    for face in found:
        groups.setdefault(face.level, []).append(face)
    return [(OFFICES[level], groups[level]) for level in NEAREST if level in groups]


def with_people(cell, stations):
    """Let each station know its deputies as faces (`people`): one query more for all of them."""
    stations = list(stations)
    persons = {m.person_id for station in stations for m in station.deputies.all()}
    held: dict[int, list[Mandate]] = {}
    for each in _in_office(cell).filter(person__in=persons) if persons else ():
        held.setdefault(each.person_id, []).append(each)
    for station in stations:
        here = {m.pk for m in station.deputies.all()}
        own = dict.fromkeys(m.person_id for m in station.deputies.all())
        mandates = [each for person in own for each in held[person]]
        station.people = faces(mandates, lambda m, here=here: m.pk in here)
    return stations
