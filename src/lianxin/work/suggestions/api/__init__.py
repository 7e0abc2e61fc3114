"""Suggestions and all that hangs on one in JSON: the same scope, steps and forms as the pages."""

from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.drafts.actions import once
from lianxin.base.ui.moving import Mover
from lianxin.base.ui.ninja import (
    Birth,
    No,
    Pk,
    Represented,
    Window,
    begin,
    born,
    key_of,
    narrowing,
    one_page,
    page_of,
    reading,
    routes,
)
from lianxin.base.ui.ninja.schemas import BIGGEST, Query
from lianxin.work.suggestions import forms, lifecycle, queries
from lianxin.work.suggestions.api import told
from lianxin.work.suggestions.api.schemas import (
    ChildRecord,
    ChildRow,
    SuggestionRecord,
    SuggestionRow,
    SuggestionsAsked,
)
from lianxin.work.suggestions.forms import BeginFor
from lianxin.work.voices.queries import visible_to as voices_visible_to

SUGGESTIONS = Mover(
    lifecycle.SUGGESTION, queries.visible_to, forms.SUGGESTION_FORMS, str, due=queries.due_of
)
PARTS: dict[str, tuple[Any, Any, Any, Any]] = {
    "assignments": (
        lifecycle.ASSIGNMENT,
        queries.assignments_visible_to,
        forms.ASSIGNMENT_FORMS,
        gettext_lazy("The units' parts"),
    ),
    "cosignatures": (
        lifecycle.COSIGNATURE,
        queries.cosignatures_visible_to,
        forms.COSIGNATURE_FORMS,
        gettext_lazy("The names under suggestions"),
    ),
    "evaluations": (
        lifecycle.EVALUATION,
        queries.evaluations_visible_to,
        forms.EVALUATION_FORMS,
        gettext_lazy("The deputies' verdicts"),
    ),
    "publications": (
        lifecycle.PUBLICATION,
        queries.publications_visible_to,
        forms.PUBLICATION_FORMS,
        gettext_lazy("What the public may read"),
    ),
    "extensions": (
        lifecycle.EXTENSION,
        queries.extensions_visible_to,
        forms.EXTENSION_FORMS,
        gettext_lazy("The requests for more time"),
    ),
}
MOVERS = {
    name: Mover(life, scope, asked, str) for name, (life, scope, asked, _said) in PARTS.items()
}
BY_MODEL = {
    "suggestion": SUGGESTIONS,
    "assignment": MOVERS["assignments"],
    "cosignature": MOVERS["cosignatures"],
    "extension": MOVERS["extensions"],
}

suggestions = routes(SUGGESTIONS)

# Suggestions


@reading(
    suggestions,
    "",
    page_of(SuggestionRow),
    summary=gettext_lazy("Suggestions, newest first"),
)
def suggestion_list(request, asked: Query[SuggestionsAsked]):
    seat = request.seat
    if not queries.has_desk(seat):
        raise No.because(403, _("Suggestions are no business of this seat."))
    found = queries.listed(seat)
    if asked.view:
        views = {view.code: view for view in queries.views_for(seat)}
        if asked.view not in views:
            known = {"views": ", ".join(views)}
            raise No.ill_filled({"view": _("Your views are: %(views)s.") % known})
        found = found.filter(views[asked.view].where)
    form = forms.Filter(asked.dict(exclude_none=True), seat=seat)
    found = queries.in_order(queries.narrowed(found, seat, **narrowing(form)), seat)
    return one_page(found, asked, lambda page: _rows(page, seat))


def _rows(page, seat):
    return [told.row_of(row) for row in queries.rows_of(page, seat)]


@reading(suggestions, "/{pk}", SuggestionRecord, summary=gettext_lazy("One suggestion"))
def suggestion_record(request, pk: Pk):
    seat = request.seat
    found = queries.whole(queries.listed(seat), seat)
    suggestion = get_object_or_404(found, pk=pk)
    shown = told.suggestion_told(suggestion, seat)  # which ties what hangs on it
    return SUGGESTIONS.represent(suggestion, seat) | shown | {"due_date": suggestion.due}


MOST_VOICES = 20
RESTS_ON = {
    "name": "voice",
    "in": "query",
    "required": False,
    "schema": {
        "type": "array",
        "maxItems": MOST_VOICES,
        "items": {"type": "integer", "minimum": 1, "maximum": BIGGEST},
    },
    "description": "The residents' voices that it rests on, by their ids.",
}


def _grounds(request):
    """The voices that are named in the address; the seat must be able to open all of them."""
    wanted = request.GET.getlist("voice")
    plain = all(each.isascii() and each.isdecimal() and len(each) < 20 for each in wanted)
    found = []
    if plain and len(wanted) <= MOST_VOICES:
        found = list(voices_visible_to(request.seat).filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(set(wanted)):
        raise No.ill_filled({"voice": _("Not all of these voices are there for this seat.")})
    return found


def _write(request, given, pk):
    """Draft a suggestion: for oneself, or as an office for a deputy."""
    seat = request.seat
    if not forms.may_write(seat):
        by = lifecycle.SUGGESTION.move("begin").by
        raise No.because(403, *(may.otherwise for may in by))
    kind, key, voices = forms.begin_form(seat), key_of(request), _grounds(request)
    known = {name: value for name, value in given.items() if name in kind.base_fields}
    typed = given | {"voice": [voice.pk for voice in voices]}

    def make(values, via):
        write = forms.writer(seat, voices)
        return once(seat, key, "suggestions:new", typed, lambda: write(values, via))

    _made, pk = begin(kind(known, seat=seat), make)
    suggestion = get_object_or_404(queries.visible_to(seat), pk=pk)
    return SUGGESTIONS.represent(suggestion, seat)


born(
    suggestions,
    "",
    Birth(
        "suggestion_begin",
        gettext_lazy("Draft a suggestion"),
        BeginFor,
        Represented,
        once=True,
        optional=("mandate",),
        beside=(RESTS_ON,),
    ),
    _write,
)

# What is begun under one


def _begin_under(code):
    child = forms.CHILDREN[code]

    def make(request, given, pk):
        seat = request.seat
        parent = get_object_or_404(child.scope(seat), pk=pk)
        if not child.move.admits(seat, child.blank(seat, parent)):
            raise No.because(403, *(may.otherwise for may in child.move.by))
        form = child.form(given, seat=seat, record=parent)
        made = begin(form, lambda values, via: child.make(seat, parent, values, via))
        return BY_MODEL[made._meta.model_name].represent(made, seat)

    return make


def _add_birth(router, code):
    child = forms.CHILDREN[code]
    name = f"{child.lifecycle.name}_{child.code}"
    birth = Birth(name, child.move.label, child.form, Represented, scope="move")
    born(router, f"/{{pk}}/{code}", birth, _begin_under(code))


for each in ("propose", "invite", "join"):
    _add_birth(suggestions, each)

# What hangs on one


def _child_router(name):
    mover, scope, words = MOVERS[name], PARTS[name][1], PARTS[name][3]
    router = routes(mover)

    def readable(seat):
        """A published one may be read by all, but not by the title that only insiders know."""
        found = scope(seat)
        return found.filter(**{f"{found.model.root_field}__in": queries.visible_to(seat)})

    def listed(request, asked: Query[Window]):
        found = readable(request.seat)
        return one_page(found, asked, lambda page: [told.child_row(p) for p in page])

    def record(request, pk: Pk):
        found = get_object_or_404(readable(request.seat), pk=pk)
        return mover.represent(found, request.seat) | told.child_told(found, request.seat)

    listed.__name__ = f"{mover.lifecycle.name}_list"
    record.__name__ = f"{mover.lifecycle.name}_record"
    reading(router, "", page_of(ChildRow), summary=words)(listed)
    reading(router, "/{pk}", ChildRecord, summary=words)(record)
    return router


ROUTERS = {"suggestions": suggestions, **{name: _child_router(name) for name in PARTS}}
_add_birth(ROUTERS["assignments"], "more-time")
