"""
Everything that changes a suggestion and what hangs on it: one module a noun.

Verbs of different nouns may share a word (a suggestion is withdrawn, so is a request), so
callers say `suggestion.submit(…)`, `assignment.acknowledge(…)`.
"""

from lianxin.work.suggestions.actions import (
    assignment,
    cosignature,
    evaluation,
    extension,
    publication,
    suggestion,
)

__all__ = [
    "assignment",
    "cosignature",
    "evaluation",
    "extension",
    "publication",
    "suggestion",
]
