"""In with HTTP, out with HTTP: what is typed is kept while it is typed."""

from django.contrib import messages
from django.http import Http404, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxin.base.drafts import actions
from lianxin.base.drafts.forms import Typed
from lianxin.base.drafts.queries import draft_of, read_mark


def _by_script(request):
    return "application/json" in request.headers.get("Accept", "")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def drafts(request):
    """Keep what was typed, or give it up; see that one is signed in again."""
    if request.method == "POST":
        return _kept(request)
    if "give_up" in request.GET:
        return _asked(request)
    if _by_script(request):  # the page left open needs a token of the new session
        return JsonResponse({"csrf": get_token(request)})
    return render(request, "drafts/back.html")


def _kept(request):
    """A script is answered in JSON, a button with the form."""
    form = Typed(request.POST)
    if not form.is_valid():
        return _no(request, 422, [str(fault) for each in form.errors.values() for fault in each])
    mark = form.cleaned_data["draft"]
    seat = _seat(request, mark)
    if seat is None:
        return _no(request, 403, [_("This was written by somebody else.")])
    if request.POST.get("draft_do") == "give_up":
        actions.clear(seat, mark.form)
        messages.success(request, _("The draft is thrown away."))
        return redirect(mark.path)
    kept_at = actions.keep(mark, form.typed)
    if kept_at is None:
        return _no(request, 409, [_("This was sent meanwhile, from another page or device.")])
    if _by_script(request):
        return JsonResponse({"at": f"{timezone.localtime(kept_at):%H:%M}"})
    messages.success(request, _("The draft is kept; go on whenever you like."))
    return redirect(mark.path)


def _asked(request):
    """A slip of the finger throws nothing away: ask first."""
    mark = read_mark(request.GET["give_up"])
    seat = mark and _seat(request, mark)
    draft = draft_of(seat, mark.form) if mark and seat else None
    if draft is None:
        raise Http404
    page = {"draft": draft, "mark": request.GET["give_up"], "back_url": mark and mark.path}
    return render(request, "drafts/give_up.html", page)


def _seat(request, mark):
    """The seat of a mark, if it is one that whoever is signed in holds today."""
    mine = [seat for seat in request.seats if seat.pk == mark.seat_id]
    return mine[0] if mine and mark.user_id == request.user.pk else None


def _no(request, status, reasons):
    if _by_script(request):
        return JsonResponse({"reasons": reasons}, status=status)
    return render(request, "ui/refused.html", {"reasons": reasons}, status=status)
