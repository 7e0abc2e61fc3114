"""Whether the book within a backup is whole, read from its rows and not from the database."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

from lianxin.base.records.models import Entry, Head
from lianxin.base.records.queries import chain_hash
from lianxin.config.operate.tables import Row

ENTRIES, HEADS = Entry._meta.db_table, Head._meta.db_table


class Chains:
    """
    Takes in the rows of the book in any order, and knows at the end where each chain stands.

    A link fits when it follows from the one before it; whichever of two neighbours comes first
    waits for the other. Rows come nearly in order, so few wait.
    """

    def __init__(self) -> None:
        self.hashes: dict[tuple[int, int], str] = {}  # of links whose next one has not come
        self.waiting: dict[tuple[int, int], Any] = {}  # links whose last one has not come
        self.length: dict[int, int] = {}
        self.last: dict[int, tuple[int, str]] = {}
        self.heads: dict[int, tuple[int, str]] = {}
        self.broken: dict[int, int] = {}

    def take(self, table: str, names: list[str], row: Row) -> None:
        """Take in a row of any table."""
        if table == HEADS:
            values = dict(zip(names, row, strict=True))
            self.heads[values["cell_id"]] = values["seq"], values["hash"]
        elif table == ENTRIES:
            values = dict(zip(names, row, strict=True))
            if values["seq"] is not None:
                self._link(SimpleNamespace(pk=values["id"], **values))

    def _link(self, entry: Any) -> None:
        entry.happened_at, entry.recorded_at = _utc(entry.happened_at), _utc(entry.recorded_at)
        cell, seq = entry.cell_id, entry.seq
        self.length[cell] = self.length.get(cell, 0) + 1
        self.last[cell] = max(self.last.get(cell, (0, "")), (seq, entry.hash))
        before = "" if seq == 1 else self.hashes.pop((cell, seq - 1), None)
        if before is None:
            self.waiting[cell, seq] = entry
        else:
            self._compare(before, entry)
        after = self.waiting.pop((cell, seq + 1), None)
        if after is None:
            self.hashes[cell, seq] = entry.hash
        else:
            self._compare(entry.hash, after)

    def _compare(self, before: str, entry: Any) -> None:
        if chain_hash(before, entry.seq, entry) != entry.hash:
            self.broken[entry.cell_id] = min(self.broken.get(entry.cell_id, entry.seq), entry.seq)

    def faults(self) -> list[int]:
        """The cells whose chain is not whole."""
        cells = set(self.length) | {cell for cell, (seq, _hash) in self.heads.items() if seq}
        astray = {cell for cell, _seq in self.waiting} | set(self.broken)
        return sorted(
            cell
            for cell in cells
            if cell in astray
            or self.heads.get(cell) != self.last.get(cell)
            or self.length.get(cell) != self.last[cell][0]
        )


def _utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
