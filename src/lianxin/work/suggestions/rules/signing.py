"""What must hold before a name is put under a suggestion, or taken off."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import rule
from lianxin.kernel.ports import today


@rule(_("Signatures are not being gathered now."))
def cosigning_open(seat, signature):
    return signature.suggestion.state == "cosigning"


@rule(_("The deputy has not opened it to co-signing."))
def open_to_cosigning(seat, signature):
    return signature.suggestion.open_to_cosigning


@rule(_("The text was changed after you read it; read it again."))
def text_unchanged_since_read(seat, signature):
    return signature.read_version in (0, signature.suggestion.text_version)


@rule(_("It has been handed in."))
def not_submitted(seat, signature):
    return signature.suggestion.state in ("draft", "cosigning", "returned")


@rule(_("The text has not changed."))
def text_changed(seat, signature):
    return signature.read_version != signature.suggestion.text_version


@rule(_("The signatures are still being gathered."))
def gathering_over(seat, signature):
    return signature.suggestion.state not in ("draft", "cosigning", "returned")


@rule(_("The mandate of the signer does not hold today."))
def signer_in_office(seat, signature):
    mandate = signature.mandate
    return mandate.ends_on is None or today() <= mandate.ends_on
