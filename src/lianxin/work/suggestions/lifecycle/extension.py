"""The life of a unit's request for more time."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import Lifecycle, Move, State
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.rules import named

DRAFT = State(code="draft", label=_("Being prepared"), tone="wait")
REQUESTED = State(code="requested", label=_("Asked for"))
GRANTED = State(code="granted", label=_("Granted"), final=True, tone="done")
REFUSED = State(code="refused", label=_("Refused"), final=True, tone="back")
WITHDRAWN = State(code="withdrawn", label=_("Taken back"), final=True, tone="back")
LAPSED = State(code="lapsed", label=_("Lapsed"), final=True, tone="back")

CLERK = named(rules.clerk_asks, "lead_unit_clerk")
HEAD = named(rules.head_asks, "lead_unit_leader")

EXTENSION = Lifecycle(
    name="extension",
    states=(DRAFT, REQUESTED, GRANTED, REFUSED, WITHDRAWN, LAPSED),
    moves=(
        Move(
            code="prepare",
            label=_("Prepare a request for more time"),
            target=DRAFT,
            by=(CLERK,),
            provided=(rules.reply_clock_running,),
            done=_("Request for more time prepared"),
        ),
        Move(
            code="discard",
            label=_("Throw the draft away"),
            source=(DRAFT,),
            target=WITHDRAWN,
            by=(CLERK,),
            tone="danger",
        ),
        Move(
            code="request",
            label=_("Ask for more time"),
            source=(DRAFT,),
            target=REQUESTED,
            by=(HEAD,),
            provided=(
                named(rules.not_preparer, "not_same_seat"),
                rules.before_expiry,
                rules.within_ceiling,
                rules.deputy_told,
            ),
            tells=("office", "author"),
            asks={"office": _("Grant more time, or refuse it.")},
            formal=True,
            done=_("Asked for more time"),
            tone="primary",
        ),
        Move(
            code="grant",
            label=_("Grant it"),
            source=(REQUESTED,),
            target=GRANTED,
            by=(rules.office,),
            provided=(rules.within_ceiling, rules.asked_before_expiry),
            tells=("unit", "author"),
            formal=True,
            done=_("More time granted"),
            tone="primary",
        ),
        Move(
            code="refuse",
            label=_("Refuse it"),
            source=(REQUESTED,),
            target=REFUSED,
            by=(rules.office,),
            tells=("unit", "author"),
            formal=True,
            done=_("More time refused"),
        ),
        Move(
            code="withdraw",
            label=_("Take the request back"),
            source=(REQUESTED,),
            target=WITHDRAWN,
            by=(HEAD,),
            done=_("Request taken back"),
        ),
        Move(
            code="lapse",
            label=_("Lapse"),
            source=(DRAFT, REQUESTED),
            target=LAPSED,
            by=(rules.system,),
            provided=(named(rules.nothing_to_extend, "reply_sent/assignment_ended/unit_changed"),),
            done=_("Request lapsed"),
        ),
    ),
)
