"""A consumer of the stream: turns entries into notices for the seats they concern, once each."""

from django.apps import apps
from django.utils import timezone

from lianxin.base.notices.models import Notice
from lianxin.kernel.registry import audiences, lifecycle_named


def take_in(entry):
    """Put one line into the inbox of every seat that the entry's move tells."""
    lifecycle = lifecycle_named(entry.subject_type)
    audience = audiences().get(entry.root_type)
    row = lifecycle and (lifecycle.row(entry.move, entry.before) or lifecycle.row(entry.move, None))
    if not row or not audience or not row.tells:
        return
    root = apps.get_model(entry.root_type).objects.filter(pk=entry.root_id).first()
    seats = {seat.pk for seat in audience(entry.root_id, entry, row.tells)} - {entry.seat_id}
    Notice.objects.bulk_create(
        Notice(
            seat_id=pk,
            entry_id=entry.pk,
            cell_id=entry.cell_id,
            root_type=entry.root_type,
            root_id=entry.root_id,
            subject_type=entry.subject_type,
            move=entry.move,
            title=str(root or "")[:160],
            happened_at=entry.happened_at,
        )
        for pk in sorted(seats)
    )


def mark_read(seat, ids=None):
    """Mark a seat's notices as read: some, or all."""
    mine = Notice.objects.filter(seat_id=seat.pk, read_at=None)
    if ids is not None:
        mine = mine.filter(pk__in=ids)
    return mine.update(read_at=timezone.now())
