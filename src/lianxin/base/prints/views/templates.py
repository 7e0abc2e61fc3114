"""The templates of an office: hand one in, look at it, use it, go back to the platform's own."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lianxin.base.files.actions import content_of
from lianxin.base.paper import fonts, own_form_file
from lianxin.base.paper.reasons import Reason
from lianxin.base.paper.variables import VARIABLES
from lianxin.base.prints import actions, queries
from lianxin.base.prints.forms import TemplateForm
from lianxin.base.prints.models import LetterTemplate
from lianxin.base.ui.downloads import download

Phase = LetterTemplate.Phase
TONES = {Phase.CHECKING: "wait", Phase.FAULTY: "back", Phase.SOUND: "doing", Phase.USED: "done"}


@dataclass
class Shown:
    """One version of a template on the page."""

    template: LetterTemplate
    tone: str
    faults: list[str]
    usable: bool


@dataclass
class Shelf:
    """A kind of letter with its versions; `own` when the platform's own form is in use."""

    kind: Any
    versions: list[Shown]
    own: bool


def _kept_by(seat):
    found = {code: kind for code, kind in queries.kinds().items() if kind.keeps(seat)}
    if not found:
        raise Http404
    return found


def _page(request, form=None, status=200):
    kept = _kept_by(request.seat)
    rows = list(queries.templates_of(request.seat).select_related("upload", "preview"))
    shelves = []
    for code, kind in kept.items():
        versions = [_shown(each) for each in rows if each.kind == code]
        own = not any(each.template.phase == Phase.USED for each in versions)
        shelves.append(Shelf(kind, versions, own))
    context = {
        "shelves": shelves,
        "form": form or TemplateForm(),
        "variables": list(VARIABLES.items()),
        "fonts": [(fonts.PARTS[each.part], each) for each in fonts.report()],
    }
    answer = render(request, "prints/templates.html", context, status=status)
    if any(each.phase == Phase.CHECKING for each in rows) and status == 200:
        answer["Refresh"] = "2"
    return answer


def _shown(template):
    faults = [str(Reason.from_json(each)) for each in template.faults]
    return Shown(template, TONES[Phase(template.phase)], faults, template.phase == Phase.SOUND)


@require_GET
def templates(request):
    """The forms of letters that the office keeps, and the fonts that are here."""
    return _page(request)


@require_GET
def preview(request, pk):
    """What a template makes of an invented letter."""
    return _file(request, pk, "preview")


@require_GET
def version(request, pk):
    """A template as it was handed in, with its torn tags put together."""
    return _file(request, pk, "upload")


def _file(request, pk, which):
    kept = _kept_by(request.seat)
    template = get_object_or_404(queries.templates_of(request.seat), pk=pk, kind__in=kept)
    upload = getattr(template, which)
    if upload is None:
        raise Http404
    return download(content_of(upload), upload.kind, upload.name)


@require_GET
def own_form(request):
    """The platform's own form with tags in it, to be changed in a word processor."""
    _kept_by(request.seat)
    return download(own_form_file(), actions.WORD, "letter.docx")


@require_POST
def hand_in(request, kind):
    """Take a template in; the worker looks at it."""
    found = _kept_by(request.seat).get(kind)
    if found is None:
        raise Http404
    form = TemplateForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    file = form.cleaned_data["file"]
    actions.hand_in_template(found, file.read(), file.name, seat=request.seat)
    return redirect("prints:templates")


@require_POST
def use(request, pk):
    """Use a template that was found right."""
    kept = _kept_by(request.seat)
    template = get_object_or_404(queries.templates_of(request.seat), pk=pk, kind__in=kept)
    if actions.use_template(template):
        messages.success(request, _("Letters are made by this template from now on."))
    else:
        messages.warning(request, _("Only a template without faults can be used."))
    return redirect("prints:templates")


@require_POST
def reset(request, kind):
    """Use the platform's own form again."""
    found = _kept_by(request.seat).get(kind)
    if found is None:
        raise Http404
    actions.back_to_own_form(found, seat=request.seat)
    messages.success(request, _("Letters are made by the platform's own form again."))
    return redirect("prints:templates")
