"""Spoken and received: what a resident says, or somebody writes down, becomes a voice."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.base.files.actions import PHOTOS, SOUNDS, attach, take_in
from lianxin.base.masks import mask
from lianxin.base.records.actions import take_number
from lianxin.institution.stations.queries import venue_serving
from lianxin.kernel.perform import begins, deed, for_good, performs
from lianxin.work.voices.actions.telling import message
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import (
    NOTICE,
    by_code,
    code_digest,
    known_words,
    resident_of,
    subject_of,
    written,
)

SENT = ("name", "phone", "address", "by_message", "uploads")  # what comes with sending it


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
    for_good()  # the resident holds a receipt
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
