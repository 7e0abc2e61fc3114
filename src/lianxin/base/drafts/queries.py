"""Whose draft it is, and whether there is one. A mark, signed, says for whom a page was drawn."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from lianxin.base.drafts.models import Draft

SIGNER = Signer(salt="lianxin.drafts")


@dataclass(frozen=True, slots=True)
class Mark:
    """Which form of which seat a page holds; it lets one write a draft and never read one."""

    seat_id: int
    user_id: int
    cell_id: int
    form: str
    path: str  # where the form is opened again
    opened_at: datetime


def mark_of(seat, form: str, path: str) -> str:
    """The mark of a form on a page that is being drawn for a seat."""
    now = timezone.now().timestamp()
    return SIGNER.sign_object([seat.pk, seat.user_id, seat.cell_id, form, path, now])


def read_mark(given: str) -> Mark | None:
    """What a mark says; none if it is not ours, or older than drafts are kept."""
    try:
        seat, user, cell, form, path, opened = SIGNER.unsign_object(given)
    except (BadSignature, ValueError):
        return None
    mark = Mark(seat, user, cell, form, path, datetime.fromtimestamp(opened, UTC))
    return mark if mark.opened_at > timezone.now() - kept_for() else None


def kept_for() -> timedelta:
    """How long a draft is kept."""
    return timedelta(days=settings.DRAFT_DAYS)


def draft_of(seat, form: str) -> Draft | None:
    """The draft that the holder of a seat has of a form, and nobody else's."""
    mine = Draft.objects.filter(seat_id=seat.pk, user_id=seat.user_id, form=form)
    return mine.filter(saved_at__gt=timezone.now() - kept_for()).exclude(typed="").first()
