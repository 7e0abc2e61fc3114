"""Seats for persons: an account for whoever has none, and who sits where."""

import re
from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from lianxin.base.accounts.models import User
from lianxin.institution.congress.actions.seats import appoint
from lianxin.institution.congress.models import Cell, Mandate, Role, Seat
from lianxin.institution.congress.queries import mandates_in_office
from lianxin.kernel.fields import sort_key

CONGRESS = "人民代表大会"
LONGEST = 24  # characters of an account name


def account_name(holder: str) -> str:
    """An account name that is free: the name as it sounds, with a number if it is taken."""
    plain = re.sub(r"[^\w]", "", holder)
    sounds = re.findall(r"([a-z]+|\d)[0-5][0-9a-f]{5}", sort_key(plain, person=True))
    base = "".join(sounds)[:LONGEST] or "user"
    taken = set(User.objects.filter(username__startswith=base).values_list("username", flat=True))
    numbers = (f"{base}{n}" for n in range(2, len(taken) + 3))
    return next(name for name in (base, *numbers) if name not in taken)


def open_account(holder: str, name: str = "") -> User:
    """An account that nobody can sign in to before its slip was used."""
    user = User(username=name or account_name(holder), name=holder)
    user.set_unusable_password()
    user.save()
    return user


@transaction.atomic
def open_seat(
    cell: Cell, role: Role, holder: str, title: str, *, actor, on: date, account="", **place
) -> Seat:
    """An account and a seat for somebody new; whoever sits there already keeps his seat."""
    sits = Q(valid_to=None) | Q(valid_to__gte=on)
    there = Seat.objects.filter(sits, cell=cell, role=role, holder=holder, **place).first()
    return there or appoint(
        user=open_account(holder, account),
        role=role,
        cell=cell,
        holder=holder,
        title=title,
        actor=actor,
        valid_from=on,
        **place,
    )


def mandates_without_seat(cell: Cell, *, on: date):
    """The mandates of the roster whose deputies have no seat for them yet."""
    seated = Seat.objects.filter(cell=cell, role=Role.DEPUTY).values("mandate")
    found = mandates_in_office(cell.pk, on=on).exclude(pk__in=seated)
    return found.select_related("person", "congress").order_by("person__sort_key", "pk")


@transaction.atomic
def seat_deputies(cell: Cell, *, actor, on: date) -> list[Seat]:
    """A seat for each mandate without one; a person of several mandates has one account."""
    mandates = list(mandates_without_seat(cell, on=on))
    accounts = _accounts_of(cell, {mandate.person_id for mandate in mandates})
    seats = []
    for mandate in mandates:
        person = mandate.person
        if person.pk not in accounts:
            accounts[person.pk] = open_account(person.name)
        place = mandate.congress.name.removesuffix(CONGRESS)
        seats.append(
            appoint(
                user=accounts[person.pk],
                role=Role.DEPUTY,
                cell=cell,
                mandate=mandate,
                holder=person.name,
                title=f"{place}人大代表",
                actor=actor,
                valid_from=on,
            )
        )
    return seats


def _accounts_of(cell: Cell, persons: Iterable[int]) -> dict[int, User]:
    seats = Seat.objects.filter(cell=cell, mandate__person__in=persons).select_related(
        "user", "mandate"
    )
    found: dict[int, User] = {}
    for seat in seats:
        assert isinstance(seat.mandate, Mandate)
        found[seat.mandate.person_id] = seat.user
    return found
