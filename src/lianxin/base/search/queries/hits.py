"""
Look for words, within what a seat may see.

Whether a record may be seen is asked of the record itself, by its app's own scope, inside the
statement that searches: the index may lag a second behind, the scope never does.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.timezone import localdate

from lianxin.base.search.queries.declared import scope, searchables
from lianxin.base.search.queries.words import for_postgres, for_sqlite, phrases
from lianxin.kernel.registry import visible_to_of

Statement = tuple[str, tuple[Any, ...]]
SEAT = (*("pk", "role", "cell_id", "organ_id", "unit_id", "mandate_id", "region_id", "venue_id"),)
MOST_SCOPES = 3000  # statements that a process remembers
_scopes: dict[Any, Any] = {}

COUNTED = 1000  # more are not counted
RANKED = 5000  # of so many, the newest, the best are shown first

_FROM = {
    "sqlite": "search_words CROSS JOIN search_searchdoc d ON d.place = search_words.rowid"
    " WHERE search_words MATCH %s",
    "postgresql": "search_searchdoc d WHERE d.words @@ %s::tsquery",
}
_NEWEST = {"sqlite": "search_words.rowid DESC", "postgresql": "d.place DESC"}


@dataclass(frozen=True)
class Asked:
    """A question to the index about one kind of record: the statement without its order."""

    match: str
    words: str  # without the scope: by them PostgreSQL ranks
    rest: str  # the conditions that follow the words
    params: tuple[Any, ...]

    @property
    def source(self) -> str:
        """From where, and under which conditions."""
        return f"{_FROM[connection.vendor]}{self.rest}"


def ask(label: str, seat: Any, words: str, within: QuerySet | None = None) -> Asked | None:
    """
    The question for the records of a kind that a seat may see, or none where nothing can be found.

    `within` narrows further, to the rows of a list; it must itself begin at `visible_to(seat)`.
    """
    said = phrases(words)
    if not said or seat.cell_id is None:
        return None
    condition = _may_see(label, seat) if within is None else _as_condition(within)
    if condition is None:
        return None
    sql, params = condition
    near = searchables()[label].near(seat)
    scopes = [scope(seat.cell_id, label, each) for each in near] or [scope(seat.cell_id, label)]
    write = for_sqlite if connection.vendor == "sqlite" else for_postgres
    rest = f" AND d.cell_id = %s AND d.kind = %s AND EXISTS ({sql})"
    given = (seat.cell_id, label, *params)
    return Asked(write(said, scopes), for_postgres(said), rest, given)


def _as_condition(found: QuerySet) -> Statement | None:
    """The rows of a scope as a statement about the record `d.record_id`; none where it is empty."""
    try:
        inner = found.order_by().filter(pk=RawSQL("d.record_id", ())).values("pk")
        return inner.query.sql_with_params()
    except EmptyResultSet:
        return None


def _may_see(label: str, seat: Any) -> Statement | None:
    """
    What a seat may see, as a condition.

    Only the statement is remembered, not what it finds, and only as long as nothing has changed
    in the seat: writing it anew takes longer than searching.
    """
    key = (label, localdate(), *(getattr(seat, name) for name in SEAT))
    known = _scopes.get(key, key)
    if known is key:
        if len(_scopes) >= MOST_SCOPES:
            _scopes.clear()
        known = _scopes[key] = _as_condition(visible_to_of(label)(seat))
    return known


def _run(sql: str, params: Iterable[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, list(params))
        return cursor.fetchall()


def _newest(asked: Asked, most: int, start: int) -> Statement:
    order = _NEWEST[connection.vendor]
    sql = f"SELECT d.id, d.record_id FROM {asked.source} ORDER BY {order} LIMIT %s OFFSET %s"
    return sql, (asked.match, *asked.params, most, start)


def _best(asked: Asked, most: int, start: int) -> Statement:
    """What fits best first, of the newest five thousand."""
    if connection.vendor == "sqlite":
        newest = (
            "SELECT rowid AS place, bm25(search_words, 0.0, 5.0, 1.0) AS rank FROM search_words"
            " WHERE search_words MATCH %s"
            f" ORDER BY search_words.rowid DESC LIMIT {RANKED}"
        )
        sql = (
            f"SELECT d.id, d.record_id FROM ({newest}) found"
            f" CROSS JOIN search_searchdoc d ON d.place = found.place WHERE 1 = 1{asked.rest}"
            " ORDER BY found.rank, found.place DESC LIMIT %s OFFSET %s"
        )
        return sql, (asked.match, *asked.params, most, start)
    sql = (
        "SELECT id, record_id FROM (SELECT d.id, d.record_id, d.place, d.words"
        f" FROM {asked.source} ORDER BY d.place DESC LIMIT {RANKED}) found"
        " ORDER BY ts_rank_cd(words, %s::tsquery, 1) DESC, place DESC LIMIT %s OFFSET %s"
    )
    return sql, (asked.match, *asked.params, asked.words, most, start)


ORDERS = {"new": _newest, "best": _best}


def hits(
    questions: dict[str, Asked | None], *, order: str = "new", most: int = COUNTED, start: int = 0
) -> dict[str, list[tuple[int, int]]]:
    """{kind: [(text, record)]} of what was found, in one statement."""
    write = ORDERS[order]
    parts: list[str] = []
    params: list[tuple[str, tuple[Any, ...]]] = []
    for label, asked in questions.items():
        if asked is None:
            continue
        sql, given = write(asked, most, start)
        parts.append(f"SELECT {len(parts)} AS kind, id, record_id FROM ({sql}) k{len(parts)}")
        params.append((label, given))
    found: dict[str, list[tuple[int, int]]] = {label: [] for label in questions}
    if parts:
        sql = " UNION ALL ".join(parts)
        for kind, doc, record in _run(sql, (each for _label, given in params for each in given)):
            found[params[kind][0]].append((doc, record))
    return found


def count(asked: Asked | None, most: int = COUNTED) -> int:
    """How many were found, counted no further than `most`."""
    if asked is None:
        return 0
    sql = f"SELECT COUNT(*) FROM (SELECT 1 AS one FROM {asked.source} LIMIT %s) counted"
    return int(_run(sql, (asked.match, *asked.params, most))[0][0])


def records(label: str, seat: Any, words: str, within: QuerySet, most: int = COUNTED) -> list[int]:
    """The ids of the rows of a list that hold these words, the newest first, a thousand at most."""
    found = hits({label: ask(label, seat, words, within)}, most=most)
    return [record for _doc, record in found[label]]


def texts(docs: Iterable[int]) -> dict[tuple[str, int], str]:
    """{(kind, record): text} of what was found: one query."""
    ids = list(docs)
    if not ids:
        return {}
    marks = ", ".join(["%s"] * len(ids))
    sql = f"SELECT kind, record_id, body FROM search_searchdoc WHERE id IN ({marks})"
    return {(kind, record): body for kind, record, body in _run(sql, ids)}
