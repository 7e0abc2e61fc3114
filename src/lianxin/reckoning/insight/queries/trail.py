"""The trail, for the auditor: acts, times and roles, no business record."""

from dataclasses import dataclass
from typing import Any

from lianxin.base.records.models import Entry
from lianxin.base.records.queries import unsealed, verify
from lianxin.kernel.counting import COUNTED

SHOWN = 20  # the newest links
WALKED = 5000  # a chain of as many links is walked while the page is made


@dataclass(frozen=True)
class Trail:
    """The state of a cell's chain, and its newest links."""

    verdict: Any  # none: too long to be walked unasked
    sealed: int
    head: str
    unsealed: int
    entries: list[Entry]


def _told(cell_id):
    return Entry.objects.filter(cell_id=cell_id).select_related("text")


def trail_of(cell_id, *, walk=False) -> Trail:
    """The chain of a cell; a long one is walked from its first link only when asked."""
    newest = list(_told(cell_id).order_by("-pk")[:SHOWN])
    links = Entry.objects.filter(cell_id=cell_id, seq__isnull=False).order_by("-seq")
    last = links.values_list("seq", "hash").first() or (0, "")
    sealed = last[0] or 0
    verdict = verify(cell_id) if walk or sealed <= WALKED else None
    waiting_links = verdict.unsealed if verdict else unsealed(cell_id)[:COUNTED].count()
    return Trail(verdict, sealed, last[1], waiting_links, newest)
