"""The life of a suggestion, from draft to the file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from lianxin.kernel.lifecycle import STAY, Clock, FactLine, Lifecycle, Move, State
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.rules import named, only

DRAFT = State(code="draft", label=_("Draft"), tone="wait")
COSIGNING = State(code="cosigning", label=_("Gathering signatures"), tone="wait")
SUBMITTED = State(code="submitted", label=pgettext_lazy("state", "Handed in"), tone="wait")
IN_REVIEW = State(code="in_review", label=_("Under review"))
RETURNED = State(code="returned", label=_("Returned to the deputy"), tone="back")
NOT_FILED = State(code="not_filed", label=_("Not filed"), final=True, tone="back")
WITHDRAWN = State(code="withdrawn", label=_("Withdrawn"), final=True, tone="back")
REGISTERED = State(code="registered", label=_("Registered"), tone="wait")
WITH_UNITS = State(code="with_units", label=_("With the units"))
REPLIED = State(code="replied", label=_("Replied"), tone="replied")
EVALUATED = State(code="evaluated", label=_("Evaluated"), tone="replied")
IN_REWORK = State(code="in_rework", label=_("Handled again"), tone="back")
ESCALATED = State(code="escalated", label=_("In consultation"), tone="back")
CLOSED = State(code="closed", label=pgettext_lazy("state", "Closed"), final=True, tone="done")

ENTERERS = (rules.town_clerk, rules.liaison_officer, rules.office)
WRITERS = (rules.author_deputy, *ENTERERS)
ENTERED = tuple(only(role, rules.entered_on_behalf) for role in ENTERERS)
ENTERED_AND_SIGNED = tuple(
    only(role, must)
    for role in ENTERERS
    for must in (rules.entered_on_behalf, rules.signed_scan_attached)
)
SUBMITTED_FACT = FactLine(
    kind="suggestion.submitted",
    label=_("Handed in a suggestion"),
    person="mandate.person_id",
    mandate="mandate_id",
)

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
        label=_("Gather signatures"),
        source=(DRAFT, RETURNED),
        target=COSIGNING,
        by=(rules.author_deputy,),
        provided=(rules.mandate_in_office,),
        done=_("Signatures are being gathered"),
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
        facts=(
            FactLine(
                kind="suggestion.registered",
                label=_("A suggestion was registered"),
                person="mandate.person_id",
                mandate="mandate_id",
            ),
        ),
        tells=("author", "cosigners", "office", "supervision"),
        formal=True,
        done=_("Registered and numbered"),
        tone="primary",
    ),
)

WITH_THE_UNITS = (
    Move(
        code="assign",
        label=_("Assign it"),
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
        code="withdraw",
        label=_("Withdraw it"),
        source=(SUBMITTED, IN_REVIEW, RETURNED, REGISTERED, WITH_UNITS),
        target=WITHDRAWN,
        by=(rules.author_deputy, rules.office),
        provided=(
            rules.not_replied,
            rules.cosigners_agree,
            only(rules.office, rules.signed_scan_attached),
        ),
        tells=("office", "cosigners", "units"),
        formal=True,
        done=_("Withdrawn by the deputy"),
        tone="danger",
    ),
    Move(
        code="reply",
        label=_("Reply"),
        source=(WITH_UNITS, IN_REWORK),
        target=REPLIED,
        by=(rules.system,),
        provided=(rules.all_replies_sent,),
        facts=(
            FactLine(
                kind="suggestion.replied",
                label=_("A suggestion was answered"),
                person="mandate.person_id",
                mandate="mandate_id",
                per_round=True,
            ),
        ),
        tells=("author", "cosigners", "office"),
        formal=True,
        done=_("All units have replied"),
    ),
)

AFTER_REPLY = (
    Move(
        code="evaluate",
        label=_("Settle the verdicts"),
        source=(REPLIED,),
        target=EVALUATED,
        by=(rules.system,),
        provided=(rules.all_evaluations_settled,),
        tells=("office",),
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
            FactLine(
                kind="suggestion.reworked",
                label=_("A suggestion was handled again"),
                person="mandate.person_id",
                mandate="mandate_id",
                per_round=True,
            ),
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
        facts=(
            FactLine(
                kind="suggestion.closed",
                label=_("A suggestion was closed"),
                person="mandate.person_id",
                mandate="mandate_id",
            ),
        ),
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
    moves=(*BEFORE_UNITS, *WITH_THE_UNITS, *AFTER_REPLY),
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
