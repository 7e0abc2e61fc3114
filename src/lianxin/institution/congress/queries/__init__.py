"""Which seat, which rule, which working days, which places."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.base.masks import conceal
from lianxin.base.records.models import Entry
from lianxin.institution.congress import rules
from lianxin.institution.congress.models import (
    Cell,
    Congress,
    DayOverride,
    Mandate,
    Person,
    Region,
    RuleStamp,
    RuleValue,
    Seat,
    Unit,
)
from lianxin.institution.congress.queries.accounts import (  # noqa: F401 -- read from here
    account_named,
    accounts_in,
    asks_second,
    cell_of,
    known_in,
    peers_of,
    roles_of,
    seats_in,
    shares_desk,
)
from lianxin.kernel.calendar import Calendar, Norm, NoSuchRule, working_days_between
from lianxin.kernel.keyring import Unreadable
from lianxin.kernel.ports import memo, today
from lianxin.kernel.prepared import Prepared

# Seats


def _seats(user, on):
    dated = Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    found = Seat.objects.filter(dated, user=user, valid_from__lte=on)
    return found.select_related("cell", "mandate__person", "stands_in_for").order_by("pk")


_seats_of = Prepared(_seats, on=date)


def seats_of(user, *, on):
    """The hats that a user (or the user of an id) may put on today."""
    return _seats_of(user=getattr(user, "pk", user), on=on)


def seats_for(cell_id, role, **where):
    """The seats of a role in a cell today, for telling people something."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gte=today())
    return Seat.objects.filter(dated, cell_id=cell_id, role=role, valid_from__lte=today(), **where)


# Rules and days, kept in the process under the stamp of the last change


@dataclass(frozen=True)
class Book:
    stamp: str
    values: dict  # key -> [RuleValue with its profile]
    days: dict  # cell id or None -> {day: works}


_book: list[Book] = []
_stamps = Prepared(lambda: RuleStamp.objects.order_by("pk")[:1])


def book() -> Book:
    """The rules and days as they stand; read anew only when their stamp has changed."""
    stamps = _stamps()
    stamp = stamps[0].stamp if stamps else ""
    if not _book or _book[0].stamp != stamp or not stamp:
        values: dict[str, list[RuleValue]] = {}
        days: dict[int | None, dict[date, bool]] = {}
        for row in RuleValue.objects.select_related("profile").order_by("valid_from"):
            values.setdefault(row.key, []).append(row)
        for each in DayOverride.objects.all():
            days.setdefault(each.cell_id, {})[each.day] = each.works
        _book[:] = [Book(stamp, values, days)]
    return _book[0]


def rules_in_force(key, subject, on) -> Norm:
    """
    The value that holds for a record on a day: its congress's, else its cell's, else ours.

    Raises NoSuchRule when the profiles hold none.
    """
    return norm(key, on, cell_id=subject.cell_id, congress_id=getattr(subject, "congress_id", None))


def norm(key, on, *, cell_id=None, congress_id=None) -> Norm:
    """The value of a rule on a day for a cell, or for one congress of it."""
    best = None
    for row in memo("book", book).values.get(key, ()):
        if row.valid_from > on or (row.valid_to and row.valid_to < on):
            continue
        near = _nearness(row.profile, cell_id, congress_id)
        if near and (best is None or (near, row.valid_from) >= best[:2]):
            best = (near, row.valid_from, row)
    if best is None:
        raise NoSuchRule(f"{key} on {on}")
    row = best[2]
    return Norm(
        key,
        row.value,
        row.unit,
        row.basis,
        row.verified,
        row.valid_from,
        row.valid_to,
        row.rolls,
        row.text,
        row.basis_en,
    )


def _nearness(profile, cell_id, congress_id):
    if profile.congress_id:
        return 3 if profile.congress_id == congress_id else 0
    if profile.cell_id:
        return 2 if profile.cell_id == cell_id else 0
    return 1


@cache
def _national(year):
    import holidays  # noqa: PLC0415 -- large; only processes that count days load it

    return holidays.country_holidays("CN", years=year, language="zh_CN")


def calendar_of(subject) -> Calendar:
    """Working days where a record lives."""
    return calendar_in(subject.cell_id)


def calendar_in(cell_id) -> Calendar:
    """Working days of a cell: overrides first, then the State Council's notice."""
    days = memo("book", book).days
    words = {**days.get(None, {}), **days.get(cell_id, {})}
    told = {day.year for day in words}

    def works(day):
        return words[day] if day in words else _national(day.year).is_working_day(day)

    def published(year):
        return year in told or any(d.year == year for d in _national(year).weekend_workdays)

    return Calendar(works, published)


# Lights


@dataclass(frozen=True)
class Light:
    """How much time is left: `tone` g, y, r or n; `days` are working days, negative when late."""

    tone: str
    days: int
    due_on: date

    @property
    def text(self):
        """The time left in words, always in working days."""
        if self.tone == "r":
            return ngettext("%(n)d working day late", "%(n)d working days late", -self.days) % {
                "n": -self.days
            }
        if self.days == 0:
            return _("due today")
        return ngettext("%(n)d working day left", "%(n)d working days left", self.days) % {
            "n": self.days
        }


def light_of(due_on, *, today, cell_id, started_on=None):
    """
    The light of a due date: red when past, yellow when little is left, else green.

    Yellow by the rules light.yellow.days (working days) or light.yellow.share (per cent of the
    period, when its start is known), whichever is reached sooner (§2.12(7)).
    """
    return due_on and lights_in(cell_id, today=today)(due_on, started_on)


def lights_in(cell_id, *, today):
    """`light_of` for a whole list: the days off and the thresholds are asked for once."""
    calendar = calendar_in(cell_id)
    days = norm("light.yellow.days", today, cell_id=cell_id).value
    share = norm("light.yellow.share", today, cell_id=cell_id).value

    def shine(due_on, started_on=None):
        if due_on is None:
            return None
        if due_on < today:
            return Light("r", -working_days_between(due_on, today, calendar), due_on)
        left = working_days_between(today, due_on, calendar)
        yellow = left <= days
        if started_on and not yellow:
            whole = working_days_between(started_on, due_on, calendar)
            yellow = left * 100 <= whole * share
        return Light("y" if yellow else "g", left, due_on)

    return shine


# Places and people


def towns_and_villages(cell):
    """The towns of a cell with their villages, for choosing a place: two levels, two queries."""
    if cell is None or cell.region_id is None:
        return []
    towns = list(
        Region.objects.filter(parent=cell.region_id, valid_to=None).order_by("code").only("name")
    )
    villages: dict[int | None, list[Region]] = {}
    for village in Region.objects.filter(
        parent__in=[town.pk for town in towns], valid_to=None
    ).order_by("code"):
        villages.setdefault(village.parent_id, []).append(village)
    return [(town, villages.get(town.pk, [])) for town in towns]


def town_named(cell, words):
    """A town of a cell by its code or its name; none if there is none."""
    here = Region.objects.filter(parent=cell.region_id, valid_to=None)
    return here.filter(Q(code=words) | Q(name=words)).first()


def villages_of(cell):
    """All villages of a cell."""
    return Region.objects.filter(
        parent__parent=cell.region_id, rank=Region.Rank.VILLAGE, valid_to=None
    ).select_related("parent")


def congresses_of(seat):
    """The congresses whose deputies a seat may bring in."""
    found = Congress.objects.filter(cell=seat.cell_id).order_by("pk")
    return [each for each in found if rules.keeps_roster_of(seat, each)]


def has_several_congresses(cell) -> bool:
    """Whether there is anything to choose when a roster is brought in."""
    return Congress.objects.filter(cell=cell).count() > 1


def units_of(cell_id):
    """The units of a cell, by name."""
    return Unit.objects.filter(cell=cell_id).order_by("sort_key", "pk")


def persons_visible_to(seat):
    """The roster as a seat may read it: its own cell's, for every office role and deputy."""
    if seat.cell_id is None or seat.role in ("sys_admin", "security_admin", "auditor", "resident"):
        return Person.objects.none()
    return Person.objects.filter(cell_id=seat.cell_id)


NUMBERS = {"phone": "phone", "identity_number": "identity_number"}  # and as what it is hidden


def numbers_open_to(seat, person):
    """
    Which numbers of a person a seat may ask for.

    The telephone: those who keep the roster. The identity number: the county's office and its
    head alone. A deputy reads what is kept of the deputy.
    """
    if seat.cell_id != person.cell_id:
        return ()
    if seat.role == "deputy":
        return tuple(NUMBERS) if seat.mandate.person_id == person.pk else ()
    if seat.role == "office" or (seat.role == "leader" and seat.region_id is None):
        return tuple(NUMBERS)
    return ("phone",) if seat.role in ("leader", "town_clerk") else ()


def is_kept(person, name) -> bool:
    """Whether there is anything in a secret column; nothing is opened for that."""
    return bool(person.__dict__.get(name))


def hidden_numbers(person, names):
    """{number: as much of it as may stand on a page}; a sentence where it does not open."""
    try:
        return {name: conceal(NUMBERS[name], getattr(person, name)) for name in names}
    except Unreadable as fault:
        return {"phone": str(fault)}


def looks_at(person):
    """The entries of who looked at a person's numbers, newest first."""
    found = Entry.objects.filter(root_type="congress.person", root_id=person.pk)
    return list(found.filter(move__startswith="show_").select_related("text").order_by("-pk")[:20])


def mandates_in_office(cell_id, *, on):
    """The mandates of a cell that hold on a day and do not rest."""
    began = Q(begins_on=None) | Q(begins_on__lte=on)
    lasts = Q(ends_on=None) | Q(ends_on__gte=on)
    acts = Q(suspended_on=None) | Q(suspended_on__gt=on)
    return Mandate.objects.filter(began, lasts, acts, person__cell_id=cell_id)


# Cells


def cell_of_code(code):
    """The cell of a division code, or none."""
    return Cell.objects.filter(code=code).first()


def cells_with_persons():
    """All cells in the order of their codes; `persons` is the size of the roster."""
    return Cell.objects.annotate(persons=Count("person")).order_by("code")
