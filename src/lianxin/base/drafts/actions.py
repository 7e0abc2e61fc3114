"""Keeping what is typed, and forgetting it: once it is sent, given up, or old."""

import hashlib
import json

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.drafts.models import Draft, Sent
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import deed

MOST = 60  # drafts of a seat; the oldest give way


def keep(mark, fields):
    """
    Keep what was typed into the form that a mark names. Returns when, or none.

    None: the form was sent after the page with this mark was drawn, and its words with it.
    """
    typed = json.dumps(fields, ensure_ascii=False)
    try:
        return _write(mark, typed)
    except IntegrityError:  # another window was first by a moment
        return _write(mark, typed)


@transaction.atomic
def _write(mark, typed):
    found = Draft.objects.select_for_update().filter(seat_id=mark.seat_id, form=mark.form).first()
    draft = found or Draft(seat_id=mark.seat_id, cell_id=mark.cell_id, form=mark.form)
    if draft.used_at and draft.used_at > mark.opened_at:
        return None
    draft.typed, draft.user_id, draft.saved_at = typed, mark.user_id, timezone.now()
    draft.save()
    if found is None:
        _make_room(mark.seat_id)
    return draft.saved_at


def _make_room(seat_id):
    held = Draft.objects.filter(seat_id=seat_id).order_by("-saved_at", "-pk")
    Draft.objects.filter(pk__in=list(held.values_list("pk", flat=True)[MOST:])).delete()


def clear(seat, form):
    """Empty the draft of a form: it was sent, or given up. In the transaction of whoever asks."""
    mine = Draft.objects.filter(seat_id=seat.pk, form=form)
    mine.update(typed="", used_at=timezone.now())


def once(seat, key, form, typed, make):
    """
    Make what a form asks for, unless it was made under this key before: then its id comes back.

    Returns (what was made or none, its id). Of two copies on their way at once the later one is
    undone whole and finds the earlier. Without a key it is made every time.
    """
    if not key:
        made = make()
        return made, made.pk
    words = json.dumps(typed, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(words.encode()).hexdigest()
    if (there := _sent_before(seat, key, form, digest)) is not None:
        return None, there
    told = {"seat_id": seat.pk, "cell_id": seat.cell_id, "key": key, "form": form}
    try:
        with deed():
            made = make()
            told |= {"digest": digest, "record_id": made.pk, "sent_at": timezone.now()}
            Sent.objects.create(**told)
    except IntegrityError:
        if (there := _sent_before(seat, key, form, digest)) is None:
            raise
        return None, there
    return made, made.pk


def _sent_before(seat, key, form, digest):
    """The id of what was made under a key; Refused when something else was sent under it."""
    found = Sent.objects.filter(seat_id=seat.pk, key=key).first()
    if found and (found.form, found.digest) != (form, digest):
        raise Refused(_("Something else was sent under this Idempotency-Key."))
    return found.record_id if found else None


def forget(cell_id, *, before):
    """Drop what nobody has touched for long. Returns how many."""
    Sent.objects.filter(cell_id=cell_id, sent_at__lt=before).delete()
    return Draft.objects.filter(cell_id=cell_id, saved_at__lt=before).delete()[0]
