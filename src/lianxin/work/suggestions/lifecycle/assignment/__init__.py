"""The life of one unit's part: proposed, signed for, handled, answered."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import Clock, Lifecycle
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle.assignment.finding import FINDING_THE_UNIT
from lianxin.work.suggestions.lifecycle.assignment.handling import HANDLING_IT
from lianxin.work.suggestions.lifecycle.assignment.states import (
    ASSIGNED,
    CO_OPINION_SENT,
    ENDED,
    HANDLING,
    PROPOSED,
    REASSIGNED,
    RECEIVED,
    REPLY_DRAFT,
    REPLY_SIGNED,
    RETURN_REQUESTED,
)
from lianxin.work.suggestions.lifecycle.correcting import correct_date

GONE = ("grant_return", "change_unit", "end")

ASSIGNMENT = Lifecycle(
    name="assignment",
    states=(
        PROPOSED,
        ASSIGNED,
        RECEIVED,
        RETURN_REQUESTED,
        REASSIGNED,
        HANDLING,
        CO_OPINION_SENT,
        REPLY_DRAFT,
        REPLY_SIGNED,
        ENDED,
    ),
    moves=(
        *FINDING_THE_UNIT,
        *HANDLING_IT,
        correct_date(
            *(ASSIGNED, RECEIVED, RETURN_REQUESTED, REASSIGNED, HANDLING),
            *(CO_OPINION_SENT, REPLY_DRAFT, REPLY_SIGNED),
        ),
    ),
    clocks=(
        Clock(
            code="sign_for",
            label=_("sign for it"),
            rule="acknowledge.within",
            starts_on=("assign",),
            stops_on=("acknowledge", "request_return", "change_unit", "end"),
        ),
        Clock(
            code="return_window",
            label=_("hand it back"),
            rule="return.window",
            starts_on=("acknowledge",),
            stops_on=("request_return", "start_handling", "change_unit", "end"),
            window=True,
        ),
        Clock(
            code="decide_return",
            label=_("decide on the return"),
            rule="reassign.within",
            starts_on=("request_return",),
            stops_on=("grant_return", "deny_return", "withdraw_return", "end"),
        ),
        Clock(
            code="first_contact",
            label=_("talk with the deputy"),
            rule="contact.first_within",
            starts_on=("acknowledge",),
            stops_on=("record_contact", *GONE),
            when=rules.kind_replies,
        ),
        Clock(
            code="co_opinion",
            label=_("send the opinion"),
            rule="co_opinion.within",
            starts_on=("acknowledge",),
            stops_on=("send_co_opinion", *GONE),
            when=rules.kind_is_co,
        ),
        Clock(
            code="co_opinion_redo",
            label=_("send the opinion again"),
            rule="co_opinion.redo",
            starts_on=("reject_co_opinion",),
            stops_on=("send_co_opinion", "change_unit", "end"),
        ),
        Clock(
            code="reply",
            label=_("reply"),
            rule="reply.normal",
            ceiling="reply.max",
            starts_on=("assign",),
            stops_on=("send_reply", *GONE),
            when=rules.owes_county_reply,
        ),
        Clock(
            code="reply_town",
            label=_("reply"),
            rule="reply.town.normal",
            ceiling="reply.town.max",
            starts_on=("assign",),
            stops_on=("send_reply", *GONE),
            when=rules.owes_town_reply,
        ),
        Clock(
            code="reply_ceiling",
            label=_("reply at the very latest"),
            rule="reply.max",
            starts_on=("assign",),
            stops_on=("send_reply", "end"),
            when=rules.owes_county_reply,
            since="first_assigned_on",
        ),
        Clock(
            code="reply_ceiling_town",
            label=_("reply at the very latest"),
            rule="reply.town.max",
            starts_on=("assign",),
            stops_on=("send_reply", "end"),
            when=rules.owes_town_reply,
            since="first_assigned_on",
        ),
        Clock(
            code="rework",
            label=_("reply again"),
            rule="rework.within",
            starts_on=("begin_rework",),
            stops_on=("send_reply", "change_unit", "end"),
            when=rules.kind_replies,
            since="released_on",
        ),
    ),
)
