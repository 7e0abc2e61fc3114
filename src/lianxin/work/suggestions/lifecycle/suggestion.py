"""The life of a suggestion, from draft to the file."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import STAY, Clock, FactLine, Lifecycle, Move
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle.correcting import correct_date
from lianxin.work.suggestions.lifecycle.states import (
    CLOSED,
    COSIGNING,
    DRAFT,
    ESCALATED,
    EVALUATED,
    IN_REVIEW,
    IN_REWORK,
    NOT_FILED,
    REGISTERED,
    REPLIED,
    RETURNED,
    SUBMITTED,
    WITH_UNITS,
    WITHDRAWN,
)
from lianxin.work.suggestions.lifecycle.withdrawal import TAKING_IT_BACK
from lianxin.work.suggestions.rules import named, only

ENTERERS = (rules.town_clerk, rules.liaison_officer, rules.office)
WRITERS = (rules.author_deputy, *ENTERERS)
ENTERED = tuple(only(role, rules.entered_on_behalf) for role in ENTERERS)
ENTERED_AND_SIGNED = tuple(
    only(role, must)
    for role in ENTERERS
    for must in (rules.entered_on_behalf, rules.signed_scan_attached)
)


def _counts(kind, label, *, per_round=False):
    """A fact of the deputy who leads the suggestion."""
    return FactLine(
        kind=kind,
        label=label,
        person="mandate.person_id",
        mandate="mandate_id",
        per_round=per_round,
    )


SUBMITTED_FACT = _counts("suggestion.submitted", _("Handed in a suggestion"))

BEFORE_UNITS = (
    Move(
        code="begin",
        label=_("Draft a suggestion"),
        target=DRAFT,
        by=WRITERS,
        provided=(
            rules.mandate_in_office,
            *(only(role, rules.deputy_asked_for_entry) for role in ENTERERS),
        ),
        done=_("Draft begun"),
    ),
    Move(
        code="edit",
        label=_("Change the text"),
        source=(DRAFT, COSIGNING, RETURNED),
        target=STAY,
        by=WRITERS,
        provided=ENTERED,
        done=_("Text changed"),
    ),
    Move(
        code="open_cosigning",
        label=_("Ask deputies to sign"),
        source=(DRAFT, RETURNED),
        target=COSIGNING,
        by=(rules.author_deputy,),
        provided=(rules.mandate_in_office,),
        done=_("Deputies were asked to sign"),
    ),
    Move(
        code="close_cosigning",
        label=_("Stop gathering signatures"),
        source=(COSIGNING,),
        target=DRAFT,
        by=(rules.author_deputy,),
        done=_("No more signatures are gathered"),
    ),
    Move(
        code="discard",
        label=_("Throw the draft away"),
        source=(DRAFT, COSIGNING),
        target=WITHDRAWN,
        by=WRITERS,
        provided=ENTERED,
        tone="danger",
    ),
    Move(
        code="submit",
        label=_("Hand it in"),
        source=(DRAFT, COSIGNING),
        target=SUBMITTED,
        by=WRITERS,
        provided=(
            rules.mandate_in_office,
            rules.text_confirmed_by_signers,
            rules.never_returned,
            *ENTERED_AND_SIGNED,
        ),
        facts=(SUBMITTED_FACT,),
        tells=("office", "cosigners"),
        asks={"office": _("Take it up for review.")},
        formal=True,
        done=_("The suggestion was handed in"),
        tone="primary",
    ),
    Move(
        code="take_up",
        label=_("Take it up for review"),
        source=(SUBMITTED,),
        target=IN_REVIEW,
        by=(rules.office,),
        tells=("author",),
        done=_("Taken up for review"),
        tone="primary",
    ),
    Move(
        code="write_opinion",
        label=_("Write the review opinion"),
        source=(IN_REVIEW,),
        target=STAY,
        by=(rules.office,),
        tells=("leader",),
        asks={"leader": _("Decide whether it is registered.")},
        done=_("Review opinion written"),
        tone="primary",
    ),
    Move(
        code="return_to_deputy",
        label=_("Return it to the deputy"),
        source=(IN_REVIEW,),
        target=RETURNED,
        by=(rules.office,),
        tells=("author",),
        asks={"author": _("Mend the text and hand it in again.")},
        formal=True,
        done=_("Returned to the deputy with reasons"),
    ),
    Move(
        code="resubmit",
        quiet=True,
        label=_("Hand it in again"),
        source=(RETURNED, COSIGNING),
        target=SUBMITTED,
        by=WRITERS,
        provided=(
            rules.was_returned,
            rules.mandate_in_office,
            rules.text_confirmed_by_signers,
            *ENTERED_AND_SIGNED,
        ),
        facts=(SUBMITTED_FACT,),
        tells=("office",),
        asks={"office": _("Take it up for review.")},
        formal=True,
        done=_("Handed in again"),
        tone="primary",
    ),
    Move(
        code="not_file",
        label=_("Do not file it"),
        source=(IN_REVIEW,),
        target=NOT_FILED,
        by=(rules.leader,),
        provided=(rules.opinion_written, named(rules.not_reviewer, "not_same_seat")),
        tells=("author", "cosigners"),
        formal=True,
        done=_("Not filed"),
        tone="danger",
    ),
    Move(
        code="register",
        label=_("Register and number it"),
        source=(IN_REVIEW,),
        target=REGISTERED,
        by=(rules.leader,),
        provided=(rules.opinion_written, named(rules.not_reviewer, "not_same_seat")),
        facts=(_counts("suggestion.registered", _("A suggestion was registered")),),
        tells=("author", "cosigners", "office"),
        asks={"office": _("Propose the units.")},
        formal=True,
        done=_("Registered and numbered"),
        tone="primary",
    ),
)

WITH_THE_UNITS = (
    Move(
        code="assign",
        label=_("Assign it"),
        dated="assigned_on",
        source=(REGISTERED,),
        target=WITH_UNITS,
        by=(rules.leader,),
        provided=(
            rules.units_proposed,
            rules.units_agreed,
            named(rules.not_proposer, "not_same_seat"),
        ),
        opens_round="first",
        tells=("author", "cosigners"),
        formal=True,
        done=_("Assigned to the units"),
        tone="primary",
    ),
    Move(
        code="assign",
        label=_("Assign it"),
        source=(WITH_UNITS, IN_REWORK),
        target=STAY,
        by=(rules.leader,),
        provided=(
            rules.units_proposed,
            rules.units_agreed,
            rules.no_lead_in_charge,
            named(rules.not_proposer, "not_same_seat"),
        ),
        tells=("author", "cosigners"),
        formal=True,
        done=_("Assigned to another unit"),
        tone="primary",
    ),
    Move(
        code="reply",
        label=_("Reply"),
        source=(WITH_UNITS, IN_REWORK),
        target=REPLIED,
        by=(rules.system,),
        provided=(rules.all_replies_sent,),
        facts=(_counts("suggestion.replied", _("A suggestion was answered"), per_round=True),),
        formal=True,
        done=_("All units have replied"),
    ),
)

AFTER_REPLY = (
    Move(
        code="evaluate",
        label=_("Settle the verdicts"),
        dated="released_on",
        source=(REPLIED,),
        target=EVALUATED,
        by=(rules.system,),
        provided=(rules.all_evaluations_settled,),
        tells=("office",),
        asks={"office": _("Close it, or have it handled again.")},
        formal=True,
        done=_("All verdicts are out"),
    ),
    Move(
        code="rework",
        label=_("Have it handled again"),
        source=(EVALUATED,),
        target=IN_REWORK,
        by=(rules.system, rules.office),
        provided=(rules.dissatisfied_released, rules.rounds_left),
        opens_round="rework",
        facts=(
            _counts("suggestion.reworked", _("A suggestion was handled again"), per_round=True),
        ),
        tells=("author", "units", "leader"),
        formal=True,
        done=_("Handled again: the deputy was not satisfied"),
        tone="primary",
    ),
    Move(
        code="escalate",
        label=_("Take it to consultation"),
        source=(EVALUATED,),
        target=ESCALATED,
        by=(rules.system, rules.office),
        provided=(rules.dissatisfied_released, rules.rounds_used_up),
        tells=("author", "leader"),
        asks={"leader": _("Hold the consultation and conclude it.")},
        formal=True,
        done=_("Taken to consultation"),
        tone="primary",
    ),
    Move(
        code="conclude",
        label=_("Conclude the consultation"),
        source=(ESCALATED,),
        target=CLOSED,
        by=(rules.leader,),
        provided=(rules.minutes_or_assessment_attached,),
        tells=("author", "units"),
        formal=True,
        done=_("Consultation concluded"),
        tone="primary",
    ),
    Move(
        code="close",
        label=_("Close it"),
        source=(EVALUATED,),
        target=CLOSED,
        by=(rules.office,),
        provided=(rules.not_dissatisfied,),
        facts=(_counts("suggestion.closed", _("A suggestion was closed")),),
        tells=("author", "cosigners"),
        formal=True,
        done=_("Closed and filed"),
        tone="primary",
    ),
)

SUGGESTION = Lifecycle(
    name="suggestion",
    states=(
        DRAFT,
        COSIGNING,
        SUBMITTED,
        IN_REVIEW,
        RETURNED,
        NOT_FILED,
        WITHDRAWN,
        REGISTERED,
        WITH_UNITS,
        REPLIED,
        EVALUATED,
        IN_REWORK,
        ESCALATED,
        CLOSED,
    ),
    moves=(
        *BEFORE_UNITS,
        *TAKING_IT_BACK,
        *WITH_THE_UNITS,
        *AFTER_REPLY,
        correct_date(
            *(SUBMITTED, IN_REVIEW, RETURNED, NOT_FILED, REGISTERED, WITH_UNITS, REPLIED),
            *(EVALUATED, IN_REWORK, ESCALATED, CLOSED, WITHDRAWN),
        ),
    ),
    clocks=(
        Clock(
            code="review",
            label=_("review"),
            rule="review.within",
            starts_on=("submit", "resubmit"),
            stops_on=("return_to_deputy", "not_file", "register", "withdraw"),
        ),
        Clock(
            code="assign_intersession",
            label=_("assign"),
            rule="assign.intersession.days",
            starts_on=("register",),
            stops_on=("assign", "withdraw"),
            when=rules.intersession,
        ),
        Clock(
            code="assign_session",
            label=_("assign"),
            rule="assign.meeting.within",
            starts_on=("register",),
            stops_on=("assign", "withdraw"),
            when=rules.in_session,
            since="session_closed_on",
        ),
        Clock(
            code="reassign",
            label=_("find another unit"),
            rule="reassign.within",
            starts_on=("assignment.request_return", "assignment.change_unit"),
            stops_on=(
                "assign",
                "withdraw",
                "assignment.deny_return",
                "assignment.withdraw_return",
            ),
        ),
    ),
)
