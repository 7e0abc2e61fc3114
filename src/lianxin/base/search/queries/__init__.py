"""Full text, what was opened lately, and lists under a name of one's own."""

from lianxin.base.search.queries.declared import Searchable, Text, scopes_of, searchables
from lianxin.base.search.queries.hits import (
    COUNTED,
    ORDERS,
    ask,
    count,
    hits,
    records,
    texts,
)
from lianxin.base.search.queries.kept import lists, narrowing, opened_by, views_of
from lianxin.base.search.queries.marks import excerpt, marked
from lianxin.base.search.queries.words import LONGEST, phrases, tokens, vector

__all__ = [
    "COUNTED",
    "LONGEST",
    "ORDERS",
    "Searchable",
    "Text",
    "ask",
    "count",
    "excerpt",
    "hits",
    "lists",
    "marked",
    "narrowing",
    "opened_by",
    "phrases",
    "records",
    "scopes_of",
    "searchables",
    "texts",
    "tokens",
    "vector",
    "views_of",
]
