"""
After commit: one sealer per cell links the entries, and consumers read them in that order.

An entry's id is no safe order (a lower id may be committed after a higher one); the seal's
`seq` is. So sealing comes first and everything that must hear of a move reads sealed entries
from its own cursor, in one transaction with its own write: once each, and a restart goes on
where the last commit stood.
"""

import logging

from django.db import connection, transaction

from lianxin.base.records.models import Cursor, Entry, Head, Parked
from lianxin.base.records.queries import chain_hash, unsealed

log = logging.getLogger(__name__)


@transaction.atomic
def seal(cell_id, *, limit=500):
    """Link up to `limit` waiting entries of a cell. Returns how many were linked."""
    Head.objects.get_or_create(cell_id=cell_id)
    head = Head.objects.select_for_update().get(cell_id=cell_id)
    links = []
    for entry in unsealed(cell_id).order_by("pk")[:limit]:
        head.seq += 1
        head.hash = chain_hash(head.hash, head.seq, entry)
        links.append((head.seq, head.hash, entry.pk))
    if links:
        _write_down(links)
        head.save()
    return len(links)


def _write_down(links):
    """One plain statement for each link: putting them into one costs Python twenty times more."""
    with connection.cursor() as cursor:
        cursor.executemany(
            f"UPDATE {Entry._meta.db_table} SET seq = %s, hash = %s WHERE id = %s", links
        )


def at_once(many):
    """Mark a consumer that takes in a list of entries, up to so many, instead of each by itself."""

    def mark(handle):
        handle.many = many
        return handle

    return mark


def deliver(consumer, handle, cell_id, *, limit=100):
    """Let a consumer read on. Returns how many entries it has taken in."""
    many = getattr(handle, "many", 0)
    with transaction.atomic():
        Cursor.objects.get_or_create(consumer=consumer, cell_id=cell_id)
        cursor = Cursor.objects.select_for_update().get(consumer=consumer, cell_id=cell_id)
        ahead = Entry.objects.filter(cell_id=cell_id, seq__gt=cursor.seq).order_by("seq")
        entries = list(ahead[: many or limit])
        if entries:
            if not (many and _all_at_once(consumer, handle, entries)):
                _one_by_one(consumer, handle, entries, many)
            assert entries[-1].seq is not None  # an unsealed one is not ahead
            cursor.seq = entries[-1].seq
            cursor.save()
    return len(entries)


def _all_at_once(consumer, handle, entries):
    """Whether all could be taken in; else each must be tried by itself."""
    try:
        with transaction.atomic():
            handle(entries)
    except Exception:  # noqa: BLE001 -- which of them it is will be found out
        log.exception("%s could not take in %d entries at once", consumer, len(entries))
        return False
    return True


def _one_by_one(consumer, handle, entries, many):
    for entry in entries:
        try:
            with transaction.atomic():
                handle([entry] if many else entry)
        except Exception as fault:  # noqa: BLE001 -- one bad entry must not stop the stream
            log.exception("%s could not take in %s", consumer, entry)
            Parked.objects.create(consumer=consumer, entry=entry, error=repr(fault))
