"""Pages that belong to no app: the modes, files, faults."""

import sys
from urllib.parse import quote

from django.apps import apps
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template import loader
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.defaults import page_not_found

from lianxin.base.files.models import Upload
from lianxin.base.files.queries import full_path, saved_name
from lianxin.config.middleware import keep_sent
from lianxin.config.signing.views import next_of
from lianxin.kernel.registry import visible_to_of
from lianxin.portal.queries import residents_of

MODES = ("elder", "dark")
YEAR = 60 * 60 * 24 * 365


@login_not_required
@require_POST
def mode(request):
    """Large print and dark, remembered in a cookie so that nothing flashes."""
    name, answer = request.POST.get("name", ""), redirect(next_of(request))
    if name in MODES:
        on = request.COOKIES.get(name) == "1"
        answer.set_cookie(name, "0" if on else "1", max_age=YEAR, samesite="Lax")
    return answer


@login_not_required
@require_POST
def language(request):
    """Chinese or English."""
    answer = redirect(next_of(request))
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
    answer["Content-Disposition"] = f"{place}; filename*=UTF-8''{quote(saved_name(upload))}"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=600"
    return answer


def csrf_failure(request, reason=""):
    """The page was open too long, or came from elsewhere; what was typed is kept if it was ours."""
    return render(request, "403_csrf.html", {"form_url": keep_sent(request)}, status=403)


def unknown(request, exception):
    """There is no such address; programs are told so in JSON."""
    if request.path.startswith("/api/"):
        return JsonResponse({"reasons": [_("There is no such address.")]}, status=404)
    return page_not_found(request, exception)


def fault(request):
    """Something broke; if it was the database that is away, say so, and when to come again."""
    away = isinstance(sys.exc_info()[1], OperationalError | InterfaceError)
    status = 503 if away else 500
    answer: HttpResponse
    if request.path.startswith("/api/"):
        told = _("The database is not to be reached at the moment. Please try again in a minute.")
        answer = JsonResponse({"reasons": [told] if away else []}, status=status)
    else:
        answer = HttpResponse(loader.get_template(f"{status}.html").render(), status=status)
    if away:
        answer["Retry-After"] = "30"
    return answer


@login_not_required
def health(request):
    """For a watchdog: the process answers and every app is loaded."""
    return JsonResponse({"ok": apps.ready})
