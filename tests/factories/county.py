"""A whole county in a few lines: places, organs, deputies, units, and a seat for every role."""

from datetime import UTC, date, datetime
from types import SimpleNamespace

from lianxin.base.accounts.models import User
from lianxin.institution.congress.models import (
    Cell,
    Congress,
    Mandate,
    Organ,
    Person,
    Region,
    Seat,
    Session,
    Term,
    Unit,
)
from lianxin.institution.stations.models import Venue
from lianxin.kernel.ports import Via

SINCE = date(2020, 1, 1)


def moment(year, month, day, hour=10):
    """A moment of a day in Beijing."""
    return datetime(year, month, day, hour - 8, tzinfo=UTC)


def told(year, month, day, hour=10):
    """An act of the scenario door, which may say when it happened."""
    return Via("scenario", happened_at=moment(year, month, day, hour))


def places(code):
    """County, two towns, two villages each."""

    def place(suffix, name, rank, parent):
        return Region.objects.create(
            code=f"{code}{suffix}", name=name, rank=rank, parent=parent, valid_from=SINCE
        )

    county = place("", f"County {code}", "county", None)
    towns = [place(f"{n}00", f"Town {n}", "town", county) for n in (1, 2)]
    villages = [
        place(f"{t}0000{v}", f"Village {t}{v}", "village", town)
        for t, town in enumerate(towns, 1)
        for v in (1, 2)
    ]
    return county, towns, villages


class County(SimpleNamespace):
    """What `build_county` made; `seat(role, …)` makes one more."""

    def seat(self, name, role, **where):
        user = User.objects.create_user(f"{name}-{self.cell.code}", password="a long pass phrase")
        return Seat.objects.create(
            user=user,
            role=role,
            cell=self.cell,
            holder=name,
            title=f"{name} office",
            valid_from=SINCE,
            **where,
        )

    def deputy_of(self, name, town=0):
        person = Person.objects.create(cell=self.cell, name=name)
        mandate = Mandate.objects.create(
            person=person, congress=self.congress, term=self.term, region=self.towns[town]
        )
        return self.seat(name, "deputy", mandate=mandate)


def build_county(code):
    region, towns, villages = places(code)
    cell = Cell.objects.create(code=code, name=f"County {code}", region=region)
    congress = Congress.objects.create(cell=cell, name="Congress", level="county", short="T")
    term = Term.objects.create(congress=congress, number=19, begins_on=date(2022, 1, 1))
    office = Organ.objects.create(
        cell=cell, congress=congress, name="Office", kind=Organ.Kind.DEPUTY_AFFAIRS_OFFICE
    )
    presidium = Organ.objects.create(
        cell=cell, name="Presidium", kind=Organ.Kind.PRESIDIUM, region=towns[0]
    )
    units = [Unit.objects.create(cell=cell, name=f"Bureau {n}", short=n) for n in "ABC"]
    venue = Venue.objects.create(
        cell=cell, name="Station", kind=Venue.Kind.LIAISON_STATION, region=towns[0]
    )
    venue.serves.set(villages[:2])
    made = County(
        cell=cell,
        region=region,
        towns=towns,
        villages=villages,
        congress=congress,
        term=term,
        session=Session.objects.create(term=term, number=5, opened_on=date(2026, 1, 6)),
        office=office,
        presidium=presidium,
        units=units,
        venue=venue,
    )
    _seat_everybody(made)
    return made


def _seat_everybody(made):
    """One account of each role, and the deputies."""
    made.deputy = made.deputy_of("Li")
    made.second = made.deputy_of("Chen")
    made.third = made.deputy_of("Wu", town=1)
    made.stranger_deputy = made.deputy_of("Zhao", town=1)
    made.venue.deputies.set([made.deputy.mandate, made.second.mandate])
    made.officer = made.seat("officer", "liaison_officer", venue_id=made.venue.pk)
    made.town_clerk = made.seat(
        "townclerk", "town_clerk", organ=made.presidium, region=made.towns[0]
    )
    made.chair = made.seat("chair", "leader", organ=made.presidium, region=made.towns[0])
    made.clerk = made.seat("clerk", "office", organ=made.office)
    made.leader = made.seat("leader", "leader", organ=made.office)
    made.supervision = made.seat("supervision", "gov_supervision")
    for n, unit in enumerate(made.units):
        name = "abc"[n]
        setattr(made, f"{name}_clerk", made.seat(f"{name}clerk", "unit_clerk", unit=unit))
        setattr(made, f"{name}_head", made.seat(f"{name}head", "unit_leader", unit=unit))
    made.auditor = made.seat("auditor", "auditor")
    made.sys_admin = made.seat("sysadmin", "sys_admin")
    made.security_admin = made.seat("secadmin", "security_admin")
