"""By when something is due on a voice."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import Clock
from lianxin.work.voices import rules

CLOCKS = (
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
)
