"""Taking a suggestion back: the co-signers are asked first, where the place's rule wants it."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import STAY, Move
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle.states import (
    IN_REVIEW,
    REGISTERED,
    RETURNED,
    SUBMITTED,
    WITH_UNITS,
    WITHDRAWN,
)
from lianxin.work.suggestions.rules import named, only

OPEN = (SUBMITTED, IN_REVIEW, RETURNED, REGISTERED, WITH_UNITS)
BY = (rules.author_deputy, rules.office)

TAKING_IT_BACK = (
    Move(
        code="ask_withdrawal",
        quiet=True,
        label=_("Ask the co-signers whether it may be withdrawn"),
        source=OPEN,
        target=STAY,
        by=BY,
        provided=(
            rules.not_replied,
            rules.cosigners_to_ask,
            rules.withdrawal_not_asked,
            only(rules.office, rules.signed_scan_attached),
        ),
        tells=("cosigners", "office"),
        asks={"cosigners": _("Say whether you agree to the withdrawal.")},
        done=_("The co-signers were asked whether it may be withdrawn"),
    ),
    Move(
        code="keep_it",
        quiet=True,
        label=_("Keep it, do not withdraw it"),
        source=OPEN,
        target=STAY,
        by=BY,
        provided=(named(rules.withdrawal_of_it_asked, "withdrawal_asked"),),
        tells=("cosigners", "office"),
        done=_("It is not withdrawn after all"),
    ),
    Move(
        code="withdraw",
        label=_("Withdraw it"),
        source=OPEN,
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
)
