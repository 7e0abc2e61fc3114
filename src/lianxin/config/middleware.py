"""Put the chosen seat on the request; refuse what no text may hold."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponse, HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from lianxin.base.accounts.queries import proved
from lianxin.base.drafts.actions import keep
from lianxin.base.drafts.forms import Typed
from lianxin.institution.congress.models import ANYONE
from lianxin.institution.congress.queries import asks_second, seats_of
from lianxin.institution.congress.rules import apart
from lianxin.kernel.ports import reading

WHILE_DUE = {  # what one needs to get through the second step
    "accounts:second",
    "accounts:confirm",
    "accounts:codes",
    "accounts:passkey",
    "sign_out",
}


def is_api(request):
    """Whether programs ask, which read no pages."""
    return request.path.startswith("/api/")


def told_in_json(status, sentence):
    """A refusal as the API says it."""
    return JsonResponse({"reasons": [sentence]}, status=status)


class PlainTextMiddleware:
    """A NUL in an address or a field is never text: some databases choke on it; it stops here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            if is_api(request):
                return told_in_json(400, _("There is a character in it that cannot be printed."))
            return HttpResponseBadRequest()
        return self.get_response(request)


class SizeMiddleware:
    """What is far too large is refused by its own account of itself, before anything is read."""

    FILES = 5  # as many of the largest files may come in one post

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > self.FILES * settings.LARGEST_UPLOAD:
            if is_api(request):
                return told_in_json(413, _("This is too large."))
            largest = {"largest": settings.LARGEST_UPLOAD // 1_000_000}
            return render(request, "413.html", largest, status=413)
        return self.get_response(request)


def asks_json(request):
    """A script that wants no page."""
    return "application/json" in request.headers.get("Accept", "")


def keep_sent(request):
    """
    Keep a form that could not be let in for whom its page was drawn. Returns where it is opened.

    The mark on the page is signed and says whose form it is; so no sign-in is needed to lay the
    words by, and whoever signs in next reads them only if they are theirs.
    """
    if request.method != "POST" or "draft" not in request.POST:
        return ""
    form = Typed(request.POST)
    if not form.is_valid():
        return ""
    mark = form.cleaned_data["draft"]
    return mark.path if keep(mark, form.typed) else ""


class SignedInMiddleware(LoginRequiredMiddleware):
    """
    What is closed leads to signing in, and back.

    A script is told so plainly; a form that was sent after the session had ended is kept.
    """

    def handle_no_permission(self, request, view_func):
        if asks_json(request):
            return JsonResponse({}, status=401)
        answer = super().handle_no_permission(request, view_func)
        if path := keep_sent(request):
            told = _(
                "You were no longer signed in. What you sent is kept as a draft: sign in, and it "
                "stands in the form again."
            )
            messages.info(request, told)
            answer = redirect_to_login(path)
        if "HX-Request" in request.headers:  # the page changes, not a part of it
            return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
        return answer


class SeatMiddleware:
    """
    A user without a seat of today is nobody here.

    Nor is one whose seats ask for two steps and who has taken one: closed pages lead to the page
    where the second step is set up or taken, and no page knows the seat.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.seat, request.seats, request.second_due = ANYONE, [], False
        if request.user.is_authenticated:
            seats = apart(seats_of(request.user, on=timezone.localdate()))
            request.second_due = asks_second(seats) and not proved(request, method="mfa")
            request.seats = [] if request.second_due else seats
            chosen = request.session.get("seat")
            mine = [seat for seat in request.seats if seat.pk == chosen] or request.seats
            request.seat = mine[0] if mine else ANYONE
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with reading():
            return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        if not request.second_due:
            return None
        if is_api(request):  # it looks itself who is signed in
            if request.headers.get("Authorization"):
                return None  # by a token, whoever's session comes along
            return told_in_json(403, _("Take the second step of signing in first."))
        if not getattr(view, "login_required", True):
            return None
        if request.resolver_match.view_name in WHILE_DUE:
            return None
        if asks_json(request):
            return JsonResponse({}, status=401)
        onwards = keep_sent(request) or request.get_full_path()
        where = f"{reverse('accounts:second')}?{urlencode({'next': onwards})}"
        if getattr(request, "htmx", False):
            return HttpResponse(status=204, headers={"HX-Redirect": where})
        return redirect(where)
