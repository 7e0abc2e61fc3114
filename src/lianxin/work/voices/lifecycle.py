"""The life of a voice: spoken, triaged, handed over, answered, rated."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import STAY, Back, Clock, FactLine, Lifecycle, Move, State
from lianxin.work.voices import rules

DRAFT = State(code="draft", label=_("Being written"), tone="wait")
SUBMITTED = State(code="submitted", label=_("Received"), tone="wait")
TRIAGE = State(code="triage", label=_("Being sorted"), tone="wait")
ANSWERED_ON_SPOT = State(code="answered_on_spot", label=_("Answered on the spot"), tone="replied")
ASSIGNED_VILLAGE = State(code="assigned_village", label=_("With the village"))
ASSIGNED_TOWN = State(code="assigned_town", label=_("With the town's unit"))
CONVERTED = State(code="converted", label=_("Became a suggestion"))
REDIRECTED = State(code="redirected", label=_("Redirected"), tone="back")
NOT_ACCEPTED = State(code="not_accepted", label=_("Not accepted"), tone="back")
RESULT_BACK = State(code="result_back", label=_("Answered"), tone="replied")
CLOSED = State(code="closed", label=_("Closed and filed"), final=True, tone="done")
WITHDRAWN = State(code="withdrawn", label=_("Taken back"), final=True, tone="back")

HANDED = (ASSIGNED_VILLAGE, ASSIGNED_TOWN)
OWN_ENTRY = (
    rules.only(rules.author_deputy, rules.entered_on_behalf),
    rules.only(rules.liaison_officer, rules.entered_on_behalf),
    rules.only(rules.town_clerk, rules.entered_on_behalf),
)
ENTERING = (rules.resident, rules.author_deputy, rules.liaison_officer, rules.town_clerk)
DESK = (rules.liaison_officer, rules.town_clerk)
ANSWERED = FactLine(
    kind="voice.answered",
    label=_("Answered a resident"),
    person="mandate.person_id",
    mandate="mandate_id",
    venue="venue_id",
    per_round=True,
)

VOICE = Lifecycle(
    name="voice",
    states=(
        DRAFT,
        SUBMITTED,
        TRIAGE,
        ANSWERED_ON_SPOT,
        ASSIGNED_VILLAGE,
        ASSIGNED_TOWN,
        CONVERTED,
        REDIRECTED,
        NOT_ACCEPTED,
        RESULT_BACK,
        CLOSED,
        WITHDRAWN,
    ),
    moves=(
        Move(
            code="begin",
            label=_("Write down what was said"),
            target=DRAFT,
            by=(rules.resident, rules.stranger, *ENTERING[1:]),
        ),
        Move(
            code="bring_in",
            label=_("Bring in from a sheet"),
            target=SUBMITTED,
            by=(rules.sheet_keeper,),
            facts=(
                FactLine(kind="voice.received", label=_("A voice was received"), venue="venue_id"),
            ),
        ),
        Move(
            code="bring_in_answered",
            label=_("Bring in from a sheet, answered"),
            target=CLOSED,
            by=(rules.sheet_keeper,),
            facts=(
                FactLine(kind="voice.received", label=_("A voice was received"), venue="venue_id"),
            ),
        ),
        Move(
            code="submit",
            label=_("Send it to the deputy"),
            source=(DRAFT,),
            target=SUBMITTED,
            by=ENTERING,
            provided=OWN_ENTRY,
            facts=(
                FactLine(kind="voice.received", label=_("A voice was received"), venue="venue_id"),
            ),
            tells=("station", "deputy"),
            done=_("The voice was received"),
            tone="primary",
        ),
        Move(
            code="discard",
            label=_("Throw the draft away"),
            source=(DRAFT,),
            target=WITHDRAWN,
            by=ENTERING,
            provided=OWN_ENTRY,
            tone="danger",
        ),
        Move(
            code="take_up",
            label=_("Take it up and sort it"),
            source=(SUBMITTED,),
            target=TRIAGE,
            by=DESK,
            tells=("deputy",),
            done=_("Taken up"),
            tone="primary",
        ),
        Move(
            code="refuse",
            label=_("Do not accept"),
            source=(SUBMITTED, TRIAGE),
            target=NOT_ACCEPTED,
            by=DESK,
            formal=True,
            done=_("Not accepted"),
            tone="danger",
        ),
        Move(
            code="restore",
            label=_("Accept it after all"),
            source=(NOT_ACCEPTED,),
            target=TRIAGE,
            by=(rules.town_clerk,),
            provided=(rules.named(rules.not_refused_by_same_seat, "not_same_seat"),),
        ),
        Move(
            code="answer_on_spot",
            label=_("Answer on the spot"),
            source=(TRIAGE,),
            target=ANSWERED_ON_SPOT,
            by=(rules.author_deputy, rules.liaison_officer),
            provided=(rules.only(rules.liaison_officer, rules.on_behalf_of_deputy),),
            facts=(ANSWERED,),
            done=_("Answered on the spot"),
            tone="primary",
        ),
        Move(
            code="draft_slip",
            label=_("Draft the direct-train slip"),
            source=(TRIAGE,),
            target=STAY,
            by=DESK,
            tells=("chair",),
            done=_("Direct-train slip drafted"),
        ),
        Move(
            code="assign_village",
            label=_("Hand it to the village"),
            source=(TRIAGE,),
            target=ASSIGNED_VILLAGE,
            by=(rules.town_clerk,),
            tells=("unit", "deputy"),
            formal=True,
            done=_("Handed to the village"),
        ),
        Move(
            code="assign_town",
            label=_("Sign the slip and hand it to the unit"),
            source=(TRIAGE,),
            target=ASSIGNED_TOWN,
            by=(rules.leader,),
            provided=(rules.slip_drafted, rules.not_same_seat),
            tells=("unit", "deputy", "station"),
            formal=True,
            done=_("Handed to the town's unit by direct train"),
            tone="primary",
        ),
        Move(
            code="send_back",
            label=_("Send it back to the desk"),
            source=HANDED,
            target=TRIAGE,
            by=(rules.lead_unit_clerk, rules.town_clerk),
            provided=(rules.result_not_recorded,),
            tells=("station", "clerk"),
            done=_("Sent back by the unit"),
        ),
        Move(
            code="convert",
            label=_("Make it the ground of a suggestion"),
            source=(TRIAGE,),
            target=CONVERTED,
            by=(rules.author_deputy, rules.cosigner_deputy),
            provided=(rules.linked_suggestion_submitted,),
            tells=("station",),
            formal=True,
            done=_("Became the ground of a suggestion"),
        ),
        Move(
            code="take_back_conversion",
            label=_("The suggestion did not stand"),
            source=(CONVERTED,),
            target=TRIAGE,
            by=(rules.system, rules.liaison_officer),
            provided=(
                rules.named(rules.suggestion_fell, "suggestion_not_filed/suggestion_withdrawn"),
            ),
            tells=("station",),
        ),
        Move(
            code="redirect",
            label=_("Redirect to the right address"),
            source=(TRIAGE,),
            target=REDIRECTED,
            by=DESK,
            formal=True,
            done=_("Redirected to the right address"),
        ),
        Move(
            code="record_notice",
            label=_("Record that the resident was told"),
            source=(REDIRECTED, NOT_ACCEPTED),
            target=STAY,
            by=DESK,
            done=_("The resident was told"),
            tone="primary",
        ),
        Move(
            code="record_result",
            label=_("Record what was done"),
            source=HANDED,
            target=STAY,
            by=(rules.lead_unit_clerk, rules.town_clerk),
            provided=(
                rules.result_not_recorded,
                rules.only(
                    rules.town_clerk,
                    rules.named(rules.said_on_behalf, "on_behalf_of_unit"),
                ),
            ),
            facts=(
                FactLine(
                    kind="voice.handled",
                    label=_("Handled a resident's voice"),
                    unit="unit_id",
                    per_round=True,
                ),
            ),
            tells=("station", "deputy"),
            done=_("The unit recorded its result"),
            tone="primary",
        ),
        Move(
            code="take_suggestion_result",
            label=_("Take over the reply to the suggestion"),
            source=(CONVERTED,),
            target=STAY,
            by=(rules.system,),
            provided=(
                rules.named(
                    rules.suggestion_replied_or_closed, "suggestion_replied/suggestion_closed"
                ),
            ),
            tells=("station", "deputy"),
            done=_("The suggestion was answered"),
        ),
        Move(
            code="feed_back",
            label=_("Tell the resident"),
            source=(ANSWERED_ON_SPOT, *HANDED, CONVERTED),
            target=RESULT_BACK,
            by=(rules.author_deputy, rules.liaison_officer),
            provided=(rules.result_recorded,),
            facts=(
                FactLine(
                    kind="voice.fed_back",
                    label=_("Told a resident the result"),
                    person="mandate.person_id",
                    mandate="mandate_id",
                    venue="venue_id",
                    per_round=True,
                ),
            ),
            formal=True,
            done=_("The resident was answered"),
            tone="primary",
        ),
        Move(
            code="urge",
            label=_("Urge"),
            source=HANDED,
            target=STAY,
            by=(rules.liaison_officer, rules.town_clerk, rules.leader),
            tells=("unit",),
            done=_("Urged"),
        ),
        Move(
            code="rate",
            label=_("Rate the answer"),
            source=(RESULT_BACK,),
            target=CLOSED,
            by=(rules.resident, rules.liaison_officer),
            provided=(
                rules.only(
                    rules.liaison_officer,
                    rules.named(rules.said_on_behalf, "on_behalf_of_resident"),
                ),
            ),
            tells=("deputy", "station"),
            done=_("The resident rated the answer"),
            tone="primary",
        ),
        Move(
            code="reopen",
            label=_("Ask for it to be handled again"),
            source=(RESULT_BACK,),
            target=Back(among=HANDED, otherwise=TRIAGE),
            by=(rules.resident, rules.liaison_officer),
            provided=(
                rules.not_reopened_before,
                rules.only(
                    rules.liaison_officer,
                    rules.named(rules.said_on_behalf, "on_behalf_of_resident"),
                ),
            ),
            opens_round="reopen",
            tells=("station", "deputy", "unit"),
            done=_("The resident asked for it to be handled again"),
        ),
        Move(
            code="close_silent",
            label=_("Close without a rating"),
            source=(RESULT_BACK,),
            target=CLOSED,
            by=(rules.system,),
            provided=(rules.silence_over,),
            done=_("Closed; the resident gave no rating"),
        ),
        Move(
            code="close_told",
            label=_("Close after telling"),
            source=(REDIRECTED, NOT_ACCEPTED),
            target=CLOSED,
            by=(rules.system,),
            provided=(rules.notice_recorded,),
            done=_("Closed"),
        ),
        Move(
            code="withdraw",
            label=_("Take it back"),
            source=(SUBMITTED, TRIAGE, ANSWERED_ON_SPOT, *HANDED),
            target=WITHDRAWN,
            by=(rules.resident, rules.liaison_officer),
            provided=(
                rules.result_not_fed_back,
                rules.only(
                    rules.liaison_officer,
                    rules.named(rules.said_on_behalf, "on_behalf_of_resident"),
                ),
            ),
            done=_("Taken back by the resident"),
            tone="danger",
        ),
    ),
    clocks=(
        Clock(
            code="triage",
            label=_("sort"),
            rule="voice.triage",
            starts_on=(
                "submit",
                "bring_in",
                "restore",
                "send_back",
                "take_back_conversion",
                "reopen",
            ),
            when=rules.without_a_unit,
            stops_on=(
                "refuse",
                "answer_on_spot",
                "assign_village",
                "assign_town",
                "convert",
                "redirect",
                "withdraw",
            ),
        ),
        Clock(
            code="village_or_town",
            label=_("handle"),
            rule="voice.town",
            starts_on=("assign_village", "assign_town", "reopen"),
            stops_on=("record_result", "send_back", "withdraw"),
            when=rules.with_a_unit,
        ),
        Clock(
            code="feedback",
            label=_("tell the resident"),
            rule="voice.feedback",
            starts_on=("record_result", "take_suggestion_result"),
            stops_on=("feed_back",),
        ),
        Clock(
            code="on_spot",
            label=_("tell the resident"),
            rule="voice.on_spot",
            starts_on=("answer_on_spot",),
            stops_on=("feed_back", "withdraw"),
        ),
        Clock(
            code="redirect_notice",
            label=_("send the notice"),
            rule="redirect.notice",
            starts_on=("redirect",),
            stops_on=("record_notice",),
            since="received_on",
        ),
        Clock(
            code="silence",
            label=_("rate the answer"),
            rule="voice.silence",
            starts_on=("feed_back",),
            stops_on=("rate", "reopen"),
            window=True,
        ),
    ),
)
