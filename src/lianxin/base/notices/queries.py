"""What lies in an inbox."""

from django.core.paginator import Paginator

from lianxin.base.notices.models import Notice


def inbox_of(seat):
    """A seat's notices, what happened last first."""
    return Notice.objects.filter(seat_id=seat.pk).order_by("-happened_at", "-pk")


def unread(seat):
    """How many notices a seat has not read, counted up to a hundred."""
    if seat.pk is None:
        return 0
    return Notice.objects.filter(seat_id=seat.pk, read_at=None)[:100].count()


def page_of_inbox(found, number, *, size=30, most=1000):
    """A page of notices; no more are counted than anybody would turn to."""
    return Paginator(found[:most], size).get_page(number)
