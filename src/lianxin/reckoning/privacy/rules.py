"""Who may propose that personal data are erased, and who may do it."""

from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress import rules as who
from lianxin.institution.congress.queries import mandates_in_office
from lianxin.institution.congress.rules import system
from lianxin.kernel.lifecycle import rule
from lianxin.kernel.ports import today

__all__ = ["system"]


@rule(_("Only an office, a town's clerk or a station may propose this."))
def keeper(seat, erasure):
    roles = (who.office, who.leader, who.town_clerk, who.liaison_officer)
    return any(role(seat, erasure) for role in roles)


@rule(_("Only the county's office and its head may decide this."))
def decides(seat, erasure):
    county = who.leader(seat, erasure) and seat.region_id is None
    return county or who.office(seat, erasure)


@rule(_("Whoever proposed it cannot also carry it out; a second person must."))
def second_person(seat, erasure):
    proposed_by_one = seat.pk is not None and seat.pk == erasure.proposed_by
    same_user = seat.user_id is not None and seat.user_id == erasure.proposed_by_user
    return not (proposed_by_one or same_user)


@rule(_("While the deputy is in office the law needs the number; erase it when the term is over."))
def nobody_in_office(seat, erasure):
    if not erasure.person_id:
        return True
    return not mandates_in_office(erasure.cell_id, on=today()).filter(person=erasure.person_id)
