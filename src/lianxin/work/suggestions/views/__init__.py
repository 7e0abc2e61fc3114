"""In with HTTP, out with HTTP: list, writing, the case, its moves, its papers."""

from lianxin.work.suggestions.views.begin import ask_time, invite, join, new, propose
from lianxin.work.suggestions.views.lists import assign_all, index
from lianxin.work.suggestions.views.moves import (
    ASSIGNMENTS,
    COSIGNATURES,
    EVALUATIONS,
    EXTENSIONS,
    PUBLICATIONS,
    SUGGESTIONS,
    preview,
)
from lianxin.work.suggestions.views.one import attach, detail, letter

__all__ = [
    "ASSIGNMENTS",
    "COSIGNATURES",
    "EVALUATIONS",
    "EXTENSIONS",
    "PUBLICATIONS",
    "SUGGESTIONS",
    "ask_time",
    "assign_all",
    "attach",
    "detail",
    "index",
    "invite",
    "join",
    "letter",
    "new",
    "preview",
    "propose",
]
