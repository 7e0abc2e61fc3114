"""
The door: every knock is written down before the password is looked at.

The log is the counter. A knock is a committed row before it counts, and counts itself; the nth to
be committed sees n. So however many workers and threads are knocked at together, no more than the
allowed number of passwords is ever tried, on either database.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from lianxin.base.accounts.models import Outcome, SignIn
from lianxin.base.accounts.queries import (
    account,
    client_of,
    full_until,
    key_of,
    tries_of,
)


@dataclass(frozen=True)
class Shut(Exception):
    """Nothing is tried now; the same words whether or not there is such an account."""

    until: datetime

    @property
    def minutes(self) -> int:
        """How long to wait, rounded up."""
        return max(1, -int(-(self.until - timezone.now()).total_seconds() // 60))


def knock(request, *, typed, user, cell_id=None) -> SignIn:
    """
    Write a try down, or raise Shut.

    Whoever is let through must say what came of it with `turned_out`.
    """
    now, client = timezone.now(), client_of(request)
    if (until := full_until(client, now=now)) is not None:
        raise Shut(until)  # without a line: an address cannot fill the log
    line = _line(request, Outcome.TRIED, user, cell_id, key=key_of(typed), at=now)
    most, within = settings.WRONG_PASSWORDS
    if not most:
        return line
    wrong = tries_of(account(user, line.key), now=now)
    if len(wrong) > most:
        turned_out(line, Outcome.LOCKED)
        raise Shut(wrong[-most - 1] + timedelta(seconds=within))
    return line


def turned_out(line: SignIn, outcome: Outcome) -> None:
    """Say what came of a knock."""
    line.outcome = outcome
    line.save(update_fields=["outcome"])


def note(request, outcome: Outcome, user, *, cell_id=None) -> SignIn:
    """Write down what was done at the door of an account."""
    return _line(request, outcome, user, cell_id)


def unlock(request, user, *, cell_id=None) -> SignIn:
    """Let an account be tried anew at once."""
    return note(request, Outcome.UNLOCKED, user, cell_id=cell_id)


def forget(*, now: datetime) -> int:
    """Destroy what is older than the law and the office want it kept."""
    old = now - timedelta(days=settings.SIGN_IN_LOG_DAYS)
    return SignIn.objects.filter(at__lt=old).delete()[0]


def _line(request, outcome, user, cell_id, *, key="", at=None):
    return SignIn.objects.create(
        at=at or timezone.now(),
        user_id=user.pk if user else None,
        cell_id=cell_id,
        name=str(user)[:80] if user else "",
        key=key,
        address=client_of(request)[:64],
        agent=request.META.get("HTTP_USER_AGENT", "")[:200],
        outcome=outcome,
    )
