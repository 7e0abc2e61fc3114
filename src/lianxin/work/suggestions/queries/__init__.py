"""Questions about many suggestions. Every page and endpoint starts from a `…visible_to`."""

from lianxin.work.suggestions.queries.record import (
    grounds,
    number_of,
    result_for_residents,
    whole,
)
from lianxin.work.suggestions.queries.scope import (
    assignments_visible_to,
    cosignatures_visible_to,
    evaluations_visible_to,
    extensions_visible_to,
    publications_visible_to,
    published,
    visible_to,
)
from lianxin.work.suggestions.queries.told import audience

__all__ = [
    "assignments_visible_to",
    "audience",
    "cosignatures_visible_to",
    "evaluations_visible_to",
    "extensions_visible_to",
    "grounds",
    "number_of",
    "publications_visible_to",
    "published",
    "result_for_residents",
    "visible_to",
    "whole",
]
