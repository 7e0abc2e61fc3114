"""
Who sits where: a seat given, a stand-in named, a seat ended and what it held handed over.

Each is an entry. Nobody holds seats of two kinds: the three who keep the platform running hold
one another, and have no business of their own.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from lianxin.base.accounts.models import User
from lianxin.base.records.actions import put_down
from lianxin.institution.congress.models import Role, Seat
from lianxin.institution.congress.queries import known_in, shares_desk
from lianxin.institution.congress.rules import kind_of
from lianxin.kernel.lifecycle import Forbidden, Refused

LONGEST = timedelta(days=366)  # of standing in: who is away for longer has left
MAY_BE_STOOD_IN_FOR = (
    Role.OFFICE,
    Role.LEADER,
    Role.TOWN_CLERK,
    Role.LIAISON_OFFICER,
    Role.GOV_SUPERVISION,
    Role.UNIT_CLERK,
    Role.UNIT_LEADER,
)
PLACE = ("organ", "unit", "mandate", "region", "venue_id")


def keeps_seats(actor, cell_id):
    """Refuse whoever does not keep the seats of a cell."""
    if actor.role != Role.MACHINE and (actor.role, actor.cell_id) != (Role.SYS_ADMIN, cell_id):
        raise Forbidden(_("Only the system administrator of the county keeps its seats."))


@transaction.atomic
def appoint(*, user, role, cell, holder, title, actor, valid_from: date, valid_to=None, **place):
    """Give somebody a seat. Raises Refused where it would put two kinds into one hand."""
    keeps_seats(actor, cell.pk)
    seat = give(
        Seat(
            user=user,
            role=role,
            cell=cell,
            holder=holder[:40],
            title=title[:80],
            valid_from=valid_from,
            valid_to=valid_to,
            **place,
        ),
    )
    put_down(seat, cell_id=cell.pk, move="appoint", actor=actor, note=seat.signature)
    return seat


def give(seat):
    """Save a seat under the lock of its user: two who give at once cannot both be right."""
    User.objects.select_for_update().get(pk=seat.user_id)
    dated = Q(valid_to=None) | Q(valid_to__gte=seat.valid_from)
    held = Seat.objects.filter(dated, user=seat.user_id)
    if seat.valid_to:
        held = held.filter(valid_from__lte=seat.valid_to)
    kinds = {kind_of(role) for role in held.values_list("role", flat=True)}
    if kinds - {kind_of(seat.role)}:
        raise Refused(
            _(
                "System administrator, security administrator and auditor are three different "
                "persons, and none of them has a seat of business. End the other seat first."
            )
        )
    seat.save(force_insert=True)
    return seat


@transaction.atomic
def stand_in(seat, *, user, valid_from: date, valid_to: date, reason: str, actor, today: date):
    """Let another sit in a seat for some days; it ends by itself, entries show both names."""
    if actor.pk != seat.pk:
        keeps_seats(actor, seat.cell_id)
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    _may_stand_in(seat, user, today)
    if not today <= valid_from <= valid_to or valid_to - valid_from > LONGEST:
        raise Refused(_("From today or later, for a year at most."))
    if seat.valid_to and valid_to > seat.valid_to:
        raise Refused(_("The seat itself ends before that."))
    if _stood_in(seat, user, valid_from, valid_to):
        raise Refused(_("This person stands in for the seat on these days already."))
    new = Seat(
        user=user,
        role=seat.role,
        cell_id=seat.cell_id,
        holder=str(user)[:40],
        title=seat.title,
        valid_from=valid_from,
        valid_to=valid_to,
        stands_in_for=seat,
        **{name: getattr(seat, name) for name in PLACE},
    )
    give(new)
    put_down(new, cell_id=seat.cell_id, move="stand_in", actor=actor, note=reason)
    return new


def _stood_in(seat, user, first, last):
    there = Seat.objects.filter(stands_in_for=seat, user=user, valid_to__gte=first)
    return there.filter(valid_from__lte=last).exists()


def _may_stand_in(seat, user, today):
    if seat.role not in MAY_BE_STOOD_IN_FOR:
        raise Refused(_("Nobody can stand in for this seat: it is bound to its holder."))
    if seat.stands_in_for_id:
        raise Refused(_("Who stands in cannot name another to stand in."))
    if seat.valid_to and seat.valid_to < today:
        raise Refused(_("This seat has ended."))
    if user.pk == seat.user_id or not user.is_active:
        raise Refused(_("Choose somebody else to stand in."))
    if not known_in(user, seat.cell_id):
        raise Refused(_("Choose somebody who has a seat in this county."))
    if shares_desk(user, seat, today=today):
        raise Refused(
            _(
                "This person drafts at the same desk what the seat signs, or signs what it "
                "drafts. Two pairs of eyes are needed: choose somebody else."
            )
        )


@transaction.atomic
def end_seat(seat, *, last_day: date, reason: str, actor, today: date):
    """A seat ends with a day. Whoever stands in for it ends with it."""
    if actor.pk != seat.stands_in_for_id or actor.pk is None:
        keeps_seats(actor, seat.cell_id)
    if actor.pk == seat.pk:
        raise Refused(_("Somebody else ends your own seat."))
    seat = Seat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
    if seat.valid_to and seat.valid_to < today:
        raise Refused(_("This seat has ended."))
    if last_day < today - timedelta(days=1):
        raise Refused(_("What was done since then stands; it can end yesterday at the earliest."))
    _last_of_its_kind(seat)
    seat.valid_to = last_day
    seat.save(update_fields=["valid_to"])
    put_down(seat, cell_id=seat.cell_id, move="end", actor=actor, note=reason)
    for other in Seat.objects.filter(stands_in_for=seat).exclude(valid_to__lte=last_day):
        other.valid_to = last_day
        other.save(update_fields=["valid_to"])
        put_down(other, cell_id=seat.cell_id, move="end", actor=actor, note=reason)
    return seat


def _last_of_its_kind(seat):
    """The county keeps one who can give seats."""
    if seat.role != Role.SYS_ADMIN:
        return
    others = Seat.objects.filter(cell=seat.cell_id, role=Role.SYS_ADMIN, valid_to=None)
    if not others.exclude(pk=seat.pk).exists():
        raise Refused(_("This is the last system administrator. Give another the seat first."))


@transaction.atomic
def hand_over(seat, *, to, titles, actor):
    """What waited for a seat waits for another of the same desk; each matter is named."""
    keeps_seats(actor, seat.cell_id)
    same = (to.cell_id, to.role) == (seat.cell_id, seat.role)
    if not same or any(getattr(to, f) != getattr(seat, f) for f in ("organ_id", "unit_id")):
        raise Refused(_("It can be handed to a seat of the same role at the same desk only."))
    told = _("To %(who)s") % {"who": to.signature}
    put_down(
        seat,
        cell_id=seat.cell_id,
        move="hand_over",
        actor=actor,
        note="\n".join([told, *titles])[:4000],
    )
    put_down(to, cell_id=seat.cell_id, move="take_over", actor=actor, note=seat.signature)
