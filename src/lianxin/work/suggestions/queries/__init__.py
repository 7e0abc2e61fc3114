"""Questions about many suggestions. Every page and endpoint starts from a `…visible_to`."""

from lianxin.work.suggestions.queries.clocks import reply_clock
from lianxin.work.suggestions.queries.desk import has_desk, my_turn
from lianxin.work.suggestions.queries.lists import (
    MANY,
    ORDERS,
    brief,
    brief_replies,
    counts_of,
    due_of,
    groups_of,
    in_order,
    listed,
    narrowed,
    rows_of,
    rows_to_take_out,
    shown,
    views_for,
)
from lianxin.work.suggestions.queries.many import BY_CODE, MOST, chosen_by, many_for, records_of
from lianxin.work.suggestions.queries.meeting import convener, prints_meeting, to_sign_for
from lianxin.work.suggestions.queries.page import case
from lianxin.work.suggestions.queries.public import (
    OpenStory,
    nth,
    open_stories,
    published,
    replies_for_public,
)
from lianxin.work.suggestions.queries.record import (
    grounds,
    last_remark,
    last_words,
    number_of,
    replies_visible_to,
    requests_in,
    result_for_residents,
    tie,
    unconfirmed_talks,
    whole,
)
from lianxin.work.suggestions.queries.scope import (
    assignments_visible_to,
    cosignatures_visible_to,
    evaluations_visible_to,
    extensions_visible_to,
    publications_visible_to,
    visible_to,
)
from lianxin.work.suggestions.queries.told import audience
from lianxin.work.suggestions.queries.trail import lines_of
from lianxin.work.suggestions.queries.turns import living
from lianxin.work.suggestions.queries.verdicts import verdicts_for
from lianxin.work.suggestions.queries.wording import SEARCH, SEARCH_REPLIES
from lianxin.work.suggestions.queries.writing import (
    cosigners_for,
    desk_of,
    mandates_for,
    names_under,
    sessions_of,
)

__all__ = [
    "BY_CODE",
    "MANY",
    "MOST",
    "OpenStory",
    "SEARCH",
    "SEARCH_REPLIES",
    "ORDERS",
    "assignments_visible_to",
    "audience",
    "brief",
    "brief_replies",
    "case",
    "chosen_by",
    "convener",
    "cosignatures_visible_to",
    "cosigners_for",
    "counts_of",
    "desk_of",
    "due_of",
    "evaluations_visible_to",
    "extensions_visible_to",
    "grounds",
    "groups_of",
    "has_desk",
    "in_order",
    "last_remark",
    "last_words",
    "lines_of",
    "listed",
    "living",
    "mandates_for",
    "many_for",
    "my_turn",
    "names_under",
    "narrowed",
    "nth",
    "number_of",
    "open_stories",
    "prints_meeting",
    "publications_visible_to",
    "published",
    "records_of",
    "replies_for_public",
    "replies_visible_to",
    "reply_clock",
    "requests_in",
    "result_for_residents",
    "rows_of",
    "rows_to_take_out",
    "sessions_of",
    "shown",
    "tie",
    "to_sign_for",
    "unconfirmed_talks",
    "verdicts_for",
    "views_for",
    "visible_to",
    "whole",
]
