"""The life of one deputy's name under another's suggestion."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import STAY, FactLine, Lifecycle, Move, State
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.rules import named, only

INVITED = State(code="invited", label=_("Asked to sign"), tone="wait")
CONFIRMED = State(code="confirmed", label=_("Signed"), tone="done")
DECLINED = State(code="declined", label=_("Declined"), final=True, tone="back")
WITHDRAWN = State(code="withdrawn", label=_("Taken back"), final=True, tone="back")
LAPSED = State(code="lapsed", label=_("Lapsed"), final=True, tone="back")

SIGNED = FactLine(
    kind="suggestion.cosigned",
    label=_("Co-signed a suggestion"),
    person="mandate.person_id",
    mandate="mandate_id",
)
SIGNER = named(rules.this_signer, "cosigner_deputy")

COSIGNATURE = Lifecycle(
    name="cosignature",
    states=(INVITED, CONFIRMED, DECLINED, WITHDRAWN, LAPSED),
    moves=(
        Move(
            code="invite",
            label=_("Ask deputies to sign"),
            target=INVITED,
            by=(rules.author_deputy,),
            provided=(rules.cosigning_open,),
            tells=("signer",),
            asks={"signer": _("Read it, then sign or decline.")},
            done=_("Asked to sign"),
        ),
        Move(
            code="join",
            quiet=True,
            label=_("Sign it too"),
            target=CONFIRMED,
            by=(rules.other_deputy,),
            provided=(
                rules.cosigning_open,
                rules.open_to_cosigning,
                named(rules.signer_in_office, "mandate_in_office"),
            ),
            facts=(SIGNED,),
            tells=("author",),
            done=_("Signed of one's own accord"),
        ),
        Move(
            code="confirm",
            label=_("Sign it"),
            source=(INVITED,),
            target=CONFIRMED,
            by=(SIGNER, rules.office),
            provided=(
                rules.cosigning_open,
                named(rules.signer_in_office, "mandate_in_office"),
                rules.text_unchanged_since_read,
                only(rules.office, rules.signed_scan_attached),
            ),
            facts=(SIGNED,),
            tells=("author",),
            done=_("Signed the suggestion"),
            tone="primary",
        ),
        Move(
            code="decline",
            label=_("Decline"),
            source=(INVITED,),
            target=DECLINED,
            by=(SIGNER,),
            tells=("author",),
            done=_("Declined to sign"),
        ),
        Move(
            code="take_back_invitation",
            label=_("Take the invitation back"),
            source=(INVITED,),
            target=WITHDRAWN,
            by=(rules.author_deputy,),
            done=_("Invitation taken back"),
        ),
        Move(
            code="withdraw_signature",
            label=_("Take the signature back"),
            source=(CONFIRMED,),
            target=WITHDRAWN,
            by=(SIGNER,),
            provided=(rules.not_submitted,),
            tells=("author",),
            done=_("Signature taken back"),
        ),
        Move(
            code="consent_withdrawal",
            quiet=True,
            label=_("Agree to the withdrawal"),
            source=(CONFIRMED,),
            target=STAY,
            by=(SIGNER,),
            provided=(rules.withdrawal_asked,),
            tells=("author", "office"),
            done=_("Agreed to the withdrawal"),
            tone="primary",
        ),
        Move(
            code="ask_again",
            label=_("Ask again after a change"),
            source=(CONFIRMED,),
            target=INVITED,
            by=(rules.system,),
            provided=(rules.text_changed,),
            tells=("signer",),
            asks={"signer": _("Read the changed text, then sign or decline.")},
            done=_("The text changed: asked to sign again"),
        ),
        Move(
            code="lapse",
            label=_("Lapse unconfirmed"),
            source=(INVITED,),
            target=LAPSED,
            by=(rules.system,),
            provided=(
                named(
                    rules.gathering_over,
                    "suggestion_submitted/suggestion_withdrawn/mandate_ended",
                ),
            ),
            done=_("Invitation lapsed"),
        ),
    ),
)
