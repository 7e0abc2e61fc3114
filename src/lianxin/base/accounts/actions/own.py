"""What people do to their own account, and what is done to it for them."""

from importlib import import_module

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import update_session_auth_hash
from django.db import transaction

from lianxin.base.accounts.actions.door import note
from lianxin.base.accounts.models import Outcome

# by the factor's own class: allauth's way round would load the passkeys' library with it
CHECKED_BY = {
    Authenticator.Type.TOTP: TOTP,
    Authenticator.Type.RECOVERY_CODES: RecoveryCodes,
}


def check_second(user, code: str) -> Authenticator | None:
    """The factor that a code is of, used up by this; none if it is of none."""
    code = code.replace(" ", "")
    for factor in Authenticator.objects.filter(user_id=user.pk, type__in=CHECKED_BY):
        if CHECKED_BY[Authenticator.Type(factor.type)](factor).validate_code(code):
            factor.record_usage()
            return factor
    return None


@transaction.atomic
def add_totp(request, secret: str) -> Authenticator:
    """Take an app that shows codes as the second step; recovery codes come with the first one."""
    user = request.user
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.TOTP).delete()
    factor = TOTP.activate(user, secret).instance
    factor.record_usage()
    has_taken_a_factor(request, factor)
    return factor


def has_taken_a_factor(request, factor) -> None:
    """What has just been shown counts for this sign-in; every other place must show it too."""
    RecoveryCodes.activate(request.user)
    record_authentication(request, request.user, "mfa", id=factor.pk, type=factor.type)
    note(request, Outcome.FACTOR_ON, request.user, cell_id=_cell(request))
    end_sessions(request.user, but=request.session.session_key)


@transaction.atomic
def fresh_codes(user) -> list[str]:
    """New recovery codes; the old ones open nothing any more."""
    Authenticator.objects.filter(user_id=user.pk, type=Authenticator.Type.RECOVERY_CODES).delete()
    return RecoveryCodes.activate(user).generate_codes()


@transaction.atomic
def drop_factor(request, factor: Authenticator) -> None:
    """Give one factor up; with the last one the recovery codes go."""
    factor.delete()
    left = Authenticator.objects.filter(user_id=request.user.pk)
    if not left.exclude(type=Authenticator.Type.RECOVERY_CODES).exists():
        left.delete()
    note(request, Outcome.FACTOR_OFF, request.user, cell_id=_cell(request))


def take_factors_away(user) -> None:
    """For a reset: whoever has lost the telephone sets the second step up anew."""
    Authenticator.objects.filter(user_id=user.pk).delete()


def change_password(request, password: str) -> None:
    """A new password; this sign-in goes on, every other one ends."""
    user = request.user
    user.set_password(password)
    user.save(update_fields=["password"])
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)
    note(request, Outcome.PASSWORD, user, cell_id=_cell(request))
    end_sessions(user, but=request.session.session_key)


def end_sessions(user, *, but: str = "", **only) -> int:
    """End the sign-ins of an account: all, all but one, or `only` some; how many there were."""
    found = UserSession.objects.filter(user_id=user.pk, **only).exclude(session_key=but)
    store = import_module(settings.SESSION_ENGINE).SessionStore
    keys = list(found.values_list("session_key", flat=True))
    for key in keys:
        store().delete(key)
    UserSession.objects.filter(session_key__in=keys).delete()
    return len(keys)


def _cell(request):
    return getattr(getattr(request, "seat", None), "cell_id", None)


def set_phone(user, number: str) -> None:
    """A telephone that one may sign in by, or none."""
    user.phone = number
    user.save(update_fields=["phone", "phone_index"])


@transaction.atomic
def add_passkey(request, *, name: str, credential: dict) -> Authenticator:
    """Keep a passkey that the browser has made and shown."""
    factor = Authenticator.objects.create(
        user=request.user,
        type=Authenticator.Type.WEBAUTHN,
        data={"name": name, "credential": credential},
    )
    has_taken_a_factor(request, factor)
    return factor
