"""The moves of suggestions and of all that hangs on one in JSON: the same steps and forms."""

from lianxin.base.ui.moving import Mover
from lianxin.base.ui.ninja import routes
from lianxin.work.suggestions import forms, lifecycle, queries


def _router(moves, scope, asked):
    return routes(Mover(moves, scope, asked, str))


ROUTERS = {
    "suggestions": _router(lifecycle.SUGGESTION, queries.visible_to, forms.SUGGESTION_FORMS),
    "assignments": _router(
        lifecycle.ASSIGNMENT, queries.assignments_visible_to, forms.ASSIGNMENT_FORMS
    ),
    "cosignatures": _router(
        lifecycle.COSIGNATURE, queries.cosignatures_visible_to, forms.COSIGNATURE_FORMS
    ),
    "evaluations": _router(
        lifecycle.EVALUATION, queries.evaluations_visible_to, forms.EVALUATION_FORMS
    ),
    "publications": _router(
        lifecycle.PUBLICATION, queries.publications_visible_to, forms.PUBLICATION_FORMS
    ),
    "extensions": _router(
        lifecycle.EXTENSION, queries.extensions_visible_to, forms.EXTENSION_FORMS
    ),
}
