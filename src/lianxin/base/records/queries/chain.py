"""The chain of the book: its links, its length, and whether it is whole."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, timedelta
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_noop

from lianxin.base.records.models import Entry, Head
from lianxin.kernel.counting import remembered

A_CELL = 2**62 + 2  # stands for a cell in a statement that is compiled once

FIELDS = (
    *("pk", "cell_id", "root_type", "root_id", "subject_type", "subject_id", "move", "before"),
    *("after", "round", "seat_id", "user_id", "role", "who", "on_behalf_of", "channel"),
    *("cause_id", "text_digest"),
)


@cache
def _length_statement() -> tuple[str, tuple[Any, ...]]:
    """Compiled once, with a mark in the place of the cell: every list asks for it."""
    sealed, of = Head.objects.filter(pk=A_CELL).values("seq").query.sql_with_params()
    waiting = unsealed(A_CELL).order_by().values("cell_id").annotate(n=Count("pk")).values("n")
    open_ones, of_too = waiting.query.sql_with_params()
    sql = f"SELECT COALESCE(({sealed}), 0) + COALESCE(({open_ones}), 0)"  # noqa: S608 -- compiled
    return sql, (*of, *of_too)


def length_of_book(cell_id) -> int:
    """How many entries the book of a cell holds, sealed or not: it only grows."""
    sql, params = _length_statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [cell_id if each == A_CELL else each for each in params])
        return cursor.fetchone()[0]


def until_something_happens(cell_id, key, count):
    """
    `count()`, remembered by this process until the book of the cell has grown.

    For figures beside a list: whoever reads them again and again must not count again and again.
    """
    return remembered((cell_id, key), length_of_book(cell_id), count)


def digest(salt, words):
    """What the entry holds of its words, so that they can be erased and the chain stays whole."""
    return hashlib.sha256((salt + words).encode()).hexdigest()


def chain_hash(previous, seq, entry):
    """The hash of one link: the link before it, its place, and every plain value of the entry."""
    values = [getattr(entry, name) for name in FIELDS] + [
        moment.astimezone(UTC).isoformat(timespec="microseconds")
        for moment in (entry.happened_at, entry.recorded_at)
    ]
    body = json.dumps([previous, seq, *values], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def unsealed(cell_id):
    """The entries of a cell that wait for their place in the chain."""
    return Entry.objects.filter(cell_id=cell_id, seq=None)


def cells_of_the_book():
    """Every cell that has entries (a few rows, read from the index of the chain)."""
    return list(Entry.objects.values_list("cell_id", flat=True).distinct().order_by("cell_id"))


@dataclass(frozen=True)
class Verdict:
    sealed: int
    broken_at: int | None  # the seq of the first link that does not fit
    why: str
    erased: int
    unsealed: int
    oldest_unsealed: timedelta | None
    head: str = ""

    @property
    def whole(self):
        return self.broken_at is None


def verify(cell_id):
    """Walk the chain of a cell from its first link."""
    waiting = unsealed(cell_id)
    first = waiting.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    previous, seq, erased, broken, why = "", 0, 0, None, ""
    links = Entry.objects.filter(cell_id=cell_id, seq__isnull=False).select_related("text")
    for entry in links.order_by("seq").iterator(2000):
        seq += 1
        text = getattr(entry, "text", None)
        if entry.seq != seq:
            broken, why = seq, gettext_noop("a link is missing")
        elif chain_hash(previous, seq, entry) != entry.hash:
            broken, why = seq, gettext_noop("the entry was changed")
        elif text and digest(text.salt, text.body) != entry.text_digest:
            broken, why = seq, gettext_noop("the words were changed")
        if broken:
            break
        erased += bool(entry.text_digest and not text)
        previous = entry.hash
    head = Head.objects.filter(cell_id=cell_id).first() or Head()
    if broken is None and (head.seq, head.hash) != (seq, previous):
        broken, why = seq + 1, gettext_noop("a link is missing at the end")
    age = first and timezone.now() - first
    return Verdict(seq, broken, why, erased, waiting.count(), age, head.hash)
