"""Erase the words of an entry, never the entry."""

from django.db import transaction
from django.utils import timezone

from lianxin.base.records.models import Entry, EntryText

ABOUT = ("cell_id", "root_type", "root_id", "subject_type", "subject_id", "round")


@transaction.atomic
def erase(entry, *, actor):
    """Destroy the words of an entry for good; what happened, and that it was erased, stays."""
    EntryText.objects.filter(pk=entry.pk).delete()
    now = timezone.now()
    return Entry.objects.create(
        **{name: getattr(entry, name) for name in ABOUT},
        move="erase_text",
        seat_id=actor.pk,
        user_id=actor.user_id,
        role=actor.role,
        who=actor.signature,
        channel="web",
        happened_at=now,
        recorded_at=now,
        cause_id=entry.pk,
    )
