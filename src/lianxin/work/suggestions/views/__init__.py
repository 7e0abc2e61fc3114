"""In with HTTP, out with HTTP: list, writing, the case, its moves, its papers."""

from lianxin.work.suggestions.views.begin import ask_time, invite, join, new, propose
from lianxin.work.suggestions.views.lists import index, sheet
from lianxin.work.suggestions.views.many import many
from lianxin.work.suggestions.views.moves import (
    ASSIGNMENTS,
    COSIGNATURES,
    EVALUATIONS,
    EXTENSIONS,
    PUBLICATIONS,
    SUGGESTIONS,
    preview,
)
from lianxin.work.suggestions.views.one import attach, detail
from lianxin.work.suggestions.views.papers import feedback, letter, sign_sheet

__all__ = [
    "ASSIGNMENTS",
    "COSIGNATURES",
    "EVALUATIONS",
    "EXTENSIONS",
    "PUBLICATIONS",
    "SUGGESTIONS",
    "ask_time",
    "attach",
    "detail",
    "feedback",
    "index",
    "invite",
    "join",
    "letter",
    "many",
    "new",
    "preview",
    "propose",
    "sheet",
    "sign_sheet",
]
