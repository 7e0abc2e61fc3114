"""Pages that belong to no app: signing in and out, the seat, the modes, files, faults."""

from urllib.parse import quote

from django.apps import apps
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lianxin.base.files.models import Upload
from lianxin.base.files.queries import full_path
from lianxin.kernel.registry import visible_to_of
from lianxin.portal.queries import residents_of

MODES = ("elder", "dark")
YEAR = 60 * 60 * 24 * 365


def _next(request, otherwise="/"):
    """Where to go on to: a path of this site, never another's."""
    wanted = request.POST.get("next") or request.GET.get("next") or otherwise
    safe = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure())
    return wanted if safe else otherwise


@login_not_required
def sign_in(request):
    """Account name and password; the answer never says which of the two was wrong."""
    error, status = "", 200
    if request.method == "POST":
        user = authenticate(
            request,
            username=request.POST.get("username", "")[:150],
            password=request.POST.get("password", "")[:200],
        )
        if user is not None:
            login(request, user)
            return redirect(_next(request, "/desk/"))
        error, status = _("The account name or the password is not right."), 422
    page = {"error": error, "next": _next(request, "/desk/"), "shell_template": "ui/public.html"}
    return render(request, "ui/sign_in.html", page, status=status)


@require_POST
def sign_out(request):
    """End the session."""
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


@login_not_required
@require_POST
def mode(request):
    """Large print and dark, remembered in a cookie so that nothing flashes."""
    name, answer = request.POST.get("name", ""), redirect(_next(request))
    if name in MODES:
        on = request.COOKIES.get(name) == "1"
        answer.set_cookie(name, "0" if on else "1", max_age=YEAR, samesite="Lax")
    return answer


@login_not_required
@require_POST
def language(request):
    """Chinese or English."""
    answer = redirect(_next(request))
    if request.POST.get("language") in ("zh-hans", "en"):
        answer.set_cookie("django_language", request.POST["language"], max_age=YEAR, samesite="Lax")
    return answer


@login_not_required
@require_GET
def file(request, token):
    """A file, to whoever may see the record it belongs to; a resident by the query code's mark."""
    upload = get_object_or_404(Upload.objects.exclude(subject_type=""), token=token)
    visible_to = visible_to_of(upload.subject_type)
    seats = [request.seat, *residents_of(request)]
    if not any(visible_to(seat).filter(pk=upload.subject_id).exists() for seat in seats):
        raise Http404
    path = full_path(upload)
    if not path.exists():
        raise Http404
    answer = FileResponse(path.open("rb"), content_type=upload.kind)
    shown = upload.is_image or upload.kind.startswith("audio/")
    place = "inline" if shown else "attachment"
    answer["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(upload.name)}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=600"
    return answer


def csrf_failure(request, reason=""):
    """The page was open too long, or came from elsewhere; the browser still has what was typed."""
    return render(request, "403_csrf.html", status=403)


@login_not_required
def health(request):
    """For a watchdog: the process answers and every app is loaded."""
    return JsonResponse({"ok": apps.ready})
