"""Entries that no lifecycle makes: an act on a record without one; words erased."""

import secrets

from django.db import transaction
from django.utils import timezone

from lianxin.base.records.models import Entry, EntryText
from lianxin.base.records.queries import digest

ABOUT = ("cell_id", "root_type", "root_id", "subject_type", "subject_id", "round")


@transaction.atomic
def put_down(subject, *, cell_id, move, actor, note="", at=None, root=None, channel="web"):
    """
    An entry about a record that has no lifecycle: a seat given, a number looked at.

    The app says in `acts` of its `apps.py` what each such act is called. It belongs to the
    record itself, unless `root` names the matter that it belongs to.
    """
    now = timezone.now()
    salt = secrets.token_hex(16) if note else ""
    root = root or subject
    about = {"root_type": root._meta.label_lower, "root_id": root.pk}
    entry = Entry.objects.create(
        cell_id=cell_id,
        **about,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        move=move,
        **_by(actor, channel),
        happened_at=at or now,
        recorded_at=now,
        text_digest=digest(salt, note) if note else "",
    )
    if note:
        EntryText.objects.create(entry=entry, salt=salt, body=note)
    return entry


def _by(actor, channel="web"):
    return {
        "seat_id": actor.pk,
        "user_id": actor.user_id,
        "role": actor.role,
        "who": actor.signature[:80],
        "channel": channel,
    }


@transaction.atomic
def erase(entry, *, actor):
    """Destroy the words of an entry for good; what happened, and that it was erased, stays."""
    EntryText.objects.filter(pk=entry.pk).delete()
    now = timezone.now()
    return Entry.objects.create(
        **{name: getattr(entry, name) for name in ABOUT},
        move="erase_text",
        **_by(actor),
        happened_at=now,
        recorded_at=now,
        cause_id=entry.pk,
    )
