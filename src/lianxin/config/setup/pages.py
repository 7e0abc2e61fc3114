"""What the pages of setting up show: five steps, what is there, what is missing."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.base.accounts.actions import never_opened
from lianxin.config.setup.words import GROUPS
from lianxin.institution.congress.actions import mandates_without_seat
from lianxin.institution.congress.models import (
    Congress,
    Level,
    Organ,
    Person,
    Region,
    Role,
    Seat,
    Unit,
)
from lianxin.institution.congress.queries import (
    calendar_in,
    norm,
    seats_for,
    towns_and_villages,
    units_of,
)
from lianxin.institution.stations.queries import venues_of
from lianxin.kernel.calendar import NoSuchRule

NEEDED = (Role.OFFICE, Role.SECURITY_ADMIN, Role.AUDITOR)  # without whom nobody can begin


@dataclass(frozen=True)
class Step:
    """One of the five pages."""

    number: int
    slug: str
    title: str
    icon: str
    there: str
    missing: tuple[str, ...]

    @property
    def url(self) -> str:
        return reverse(f"setup:{self.slug}")

    @property
    def done(self) -> bool:
        return not self.missing


def steps(cell, *, on) -> list[Step]:
    """How far the county is."""
    return [_places(cell), _units(cell), _roster(cell), _calendar(cell, on), _people(cell)]


def _there(*words: str) -> str:
    return " · ".join(word for word in words if word)


def _places(cell) -> Step:
    found = towns_and_villages(cell)
    villages = sum(len(each) for _town, each in found)
    congresses = list(own_congresses(cell))
    without = sum(not each.terms.all() for each in congresses)
    county = next((each for each in congresses if each.level == Level.COUNTY), None)
    missing = (
        _("no towns: bring a list of places in") if not found else "",
        _("the running term of %(n)d congresses") % {"n": without} if without else "",
        _("the short name for letters") if county and not county.short else "",
    )
    there = _there(
        ngettext("%(n)d town", "%(n)d towns", len(found)) % {"n": len(found)},
        ngettext("%(n)d village", "%(n)d villages", villages) % {"n": villages},
        ngettext("%(n)d congress", "%(n)d congresses", len(congresses)) % {"n": len(congresses)},
    )
    return Step(1, "places", _("Places and organs"), "map-pins", there, _told(missing))


def _told(missing) -> tuple[str, ...]:
    return tuple(words for words in missing if words)


def _units(cell) -> Step:
    n = Unit.objects.filter(cell=cell).count()
    missing = () if n else (_("the units that answer suggestions"),)
    there = ngettext("%(n)d unit", "%(n)d units", n) % {"n": n}
    return Step(2, "units", _("Units"), "building", there, missing)


def _roster(cell) -> Step:
    n = Person.objects.filter(cell=cell).count()
    missing = () if n else (_("the roster of deputies"),)
    there = ngettext("%(n)d deputy", "%(n)d deputies", n) % {"n": n}
    return Step(3, "roster", _("Roster"), "users", there, missing)


def _calendar(cell, on) -> Step:
    calendar, open_ones = calendar_in(cell.pk), len(unconfirmed(cell, on=on))
    years = [on.year] + ([on.year + 1] if on.month == 12 else [])
    missing = [
        _("the State Council's days off for %(year)s") % {"year": year}
        for year in years
        if not calendar.published(year)
    ]
    if open_ones:
        text = ngettext(
            "%(n)d number that your own measures decide",
            "%(n)d numbers that your own measures decide",
            open_ones,
        )
        missing.append(text % {"n": open_ones})
    known = [year for year in (on.year, on.year + 1) if calendar.published(year)]
    there = _("days off up to %(year)s") % {"year": max(known, default=on.year - 1)}
    return Step(4, "calendar", _("Days off and periods"), "calendar", there, tuple(missing))


def _people(cell) -> Step:
    stations = venues_of(cell.pk).count()
    seats = Seat.objects.filter(cell=cell).count()
    roles = set(seats_for(cell.pk, NEEDED[0]).values_list("role", flat=True)[:1])
    for role in NEEDED[1:]:
        roles |= set(seats_for(cell.pk, role).values_list("role", flat=True)[:1])
    missing = [_("a station") if not stations else ""]
    missing += [str(Role(role).label) for role in NEEDED if role not in roles]
    there = _there(
        ngettext("%(n)d station", "%(n)d stations", stations) % {"n": stations},
        ngettext("%(n)d account", "%(n)d accounts", seats) % {"n": seats},
    )
    return Step(5, "people", _("Stations and accounts"), "key", there, _told(missing))


# 1 Places and organs


def own_congresses(cell):
    """The county's congress and its towns', with their terms."""
    found = Congress.objects.filter(cell=cell, level__in=[Level.COUNTY, Level.TOWN])
    return found.select_related("region").prefetch_related("terms").order_by("pk")


def office_of(cell):
    """The office for deputies' work."""
    kind = Organ.Kind.DEPUTY_AFFAIRS_OFFICE
    return Organ.objects.filter(cell=cell, kind=kind).order_by("pk").first()


@dataclass(frozen=True)
class Town:
    """A town with its villages and its organ."""

    region: Region
    villages: list[Region]
    organ: Organ | None


def towns(cell) -> list[Town]:
    """All towns of the county."""
    organs = {
        organ.region_id: organ for organ in Organ.objects.filter(cell=cell, region__isnull=False)
    }
    return [
        Town(town, villages, organs.get(town.pk)) for town, villages in towns_and_villages(cell)
    ]


def units_used(cell):
    """The units, by name; `seated` tells how many sit for each."""
    return units_of(cell.pk).annotate(seated=Count("seat"))


# 4 Days off and periods


@dataclass(frozen=True)
class Number:
    """A number of the rule profile, as it is in force here."""

    key: str
    label: Any
    value: int
    unit: str
    basis: str
    verified: bool


def numbers(cell, *, on) -> list[tuple[str, list[Number]]]:
    """All numbers in groups, those that are still to be confirmed first in each."""
    groups = []
    for title, labels in GROUPS:
        found = [_number(cell, key, label, on) for key, label in labels.items()]
        there = [each for each in found if each is not None]
        groups.append((str(title), sorted(there, key=lambda each: each.verified)))
    return groups


def _number(cell, key, label, on) -> Number | None:
    try:
        here = norm(key, on, cell_id=cell.pk)
    except NoSuchRule:
        return None
    return Number(key, label, here.value, here.unit, here.basis, here.verified)


def unconfirmed(cell, *, on) -> list[Number]:
    """The numbers that no article fixes and that nobody here has confirmed."""
    return [each for _title, group in numbers(cell, on=on) for each in group if not each.verified]


# 5 Accounts


@dataclass(frozen=True)
class Wish:
    """A chair in which somebody should sit."""

    key: str
    label: str
    role: Role
    title: str
    place: dict[str, Any] = field(default_factory=dict)
    holders: tuple[str, ...] = ()


def wishes(cell) -> list[tuple[str, list[Wish]]]:
    """All chairs of the county but the deputies', in groups, with who sits there."""
    sitting = _sitting(cell)

    def wish(role, title, thing=None, **place):
        where = (role, *(_key(place.get(name)) for name in ("organ", "unit", "venue_id")))
        key = f"{role}-{_key(thing) or 0}"
        label = _("%(role)s of %(what)s") % {"role": Role(role).label, "what": title}
        return Wish(key, label, Role(role), title, place, tuple(sitting.get(where, ())))

    office = office_of(cell)
    supervision = Organ.Kind.GOV_SUPERVISION_OFFICE
    above = Organ.objects.filter(cell=cell, kind=supervision).first()
    head = [
        *(
            [wish(role, office.name, office, organ=office) for role in (Role.OFFICE, Role.LEADER)]
            if office
            else []
        ),
        wish(Role.GOV_SUPERVISION, above.name if above else cell.name),
        wish(Role.SECURITY_ADMIN, cell.name),
        wish(Role.AUDITOR, cell.name),
    ]
    town = [
        wish(role, organ.name, organ, organ=organ, region=organ.region)
        for organ in Organ.objects.filter(cell=cell, region__isnull=False)
        .select_related("region")
        .order_by("region__code")
        for role in (Role.TOWN_CLERK, Role.LEADER)
    ]
    unit = [
        wish(role, each.name, each, unit=each)
        for each in units_of(cell.pk)
        for role in (Role.UNIT_CLERK, Role.UNIT_LEADER)
    ]
    station = [
        wish(Role.LIAISON_OFFICER, each.name, each, venue_id=each.pk) for each in venues_of(cell.pk)
    ]
    titles = (_("The county"), _("Towns and subdistricts"), _("Units"), _("Stations"))
    return list(zip(titles, (head, town, unit, station), strict=True))


def _sitting(cell) -> dict[tuple, list[str]]:
    """Who sits in which chair."""
    found: dict[tuple, list[str]] = {}
    for seat in Seat.objects.filter(cell=cell, valid_to=None).order_by("pk"):
        where = (seat.role, seat.organ_id, seat.unit_id, seat.venue_id)
        found.setdefault(where, []).append(seat.holder)
    return found


def _key(thing):
    return getattr(thing, "pk", thing)


def waiting_accounts(cell):
    """Seats whose accounts nobody has activated yet."""
    found = Seat.objects.filter(cell=cell, user__in=never_opened().values("pk"), valid_to=None)
    return found.select_related("user").order_by("role", "pk")


def deputies_waiting(cell, *, on) -> int:
    """Mandates of the roster without a seat."""
    return mandates_without_seat(cell, on=on).count()
