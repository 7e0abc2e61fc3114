"""A seat's own things: what it opened last, and the lists it has put a name to."""

from django.db import transaction
from django.utils import timezone

from lianxin.base.search.models import Opened, SavedView

REMEMBERED = 20  # records; what was opened before is forgotten
MOST_VIEWS = 12  # of one list


def remember(seat, record):
    """Put a record first among those that the seat has opened; one look more costs no write."""
    if seat.pk is None:
        return
    mine, kind = Opened.objects.filter(seat_id=seat.pk).order_by("-at"), record._meta.label_lower
    if mine.values_list("kind", "record_id").first() == (kind, record.pk):
        return
    with transaction.atomic():
        Opened.objects.bulk_create(
            [Opened(seat_id=seat.pk, kind=kind, record_id=record.pk, at=timezone.now())],
            update_conflicts=True,
            unique_fields=["seat_id", "kind", "record_id"],
            update_fields=["at"],
        )
        mine.exclude(
            pk__in=list(mine.values_list("pk", flat=True)[:REMEMBERED])
        ).order_by().delete()


def forget(seat):
    """Forget what the seat has opened."""
    return Opened.objects.filter(seat_id=seat.pk).delete()[0]


def save_view(seat, page, name, query):
    """Keep a list under a name; the same name again stands for the new one. None when too many."""
    mine = SavedView.objects.filter(seat_id=seat.pk, page=page)
    with transaction.atomic():
        if mine.exclude(name=name).count() >= MOST_VIEWS:
            return None
        view, _new = SavedView.objects.update_or_create(
            seat_id=seat.pk, page=page, name=name, defaults={"query": query}
        )
    return view


def drop_view(seat, pk):
    """Give up one of the seat's own named lists; returns it, or none."""
    view = SavedView.objects.filter(seat_id=seat.pk, pk=pk).first()
    if view is not None:
        SavedView.objects.filter(pk=pk).delete()
    return view
