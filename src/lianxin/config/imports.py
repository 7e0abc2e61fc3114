"""
Bringing sheets in: hand one in, look at what it would do, say yes, see what was done.

The worker reads, checks and compares; a page never does. What is landed is what was shown: a
preview that has grown old lands nothing and is made anew.
"""

from io import BytesIO
from urllib.parse import quote, urlencode

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lianxin.base.files import actions as files
from lianxin.base.files.models import Upload
from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs import queries
from lianxin.base.jobs.models import Job
from lianxin.base.paper import export, sheets
from lianxin.base.paper.containers import kind_of
from lianxin.base.paper.reasons import Reason
from lianxin.config import imports_pages as pages
from lianxin.institution.congress.actions import forget_sheets
from lianxin.institution.congress.imports.places import NoSuchCongress, congress_of
from lianxin.institution.congress.models import Congress, Seat
from lianxin.institution.congress.queries import congresses_of, towns_and_villages
from lianxin.institution.congress.rules import keeps_the_roster

PAGE, JOBS = 50, 20
AT_ONCE = 500  # so few rows are landed while the page waits
ROW = "row-"  # and the number of a staged row: what is said of it
SLACK = 100_000  # bytes of a form around its file
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEMPLATES = {
    Job.Phase.QUEUED: "imports/progress.html",
    Job.Phase.RUNNING: "imports/progress.html",
    Job.Phase.READY: "imports/preview.html",
    Job.Phase.DONE: "imports/done.html",
    Job.Phase.FAILED: "imports/failed.html",
    Job.Phase.CANCELLED: "imports/failed.html",
}


class SheetForm(forms.Form):
    """A file, what it is, and which congress or which town it belongs to."""

    kind = forms.ChoiceField(label=gettext_lazy("What is in the sheet"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("The sheet"),
        widget=forms.FileInput({"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        error_messages={"empty": gettext_lazy("The file is empty.")},
    )
    congress = forms.ChoiceField(label=gettext_lazy("Deputies of which congress"), required=False)
    town = forms.ChoiceField(label=gettext_lazy("Which town sorts the messages"), required=False)

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        found = congresses_of(seat)
        kinds = [each for each in pages.kinds_for(seat) if found or each.slug != "roster"]
        self._offer("kind", [(kind.slug, kind.road.title) for kind in kinds])
        self.fields["kind"].initial = kinds[0].slug if kinds else ""
        self._offer("congress", [(str(each.pk), each.name) for each in found])
        self._offer_towns(seat)
        try:
            chosen = congress_of(seat.cell, region_id=seat.region_id)
        except NoSuchCongress:
            return
        if chosen in found:
            self.fields["congress"].initial = str(chosen.pk)

    def _offer_towns(self, seat):
        """A town's clerk brings in the words of that town; the county's of any, or of none."""
        towns = [(town.pk, town.name) for town, _villages in towns_and_villages(seat.cell)]
        own = [each for each in towns if each[0] == seat.region_id]
        nobody = ("", _("None: they wait at the county’s desk"))
        self._offer("town", own if seat.region_id else [nobody, *towns])

    def _offer(self, name, choices):
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_file(self):
        """Only what can be a sheet: looked at by its first bytes, whatever it is called."""
        file = self.cleaned_data["file"]
        if file.size > settings.LARGEST_UPLOAD:
            raise ValidationError(too_large())
        self.content = file.read()
        try:
            kind_of(self.content)
        except sheets.Unreadable as fault:
            raise ValidationError(str(fault)) from fault
        return file

    def clean(self):
        given = super().clean() or {}
        if given.get("kind") == "roster" and not given.get("congress"):
            self.add_error("congress", _("Choose the congress whose deputies these are."))
        return given

    @property
    def options(self):
        """What the job must know beside the file."""
        given = self.cleaned_data
        if given["kind"] == "roster":
            return {"congress": int(given["congress"])}
        return {"town": int(given["town"])} if given["town"] else {}


def too_large():
    """The sentence about a file that is larger than the settings allow."""
    return _("The file is larger than %(most)d MB; send a smaller one.") % {
        "most": settings.LARGEST_UPLOAD // 1_000_000
    }


def _seat(request):
    if not keeps_the_roster(request.seat, request.seat.cell_id):
        raise PermissionDenied
    return request.seat


def _job(request, pk):
    return get_object_or_404(pages.jobs_of(_seat(request)), pk=pk)


# Hand one in


@csrf_exempt  # the size is looked at before anything is read; then the token is asked for
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request):
    """The sheets that were handed in, and the form to hand in one more."""
    seat = _seat(request)
    if request.method == "POST" and _length(request) > settings.LARGEST_UPLOAD + SLACK:
        return _list(request, SheetForm(seat=seat), refused=too_large(), status=413)
    return _imports(request)


def _length(request):
    length = request.META.get("CONTENT_LENGTH") or "0"
    return int(length) if length.isdecimal() else 0


@csrf_protect
def _imports(request):
    if request.method != "POST":
        return _list(request, SheetForm(seat=request.seat))
    form = SheetForm(request.POST, request.FILES, seat=request.seat)
    if not form.is_valid():
        return _list(request, form, status=422)
    return redirect("import_job", pk=_ask(request.seat, form).pk)


def _ask(seat, form):
    name = form.cleaned_data["file"].name
    upload = files.keep(form.content, files.SHEET, name, cell_id=seat.cell_id, seat_id=seat.pk)
    kind = next(k for k in pages.kinds_for(seat) if k.slug == form.cleaned_data["kind"])
    return jobs.hand_in(
        kind.road.kind,
        seat=seat,
        upload_id=upload.pk,
        parameters={**jobs.named(form.content, name), "options": form.options},
    )


def _list(request, form, *, refused="", status=200):
    page = Paginator(pages.jobs_of(request.seat), JOBS).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "refused": refused,
        "hints": {kind.slug: kind.hint for kind in pages.kinds_for(request.seat)},
        "kinds": pages.kinds_for(request.seat),
        "page": page,
        "jobs": pages.told(page, _holders(page)),
        "most": settings.LARGEST_UPLOAD // 1_000_000,
    }
    return render(request, "imports/list.html", context, status=status)


def _holders(found):
    seats = Seat.objects.filter(pk__in={job.seat_id for job in found if job.seat_id})
    return dict(seats.values_list("pk", "holder"))


@require_GET
def blank(request, slug):
    """An empty sheet with the right headings."""
    _seat(request)
    kind = {kind.slug: kind for kind in pages.kinds_for(request.seat)}.get(slug)
    if kind is None:
        return HttpResponse(status=404)
    file = BytesIO()
    export.blank(file, kind.road.layout)
    return _workbook(file.getvalue(), f"{kind.road.title}.xlsx")


def _workbook(content, name):
    answer = FileResponse(BytesIO(content), content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["Cache-Control"] = "private, no-store"
    return answer


# Look, and say yes or no


@require_GET
def job(request, pk):
    """How far it is, what it would do, or what it did."""
    found = _job(request, pk)
    kind = pages.KINDS[found.kind]
    context = {
        "told": pages.told([found], _holders([found]))[0],
        "kind": kind,
        "there": pages.home_of(request.seat, kind),
        "errors": found.result.get("errors"),
        "open": found.phase in (Job.Phase.QUEUED, Job.Phase.RUNNING, Job.Phase.READY),
        **_WORDS[found.phase](request, found, kind),
    }
    answer = render(request, TEMPLATES[found.phase], context)
    if found.phase in (Job.Phase.QUEUED, Job.Phase.RUNNING):
        answer["Refresh"] = "2"  # the page shows the progress without any script
    return answer


def _progress(request, found, kind):
    return {"landing": found.step == "land", "job": found}


def _rows(request, found, kind):
    """The rows of one verdict; of those that ask for attention first."""
    counts = found.result["counts"]
    chosen = pages.verdict_to_show(found, request.GET.get("show", ""))
    page = Paginator(queries.rows_of(found, chosen), PAGE).get_page(request.GET.get("page"))
    shown = pages.columns(found, kind.road)
    lands = queries.landed_rows(found)
    several = len({row.sheet for row in page}) > 1
    return {
        "figures": pages.figures(found, chosen),
        "chosen": pages.VERDICTS[chosen],
        "columns": shown,
        "asks": chosen == pages.VERDICT.MAYBE and found.phase == Job.Phase.READY,
        "page": page,
        "lines": [pages.line(row, kind.road, shown, several) for row in page],
        "at_large": pages.sentences(found.result["at_large"]),
        "notes": pages.sentences(found.result["notes"]),
        "faults": counts["fault"],
        "places": found.result.get("places", 0),
        "known": counts["unchanged"],
        "blocked": jobs.faulty(found),
        "open_rows": counts["maybe"] - queries.settled_rows(found),
        "lands": kind.many(lands) if lands else "",
        "new": kind.many(counts["new"]),
        "changed": kind.many(counts["changed"]),
        "unchanged": kind.many(counts["unchanged"]),
    }


def _preview(request, found, kind):
    return {
        **_rows(request, found, kind),
        "digest": found.result["digest"],
        "stale": found.result.get("stale"),
        "beware": _beware(found),
        "place": _place(found) if found.result.get("beware") else "",
    }


def _beware(found):
    told = found.result.get("beware")
    return str(Reason.from_json(told)) if told else ""


def _place(found):
    chosen = Congress.objects.filter(pk=found.parameters["options"].get("congress")).first()
    return chosen.name if chosen else ""


def _failed(request, found, kind):
    why = found.result.get("unreadable")
    return {"why": str(Reason.from_json(why)) if why else ""}


_WORDS = {
    Job.Phase.QUEUED: _progress,
    Job.Phase.RUNNING: _progress,
    Job.Phase.READY: _preview,
    Job.Phase.DONE: _rows,
    Job.Phase.FAILED: _failed,
    Job.Phase.CANCELLED: _failed,
}


@require_POST
def choose(request, pk):
    """Say of rows that may be somebody who is there whether they are."""
    found = _job(request, pk)
    rows = [name.removeprefix(ROW) for name in request.POST if name.startswith(ROW)]
    said = {int(row): request.POST[ROW + row] for row in rows if row.isdecimal() and len(row) < 19}
    if jobs.say(found.pk, said):
        messages.success(request, _("Noted. Nothing has landed yet."))
    page = request.POST.get("page", "")
    query = urlencode({"show": pages.VERDICT.MAYBE.value} | ({"page": page} if page else {}))
    return redirect(f"{reverse('import_job', args=[pk])}?{query}#rows")


@require_POST
def confirm(request, pk):
    """Land what was shown: a few rows at once, many by the worker."""
    found = _job(request, pk)
    whole, anyway = (request.POST.get(name) == "1" for name in ("whole", "anyway"))
    digest = request.POST.get("digest", "")
    said = jobs.confirm(found.pk, seat=request.seat, digest=digest, whole=whole, anyway=anyway)
    if said is None:
        found.refresh_from_db()
        if found.phase == Job.Phase.READY:
            messages.warning(request, _not_now(found, whole, anyway))
    elif queries.landed_rows(said) < AT_ONCE and (mine := jobs.claim(said.pk)):
        jobs.run(mine)
    return redirect("import_job", pk=pk)


def _not_now(found, whole, anyway):
    if found.result.get("beware") and not anyway:
        return _("Nothing was landed: first say that this is the right congress.")
    if whole and jobs.faulty(found):
        return _("Not everything is right yet, so nothing was landed.")
    return _("It was compared anew since you looked. Please look once more.")


@require_POST
def cancel(request, pk):
    """Give it up: nothing lands, and the sheet is forgotten."""
    found = _job(request, pk)
    if jobs.cancel(found.pk, actor=request.seat):
        forget_sheets(found)
        messages.success(request, _("Given up. Nothing was landed, and the sheet is forgotten."))
    return redirect("imports")


@require_GET
def errors(request, pk):
    """The sender's own sheet, with the problems beside the rows."""
    found = _job(request, pk)
    upload = Upload.objects.filter(pk=found.result.get("errors")).first()
    if upload is None:
        messages.warning(
            request, _("Sheets are kept for two days; hand it in once more to see its problems.")
        )
        return redirect("import_job", pk=pk)
    stem = found.parameters["name"].rpartition(".")[0] or found.parameters["name"]
    name = _("%(name)s, problems marked.xlsx") % {"name": stem}
    return _workbook(files.content_of(upload), name)
