"""
Tokens for programs: made for one seat, shown once, revoked at any time.

256 random bits need no salt and no slow digest: nobody can try them out.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate

from lianxin.base.accounts.models import ApiToken
from lianxin.base.records.actions import put_down

BEGINS = "lianxin_"  # so that a token that leaked is known for what it is


def token_digest(secret: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(secret.encode("utf-8", "replace")).hexdigest()


@transaction.atomic
def make_token(seat, *, name, scopes, now: datetime, days=0, actor=None) -> tuple[ApiToken, str]:
    """A token for a seat, and its words, which are shown once; the book says who made it."""
    secret = BEGINS + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        user_id=seat.user_id,
        seat_id=seat.pk,
        cell_id=seat.cell_id,
        name=name,
        scopes=" ".join(scopes),
        digest=token_digest(secret),
        made_at=now,
        expires_on=localdate(now) + timedelta(days=days or settings.TOKEN_DAYS),
    )
    note = f"{name} ({token.scopes})"
    put_down(token.user, cell_id=seat.cell_id, move="token_made", actor=actor or seat, note=note)
    return token, secret


@transaction.atomic
def revoke_token(token: ApiToken, *, actor, now: datetime) -> bool:
    """It opens nothing any more. False: it opened nothing before."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=now):
        return False
    put_down(token.user, cell_id=token.cell_id, move="token_revoked", actor=actor, note=token.name)
    return True


def revoke_tokens_of(user, *, now: datetime) -> int:
    """None of an account opens anything any more: whoever lost it may have lost them, too."""
    return ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=now)


def use_token(token: ApiToken, *, today) -> None:
    """Note the day on which it was used; the hour is nobody's business."""
    if token.last_used_on != today:
        ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
