"""Who somebody is: one question a role. No role word stands in another app."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from lianxin.base.paper import numbers
from lianxin.base.paper.clean.dates import age_at_most_on
from lianxin.base.paper.reasons import Reason, because
from lianxin.kernel.lifecycle import rule
from lianxin.kernel.ports import current


@rule(_("Only a deputy may do this."))
def deputy(seat, record):
    return seat.role == "deputy"


@rule(_("Only a town's congress clerk may do this."))
def town_clerk(seat, record):
    return seat.role == "town_clerk"


@rule(_("Only a station's liaison officer may do this."))
def liaison_officer(seat, record):
    return seat.role == "liaison_officer"


@rule(_("Only the deputy-affairs office may do this."))
def office(seat, record):
    return seat.role == "office"


@rule(_("Only the head of the organ may do this."))
def leader(seat, record):
    return seat.role == "leader"


@rule(_("Only a unit may do this."))
def unit(seat, record):
    return seat.role in ("unit_clerk", "unit_leader")


@rule(_("Only the unit's clerk may do this."))
def unit_clerk(seat, record):
    return seat.role == "unit_clerk"


@rule(_("Only the unit's head may do this."))
def unit_leader(seat, record):
    return seat.role == "unit_leader"


@rule(_("Only the government supervision office may do this."))
def gov_supervision(seat, record):
    return seat.role == "gov_supervision"


@rule(_("Only the resident who spoke may do this."))
def resident(seat, record):
    return seat.role == "resident"


@rule(_("Anyone may do this from the public pages."))
def stranger(seat, record):
    return seat.role == "anyone"


@rule(_("The platform does this by itself."))
def system(seat, record):
    return seat.role == "machine"


def keeps_the_roster(seat, cell_id) -> bool:
    """
    Whether a seat may bring in sheets: an office's or a town clerk's, in its own cell.

    Before there is an office, while the county is being set up, its administrator may.
    """
    at_home = seat.role in ("office", "town_clerk") and seat.cell_id == cell_id
    return at_home or seat.role == "machine" or sets_up(seat, cell_id)


def keeps_roster_of(seat, congress) -> bool:
    """
    Whose deputies a seat may bring in: a county's office its county's and its towns', a town's
    clerk the town's alone. Deputies of higher congresses come in while the county is set up, or
    by the command line.
    """
    if seat.role == "machine":
        return True
    if not keeps_the_roster(seat, congress.cell_id):
        return False
    if seat.role == "town_clerk" or seat.region_id:
        own = seat.region_id is not None and congress.region_id == seat.region_id
        return own and congress.level == "town"
    return sets_up(seat, congress.cell_id) or congress.level in ("county", "town")


def reads_roster(seat) -> bool:
    """Whether a seat may open the roster as it is kept: the offices and their heads."""
    return seat.role in ("office", "leader", "town_clerk")


def edits_roster(seat) -> bool:
    """Whether a seat may change it; a head reads."""
    return seat.role in ("office", "town_clerk")


def of_one_town(seat) -> bool:
    """Whether a seat keeps the deputies of one town's congress alone."""
    return seat.role == "town_clerk" or seat.region_id is not None


def is_administrator(seat) -> bool:
    """Whether a seat keeps the platform running, and has no business of its own."""
    return seat.role in ADMINISTRATORS


def sets_up(seat, cell_id) -> bool:
    """Whether a seat is the administrator's of a county that is being set up."""
    at_home = seat.role == "sys_admin" and seat.cell_id == cell_id
    return at_home and seat.cell.setting_up


@rule(_("Only the deputy and the offices may open the file."))
def reads_file(seat, mandate):
    """Whether a seat may open the duty file of the person who holds a mandate."""
    if seat.role == "deputy":
        return seat.mandate.person_id == mandate.person_id
    return seat.role in ("office", "leader", "town_clerk")


# Through which door


@rule(_("Say on whose behalf you enter this."))
def said_on_behalf(seat, record):
    """Asked while an act is being made; a page that only offers the move need not know yet."""
    act = current.get()
    return act is None or bool(act.via.on_behalf_of)


# The three who keep the platform running hold one another, and have no business of their own

ADMINISTRATORS = ("sys_admin", "security_admin", "auditor")


def kind_of(role: str) -> str:
    """What may stand beside what: each administrator alone, all business together."""
    return role if role in ADMINISTRATORS else "business"


def apart(seats) -> list:
    """
    The seats that one person may use: those of the kind of the oldest.

    Nobody is given seats of two kinds (see `appoint`); should two stand there all the same, the
    later ones open nothing.
    """
    known = list(seats)
    return [seat for seat in known if kind_of(seat.role) == kind_of(known[0].role)]


# What of a person fits together, in a sheet and in the form

MAJORITY = 18


def is_of_age(values: dict[str, Any], on: date) -> Iterator[tuple[str, Reason]]:
    """Nobody under eighteen can be elected; a month alone is judged in favour."""
    born = values.get("born")
    if born and age_at_most_on(born, on) < MAJORITY:
        yield (
            "born",
            because(
                gettext_noop("Born in %(born)s: not yet 18 on %(on)s (Election Law art. 4)."),
                born=str(born),
                on=on.isoformat(),
            ),
        )


def identity_number_agrees(values: dict[str, Any], on: date) -> Iterator[tuple[str, Reason]]:
    """The identity number tells the birth and the sex a second time."""
    number, born, sex = (values.get(key) for key in ("identity_number", "born", "sex"))
    if not number:
        return
    told = numbers.birth_in(number)
    parts = zip(born, (told.year, told.month, told.day), strict=True) if born and told else ()
    if any(one is not None and one != other for one, other in parts):
        yield "born", because(gettext_noop("The identity number tells another date of birth."))
    if sex in {"1", "2"} and numbers.sex_in(number) != sex:
        yield "sex", because(gettext_noop("The identity number tells another sex."))
