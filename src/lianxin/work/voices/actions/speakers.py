"""Who spoke: opened for those who must answer, and forgotten."""

from django.utils.translation import gettext as _

from lianxin.base.files.actions import SOUNDS, forget
from lianxin.base.files.queries import uploads_of
from lianxin.base.masks import IN_REPLIES, mask
from lianxin.base.notices.actions import forget_person
from lianxin.base.records.actions import erase, forget_ways_back, put_down
from lianxin.base.records.queries import story
from lianxin.kernel.lifecycle import Forbidden
from lianxin.kernel.perform import deed
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import known_words, may_know_who

WORDS = ("title", "body", "place", "slip", "result", "answer", "reason_told", "rating_words")


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
        forget_ways_back(held.cell_id, held)  # the words of before stand there
    return True


def _hide(voice, said):
    """Who is to be forgotten stands in no text of the voice either."""
    changed = []
    for field in WORDS:
        text = getattr(voice, field)
        hidden = mask(text, names=said, kinds=IN_REPLIES)
        if hidden != text:
            setattr(voice, field, hidden[:120] if field in ("title", "place") else hidden)
            changed.append(field)
    if changed:
        voice.save(update_fields=changed)
