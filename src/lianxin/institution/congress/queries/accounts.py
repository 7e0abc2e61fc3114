"""Accounts and the seats that go with them: by which names, in which cell, beside whom."""

import unicodedata

from django.conf import settings
from django.db.models import Q

from lianxin.base.accounts.models import User
from lianxin.institution.congress.models import Person, Seat
from lianxin.kernel.fields import holding
from lianxin.kernel.ports import today


def account_named(typed):
    """
    The account of a name as people type it, or none: the one place that looks names up.

    An account name is one account's. A certificate number or a telephone is a name as well, of
    those who have a seat today and as long as it is one account's only: several deputies of a
    household may have one telephone.
    """
    word = unicodedata.normalize("NFKC", typed).strip()[:150]
    if not word:
        return None
    if user := User.objects.filter(username=word).first():
        return user
    dated = Q(valid_to__isnull=True) | Q(valid_to__gte=today())
    number = Q(mandate__certificate=word) | holding(Person, "phone", word, at="mandate__person__")
    seats = Seat.objects.filter(dated, number, valid_from__lte=today())
    found = set(seats.values_list("user_id", flat=True))
    found |= set(User.objects.filter(holding(User, "phone", word)).values_list("pk", flat=True))
    return User.objects.get(pk=found.pop()) if len(found) == 1 else None


def cell_of(user):
    """The cell in whose log an account's comings and goings stand."""
    seats = Seat.objects.filter(user=user) if user else Seat.objects.none()
    return seats.order_by("-valid_from", "-pk").values_list("cell_id", flat=True).first()


def asks_second(seats):
    """Whether somebody who holds these seats may come in by two steps only."""
    roles = settings.SECOND_FACTOR_ROLES
    return any(seat.role in roles and not seat.cell.demo for seat in seats)


def known_in(user, cell_id):
    """Whether somebody has, or had, a seat in a cell."""
    return Seat.objects.filter(user=user, cell=cell_id).exists()


def shares_desk(user, seat, *, today):
    """Whether somebody sits in another role at the desk of a seat, so that one checks the other."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    held = Seat.objects.filter(dated, user=user).exclude(role=seat.role)
    if seat.unit_id:
        return held.filter(unit=seat.unit_id).exists()
    return bool(seat.organ_id) and held.filter(organ=seat.organ_id).exists()


def peers_of(seat, *, today):
    """Other seats of the same role at the same desk: who can take its work over."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    where = {name: getattr(seat, name) for name in ("organ_id", "unit_id", "venue_id", "role")}
    found = Seat.objects.filter(dated, cell=seat.cell_id, **where).exclude(pk=seat.pk)
    return found.exclude(user=seat.user_id).exclude(stands_in_for=seat).order_by("pk")


def roles_of(user):
    """The roles of the seats that somebody has today or will have."""
    dated = Q(valid_to__isnull=True) | Q(valid_to__gte=today())
    return set(Seat.objects.filter(dated, user=user).values_list("role", flat=True))


def accounts_in(cell_id):
    """The accounts that have, or had, a seat in a cell and are open."""
    seats = Seat.objects.filter(cell=cell_id).values("user")
    return User.objects.filter(pk__in=seats, is_active=True).order_by("name", "username", "pk")


def seats_in(cell_id, words=""):
    """The seats of a cell that have not ended, or whose holder or place is asked for."""
    found = Seat.objects.filter(cell=cell_id).select_related("user", "stands_in_for")
    if words:
        found = found.filter(Q(holder__icontains=words) | Q(title__icontains=words))
    return found.order_by("title", "role", "pk")
