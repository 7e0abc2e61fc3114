"""The search of every page: a number opens its record, words are looked for in all texts."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from lianxin.base.search import queries as full_text
from lianxin.base.ui.components.tables import Hit, address
from lianxin.base.ui.components.words import day
from lianxin.institution.congress.queries import lights_in
from lianxin.kernel.registry import pages
from lianxin.reckoning.dossiers import queries as dossiers
from lianxin.reckoning.insight import queries
from lianxin.reckoning.insight.views.ways import home_of

LABELS = {
    "suggestions": gettext_lazy("Suggestions"),
    "replies": gettext_lazy("Replies of the units"),
    "voices": gettext_lazy("Residents' voices"),
}
ORDERS = {"new": gettext_lazy("Newest first"), "best": gettext_lazy("Best match first")}


@require_GET
def find(request):
    """What a seat may know of under these words; a number of one record opens it."""
    seat, asked = request.seat, request.GET
    if seat.role in queries.NO_BUSINESS:
        reasons = [_("Suggestions are no business of this seat.")]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    words, order = asked.get("q", ""), asked.get("order", "")
    order = order if order in ORDERS else "new"
    if not words.strip():
        return _nothing_asked(request)
    if kind := asked.get("kind", ""):
        return _one_kind(request, words, kind, order)
    found = queries.find(seat, words, today=timezone.localdate(), order=order)
    if len(found.exact) == 1:
        return redirect(home_of(found.exact[0]))
    page = {
        "found": found,
        "orders": _orders(found),
        "sections": [
            (LABELS[kind], lines, _said(found.counts[kind]), _address(found, kind=kind))
            for kind, lines in _lines(found, seat).items()
            if lines
        ],
        "persons": _persons(seat, found.persons),
        "units": [(unit, _under("unit", unit.pk, view="open")) for unit in found.units],
    }
    return render(request, "insight/find.html", page)


def _nothing_asked(request):
    """What the seat opened lately: nobody else sees it, and it can be forgotten."""
    opened = [(each, home_of(each)) for each in full_text.opened_by(request.seat)]
    page = {"found": queries.Found(""), "opened": opened}
    return render(request, "insight/find.html", page)


def _one_kind(request, words, kind, order):
    """All that was found of one kind, twenty a page."""
    if kind not in LABELS:
        raise Http404
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isdecimal() and len(asked) < 4 else 1
    number = min(max(number, 1), full_text.COUNTED // queries.SIZE)
    found = queries.find_one_kind(request.seat, words, kind, order=order, page=number)
    count, start = found.counts[kind], (number - 1) * queries.SIZE
    lines = _lines(found, request.seat)[kind]
    page = {
        "found": found,
        "orders": _orders(found, kind=kind),
        "title": LABELS[kind],
        "lines": lines,
        "first": start + 1,
        "last": start + len(lines),
        "total": _said(count, full_text.COUNTED),
        "back": _address(found),
        "previous": _address(found, kind=kind, page=number - 1) if number > 1 else "",
        "next": _address(found, kind=kind, page=number + 1) if start + len(lines) < count else "",
    }
    return render(request, "insight/find_kind.html", page)


def _said(count, most=queries.FEW):
    return f"{most - 1}+" if count >= most else str(count)


def _address(found, **more):
    told = {"q": found.words, "order": found.order} | more
    return f"{reverse('insight:find')}?{urlencode(told)}"


def _orders(found, **more):
    """The two orders as chips: (words, address, is it this one)."""
    return [
        (words, _address(found, order=order, **more), order == found.order)
        for order, words in ORDERS.items()
    ]


def _lines(found, seat):
    """{kind: its lines}, the words marked in titles and passages."""
    shine = lights_in(seat.cell_id, today=timezone.localdate())

    def line(kind, found_in, of, **more):
        body = found.texts.get((queries.KINDS[kind], found_in.pk), "")
        title, passage = full_text.marked(of.title, found.words), ""
        if body:
            passage = full_text.excerpt(body, found.words)
        home = address(pages()[of._meta.label_lower], of.pk)
        return Hit(home, title, of.number, excerpt=passage, **more)

    lines = {
        "suggestions": [
            line("suggestions", each, each, marks=(each.mandate.person.name,), record=state)
            for each, state in found.suggestions
        ],
        "replies": [],
        "voices": [],
    }
    for reply in found.replies:
        part, marks = reply.assignment, (reply.assignment.unit.name, day(reply.sent_on))
        lines["replies"].append(line("replies", reply, part.suggestion, marks=marks))
    for voice in found.voices:
        place, light = voice.region or voice.town, shine(voice.due_date)
        marks = (place.name if place else "", day(voice.said_at))
        lines["voices"].append(line("voices", voice, voice, marks=marks, light=light, record=voice))
    return lines


def _under(name, value, **more):
    """The list of suggestions, narrowed."""
    return f"{reverse('suggestions:list')}?{urlencode({name: value, **more})}"


def _persons(seat, persons):
    """[(person, address)]: the file for whoever may open it, else what the deputy has raised."""
    if not persons:
        return []
    files = set(dossiers.visible_to(seat).filter(pk__in=[p.pk for p in persons]).values_list("pk"))
    return [
        (
            person,
            reverse("dossiers:file", args=[person.pk])
            if (person.pk,) in files
            else _under("q", person.name, view="open"),
        )
        for person in persons
    ]
