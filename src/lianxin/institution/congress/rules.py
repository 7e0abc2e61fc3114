"""Who somebody is: one question a role. No role word stands in another app."""

from django.utils.translation import gettext_lazy as _

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
    """Whether a seat may bring in sheets: an office's or a town clerk's, in its own cell."""
    at_home = seat.role in ("office", "town_clerk") and seat.cell_id == cell_id
    return at_home or seat.role == "machine"


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
