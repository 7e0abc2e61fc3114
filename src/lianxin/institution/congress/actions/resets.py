"""
A new way into an account whose password or telephone is lost.

For a deputy, a station or a unit's clerk the security administrator prints a slip alone. For an
account that can do much, one asks and another confirms; nobody lets himself in.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base.accounts import actions as accounts
from lianxin.base.accounts.models import Reset, User
from lianxin.base.records.actions import put_down
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import known_in, roles_of
from lianxin.kernel.lifecycle import Forbidden, Refused

OPEN = timedelta(days=7)  # then a request is void
SLIP_DAYS = 3
WEIGHTY = {
    Role.OFFICE,
    Role.LEADER,
    Role.TOWN_CLERK,
    Role.GOV_SUPERVISION,
    Role.SYS_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDITOR,
}
MAY_ASK = (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)


def needs_two(user) -> bool:
    """Whether one person alone may not let this account in."""
    return bool(WEIGHTY & roles_of(user))


def confirms(user) -> str:
    """The role that decides: the auditor where it is about a security administrator."""
    return Role.AUDITOR if Role.SECURITY_ADMIN in roles_of(user) else Role.SECURITY_ADMIN


@transaction.atomic
def ask_reset(user, *, reason: str, factors: bool, actor, now: datetime) -> Reset:
    """Ask for a new way in. Raises Forbidden or Refused."""
    if actor.role not in MAY_ASK or not known_in(user, actor.cell_id):
        raise Forbidden(_("Only the administrators of the county ask for a new way in."))
    if user.pk == actor.user_id:
        raise Refused(_("Nobody lets himself in: another administrator asks for you."))
    User.objects.select_for_update().get(pk=user.pk)
    Reset.objects.filter(user=user, decided_at=None, asked_at__lt=now - OPEN).update(decided_at=now)
    if Reset.objects.filter(user=user, decided_at=None).exists():
        raise Refused(_("A new way into this account has been asked for already."))
    reset = Reset.objects.create(
        user=user,
        cell_id=actor.cell_id,
        reason=reason,
        factors=factors,
        asked_at=now,
        asked_by_id=actor.user_id,
        asked_as=actor.signature[:80],
    )
    put_down(user, cell_id=actor.cell_id, move="reset_asked", actor=actor, note=reason)
    return reset


def _decides(reset, actor, now):
    user = reset.user
    if (actor.role, actor.cell_id) != (confirms(user), reset.cell_id):
        raise Forbidden(_("This is decided by the security administrator, or the auditor for him."))
    if reset.decided_at or reset.asked_at < now - OPEN:
        raise Refused(_("This has been decided, or is too old."))
    if actor.user_id == user.pk:
        raise Refused(_("Nobody lets himself in: another administrator decides."))


@transaction.atomic
def confirm_reset(reset, *, actor, now: datetime) -> str:
    """
    Let the account be opened anew: the code of a slip, to be printed and handed over.

    The old password opens nothing from now on, and every place is signed out.
    """
    reset = Reset.objects.select_for_update(of=("self",)).select_related("user").get(pk=reset.pk)
    _decides(reset, actor, now)
    user = reset.user
    if needs_two(user) and actor.user_id == reset.asked_by_id:
        raise Refused(_("Two persons are needed: whoever asked for it cannot confirm it as well."))
    reset.decided_at, reset.granted = now, True
    reset.decided_by_id = actor.user_id
    reset.save(update_fields=["decided_at", "granted", "decided_by"])
    user.set_unusable_password()
    user.save(update_fields=["password"])
    accounts.end_sessions(user)
    accounts.revoke_tokens_of(user, now=now)
    if reset.factors:
        accounts.take_factors_away(user)
    put_down(user, cell_id=reset.cell_id, move="reset_confirmed", actor=actor)
    by = User.objects.get(pk=actor.user_id)
    return accounts.issue_slip(user, now=now, by=by, days=SLIP_DAYS)


@transaction.atomic
def refuse_reset(reset, *, actor, now: datetime) -> None:
    """Leave the account as it is."""
    reset = Reset.objects.select_for_update(of=("self",)).select_related("user").get(pk=reset.pk)
    _decides(reset, actor, now)
    reset.decided_at, reset.decided_by_id = now, actor.user_id
    reset.save(update_fields=["decided_at", "decided_by"])
    put_down(reset.user, cell_id=reset.cell_id, move="reset_refused", actor=actor)
