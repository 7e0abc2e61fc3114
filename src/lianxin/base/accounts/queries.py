"""Who knocks, from where, and how often; the factors, devices and log lines of an account."""

import ipaddress
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.accounts.models import ApiToken, Outcome, SignIn
from lianxin.base.ui.components.words import day

LATELY = 300  # seconds for which a proof of who one is holds for touching one's own door
TOLL = (Outcome.TRIED, Outcome.WRONG, Outcome.SECOND_WRONG)  # what counts against an account
CLEARS = (Outcome.IN, Outcome.UNLOCKED, Outcome.PASSWORD)  # what lets an account begin anew
PLACES = (
    ("MicroMessenger", gettext_lazy("WeChat")),
    ("Edg", "Edge"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)

# Where somebody comes from


def address_of(request) -> str:
    """The address that asks; behind our own proxy the one that the proxy adds last."""
    passed = (
        request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.SECURE_PROXY_SSL_HEADER else ""
    )
    return passed.rpartition(",")[2].strip() or request.META.get("REMOTE_ADDR", "")


def client_of(request) -> str:
    """
    The address that is counted.

    Of the newer addresses a household has as many as it likes: they count by their network.
    """
    given = address_of(request)
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return given
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address, 64), strict=False))
    return given


def device_of(agent: str) -> str:
    """A browser's account of itself in two words that its owner knows again."""
    place = next((str(name) for mark, name in PLACES if mark in agent), "")
    machine = next((name for mark, name in MACHINES if mark in agent), "")
    return " · ".join(filter(None, (place, machine))) or agent[:40]


def key_of(typed: str) -> str:
    """What was typed as a name, for counting only: it cannot be read back."""
    return salted_hmac("lianxin.sign-in", typed.strip().casefold()).hexdigest()


# How often


def _since(now: datetime) -> datetime:
    return now - timedelta(seconds=settings.WRONG_PASSWORDS[1])


def tries_of(account: Q, *, now: datetime) -> list[datetime]:
    """When an account was knocked at in vain, oldest first, since it was last opened."""
    found = SignIn.objects.filter(account, at__gte=_since(now), outcome__in=(*TOLL, *CLEARS))
    wrong: list[datetime] = []
    for outcome, at in found.order_by("-pk").values_list("outcome", "at")[:200]:
        if outcome in CLEARS:
            break
        wrong.insert(0, at)
    return wrong


def account(user, key: str) -> Q:
    """The lines of one account, under whichever of its names; of an unknown name, its own."""
    return Q(user_id=user.pk) if user else Q(user_id=None, key=key)


def locked_until(user, key="", *, now=None) -> datetime | None:
    """Until when an account takes no more tries, if it is locked."""
    most, within = settings.WRONG_PASSWORDS
    now = now or timezone.now()
    wrong = tries_of(account(user, key), now=now) if most else []
    return wrong[-most] + timedelta(seconds=within) if most and len(wrong) >= most else None


def full_until(address: str, *, now: datetime) -> datetime | None:
    """Until when an address may try nothing more, whatever the account."""
    most, within = settings.WRONG_FROM_ADDRESS
    if not most:
        return None
    counted = (*TOLL, Outcome.LOCKED)
    found = SignIn.objects.filter(address=address, at__gte=now - timedelta(seconds=within))
    lines = found.filter(outcome__in=counted).order_by("-pk").values_list("at", flat=True)
    at = list(lines[most - 1 : most])
    return at[0] + timedelta(seconds=within) if at else None


def lines_of(user):
    """The newest lines of one's own account."""
    return SignIn.objects.filter(user_id=user.pk).order_by("-pk")


def shown(lines):
    """Lines with the device in words that its owner knows again."""
    found = list(lines)
    for line in found:
        line.device = device_of(line.agent)
    return found


# What one has proved, and by what


def proved(request, *, method="", within: float = 0, user=None) -> bool:
    """Whether this sign-in was proved by a method, or by any at all within some seconds."""
    now, user = time.time(), user or request.user
    return any(
        (not method or record.get("method") == method)
        and (not within or now - record.get("at", 0) < within)
        for record in get_authentication_records(request, user)
    )


def lately(request) -> bool:
    """Whether one has just shown who one is."""
    return proved(request, within=LATELY)


@dataclass(frozen=True)
class Factors:
    """What an account asks for beside the password."""

    totp: Authenticator | None
    passkeys: list[Authenticator]
    codes: Authenticator | None

    @property
    def any(self):
        return bool(self.totp or self.passkeys)

    @property
    def said_of_totp(self):
        return _said(self.totp) if self.totp else ()

    @property
    def keys(self):
        """The passkeys as they are listed."""
        return [Passkey(key.pk, key.data.get("name", ""), _said(key)) for key in self.passkeys]


@dataclass(frozen=True)
class Passkey:
    """A passkey under the name that its owner gave it."""

    pk: int
    name: str
    said: tuple[str, ...]


def _said(factor):
    """When a factor was set up and last used."""
    told = [_("set up %(day)s") % {"day": day(timezone.localdate(factor.created_at))}]
    if factor.last_used_at:
        used = {"day": day(timezone.localdate(factor.last_used_at))}
        told.append(_("last used %(day)s") % used)
    return tuple(told)


def factors_of(user) -> Factors:
    """One query."""
    found = list(Authenticator.objects.filter(user_id=user.pk).order_by("pk"))
    by = {each.type: each for each in found}
    return Factors(
        totp=by.get(Authenticator.Type.TOTP),
        passkeys=[each for each in found if each.type == Authenticator.Type.WEBAUTHN],
        codes=by.get(Authenticator.Type.RECOVERY_CODES),
    )


@dataclass(frozen=True)
class Device:
    """A place where one is signed in."""

    pk: int
    name: str
    address: str
    since: datetime
    seen: datetime
    here: bool


def devices_of(user, session_key="") -> list[Device]:
    """Where an account is signed in now: this place first, then the one used last."""
    found = [
        Device(
            pk=each.pk,
            name=device_of(each.user_agent),
            address=each.ip,
            since=each.created_at,
            seen=each.last_seen_at,
            here=each.session_key == session_key,
        )
        for each in UserSession.objects.purge_and_list(user)
    ]
    return sorted(found, key=lambda each: (not each.here, -each.seen.timestamp()))


def totp_address(user, secret: str) -> str:
    """What an app reads out of the picture."""
    label = quote(f"Lianxin:{user.username}")
    return f"otpauth://totp/{label}?secret={secret}&issuer=Lianxin&digits=6&period=30"


# Programs that act for a seat

SCOPES = {  # in the order of the page
    "read": gettext_lazy("read what the seat may read"),
    "move": gettext_lazy("take steps on what is there"),
    "enter": gettext_lazy("enter something new"),
}


def tokens_of(user, seat_id=None):
    """The tokens of an account, or of one of its seats; the newest first."""
    found = ApiToken.objects.filter(user=user).order_by("-pk")
    return found if seat_id is None else found.filter(seat_id=seat_id)


def is_open(token, today) -> bool:
    """Whether a token was neither revoked nor is past its last day."""
    return token.revoked_at is None and token.expires_on >= today


def token_by(digest: str, *, today) -> ApiToken | None:
    """The token of a digest, if it and its account open anything now."""
    found = ApiToken.objects.select_related("user").filter(digest=digest).first()
    return found if found and found.user.is_active and is_open(found, today) else None


# For the administrators


@dataclass(frozen=True)
class Held:
    """An account that is locked, or somebody who is signed in."""

    user: Any
    when: datetime
    device: str = ""
    address: str = ""


def locked_among(users, *, now: datetime) -> list[Held]:
    """Which accounts of a county take no tries now, and until when; two queries."""
    most, within = settings.WRONG_PASSWORDS
    wrong: dict[int | None, list[datetime]] = {}
    found = SignIn.objects.filter(at__gte=_since(now), outcome__in=(*TOLL, *CLEARS))
    for user_id, outcome, at in found.order_by("pk").values_list("user_id", "outcome", "at"):
        wrong.setdefault(user_id, []).append(at)
        if outcome in CLEARS:
            wrong[user_id].clear()
    locked = {pk: at[-most] for pk, at in wrong.items() if most and len(at) >= most}
    until = timedelta(seconds=within)
    return [
        Held(user, locked[user.pk] + until) for user in users.filter(pk__in=filter(None, locked))
    ]


def signed_in_among(users, *, most=100) -> list[Held]:
    """Who of a county is signed in, the newest first; two queries."""
    found = UserSession.objects.filter(user__in=users).select_related("user")
    rows = list(found.order_by("-pk")[:most])
    keys = [row.session_key for row in rows]
    lasting = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    alive = set(lasting.values_list("session_key", flat=True))
    return [
        Held(row.user, row.created_at, device_of(row.user_agent), row.ip)
        for row in rows
        if row.session_key in alive
    ]
