"""
The security administrator's page: locked accounts, who is signed in, new ways in, the policy.

Asking for a new way in is open to all three administrators; who decides is in `congress`.
"""

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from lianxin.base.accounts import actions as accounts
from lianxin.base.accounts.models import Outcome, Reset
from lianxin.base.accounts.queries import locked_among, signed_in_among
from lianxin.base.paper.qr import as_svg
from lianxin.base.records.actions import put_down
from lianxin.config.keeping.forms import NewWay
from lianxin.config.keeping.who import only
from lianxin.institution.congress import actions as congress
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import accounts_in
from lianxin.kernel.lifecycle import Refused

ADMINISTRATORS = (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR)
SHOWN = 20
DECIDE = (Role.SECURITY_ADMIN, Role.AUDITOR)


def _account(request, pk):
    return get_object_or_404(accounts_in(request.seat.cell_id), pk=pk)


@only(Role.SECURITY_ADMIN, Role.AUDITOR)
def overview(request):
    """What is locked, who is in, what was asked for. The auditor sees what he decides on only."""
    seat, now = request.seat, timezone.now()
    words = request.GET.get("q", "")[:40].replace("\x00", "")
    known = accounts_in(seat.cell_id)
    asked = Reset.objects.filter(
        cell_id=seat.cell_id, decided_at=None, asked_at__gte=now - congress.OPEN
    )
    mine = [
        each
        for each in asked.select_related("user", "asked_by")
        if congress.confirms(each.user) == seat.role
    ]
    keeps = seat.role == Role.SECURITY_ADMIN
    page = {
        "keeps": keeps,
        "locked": locked_among(known, now=now) if keeps else [],
        "signed_in": signed_in_among(known) if keeps else [],
        "resets": mine,
        "words": words,
        "accounts": _found(known, words) if keeps else [],
        "policy": _policy() if keeps else [],
    }
    return render(request, "keeping/door.html", page)


def _found(known, words):
    """The accounts that are asked for; the first of them without a question."""
    if words:
        known = known.filter(Q(name__icontains=words) | Q(username__icontains=words))
    return known[:SHOWN]


def _policy():
    roles = dict(Role.choices)
    asked = [str(roles[role]) for role in roles if role in settings.SECOND_FACTOR_ROLES]
    minutes = settings.WRONG_PASSWORDS[1] // 60
    return [
        (_("Two steps are asked of"), pgettext("between fields", ", ").join(asked) or _("nobody")),
        (
            _("Wrong tries for one account"),
            _("%(n)s in %(minutes)s min") % {"n": settings.WRONG_PASSWORDS[0], "minutes": minutes},
        ),
        (
            _("Wrong tries from one address"),
            _("%(n)s in %(minutes)s min")
            % {"n": settings.WRONG_FROM_ADDRESS[0], "minutes": minutes},
        ),
        (_("The log is kept for"), _("%(n)s days") % {"n": settings.SIGN_IN_LOG_DAYS}),
        (
            _("A session lasts at most"),
            _("%(n)s hours") % {"n": settings.SESSION_COOKIE_AGE // 3600},
        ),
    ]


@only(Role.SECURITY_ADMIN)
@require_POST
def unlock(request, pk):
    """Let an account be tried again at once."""
    user, seat = _account(request, pk), request.seat
    accounts.unlock(request, user, cell_id=seat.cell_id)
    put_down(user, cell_id=seat.cell_id, move="unlocked", actor=seat)
    messages.success(request, _("%(who)s can sign in again.") % {"who": user})
    return redirect("keeping:door")


@only(Role.SECURITY_ADMIN)
@require_POST
def sign_out(request, pk):
    """End every sign-in of an account; its programs open nothing any more either."""
    user, seat = _account(request, pk), request.seat
    accounts.end_sessions(user)
    accounts.revoke_tokens_of(user, now=timezone.now())
    accounts.note(request, Outcome.ENDED, user, cell_id=seat.cell_id)
    put_down(user, cell_id=seat.cell_id, move="signed_out", actor=seat)
    messages.success(request, _("%(who)s is signed out everywhere.") % {"who": user})
    return redirect("keeping:door")


@only(*ADMINISTRATORS)
def ask(request, pk):
    """Ask for a new way into an account; where one person is enough, the slip follows at once."""
    user, seat, now = _account(request, pk), request.seat, timezone.now()
    form, status = NewWay(request.POST or None), 200
    reasons: tuple[str, ...] = ()
    alone = seat.role == Role.SECURITY_ADMIN and not congress.needs_two(user)
    if form.is_valid():
        try:
            reset = congress.ask_reset(user, actor=seat, now=now, **form.cleaned_data)
            if alone:
                return _slip(request, reset)
            messages.success(request, _("It is asked for; another administrator decides."))
            return redirect("keeping:door" if seat.role in DECIDE else "keeping:seats")
        except Refused as refusal:
            status, reasons = 409, refusal.reasons
    elif form.is_bound:
        status = 422
    page = {"form": form, "account": user, "alone": alone, "reasons": reasons}
    return render(request, "keeping/new_way.html", page, status=status)


def _slip(request, reset):
    """Print once what lets its holder choose a new password."""
    code = congress.confirm_reset(reset, actor=request.seat, now=timezone.now())
    address = request.build_absolute_uri(reverse("activate_code", args=[code.replace("-", "")]))
    page = {
        "account": reset.user,
        "code": code,
        "address": request.build_absolute_uri(reverse("activate")),
        "picture": mark_safe(as_svg(address)),  # drawn by us
        "days": congress.SLIP_DAYS,
    }
    return render(request, "keeping/slip.html", page)


def _reset(request, pk):
    return get_object_or_404(Reset.objects.filter(cell_id=request.seat.cell_id), pk=pk)


@only(*DECIDE)
@require_POST
def confirm(request, pk):
    """Say yes as the second person: the slip is shown once."""
    try:
        return _slip(request, _reset(request, pk))
    except Refused as refusal:
        page = {"reasons": refusal.reasons}
        return render(request, "ui/refused.html", page, status=409)


@only(*DECIDE)
@require_POST
def refuse(request, pk):
    """Leave the account as it is."""
    try:
        congress.refuse_reset(_reset(request, pk), actor=request.seat, now=timezone.now())
    except Refused as refusal:
        page = {"reasons": refusal.reasons}
        return render(request, "ui/refused.html", page, status=409)
    messages.success(request, _("The account stays as it is."))
    return redirect("keeping:door")
