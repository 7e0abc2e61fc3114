"""What is printed: the reply letter, the form for the verdict, the sheet of the meeting."""

from django.conf import settings
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lianxin.base.files.actions import content_of
from lianxin.base.prints import actions as prints
from lianxin.base.ui.downloads import download
from lianxin.work.suggestions import documents, queries


def _paper(request, kind, record, wanted, more=None):
    """The file if it is made already; else the page that shows it being made."""
    site = settings.SITE_ADDRESS or f"{request.scheme}://{request.get_host()}"
    found = prints.ask(kind, record, seat=request.seat, site=site, more=more)
    upload = getattr(found, wanted)
    if upload is None:
        return redirect("prints:one", token=found.token)
    return download(content_of(upload), upload.kind, upload.name)


@require_GET
def letter(request, pk, wanted):
    """The reply letter; before it is sent, only for those who write or watch it."""
    reply = get_object_or_404(queries.replies_visible_to(request.seat), pk=pk)
    return _paper(request, documents.LETTER, reply, wanted)


@require_GET
def feedback(request, pk, wanted):
    """The form for the verdict on paper, empty; for whoever may open the letter it goes with."""
    reply = get_object_or_404(queries.replies_visible_to(request.seat), pk=pk)
    return _paper(request, documents.FEEDBACK, reply, wanted)


@require_GET
def sign_sheet(request, wanted):
    """What the assignment meeting hands out: the chosen ones, or all that wait to be assigned."""
    seat = request.seat
    if not queries.prints_meeting(seat):
        reasons = [_("Only an office that assigns suggestions prints this sheet.")]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    ids = [pk for pk in request.GET.getlist("row") if pk.isdecimal()][: queries.MOST]
    return _paper(request, documents.SIGN_FOR, seat, wanted, {"rows": ids})
