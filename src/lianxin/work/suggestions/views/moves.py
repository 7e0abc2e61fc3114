"""The pages of all moves: one Mover a lifecycle; some have a page of their own."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from lianxin.base.ui.components import words
from lianxin.base.ui.moving import Mover
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions import documents, queries, rules
from lianxin.work.suggestions.forms import (
    ASSIGNMENT_FORMS,
    COSIGNATURE_FORMS,
    EVALUATION_FORMS,
    EXTENSION_FORMS,
    OPINIONS,
    PUBLICATION_FORMS,
    SUGGESTION_FORMS,
)
from lianxin.work.suggestions.lifecycle import (
    ASSIGNMENT,
    COSIGNATURE,
    EVALUATION,
    EXTENSION,
    PUBLICATION,
    SUGGESTION,
)
from lianxin.work.suggestions.lifecycle import cosignature as names
from lianxin.work.suggestions.models import Cosignature, Extension

PLAIN = "suggestions/move.html"
CATEGORY_HINTS = {
    "resolved": gettext_lazy("It is done, and there is proof."),
    "in_progress": gettext_lazy("Say who does it and until when."),
    "planned": gettext_lazy("Say in which plan it stands, and in which year."),
    "reference": gettext_lazy("Say why not, and what was explained."),
}
OWN = {  # by the name of the lifecycle: its hash holds sentences, which change with the language
    ASSIGNMENT.name: {
        "draft_reply": "suggestions/draft.html",
        "sign_reply": "suggestions/letter_move.html",
        "send_reply": "suggestions/letter_move.html",
        "send_back_draft": "suggestions/letter_move.html",
    },
    COSIGNATURE.name: {"confirm": "suggestions/sign.html", "decline": "suggestions/sign.html"},
    EVALUATION.name: {"submit": "suggestions/judge.html", "revise": "suggestions/judge.html"},
    PUBLICATION.name: {"check": "suggestions/publish.html", "publish": "suggestions/publish.html"},
    SUGGESTION.name: {"edit": "suggestions/edit.html"},
}


def home(record):
    """The case; whoever took his name off may see it no longer and comes to the list."""
    if isinstance(record, Cosignature):
        record.refresh_from_db(fields=["state", "came_from"])  # as it is after the move
        taken_off = (record.came_from, record.state) == (names.CONFIRMED.code, names.WITHDRAWN.code)
        if taken_off or record.state == names.DECLINED.code:
            return reverse("suggestions:list")
    return reverse("suggestions:detail", args=[record.root().pk])


def around(record, seat, code):
    """What a move's page shows beside its form: the suggestion, the unit, the letter."""
    suggestion = record.root()
    part = getattr(record, "assignment", record if hasattr(record, "unit_id") else None)
    found = {
        "suggestion": suggestion,
        "part": part,
        "crumbs": [
            (_("Suggestions"), reverse("suggestions:list")),
            (suggestion.number or suggestion.title, home(suggestion)),
            (lifecycle_of(record).move(code).label, ""),
        ],
    }
    found["own"] = getattr(record, "mandate_id", None) == seat.mandate_id
    found["facts"] = facts_for(record, suggestion, code)
    if code in OWN.get(lifecycle_of(record).name, ()):
        found |= _whole(record, part, seat, code)
    return found


def facts_for(record, suggestion, code):
    """(name, words) that whoever decides wants before the eyes."""
    if code in ("register", "not_file"):
        found = str(dict(OPINIONS).get(suggestion.opinion_code, ""))
        return [(_("Review opinion"), "　".join(filter(None, (found, suggestion.opinion))))]
    if code == "assign":
        proposed = [part for part in rules.parts(suggestion) if part.assigned_on is None]
        return [(part.get_kind_display(), part.unit.name) for part in proposed]
    if isinstance(record, Extension):
        told = words.long_day(record.told_on) if record.told_on else _("not yet")
        return [
            (_("Until"), words.long_day(record.until)),
            (_("Reasons"), record.reasons),
            (_("When the deputy was told"), told),
        ]
    if code in ("grant_return", "deny_return"):
        return [(_("Unit suggested instead"), record.wished_unit)]
    return []


def _whole(record, part, seat, code):
    """The same read whole, for the pages that show text, talks and letters."""
    scope = queries.visible_to(seat).filter(pk=record.root().pk)
    suggestion = queries.whole(scope, seat).get()
    queries.tie(suggestion)
    found = {"suggestion": suggestion, "signers": queries.names_under(suggestion)}
    if part is None:
        return found
    part = next(each for each in suggestion._parts if each.pk == part.pk)
    replies = [r for r in part.reply_set.all() if r.round == part.round]
    found |= {"part": part, "reply": replies[-1] if replies else None}
    if replies:
        found["letter"] = documents.letter_of(replies[-1])
    if lifecycle_of(part) is lifecycle_of(record):
        found |= drafting(part, suggestion)
    return found


def drafting(part, suggestion):
    """What a unit needs before its eyes while it writes: talks, opinions, requests, remarks."""
    return {
        "talks": [each for each in part.contacts.all() if each.round == part.round],
        "others": [p for p in suggestion._parts if p.assigned_on and not p.replies],
        "opinions": [p for p in suggestion._parts if p.opinion and not p.replies],
        "requests": queries.requests_in(suggestion.body),
        "remark": queries.last_remark(part),
        "clock": queries.reply_clock(part, localdate()),
        "category_hints": CATEGORY_HINTS,
        "chain": _chain(part),
    }


def _chain(part):
    """The way of a reply: written, signed, sent, judged."""
    steps = (
        (_("Handler"), _("writes the draft"), "now"),
        (_("The head of the unit"), _("signs; the letter gets its number"), "next"),
        (_("Handler"), _("sends the sealed letter to every signer"), "next"),
        (_("Deputy"), _("judges manner and result"), "next"),
    )
    return [
        {"title": who, "who": what, "kind": kind, "number": number}
        for number, (who, what, kind) in enumerate(steps, start=1)
    ]


class Pages(dict):
    """The template of each move: its own, or the plain one."""

    def get(self, code, default=None):
        """Every move of ours has a page with the suggestion above it."""
        return super().get(code, PLAIN)


def _mover(lifecycle, scope, forms):
    return Mover(lifecycle, scope, forms, home, Pages(OWN.get(lifecycle.name, {})), around)


SUGGESTIONS = _mover(SUGGESTION, queries.visible_to, SUGGESTION_FORMS)
ASSIGNMENTS = _mover(ASSIGNMENT, queries.assignments_visible_to, ASSIGNMENT_FORMS)
COSIGNATURES = _mover(COSIGNATURE, queries.cosignatures_visible_to, COSIGNATURE_FORMS)
EXTENSIONS = _mover(EXTENSION, queries.extensions_visible_to, EXTENSION_FORMS)
EVALUATIONS = _mover(EVALUATION, queries.evaluations_visible_to, EVALUATION_FORMS)
PUBLICATIONS = _mover(PUBLICATION, queries.publications_visible_to, PUBLICATION_FORMS)


@require_POST
def preview(request, pk):
    """The reply as a letter, with what stands in the form; nothing is kept."""
    part = get_object_or_404(queries.assignments_visible_to(request.seat), pk=pk)
    move = ASSIGNMENT.move("draft_reply")
    if not move.admits(request.seat, part):
        reasons = [str(may.otherwise) for may in move.by]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    form = ASSIGNMENTS.form("draft_reply")(request.POST, seat=request.seat, record=part)
    page = around(part, request.seat, "draft_reply")
    page |= {
        "record": part,
        "move": move,
        "form": form,
        "letter": documents.preview_of(page["part"], request.POST),
        "back_url": home(part),
        "previewed": True,
    }
    return render(request, "suggestions/draft.html", page)
