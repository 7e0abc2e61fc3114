"""
Make a backup while the site goes on, and read it again before saying that it is there.

The database is read in one transaction, so everything is of one moment; files are read after it,
so each file that a row names is there. The backup gets its name only when it has been verified.
"""

import hashlib
import json
import os
import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin import __version__
from lianxin.config.operate import archive, places
from lianxin.config.operate.chain import Chains
from lianxin.config.operate.fault import Refused, size, told
from lianxin.config.operate.reading import read
from lianxin.config.operate.tables import Table, line

PART = 4_000_000  # bytes of text in one part
MARGIN = 50_000_000
ENDING, OPEN_ENDING = ".lxb", ".tar"


@dataclass
class Made:
    """What was made, for whoever asked."""

    path: Path
    bytes: int
    seconds: float
    sha256: str
    manifest: dict[str, Any] = field(repr=False)
    removed: list[Path] = field(default_factory=list)

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(each["rows"] for each in self.manifest["tables"].values())


def make(folder: Path, *, passphrase: bytes | None = None, kind: str = "lianxin") -> Made:
    """Make and verify a backup in a folder; it appears there whole or not at all."""
    started = time.monotonic()
    name = f"{kind}-{timezone.localtime():%Y%m%d-%H%M%S}{ENDING if passphrase else OPEN_ENDING}"
    path, half = folder / name, folder / f".{name}.part"
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with places.snapshot() as database:
                _has_room(folder, database)
                with half.open("wb") as file:
                    os.fchmod(file.fileno(), 0o600)
                    with archive.writing(file, passphrase) as into:
                        written = _write(into, database, secret=passphrase is not None)
                    file.flush()
                    os.fsync(file.fileno())
            if read(half, passphrase).manifest != written:
                raise Refused(_("The backup was not what was written; the disk may be faulty."))
            mark = _sha256(half)
            half.rename(path)
            _settle(folder)
        finally:
            half.unlink(missing_ok=True)
    taken = time.monotonic() - started
    return Made(path, path.stat().st_size, taken, mark, written)


def _has_room(folder: Path, database: places.Database) -> None:
    """Rows shrink to a fraction; files do not. Asking for half of the database is being careful."""
    beside = sum(path.stat().st_size for _name, path in places.files(secret=True))
    wanted = database.bytes() // 2 + beside + MARGIN
    free = shutil.disk_usage(folder).free
    if free < wanted:
        numbers = {"wanted": size(wanted), "free": size(free), "folder": folder}
        sentence = _("There is not enough room in %(folder)s: %(wanted)s wanted, %(free)s free.")
        raise Refused(sentence % numbers)


def _write(into: archive.Writing, database: places.Database, *, secret: bool) -> dict[str, Any]:
    tables, chains = database.tables(), Chains()
    about = {
        "what": archive.WHAT,
        "format": archive.FORMAT,
        "version": __version__,
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "engine": "sqlite" if places.is_sqlite() else "postgresql",
        "keys": secret,
        "migrations": database.migrations(),
        "sequences": database.sequences(),
        "tables": {each.name: [[c.name, c.kind] for c in each.columns] for each in tables},
    }
    into.add_json(archive.ABOUT, about)
    rows = {each.name: _write_table(into, each, database, chains) for each in tables}
    manifest = about | {
        "tables": rows,
        "chains": {str(cell): list(head) for cell, head in sorted(chains.heads.items())},
        "broken": chains.faults(),
        "files": _write_files(into, secret=secret),
        "parts": dict(into.parts),
    }
    into.add_json(archive.MANIFEST, manifest)
    return json.loads(json.dumps(manifest))


def _write_table(
    into: archive.Writing, table: Table, database: places.Database, chains: Chains
) -> dict[str, Any]:
    count, mark, long = 0, hashlib.sha256(), 0
    for number, lines in enumerate(_parts(table, database, chains), 1):
        for each in lines:
            mark.update(each)
            long += len(each)
        count += len(lines)
        into.add_lines(f"tables/{table.name}/{number:05}.jsonl.gz", lines)
    return {"rows": count, "bytes": long, "digest": mark.hexdigest()}


def _parts(table: Table, database: places.Database, chains: Chains) -> Iterator[list[bytes]]:
    lines, long, names = [], 0, table.names
    for row in database.rows(table):
        chains.take(table.name, names, row)
        lines.append(line(row))
        long += len(lines[-1])
        if long > PART:
            yield lines
            lines, long = [], 0
    if lines:
        yield lines


def _write_files(into: archive.Writing, *, secret: bool) -> dict[str, int]:
    count = together = 0
    for name, path in places.files(secret=secret):
        try:
            together += into.add_file(name, path)
        except FileNotFoundError:  # a stash that was given up while we read
            continue
        count += 1
    return {"count": count, "bytes": together}


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _settle(folder: Path) -> None:
    """Let the new name reach the disk, too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def kept(folder: Path) -> list[Path]:
    """The backups of a folder, newest first."""
    found = [*folder.glob(f"lianxin-*{ENDING}"), *folder.glob(f"lianxin-*{OPEN_ENDING}")]
    return sorted(found, key=lambda path: path.stem, reverse=True)


def thin_out(folder: Path, keep: int) -> list[Path]:
    """Remove what is older than the newest `keep`; 0 keeps all."""
    old = kept(folder)[keep:] if keep > 0 else []
    for path in old:
        path.unlink()
    return old
