"""Questions about many suggestions. Every page and endpoint starts from a `…visible_to`."""

from lianxin.work.suggestions.queries.clocks import reply_clock
from lianxin.work.suggestions.queries.desk import has_desk, my_turn
from lianxin.work.suggestions.queries.lists import (
    MANY,
    counts_of,
    groups_of,
    in_order,
    listed,
    narrowed,
    rows_of,
    shown,
    views_for,
)
from lianxin.work.suggestions.queries.page import case
from lianxin.work.suggestions.queries.record import (
    grounds,
    last_remark,
    number_of,
    replies_visible_to,
    requests_in,
    result_for_residents,
    tie,
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
from lianxin.work.suggestions.queries.writing import (
    cosigners_for,
    desk_of,
    mandates_for,
    names_under,
    sessions_of,
)

__all__ = [
    "MANY",
    "assignments_visible_to",
    "audience",
    "case",
    "cosignatures_visible_to",
    "cosigners_for",
    "counts_of",
    "desk_of",
    "evaluations_visible_to",
    "extensions_visible_to",
    "grounds",
    "groups_of",
    "has_desk",
    "in_order",
    "last_remark",
    "listed",
    "mandates_for",
    "my_turn",
    "names_under",
    "narrowed",
    "number_of",
    "publications_visible_to",
    "published",
    "replies_visible_to",
    "reply_clock",
    "requests_in",
    "result_for_residents",
    "rows_of",
    "sessions_of",
    "shown",
    "tie",
    "views_for",
    "visible_to",
    "whole",
]
