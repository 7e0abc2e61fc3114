"""What must hold before a suggestion is taken back: each co-signer in office agrees."""

from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.queries import norm
from lianxin.kernel.lifecycle import rule
from lianxin.kernel.ports import today
from lianxin.work.suggestions.rules.asked import signatures

OPEN = ("submitted", "in_review", "returned", "registered", "with_units")


def _to_agree(suggestion):
    """The signatures whose deputies have to agree; nobody waits for one who left office."""
    if not norm("withdraw.cosigners_agree", today(), cell_id=suggestion.cell_id).value:
        return []
    signed = (each for each in signatures(suggestion) if each.state == "confirmed")
    return [e for e in signed if e.mandate.ends_on is None or today() <= e.mandate.ends_on]


@rule(_("Every co-signer must agree to take it back."))
def cosigners_agree(seat, suggestion):
    return all(each.withdrawal_agreed_on for each in _to_agree(suggestion))


@rule(_("No co-signer has to be asked; it can be withdrawn."))
def cosigners_to_ask(seat, suggestion):
    return any(not each.withdrawal_agreed_on for each in _to_agree(suggestion))


@rule(_("The co-signers have been asked already."))
def withdrawal_not_asked(seat, suggestion):
    return suggestion.withdrawal_asked_on is None


@rule(_("Nobody has asked to withdraw it."))
def withdrawal_of_it_asked(seat, suggestion):
    return suggestion.withdrawal_asked_on is not None


@rule(_("Nobody waits for your consent to a withdrawal."))
def withdrawal_asked(seat, signature):
    suggestion = signature.suggestion
    asked = suggestion.withdrawal_asked_on is not None and suggestion.state in OPEN
    return asked and signature.withdrawal_agreed_on is None
