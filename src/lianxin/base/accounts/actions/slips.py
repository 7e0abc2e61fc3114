"""
Printed slips: a code that lets one person set the password of one account, once, for a while.

The code itself is nowhere: what is kept is its keyed digest. Whoever reads the database cannot
activate anybody, and a slip that was not printed is made anew.
"""

import secrets
import unicodedata
from datetime import datetime, timedelta

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from lianxin.base.accounts.models import ActivationSlip, Reset, User

SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is read as another: no 0 O 1 I L
LENGTH, GROUP = 16, 4  # 79 bits: not to be guessed within any time that a slip lives
DAYS = 30


class NoSlip(ValueError):
    """The slip opens nothing; str() is a sentence."""

    UNKNOWN = _("There is no such slip. Look at the signs again; there is no 0, O, 1, I or L.")
    USED = _("This slip has been used. If it was not you, tell the office that gave it to you.")
    REPLACED = _("This slip was replaced by a newer one; use that one.")
    OLD = _("This slip is too old. Ask the office that gave it to you for a new one.")


def never_opened():
    """
    Accounts that nobody has ever been in: the only ones that are let in without a reset.

    Whoever has lost a password takes the way of resets, where two persons may be needed.
    """
    used = ActivationSlip.objects.exclude(used_at=None).values("user")
    asked = Reset.objects.values("user")
    locked = User.objects.filter(password__startswith=UNUSABLE_PASSWORD_PREFIX, last_login=None)
    return locked.exclude(pk__in=used).exclude(pk__in=asked)


def digest_of(code: str) -> str:
    """What is kept of a code; however it was typed, with spaces, strokes or small letters."""
    plain = unicodedata.normalize("NFKC", code).upper()
    plain = "".join(sign for sign in plain if sign in SIGNS)
    return salted_hmac("lianxin.slip", plain, algorithm="sha256").hexdigest()


def slip_of(code: str, *, now: datetime) -> ActivationSlip:
    """The slip of a code, if it opens something now. Raises NoSlip."""
    found = ActivationSlip.objects.select_related("user").filter(digest=digest_of(code)).first()
    if found is None or not found.user.is_active:
        raise NoSlip(NoSlip.UNKNOWN)
    if found.used_at:
        raise NoSlip(NoSlip.USED)
    if found.voided_at:
        raise NoSlip(NoSlip.REPLACED)
    if found.expires_at <= now:
        raise NoSlip(NoSlip.OLD)
    return found


@transaction.atomic
def issue_slip(user: User, *, now: datetime, by: User | None = None, days: int = DAYS) -> str:
    """A new slip for an account; those it had open nothing any more. Returns the code."""
    code = "".join(secrets.choice(SIGNS) for _sign in range(LENGTH))
    void_slips([user], now=now)
    ActivationSlip.objects.create(
        user=user,
        digest=digest_of(code),
        issued_at=now,
        expires_at=now + timedelta(days=days),
        issued_by=by,
    )
    return "-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def void_slips(users, *, now: datetime) -> int:
    """The open slips of some accounts open nothing any more."""
    open_ones = ActivationSlip.objects.filter(user__in=users, used_at=None, voided_at=None)
    return open_ones.update(voided_at=now)


@transaction.atomic
def redeem_slip(code: str, password: str, *, now: datetime) -> User:
    """
    Set the password of the slip's account; the slip is used up by this.

    Raises NoSlip when there is none, or it was used, replaced or is too old. Of two who try one
    slip at the same time only one succeeds.
    """
    slip = slip_of(code, now=now)
    if not ActivationSlip.objects.filter(pk=slip.pk, used_at=None).update(used_at=now):
        raise NoSlip(NoSlip.USED)
    user = slip.user
    user.set_password(password)
    user.save(update_fields=["password"])
    void_slips([user], now=now)
    return user
