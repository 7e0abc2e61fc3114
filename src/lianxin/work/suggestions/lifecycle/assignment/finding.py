"""Finding the unit: proposed, agreed, assigned, signed for, handed back."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import STAY, Move
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle.assignment.states import (
    ASSIGNED,
    ENDED,
    HANDLING,
    PROPOSED,
    REASSIGNED,
    RECEIVED,
    REPLY_DRAFT,
    RETURN_REQUESTED,
)
from lianxin.work.suggestions.rules import named, only

CLERKS = (rules.lead_unit_clerk, rules.co_unit)
HEADS = (rules.lead_unit_leader, rules.co_unit)
ON_GOVERNMENT_SIDE = only(rules.gov_supervision, rules.government_side)

FINDING_THE_UNIT = (
    Move(
        code="propose",
        label=_("Propose a unit"),
        target=PROPOSED,
        by=(rules.office,),
        provided=(rules.suggestion_needs_unit,),
        tells=("supervision", "leader"),
        done=_("Unit proposed"),
    ),
    Move(
        code="agree",
        label=_("Agree to the unit"),
        source=(PROPOSED,),
        target=STAY,
        by=(rules.gov_supervision,),
        provided=(rules.government_side,),
        tells=("office", "leader"),
        done=_("The government's office agreed to the unit"),
        tone="primary",
    ),
    Move(
        code="disagree",
        label=_("Suggest another unit"),
        source=(PROPOSED,),
        target=STAY,
        by=(rules.gov_supervision,),
        provided=(rules.government_side,),
        tells=("office",),
        done=_("The government's office suggests another unit"),
    ),
    Move(
        code="drop",
        label=_("Drop the proposal"),
        source=(PROPOSED,),
        target=ENDED,
        by=(rules.office,),
        done=_("Proposal dropped"),
    ),
    Move(
        code="assign",
        label=_("Assign"),
        source=(PROPOSED,),
        target=ASSIGNED,
        by=(rules.leader,),
        provided=(rules.units_agreed, named(rules.not_proposer, "not_same_seat")),
        tells=("unit",),
        formal=True,
        done=_("Given to the unit"),
    ),
    Move(
        code="acknowledge",
        label=_("Sign for it"),
        source=(ASSIGNED,),
        target=RECEIVED,
        by=CLERKS,
        tells=("office",),
        formal=True,
        done=_("Signed for"),
        tone="primary",
    ),
    Move(
        code="request_return",
        label=_("Ask to hand it back"),
        source=(ASSIGNED, RECEIVED),
        target=RETURN_REQUESTED,
        by=HEADS,
        provided=(rules.within_return_window,),
        tells=("office", "supervision"),
        formal=True,
        done=_("Asked to hand it back"),
    ),
    Move(
        code="withdraw_return",
        label=_("Keep it after all"),
        source=(RETURN_REQUESTED,),
        target=RECEIVED,
        by=HEADS,
        tells=("office",),
        done=_("The request to hand it back was withdrawn"),
    ),
    Move(
        code="grant_return",
        label=_("Let the unit hand it back"),
        source=(RETURN_REQUESTED,),
        target=REASSIGNED,
        by=(rules.office, rules.gov_supervision),
        provided=(ON_GOVERNMENT_SIDE,),
        tells=("unit", "author", "leader"),
        formal=True,
        done=_("Handed back; another unit is to be found"),
        tone="primary",
    ),
    Move(
        code="deny_return",
        label=_("Leave it with the unit"),
        source=(RETURN_REQUESTED,),
        target=RECEIVED,
        by=(rules.office, rules.gov_supervision),
        provided=(ON_GOVERNMENT_SIDE,),
        tells=("unit",),
        formal=True,
        done=_("It stays with the unit"),
    ),
    Move(
        code="change_unit",
        label=_("Give it to another unit"),
        source=(ASSIGNED, RECEIVED, HANDLING, REPLY_DRAFT),
        target=REASSIGNED,
        by=(rules.leader,),
        tells=("unit", "author", "office"),
        formal=True,
        done=_("Taken from the unit"),
        tone="danger",
    ),
)
