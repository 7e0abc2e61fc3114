"""Somebody leaves: what waits for the seat is listed, handed over, and the seat ends."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base.notices.actions import hand_on
from lianxin.institution.congress import actions as congress
from lianxin.institution.congress.models import Role, Seat
from lianxin.institution.congress.queries.mandates import seats_of_mandate
from lianxin.kernel.lifecycle import Refused
from lianxin.reckoning.insight.queries.bench import waiting_rows

NO_DESK = (Role.DEPUTY, Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


@dataclass(frozen=True)
class Open:
    """One thing that waits for a seat, by its number: whoever keeps seats reads no business."""

    title: str
    what: str
    due_on: Any


def open_work(seat: Seat) -> list[Open]:
    """What waits for a seat now, nearest due first; the administrators have none."""
    if seat.role in NO_DESK[1:]:
        return []
    return [
        Open(
            title=f"{row.root._meta.verbose_name} #{row.root.pk}",
            what=str(row.turns[0].label),
            due_on=row.due_on,
        )
        for row in waiting_rows(seat)
    ]


@transaction.atomic
def leave(seat, *, last_day, reason, to, actor, today):
    """
    End a seat; what waited for it waits for `to`.

    Refused while something waits and nobody else sits at the desk. What waits for a deputy stays
    with the station and the office, which see it too.
    """
    work = open_work(seat)
    if work and to is None and seat.role not in NO_DESK and seat.stands_in_for_id is None:
        raise Refused(
            _("Something waits for this seat. Say who carries on, or give somebody the seat first.")
        )
    if to is not None:
        titles = [f"{each.title}: {each.what}" for each in work]
        congress.hand_over(seat, to=to, titles=titles, actor=actor)
        hand_on(seat.pk, to.pk)
    return congress.end_seat(seat, last_day=last_day, reason=reason, actor=actor, today=today)


@transaction.atomic
def leave_office(mandate, *, ends_on, reason, words, actor, today):
    """
    End a mandate and its seats. What waited for the deputy stays with the station and the
    office; each matter is named in the book, and what was not read is read by whoever ends it.
    """
    held = list(seats_of_mandate(mandate, today=today))
    waiting = {seat.pk: open_work(seat) for seat in held}
    ended = congress.end_mandate(
        mandate, ends_on=ends_on, reason=reason, words=words, actor=actor, today=today
    )
    for seat in held:
        if titles := [f"{each.title}: {each.what}" for each in waiting[seat.pk]]:
            congress.leave_with_office(seat, titles=titles, actor=actor)
        hand_on(seat.pk, actor.pk)
    return ended
