"""What changes a suggestion itself. What follows in its parts is done in the same deed."""

from django.utils.timezone import localdate

from lianxin.base.facts.actions import put_right
from lianxin.base.records.actions import link, take_number, unlink
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.perform import begins, performs
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.actions import assignment as part_verbs
from lianxin.work.suggestions.actions import cosignature as signature_verbs
from lianxin.work.suggestions.actions import evaluation as verdict_verbs
from lianxin.work.suggestions.actions import publication as publication_verbs
from lianxin.work.suggestions.lifecycle import SUGGESTION
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.queries import grounds, number_of, result_for_residents
from lianxin.work.voices.actions import convert, take_back_conversion, take_suggestion_result

WISHES = ("category", "publicity", "wished_unit", "open_to_cosigning", "reply_waived")
EDITABLE = ("title", "body", "session", *WISHES)


# Writing and handing in


@begins(SUGGESTION, "begin")
def begin(*, actor, at, organ, title, body, mandate=None, session=None, **told):
    """Start a suggestion that only its author, and whoever enters it for him, can see."""
    mandate = mandate or actor.mandate
    return Suggestion(
        cell_id=actor.cell_id,
        congress_id=mandate.congress_id,
        mandate=mandate,
        organ=organ,
        session=session,
        title=title,
        body=body,
        entered_on_behalf=actor.mandate_id != mandate.pk,
        **{name: told[name] for name in WISHES if name in told},
    )


def begin_from(voices, *, actor, **told):
    """Start a suggestion that rests on residents' voices; they are told when it is handed in."""
    suggestion = begin(actor=actor, **told)
    for voice in voices:
        link("ground", suggestion, voice)
    return suggestion


@performs(SUGGESTION, "edit")
def edit(suggestion, *, actor, at, **values):
    """Change the text; a changed text asks every signature again (R-F4)."""
    before = (suggestion.title, suggestion.body)
    for name in EDITABLE:
        if name in values:
            setattr(suggestion, name, values[name])
    if (suggestion.title, suggestion.body) != before:
        suggestion.text_version += 1
        for signature in rules.signatures(suggestion):
            if signature.state == "confirmed":
                signature_verbs.ask_again(signature, actor=MACHINE)


@performs(SUGGESTION, "open_cosigning")
def open_cosigning(suggestion, *, actor, at, mandates=()):
    """Ask deputies to sign; each is shown the text and confirms or declines (R-F4)."""
    for mandate in sorted(mandates, key=lambda each: each.pk):
        signature_verbs.invite(actor=actor, suggestion=suggestion, mandate=mandate)


@performs(SUGGESTION, "close_cosigning")
def close_cosigning(suggestion, *, actor, at):
    """Back to the draft; what was signed stays signed as long as the text stays."""


@performs(SUGGESTION, "discard")
def discard(suggestion, *, actor, at):
    """A draft that is not wanted."""
    _lapse_signatures(suggestion)


@performs(SUGGESTION, "submit")
def submit(suggestion, *, actor, at):
    """Hand it to the office; the residents whose words it rests on are carried along."""
    _lapse_signatures(suggestion)
    _carry(suggestion, actor)


@performs(SUGGESTION, "resubmit")
def resubmit(suggestion, *, actor, at):
    """Hand it in again after it was returned."""
    _lapse_signatures(suggestion)
    _carry(suggestion, actor)


def _lapse_signatures(suggestion):
    for signature in rules.signatures(suggestion):
        if signature.state == "invited":
            signature_verbs.lapse(signature, actor=MACHINE)


def _carry(suggestion, actor):
    for voice in grounds(suggestion):
        if voice.state == "triage":
            link("carried", suggestion, voice)
            convert(voice, actor=actor)


def _let_go(suggestion):
    """The suggestion does not stand: its voices go back to the desk."""
    for voice in grounds(suggestion):
        unlink("carried", suggestion, voice)
        if voice.state == "converted":
            take_back_conversion(voice, actor=MACHINE)


# Review


@performs(SUGGESTION, "take_up")
def take_up(suggestion, *, actor, at):
    """Acceptance: the office reads it (R-A1); what was said of an earlier text counts no more."""
    suggestion.opinion_code, suggestion.opinion, suggestion.opinion_seat_id = "", "", None


@performs(SUGGESTION, "write_opinion")
def write_opinion(suggestion, *, actor, at, opinion_code, opinion="", category=""):
    """What the reviewer proposes: to file it, or a ground R01-R11 against it."""
    suggestion.opinion_code, suggestion.opinion = opinion_code, opinion
    suggestion.opinion_seat_id = actor.pk
    suggestion.category = category or suggestion.category


@performs(SUGGESTION, "return_to_deputy")
def return_to_deputy(suggestion, *, actor, at):
    """Give it back with reasons; it is handed in again in its own place."""
    suggestion.was_returned = True


@performs(SUGGESTION, "not_file")
def not_file(suggestion, *, actor, at):
    """The head decides, on the opinion of another, that it is not filed."""
    _let_go(suggestion)


@performs(SUGGESTION, "register")
def register(suggestion, *, actor, at):
    """Put it on the books under the next number of its series, without gaps."""
    series, text = number_of(suggestion, localdate(at))
    suggestion.number = text % take_number(suggestion.cell_id, series)


# With the units


@performs(SUGGESTION, "assign")
def assign(suggestion, *, actor, at):
    """Give it to the proposed units, each with clocks of its own (R-T5, R-A6)."""
    day = localdate(at)
    suggestion.assigned_on = suggestion.assigned_on or day
    for part in rules.parts(suggestion):
        if part.state == "proposed":
            part_verbs.assign(part, actor=actor)


@performs(SUGGESTION, "ask_withdrawal")
def ask_withdrawal(suggestion, *, actor, at):
    """Each co-signer is asked; without their consent it is not taken back (上海 art. 10)."""
    suggestion.withdrawal_asked_on = localdate(at)


@performs(SUGGESTION, "keep_it")
def keep_it(suggestion, *, actor, at):
    """The author thinks better of it; what was agreed to counts no more."""
    _nothing_is_withdrawn(suggestion)


def _nothing_is_withdrawn(suggestion):
    suggestion.withdrawal_asked_on = None
    for signature in rules.signatures(suggestion):
        if signature.withdrawal_agreed_on:
            signature_verbs.take_consent_back(signature)


@performs(SUGGESTION, "withdraw")
def withdraw(suggestion, *, actor, at):
    """Taken back in writing; handling then ends (重庆 art. 12)."""
    for part in rules.parts(suggestion):
        if part.state not in ("ended", "reassigned"):
            part_verbs.end(part, actor=MACHINE)
    _let_go(suggestion)


@performs(SUGGESTION, "reply")
def reply(suggestion, *, actor, at):
    """All units have answered: the deputy is asked, the residents hear, publication begins."""
    if suggestion.withdrawal_asked_on:  # too late: it has been answered
        _nothing_is_withdrawn(suggestion)
    for part in rules.parts(suggestion):
        if part.replies and part.state == "reply_signed":
            verdict_verbs.open_for(suggestion, part)
    if not hasattr(suggestion, "publication"):
        publication_verbs.open_for(suggestion)
    words = result_for_residents(suggestion)
    for voice in grounds(suggestion):
        if voice.state == "converted":
            link("answered", suggestion, voice)
            take_suggestion_result(voice, actor=MACHINE, result=words)


# After the reply


@performs(SUGGESTION, "evaluate")
def evaluate(suggestion, *, actor, at):
    """All verdicts of the round are out."""
    suggestion.released_on = localdate(at)


@performs(SUGGESTION, "rework")
def rework(suggestion, *, actor, at):
    """A new round with a clock of its own (R-E7); the units begin again."""
    for part in rules.parts(suggestion):
        if part.replies and part.state == "reply_signed":
            part_verbs.begin_rework(part, actor=MACHINE)


@performs(SUGGESTION, "escalate")
def escalate(suggestion, *, actor, at):
    """All rounds are used up: consultation or an expert's assessment (R-E8)."""


@performs(SUGGESTION, "conclude")
def conclude(suggestion, *, actor, at):
    """The consultation's minutes end the matter."""


@performs(SUGGESTION, "close")
def close(suggestion, *, actor, at):
    """Closed and filed; promises live on by themselves."""


@performs(SUGGESTION, "correct_date")
def correct_date(suggestion, *, actor, at, entry, moment):
    """A step was written down with a wrong moment; its clocks and facts move with it."""
    put_right(suggestion, entry, moment)
