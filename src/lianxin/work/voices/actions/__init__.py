"""Everything that changes a voice. Callers: public pages, desks, API, imports, scenarios, tests."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.base.facts.actions import put_right
from lianxin.base.files.actions import PHOTOS, SOUNDS, attach, forget, take_in
from lianxin.base.files.queries import uploads_of
from lianxin.base.masks import IN_REPLIES, mask
from lianxin.base.notices.actions import forget_person
from lianxin.base.records.actions import erase, put_down, take_number
from lianxin.base.records.queries import story
from lianxin.base.search.actions import read_anew
from lianxin.institution.congress.models import MACHINE
from lianxin.institution.stations.queries import venue_serving
from lianxin.kernel.lifecycle import Forbidden
from lianxin.kernel.perform import begins, deed, performs
from lianxin.kernel.perform import bring_in as bring_in_many
from lianxin.kernel.ports import reading
from lianxin.work.voices.actions.telling import message, tell_resident  # noqa: F401 -- for apps
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import (
    NOTICE,
    SEARCH,
    by_code,
    code_digest,
    known_words,
    may_know_who,
    resident_of,
    subject_of,
    written,
)
from lianxin.work.voices.rules import sheet_keeper

SENT = ("name", "phone", "address", "by_message", "uploads")  # what comes with sending it
UNSEARCHED = {"likes", "source_digest"}  # fields that are in no text that is searched

# Spoken and received


@begins(VOICE, "begin")
def begin(*, actor, at, cell_id, body, region=None, **told):
    """
    Write down what was said. The place decides the station and the town.

    Somebody else's words, entered by a deputy, an officer or a clerk, are marked as such and
    belong to their own station, town or mandate.
    """
    venue = venue_serving(region)
    behalf = actor.role not in ("anyone", "resident")
    return Voice(
        cell_id=cell_id,
        title=told.get("title") or subject_of(body),
        body=body,
        region=region,
        town_id=region.parent_id if region else actor.region_id,
        place=told.get("place", ""),
        channel=told.get("channel", Voice.Channel.WEB),
        naming=told.get("naming") or Voice.Naming.DEPUTY,
        said_at=told.get("said_at") or at,
        venue_id=actor.venue_id or (venue.pk if venue else None),
        mandate_id=actor.mandate_id or getattr(told.get("mandate"), "pk", None),
        entered_on_behalf=behalf,
        purpose=NOTICE,
    )


@performs(VOICE, "submit")
def submit(voice, *, actor, at, code="", uploads=(), by_message=False, **who):
    """
    Give it a receipt number and a query code; from now on it waits to be sorted (V1).

    The code itself is never stored, only its digest; the caller shows it once. Whoever wishes
    to be told by text message gets it there, too. `who` is name, phone and address.
    """
    year = localdate(at).year
    voice.number = f"{year}-{take_number(voice.cell_id, f'voice/{year}'):05d}"
    voice.code_digest = code_digest(code) if code else ""
    if any(who.values()):
        by_message = by_message and bool(who.get("phone"))
        contact = Contact.objects.create(voice=voice, by_message=by_message, **who)
        voice.title = mask(voice.title, names=known_words(contact))  # lists and files repeat it
        if code:
            message(voice, contact, "received", {"code": written(code)})
    attach(uploads, voice)


def receive(*, actor, cell_id, body, code, via=None, **told):
    """Say and send in one act: what the public page and a station's quick entry do."""
    sent = {key: told.pop(key) for key in SENT if key in told}
    with deed():
        voice = begin(actor=actor, cell_id=cell_id, body=body, via=via, **told)
        return submit(voice, actor=_speaker(actor, voice), code=code, via=via, **sent)


def receive_once(*, actor, cell_id, code, body="", also=None, **told):
    """
    `receive`, unless the voice of this code is there already: a form sent twice is one voice.

    The database holds that a code is one voice's: of two copies on their way at once the later
    one is undone whole, its number too, and finds the earlier. `also` is done with it.
    """
    body = body or _("A spoken message; the recording is with it.")
    try:
        with deed():
            voice = receive(actor=actor, cell_id=cell_id, code=code, body=body, **told)
            if also:
                also()
        return voice
    except IntegrityError:
        if (there := by_code(code)) is None:
            raise
        return there


def keep_files(photos, sound, *, cell_id, seat_id=None):
    """
    Look at the files of a form and lay them by until it is in order.

    Returns (uploads, faults); a fault is (field, sentence), and the other files are kept.
    """
    uploads, faults = [], []
    given: list[tuple] = [("photos", each, PHOTOS) for each in photos]
    given += [("sound", sound, SOUNDS)] if sound else []
    for field, file, allowed in given:
        try:
            uploads.append(take_in(file, cell_id=cell_id, allowed=allowed, seat_id=seat_id))
        except ValidationError as fault:
            faults.append((field, fault.messages[0]))
    return uploads, faults


def _speaker(actor, voice):
    """By beginning, the stranger is this voice's resident."""
    return resident_of(voice) if actor.role == "anyone" else actor


@performs(VOICE, "discard")
def discard(voice, *, actor, at):
    """A draft that is not wanted."""


# Who spoke


def show_contact(voice, *, actor, reason):
    """
    Open name, number and address for those who must answer.

    Who looked, at whose and why stands in the book; a resident may read it with the query code.
    """
    if not may_know_who(actor, voice):
        raise Forbidden(_("Only the deputy, the station and the town's congress may look at it."))
    contact = Contact.objects.get(voice=voice)
    put_down(contact, cell_id=voice.cell_id, move="show", actor=actor, note=reason)
    return contact


def forget_contact(voice, *, actor, reason):
    """
    Destroy name, number and address for good; what was said and answered stays.

    Where the name or the number stands in the words as well, it is hidden there; entries whose
    words hold them lose their words, and the book stays whole. Returns whether there was any.
    """
    with deed():
        held = Voice.objects.select_for_update(of=("self",)).get(pk=voice.pk)
        contact = Contact.objects.select_for_update().filter(voice=held).first()
        if contact is None:
            return False
        said = known_words(contact)
        _hide(held, said)
        for entry in story(held):
            text = getattr(entry, "text", None)
            if text and any(word in text.body for word in said):
                erase(entry, actor=actor)
        if VOICE.state(held.state).final:  # a recording is needed until the matter is over
            forget(each for each in uploads_of(held).get(held.pk, ()) if each.kind in SOUNDS)
        put_down(contact, cell_id=held.cell_id, move="forget", actor=actor, note=reason, root=held)
        forget_person(f"voice:{held.pk}")
        contact.delete()
    return True


def _hide(voice, said):
    """Who is to be forgotten stands in no text of the voice either."""
    changed = []
    for field in ("title", "body", "place", "slip", "result", "answer", "rating_words"):
        text = getattr(voice, field)
        hidden = mask(text, names=said, kinds=IN_REPLIES)
        if hidden != text:
            setattr(voice, field, hidden[:120] if field in ("title", "place") else hidden)
            changed.append(field)
    if changed:
        voice.save(update_fields=changed)


# Brought in from a sheet, many at once


@begins(VOICE, "bring_in")
def bring_in(*, actor, at, voice):
    """One row of a sheet that still waits for an answer."""
    return voice


@begins(VOICE, "bring_in_answered")
def bring_in_answered(*, actor, at, voice):
    """One row of a sheet that was answered long ago."""
    return voice


def bring_in_all(voices, *, actor, via, names=None):
    """
    Land many rows in one deed: those with an answer are closed, the others wait at the desk.

    `names` are those who spoke, one a voice, blank if not known; they stand in the contacts alone.
    """
    waiting = [voice for voice in voices if not voice.answer]
    answered = [voice for voice in voices if voice.answer]
    with deed(), reading():  # thousands of clocks start by the same rules: ask for them once
        bring_in_many(VOICE, "bring_in", waiting, actor=actor, via=via)
        bring_in_many(VOICE, "bring_in_answered", answered, actor=actor, via=via)
        Contact.objects.bulk_create(
            (Contact(voice=v, name=n) for v, n in zip(voices, names or (), strict=False) if n),
            batch_size=500,
        )


def mend_brought_in(voice, *, values):
    """A later sheet says something else of a row that nobody has worked on: take it over."""
    for name, value in values.items():
        setattr(voice, name, value)
    voice.save(update_fields=list(values))


def mend_all_brought_in(mended, *, actor):
    """
    Many of them at once, as (voice, {field: value}, the name of who spoke or blank).

    The likes of a message may change whoever works on it; they are nobody's work.
    """
    with deed():
        for voice, values, name in mended:
            if not sheet_keeper(actor, voice):
                raise Forbidden(sheet_keeper.otherwise)
            mend_brought_in(voice, values=values)
            if name:
                Contact.objects.update_or_create(voice=voice, defaults={"name": name})
        _can_be_searched([v for v, values, _name in mended if set(values) - UNSEARCHED])


def _can_be_searched(voices):
    """No entry tells of what a later sheet changed, so the index is told here."""
    by_cell: dict[int, list[int]] = {}
    for voice in voices:
        by_cell.setdefault(voice.cell_id, []).append(voice.pk)
    for cell_id, ids in by_cell.items():
        read_anew(cell_id, SEARCH, ids)


# The desk


@performs(VOICE, "take_up")
def take_up(voice, *, actor, at, category="", mandate=None, beside=None):
    """Sort it: what it is about, which deputy sees it through, and who received it beside."""
    voice.category = category or voice.category
    if mandate is not None:
        voice.mandate = mandate
    if beside is not None:
        voice.beside = beside


@performs(VOICE, "refuse")
def refuse(voice, *, actor, at, reason_code):
    """Not accepted, with the ground (R01-R11); the resident must be told."""
    voice.reason_code, voice.refused_by = reason_code, actor.pk


@performs(VOICE, "restore")
def restore(voice, *, actor, at):
    """A wrong refusal put right by a second person."""
    voice.reason_code, voice.refused_by = "", None


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
def redirect(voice, *, actor, at, reason_code, organ):
    """To the petition office, a court, the hotline …: not a rejection but the right address."""
    voice.reason_code, voice.organ_pointed_to = reason_code, organ


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
