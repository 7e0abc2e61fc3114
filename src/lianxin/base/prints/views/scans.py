"""Signed papers come back: hand them in, see where they went, say which is which."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.base.files.actions import PHOTOS, take_in
from lianxin.base.paper.reasons import Reason
from lianxin.base.prints import actions
from lianxin.base.prints.forms import CodeForm
from lianxin.base.prints.models import Scan
from lianxin.base.prints.views.papers import of
from lianxin.base.ui.components.words import moment

PAPERS = (*PHOTOS, "application/pdf")
MOST = 20  # files at once
SHOWN = 50


def _take(request):
    """(uploads, sentences about those that were not taken)."""
    seat, taken, faults = request.seat, [], []
    for file in request.FILES.getlist("papers")[:MOST]:
        try:
            taken.append(take_in(file, cell_id=seat.cell_id, allowed=PAPERS, seat_id=seat.pk))
        except ValidationError as fault:
            faults += fault.messages
    if not (taken or faults):
        faults = [_("Choose a file first.")]
    return taken, faults


@require_http_methods(["GET", "POST"])
def scans(request):
    """Hand in a stack of signed papers; each finds its own by its code."""
    if request.seat.pk is None:
        raise Http404
    faults = []
    if request.method == "POST":
        taken, faults = _take(request)
        for upload in taken:
            actions.hand_in_scan(upload, seat=request.seat)
        if not faults:
            return redirect("prints:scans")
    found = Scan.objects.filter(seat_id=request.seat.pk, cell_id=request.seat.cell_id)
    found = found.select_related("upload", "print").order_by("-pk")[:SHOWN]
    rows = [(row, [row.print.title if row.print else moment(row.handed_in_at)]) for row in found]
    page = {"rows": rows, "faults": faults, "most": MOST}
    answer = render(request, "prints/scans.html", page, status=422 if faults else 200)
    if any(row.phase == Scan.Phase.READING for row, _meta in rows) and not faults:
        answer["Refresh"] = "2"
    return answer


@require_http_methods(["GET", "POST"])
def scan(request, pk):
    """One scan; if its code could not be read, say which paper it is."""
    found = get_object_or_404(
        Scan.objects.select_related("upload", "print"),
        pk=pk,
        seat_id=request.seat.pk,
        cell_id=request.seat.cell_id,
    )
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = form.cleaned_data["code"]
        if actions.file_scan(found, token, seat=request.seat, by_hand=True):
            return redirect("prints:one", token=token)
        form.add_error("code", _("There is no such paper that you may file a scan with."))
    why = str(Reason.from_json(found.why)) if found.why else ""
    page = {"scan": found, "form": form, "why": why}
    answer = render(request, "prints/scan.html", page, status=422 if form.errors else 200)
    if found.phase == Scan.Phase.READING:
        answer["Refresh"] = "2"
    return answer


@require_POST
def hand_in_here(request, token):
    """A signed scan of this very paper: no code need be read."""
    found, kind, record = of(request, token)
    if not kind.hangs(request.seat, record):
        reasons = [_("Signed papers are filed by whoever writes, handles or decides it.")]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    taken, faults = _take(request)
    for upload in taken:
        actions.hand_in_scan(upload, seat=request.seat, token=found.token)
    if faults:
        page = {"reasons": faults, "back_url": request.path.removesuffix("scan/")}
        return render(request, "prints/not_taken.html", page, status=422)
    return redirect("prints:one", token=found.token)
