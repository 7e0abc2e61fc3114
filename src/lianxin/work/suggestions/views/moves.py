"""The pages of all moves: one Mover a lifecycle; some have a page of their own."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from lianxin.base.ui import drafting
from lianxin.base.ui.moving import Mover
from lianxin.work.suggestions import documents, queries
from lianxin.work.suggestions.forms import (
    ASSIGNMENT_FORMS,
    COSIGNATURE_FORMS,
    EVALUATION_FORMS,
    EXTENSION_FORMS,
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
from lianxin.work.suggestions.views.around import around, home

PLAIN = "suggestions/move.html"
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
    place = reverse("suggestions:part", args=[pk, "draft_reply"])
    drafting.offer(request, form, path=place, part=str(part.round))
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
