"""One suggestion: its page, its papers, its letters."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from lianxin.base.files.actions import PHOTOS, take_in
from lianxin.base.files.actions import attach as tie_to
from lianxin.base.search.actions import remember
from lianxin.work.suggestions import documents, queries, rules
from lianxin.work.suggestions.forms import LEVELS, OPINIONS
from lianxin.work.suggestions.lifecycle import ASSIGNMENT, SUGGESTION

PAPERS = (*PHOTOS, "application/pdf")
TARGETS = {
    "suggestion": queries.visible_to,
    "assignment": queries.assignments_visible_to,
    "cosignature": queries.cosignatures_visible_to,
    "evaluation": queries.evaluations_visible_to,
}


@require_GET
def detail(request, pk):
    """Where is it, how long is left, who acts next; then the text, the trail, the letters."""
    found = queries.whole(queries.visible_to(request.seat), request.seat)
    suggestion = get_object_or_404(found, pk=pk)
    case = queries.case(suggestion, request.seat)
    remember(request.seat, suggestion)
    for line in case.lines:
        if line.reply is not None:
            address = reverse("suggestions:letter", args=[line.reply.pk])
            line.files = [(_("Reply letter.docx"), address, "")]
    asked = request.GET.get("trail", "")
    context = {
        "case": case,
        "suggestion": suggestion,
        "letters": _letters(case),
        "trail": _chosen(case.lines, asked),
        "chips": _chips(case.lines, asked),
        "opinion_words": dict(OPINIONS).get(suggestion.opinion_code, ""),
        "level_words": LEVELS.get(case.publication.level, "") if case.publication else "",
        "may_attach": rules.attaches(request.seat, suggestion),
        "put_right": _put_right(suggestion, case, request.seat),
        "way_back": case.way_back,
        "crumbs": [
            (_("Suggestions"), reverse("suggestions:list")),
            (suggestion.number or suggestion.title, ""),
        ],
    }
    return render(request, "suggestions/detail.html", context)


def _put_right(suggestion, case, seat):
    """(label, address) of what puts a date right, of the suggestion and of each unit's part."""
    found = [
        (offer.move.label, reverse("suggestions:move", args=[suggestion.pk, offer.move.code]))
        for offer in SUGGESTION.offers(seat, suggestion, aside=True)
    ]
    for view in case.parts:
        for offer in ASSIGNMENT.offers(seat, view.part, aside=True):
            named = {"what": offer.move.label, "whom": view.part.unit.name}
            address = reverse("suggestions:part", args=[view.part.pk, offer.move.code])
            found.append((_("%(what)s: %(whom)s") % named, address))
    return found


def _letters(case):
    """(reply, letter, is it the newest of its unit) of every reply that may be read."""
    found = []
    for view in case.parts:
        replies = [r for r in view.part.reply_set.all() if r.sent_on or view.inside]
        newest = replies[-1] if replies else None
        found += [(r, documents.letter_of(r), r is newest, view) for r in reversed(replies)]
    return found


def _kinds(lines):
    past = [line for line in lines if line.kind in ("formal", "human")]
    formal = [line for line in past if line.kind == "formal"]
    return past, formal, [line for line in past if line.talk]


def _chips(lines, asked):
    past, formal, talks = _kinds(lines)
    return [
        (_("All"), "?#trail", len(past), asked not in ("formal", "talks")),
        (_("Formal steps"), "?trail=formal#trail", len(formal), asked == "formal"),
        (_("Talks"), "?trail=talks#trail", len(talks), asked == "talks"),
    ]


def _chosen(lines, asked):
    _past, formal, talks = _kinds(lines)
    return {"formal": formal, "talks": talks}.get(asked, lines)


@require_POST
def attach(request, pk):
    """Hang photos or a scan on the suggestion, or on one of its records; looked at first."""
    suggestion = get_object_or_404(queries.visible_to(request.seat), pk=pk)
    kind, target = request.POST.get("of", "suggestion"), request.POST.get("id", str(pk))
    if kind not in TARGETS or not target.isdecimal():
        raise Http404
    record = get_object_or_404(TARGETS[kind](request.seat), pk=target)
    if record.root().pk != suggestion.pk:
        raise Http404
    if not rules.attaches(request.seat, record):
        reasons = [str(rules.attaches.otherwise)]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    seat, faults, taken = request.seat, [], []
    for file in request.FILES.getlist("papers")[:9]:
        try:
            taken.append(take_in(file, cell_id=seat.cell_id, allowed=PAPERS, seat_id=seat.pk))
        except ValidationError as fault:
            faults += fault.messages
    if not (taken or faults):
        faults = [_("Choose a file first.")]
    tie_to(taken, record)
    if faults:
        page = {"reasons": faults, "back_url": reverse("suggestions:detail", args=[pk])}
        return render(request, "suggestions/not_taken.html", page, status=422)
    messages.success(request, _("The papers are attached."))
    return redirect("suggestions:detail", pk)
