"""What changes one deputy's name under another's suggestion."""

from django.utils.timezone import localdate

from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import begins, changing, performs
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import COSIGNATURE
from lianxin.work.suggestions.models import Cosignature


@begins(COSIGNATURE, "invite")
def invite(*, actor, at, suggestion, mandate):
    """Ask a deputy to sign."""
    return Cosignature(cell_id=suggestion.cell_id, suggestion=suggestion, mandate=mandate)


@begins(COSIGNATURE, "join")
def join(*, actor, at, suggestion):
    """Sign of one's own accord what is open to co-signing (R-F8)."""
    return Cosignature(
        cell_id=suggestion.cell_id,
        suggestion=suggestion,
        mandate=actor.mandate,
        read_version=suggestion.text_version,
    )


@performs(COSIGNATURE, "confirm")
def confirm(signature, *, actor, at, read_version=None):
    """The text as it stands, and as it was read, is what the signer wants too (R-F4)."""
    if read_version not in (None, signature.suggestion.text_version):
        raise Refused(str(rules.text_unchanged_since_read.otherwise))
    signature.read_version = signature.suggestion.text_version


@performs(COSIGNATURE, "decline")
def decline(signature, *, actor, at):
    """Not with this name."""


@performs(COSIGNATURE, "take_back_invitation")
def take_back_invitation(signature, *, actor, at):
    """The author asks somebody else."""


@performs(COSIGNATURE, "withdraw_signature")
def withdraw_signature(signature, *, actor, at):
    """Before it is handed in, a name can be taken off."""


@performs(COSIGNATURE, "consent_withdrawal")
def consent_withdrawal(signature, *, actor, at):
    """This deputy agrees that the suggestion is taken back (§2.2 S3d)."""
    signature.withdrawal_agreed_on = localdate(at)


def take_consent_back(signature):
    """The suggestion is not taken back after all; part of the author's act."""
    changing(signature).withdrawal_agreed_on = None
    signature.save(update_fields=["withdrawal_agreed_on"])


@performs(COSIGNATURE, "ask_again")
def ask_again(signature, *, actor, at):
    """The text was changed after the signature."""
    signature.read_version = 0


@performs(COSIGNATURE, "lapse")
def lapse(signature, *, actor, at):
    """It was not confirmed in time."""
