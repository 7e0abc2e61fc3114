"""Text messages to who spoke: only where they were wished, and nothing of what was said."""

from django.urls import reverse

from lianxin.base.notices import actions as notices
from lianxin.base.notices.models import Way
from lianxin.base.notices.queries import site
from lianxin.kernel.perform import for_good
from lianxin.work.voices.models import Contact, Voice

TOLD = ("feed_back", "redirect", "refuse")  # moves that the page of a voice answers by


def message(voice, contact, occasion, given, turn=""):
    """A text message to who spoke, if that was wished."""
    if contact is None or not contact.by_message:
        return
    given = given | {"address": f"{site()}{reverse('portal:track')}"}
    person, where = f"voice:{voice.pk}", {"cell_id": voice.cell_id, "record": voice, "turn": turn}
    notices.tell(person, Way.TEXT, contact.phone, occasion, given, **where)


def hold_to_it(voice):
    """What goes out as a text message cannot be taken back."""
    if Contact.objects.filter(voice=voice.pk, by_message=True).exists():
        for_good()


def tell_resident(entry):
    """A consumer of the stream: who spoke hears that there is an answer, once in each round."""
    if entry.subject_type != Voice._meta.label_lower or entry.move not in TOLD:
        return
    voice = Voice.objects.filter(pk=entry.subject_id).first()
    contact = Contact.objects.filter(voice=entry.subject_id).first()
    if voice is not None and voice.number:
        given = {"number": voice.number}
        message(voice, contact, "answer", given, f"{entry.move}:{entry.round}")
