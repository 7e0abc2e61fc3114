"""The desk, the handling and the answer: the steps of a voice once it was received."""

from django.utils.timezone import localdate

from lianxin.base.facts.actions import put_right
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.perform import performs
from lianxin.work.voices.actions.telling import hold_to_it
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.queries import to_tell


@performs(VOICE, "take_up")
def take_up(voice, *, actor, at, category="", mandate=None, beside=None):
    """Sort it: what it is about, which deputy sees it through, and who received it beside."""
    voice.category = category or voice.category
    if mandate is not None:
        voice.mandate = mandate
    if beside is not None:
        voice.beside = beside


@performs(VOICE, "refuse")
def refuse(voice, *, actor, at, reason_code, told=""):
    """Not accepted, with the ground (R01-R11); `told` is what the resident reads of it."""
    hold_to_it(voice)
    voice.reason_code, voice.refused_by, voice.reason_told = reason_code, actor.pk, told


@performs(VOICE, "restore")
def restore(voice, *, actor, at):
    """A wrong refusal put right by a second person."""
    voice.reason_code, voice.refused_by, voice.reason_told = "", None, ""


@performs(VOICE, "answer_on_spot")
def answer_on_spot(voice, *, actor, at, result, mandate=None):
    """The deputy answers there and then (R-V5: in plain words, promising nothing)."""
    if mandate is not None:
        voice.mandate = mandate
    voice.result = result


@performs(VOICE, "draft_slip")
def draft_slip(voice, *, actor, at, unit, slip):
    """Draft the direct-train slip (代表直通车转办单); the presidium chair signs it."""
    voice.slip_unit, voice.slip, voice.slip_seat_id = unit, slip, actor.pk


@performs(VOICE, "assign_village")
def assign_village(voice, *, actor, at, unit):
    """Hand it to a village or community."""
    voice.unit = unit


@performs(VOICE, "assign_town")
def assign_town(voice, *, actor, at):
    """The chair signs the slip: the town's unit has it now (代表直通车)."""
    voice.unit_id = voice.slip_unit_id


@performs(VOICE, "send_back")
def send_back(voice, *, actor, at):
    """The wrong unit; it goes back to the desk, never on to another unit by itself."""
    voice.unit = None


@performs(VOICE, "convert")
def convert(voice, *, actor, at):
    """It is the ground of a submitted suggestion now (many voices may carry one)."""


@performs(VOICE, "take_back_conversion")
def take_back_conversion(voice, *, actor, at):
    """The suggestion was not filed or was withdrawn; the voice is sorted anew."""


@performs(VOICE, "redirect")
def redirect(voice, *, actor, at, reason_code, organ, told=""):
    """To the petition office, a court, the hotline …: not a rejection but the right address."""
    hold_to_it(voice)
    voice.reason_code, voice.organ_pointed_to = reason_code, organ
    voice.reason_told = told or to_tell(reason_code)


@performs(VOICE, "record_notice")
def record_notice(voice, *, actor, at, notice_on, how, receipt=""):
    """How and when the resident was told (信访工作条例 art. 23: within 15 days); then it closes."""
    voice.notice_on, voice.notice_how, voice.notice_receipt = notice_on, how, receipt
    close_told(voice, actor=MACHINE)


@performs(VOICE, "close_told")
def close_told(voice, *, actor, at):
    """Told where to turn: nothing is left to do here."""


# Handled and answered


@performs(VOICE, "record_result")
def record_result(voice, *, actor, at, result, signed_by):
    """What the unit did, signed by its head."""
    voice.result, voice.result_signed_by = result, signed_by


@performs(VOICE, "take_suggestion_result")
def take_suggestion_result(voice, *, actor, at, result):
    """The suggestion that it carried was answered: so is the voice."""
    voice.result = result


@performs(VOICE, "feed_back")
def feed_back(voice, *, actor, at, answer=""):
    """Tell the resident, in plain words."""
    hold_to_it(voice)
    voice.answer, voice.answered_on = answer or voice.result, localdate(at)


@performs(VOICE, "urge")
def urge(voice, *, actor, at):
    """Remind the unit; the reminder is on record."""


@performs(VOICE, "rate")
def rate(voice, *, actor, at, rating, words=""):
    """The resident's word on the answer."""
    voice.rating, voice.rating_words = rating, words


@performs(VOICE, "reopen")
def reopen(voice, *, actor, at):
    """Once, to the level that answered (§2.12(3)); the old answer stays in the trail."""
    voice.reopened, voice.result, voice.result_signed_by = True, "", ""
    voice.answer, voice.answered_on = "", None


@performs(VOICE, "close_silent")
def close_silent(voice, *, actor, at):
    """Silence is not satisfaction: it closes without a rating."""


@performs(VOICE, "withdraw")
def withdraw(voice, *, actor, at):
    """The resident takes it back before it was answered."""


@performs(VOICE, "correct_date")
def correct_date(voice, *, actor, at, entry, moment):
    """A step was written down with a wrong moment; its clocks and facts move with it."""
    put_right(voice, entry, moment)
