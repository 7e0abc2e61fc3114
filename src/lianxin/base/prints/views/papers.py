"""The page of a paper: where its code leads, how far its files are."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.base.paper.reasons import Reason
from lianxin.base.prints import actions, queries
from lianxin.base.prints.forms import CodeForm


def of(request, token):
    """(print, kind, record) of a code, for whoever may see the record."""
    found = get_object_or_404(
        queries.visible_to(request.seat).select_related("word", "pdf"), token=token
    )
    record = queries.record_of(found, request.seat)
    if record is None:
        raise Http404
    return found, queries.kinds()[found.kind], record


@require_GET
def one(request, token):
    """What paper it is, its files or how far they are, what came back signed."""
    found, kind, record = of(request, token)
    job = queries.job_of(found)
    newest = queries.newest_like(found)
    context = {
        "found": found,
        "kind": kind,
        "page": kind.page(record),
        "making": job is not None,
        "newest": newest if newest.pk != found.pk else None,
        "faults": [(_name(name), Reason.from_json(why)) for name, why in found.faults.items()],
        "scans": list(found.scans.select_related("upload").order_by("pk")),
        "hangs": kind.hangs(request.seat, record),
        "missing": not (found.word_id and found.pdf_id) and job is None,
    }
    answer = render(request, "prints/one.html", context)
    if job is not None:
        answer["Refresh"] = "1"  # the page shows the progress without any script
    return answer


def _name(name):
    return {"word": _("Word file"), "pdf": _("PDF file")}.get(name, name)


@require_POST
def again(request, token):
    """Make once more what could not be made, or what was tidied away."""
    found, _kind, _record = of(request, token)
    actions.again(found, seat=request.seat)
    return redirect("prints:one", token=found.token)


@require_http_methods(["GET", "POST"])
def find(request):
    """Type the code of a paper that cannot be photographed."""
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found = queries.visible_to(request.seat).filter(token=form.cleaned_data["code"]).first()
        if found is not None:
            return redirect("prints:one", token=found.token)
        form.add_error("code", _("There is no such paper that you may open."))
    status = 422 if form.errors else 200
    return render(request, "prints/find.html", {"form": form}, status=status)
