"""Sign in, the second step, a passkey instead of both, sign out, another seat."""

import json

from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, perform_password_login
from allauth.account.internal.flows.login import record_authentication as record
from allauth.account.internal.stagekit import clear_login
from allauth.account.models import Login
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, JsonResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lianxin.base.accounts.actions import Shut, check_second, end_sessions, turned_out
from lianxin.base.accounts.models import Outcome
from lianxin.base.accounts.queries import client_of, factors_of
from lianxin.config.signing import log
from lianxin.config.signing.adapter import SecondStage
from lianxin.institution.congress.queries import account_named


def next_of(request, otherwise="/"):
    """Where to go on to: a path of this site, never another's."""
    wanted = request.POST.get("next") or request.GET.get("next") or otherwise
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else otherwise


def shut(refusal: Shut) -> str:
    """What is said when nothing may be tried; the same whether or not there is such an account."""
    return ngettext(
        "Too many wrong tries. Please wait %(minutes)s minute and try again, or ask the security "
        "administrator to let you in.",
        "Too many wrong tries. Please wait %(minutes)s minutes and try again, or ask the security "
        "administrator to let you in.",
        refusal.minutes,
    ) % {"minutes": refusal.minutes}


@sensitive_post_parameters("password")
@never_cache
@login_not_required
def sign_in(request):
    """A name and the password; the answer never says which of the two was wrong."""
    error, status = "", 200
    if request.method == "POST":
        typed = request.POST.get("username", "")[:150].replace("\x00", "")
        try:
            answer = _first_step(request, typed, request.POST.get("password", "")[:200])
        except Shut as refusal:
            error, status = shut(refusal), 429
        else:
            if answer is not None:
                return answer
            error, status = _("The account name or the password is not right."), 422
    page = {
        "error": error,
        "next": next_of(request, "/desk/"),
        "shell_template": "ui/public.html",
    }
    return render(request, "ui/sign_in.html", page, status=status)


def _first_step(request, typed, password):
    line = log.knock(request, typed=typed, user=account_named(typed))
    user = authenticate(request, username=typed, password=password)
    if user is None:
        turned_out(line, Outcome.WRONG)
        return None
    turned_out(line, Outcome.HALF)
    return perform_password_login(
        request,
        {"username": user.username},
        Login(user=user, redirect_url=next_of(request, "/desk/")),
    )


@sensitive_post_parameters("code")
@login_stage_required(stage=SecondStage.key, redirect_urlname="account_login")
def second(request):
    """The code of an app or a recovery code; or a passkey, where the browser can."""
    stage, error, status = request._login_stage, "", 200
    user = stage.login.user
    if request.method == "POST":
        try:
            if _second_step(request, user):
                return stage.exit()
            error, status = _("This code does not fit, or has been used. Try the next one."), 422
        except Shut as refusal:
            clear_login(request)
            error, status = shut(refusal), 429
    factors = factors_of(user)
    page = {
        "error": error,
        "factors": factors,
        "options": _options(user) if factors.passkeys and status != 429 else "",
        "shell_template": "ui/public.html",
    }
    return render(request, "accounts/second.html", page, status=status)


def _second_step(request, user):
    """Whether what was sent is of a factor of this account; a wrong one counts as a wrong try."""
    line = log.knock(request, typed=user.username, user=user)
    factor = _by_passkey(request, user) or check_second(user, request.POST.get("code", "")[:20])
    turned_out(line, Outcome.HALF if factor else Outcome.SECOND_WRONG)
    if factor:
        record(request, user, "mfa", id=factor.pk, type=factor.type)
    return factor


def _by_passkey(request, user):
    """The passkey that has answered; the library is loaded for whoever has one only."""
    if not request.POST.get("credential"):
        return None
    from allauth.mfa.webauthn.internal import auth  # noqa: PLC0415 -- large, seldom used

    try:
        credential = json.loads(request.POST["credential"])
        auth.parse_authentication_response(credential)
        user = user or auth.extract_user_from_response(credential)
        return auth.complete_authentication(user, credential)
    except (ValueError, TypeError, KeyError, AttributeError, ValidationError):
        return None


def _options(user):
    from allauth.mfa.webauthn.internal import auth  # noqa: PLC0415 -- large, seldom used

    return json.dumps(auth.begin_authentication(user))


@never_cache
@login_not_required
def passkey(request):
    """A passkey that knew its owner by finger, face or number is both steps at once."""
    if request.method != "POST":
        return JsonResponse({"options": json.loads(_options(None))})
    try:
        line = log.knock(request, typed=f"passkey {client_of(request)}", user=None)
    except Shut as refusal:
        return _not_in(request, shut(refusal), 429)
    factor = _by_passkey(request, None)
    if factor is None or not factor.user.is_active:
        turned_out(line, Outcome.WRONG)
        return _not_in(request, _("This passkey opens no account here."), 422)
    line.delete()  # the line of the account itself follows
    factor.record_usage()
    record(request, factor.user, "mfa", id=factor.pk, type=factor.type, passwordless=True)
    login = Login(user=factor.user, redirect_url=next_of(request, "/desk/"))
    return perform_login(request, login)


def _not_in(request, error, status):
    page = {"error": error, "next": next_of(request, "/desk/"), "shell_template": "ui/public.html"}
    return render(request, "ui/sign_in.html", page, status=status)


@require_POST
def sign_out(request):
    """End the session."""
    log.note(request, Outcome.OUT, request.user)
    end_sessions(request.user, session_key=request.session.session_key)
    logout(request)
    return redirect("/")


@require_POST
def take_seat(request):
    """Put on another hat; only one that is one's own today."""
    wanted = request.POST.get("seat", "")
    if wanted not in {str(seat.pk) for seat in request.seats}:
        raise Http404
    request.session["seat"] = int(wanted)
    return redirect("/desk/")
