"""
One's own account: password, telephone, second step, recovery codes, where one is signed in.

Whoever touches the door has just shown who they are, here or when signing in: see `confirmed`.
"""

import json
from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.flows.reauthentication import reauthenticate_by_password
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import clear_totp_secret, get_totp_secret, validate_totp_code
from django.contrib import messages
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from lianxin.base.accounts import actions, queries
from lianxin.base.accounts.forms import Code, KeyName, NewPassword, NewToken, OwnPhone, Proof
from lianxin.base.accounts.models import Outcome
from lianxin.base.paper.qr import as_svg

LINES = 20  # of one's own log


def confirmed(view):
    """Only for whoever has just shown who they are; others are asked and led back."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if queries.lately(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else reverse("accounts:own")
        return redirect(f"{reverse('accounts:confirm')}?{urlencode({'next': back})}")

    return never_cache(asked)


def _next(request):
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else ""


def _page(request, template, page, form=None):
    status = 422 if form is not None and form.is_bound else 200
    return render(request, f"accounts/{template}.html", {"form": form, **page}, status=status)


@never_cache
def own(request):
    """Password, second step, devices and the newest comings and goings."""
    page = {
        "factors": queries.factors_of(request.user),
        "devices": queries.devices_of(request.user, request.session.session_key or ""),
        "lines": queries.shown(queries.lines_of(request.user)[:LINES]),
    }
    return _page(request, "own", page)


@sensitive_post_parameters("password", "code")
@never_cache
def confirm(request):
    """Who one is, once more; wrong answers count as wrong tries to sign in."""
    form, error = Proof(request.POST or None), ""
    second = queries.factors_of(request.user).totp is not None
    if form.is_valid():
        try:
            line = actions.knock(
                request,
                typed=request.user.username,
                user=request.user,
                cell_id=request.seat.cell_id,
            )
        except actions.Shut as shut:
            error = _("Too many wrong tries. Please wait %(n)s min and try again.") % {
                "n": shut.minutes
            }
        else:
            if _is_proved(request, form, second):
                actions.turned_out(line, Outcome.HALF)
                return redirect(_next(request) or "accounts:own")
            actions.turned_out(line, Outcome.WRONG)
            error = _("That is not right.")
    return _page(
        request, "confirm", {"next": _next(request), "second": second, "error": error}, form
    )


def _is_proved(request, form, second):
    if not request.user.check_password(form.cleaned_data["password"]):
        return False
    if second:
        factor = actions.check_second(request.user, request.POST.get("code", "")[:20])
        if factor is None:
            return False
        kept = {"id": factor.pk, "type": factor.type, "reauthenticated": True}
        record_authentication(request, request.user, "mfa", **kept)
    reauthenticate_by_password(request)
    return True


@sensitive_post_parameters("password", "again")
@confirmed
def password(request):
    """A new password: all other places are signed out."""
    form = NewPassword(request.POST or None, user=request.user)
    if form.is_valid():
        actions.change_password(request, form.cleaned_data["password"])
        messages.success(request, _("The new password holds; all other places are signed out."))
        return redirect("accounts:own")
    return _page(request, "password", {}, form)


@confirmed
def phone(request):
    """The telephone that one may sign in by."""
    form = OwnPhone(request.POST or None, initial={"phone": request.user.phone})
    if form.is_valid():
        actions.set_phone(request.user, form.cleaned_data["phone"])
        messages.success(request, _("The telephone is noted."))
        return redirect("accounts:own")
    return _page(request, "phone", {}, form)


@never_cache
def second(request):
    """Set up an app that shows codes; whoever has a second step and has not taken it signs in."""
    if getattr(request, "second_due", False) and queries.factors_of(request.user).any:
        onward = urlencode({"next": _next(request)})
        logout(request)
        return redirect(f"{reverse('sign_in')}?{onward}")
    return _set_up(request)


@confirmed
def _set_up(request):
    """A picture to scan, and the first code as proof."""
    form = Code(request.POST or None)
    secret = get_totp_secret(regenerate=request.method == "GET")
    if form.is_valid():
        if validate_totp_code(secret, form.cleaned_data["code"].replace(" ", "")):
            actions.add_totp(request, secret)
            clear_totp_secret(request)
            onward = urlencode({"next": _next(request)})
            return redirect(f"{reverse('accounts:codes')}?{onward}")
        form.add_error("code", _("This code does not fit. Is the telephone's clock right?"))
    page = {
        "secret": " ".join(secret[n : n + 4] for n in range(0, len(secret), 4)),
        "picture": mark_safe(as_svg(queries.totp_address(request.user, secret))),  # drawn by us
        "next": _next(request),
        "factors": queries.factors_of(request.user),
    }
    return _page(request, "second_set_up", page, form)


@confirmed
@require_POST
def remove(request, pk):
    """Give a factor up; the last one stays where a seat asks for it."""
    factor = get_object_or_404(
        Authenticator.objects.exclude(type=Authenticator.Type.RECOVERY_CODES),
        pk=pk,
        user=request.user,
    )
    actions.drop_factor(request, factor)
    messages.success(request, _("It opens nothing any more."))
    return redirect("accounts:own")


@confirmed
def codes(request):
    """The recovery codes: shown to be written down; new ones on request."""
    factors = queries.factors_of(request.user)
    if not factors.any:
        return redirect("accounts:second")
    if request.method == "POST":
        actions.fresh_codes(request.user)
        messages.success(request, _("These are new codes; the old ones open nothing any more."))
        return redirect(f"{reverse('accounts:codes')}?{urlencode({'next': _next(request)})}")
    held = RecoveryCodes(factors.codes).get_unused_codes() if factors.codes else []
    return _page(request, "codes", {"codes": held, "next": _next(request) or "/desk/"})


@confirmed
def passkey(request):
    """Add a passkey: the browser makes it, this page keeps it."""
    from allauth.mfa.webauthn.internal import auth  # noqa: PLC0415 -- large, seldom used

    form = KeyName(request.POST or None)
    if form.is_valid():
        try:
            auth.parse_registration_response(form.cleaned_data["credential"])
            auth.complete_registration(form.cleaned_data["credential"])
        except (ValueError, TypeError, KeyError, AttributeError, ValidationError):
            form.add_error(None, _("The browser made no passkey. Please try once more."))
        else:
            actions.add_passkey(request, **form.cleaned_data)
            return redirect(f"{reverse('accounts:codes')}?{urlencode({'next': _next(request)})}")
    options = json.dumps(auth.begin_registration(request.user, True))
    return _page(request, "passkey", {"options": options, "next": _next(request)}, form)


@require_POST
def end(request, pk):
    """End one sign-in of one's own, here or elsewhere."""
    actions.end_sessions(request.user, pk=pk)
    actions.note(request, Outcome.ENDED, request.user, cell_id=request.seat.cell_id)
    messages.success(request, _("That place is signed out."))
    return redirect("accounts:own")


@require_POST
def end_others(request):
    """End all sign-ins but this one."""
    ended = actions.end_sessions(request.user, but=request.session.session_key or "")
    if ended:
        actions.note(request, Outcome.ENDED, request.user, cell_id=request.seat.cell_id)
    messages.success(request, _("All other places are signed out."))
    return redirect("accounts:own")


# Programs that act for the seat


@confirmed
def tokens(request):
    """The tokens of this seat; a new one is shown once, on the page that answers the form."""
    seat, today = request.seat, timezone.localdate()
    if seat.pk is None:
        raise Http404
    form, secret = NewToken(request.POST if request.method == "POST" else None), ""
    if form.is_valid():
        _token, secret = actions.make_token(seat, now=timezone.now(), **form.cleaned_data)
        form = NewToken()
    listed = [
        (each, [queries.SCOPES[code] for code in each.scopes.split()])
        for each in queries.tokens_of(request.user, seat.pk)[:LINES]
    ]
    page = {
        "secret": secret,
        "open": [row for row in listed if queries.is_open(row[0], today)],
        "gone": [row for row in listed if not queries.is_open(row[0], today)],
    }
    return _page(request, "tokens", page, form)


@require_POST
def revoke(request, pk):
    """A token of one's own opens nothing any more; this needs no proof of who one is."""
    token = get_object_or_404(queries.tokens_of(request.user, request.seat.pk), pk=pk)
    actions.revoke_token(token, actor=request.seat, now=timezone.now())
    messages.success(request, _("“%(name)s” is revoked.") % {"name": token.name})
    return redirect("accounts:tokens")
