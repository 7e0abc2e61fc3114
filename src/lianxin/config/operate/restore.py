"""
Put a backup into place: read it whole, build everything beside what is there, compare, then swap.

Nothing that is there is touched before the backup has been read to its end; what is replaced is
put aside, not removed. On SQLite the new database is a file of its own until it is complete; on
PostgreSQL the old tables wait in a schema of their own.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.records import queries as book
from lianxin.base.records.models import Cursor
from lianxin.config.operate import places
from lianxin.config.operate.archive import Counted
from lianxin.config.operate.fault import Refused, size, told
from lianxin.config.operate.reading import Reading, damaged, read
from lianxin.config.operate.tables import READ_ANEW, Row, Table, figures

ROOM = 50_000_000
SESSIONS = "secret.key"  # signs sessions: where nobody has begun, it has signed nothing


@dataclass
class Restored:
    """What is there now."""

    manifest: dict[str, Any] = field(repr=False)
    aside: str  # where what was there has been put; empty if nothing was there
    keys_missing: bool
    verdicts: dict[int, Any] = field(repr=False)

    @property
    def rows(self) -> int:
        """All rows together."""
        return sum(each["rows"] for each in self.manifest["tables"].values())


class Filling:
    """Takes the parts of a backup: rows into tables, files into a folder."""

    def __init__(self, database: places.Database, folder: Path, *, keys: bool) -> None:
        self.database, self.folder, self.keys = database, folder, keys
        self.seen: set[str] = set()

    def rows(self, table: Table, rows: Iterator[Row]) -> None:
        """Put some rows into their table."""
        self.seen.add(table.name)
        self.database.load(table, rows)

    def file(self, name: str, content: Counted) -> None:
        """Put a file where it will be taken from."""
        top, *rest = PurePosixPath(name).parts
        wanted = ("files", *places.BESIDE, *(("keys",) if self.keys else ()))
        if top not in wanted or ".." in rest or not rest:
            return
        path = self.folder.joinpath(top, *rest)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            os.fchmod(file.fileno(), 0o600 if top == "keys" else 0o640)
            shutil.copyfileobj(content, file, 1 << 20)


def is_empty() -> bool:
    """Whether nobody has begun here: no table, or no county and no user in them."""
    if places.is_sqlite() and not Path(connection.settings_dict["NAME"]).exists():
        return True
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for table in {"congress_cell", "accounts_user", "records_entry"} & tables:
            cursor.execute(f'SELECT 1 FROM "{table}" LIMIT 1')
            if cursor.fetchone():
                return False
    return True


def restore(path: Path, passphrase: bytes | None) -> Restored:
    """Put a backup in the place of what is here."""
    found = read(path, passphrase)
    _is_known(found)
    stamp = f"{timezone.localtime():%Y%m%d-%H%M%S}"
    building = places.home() / f"restoring-{stamp}"
    aside = f"replaced-{stamp}"
    was_empty = is_empty()
    with told(places.home()):
        _has_room(found)
        building.mkdir()
        try:
            with _fresh(building, aside, keep=not was_empty):
                _fill(path, passphrase, found, building)
                _forward()
                verdicts = {cell: book.verify(cell) for cell in book.cells_of_the_book()}
                _no_worse(verdicts, found)
            if was_empty and (building / "keys" / SESSIONS).exists():
                (places.home() / SESSIONS).unlink(missing_ok=True)  # made by this very start
            _swap_files(building, places.home() / aside)
        finally:
            shutil.rmtree(building, ignore_errors=True)
    cache.clear()
    aside_path = places.home() / aside
    kept = aside_path.is_dir() or (not places.is_sqlite() and not was_empty)
    return Restored(found.manifest, aside if kept else "", not found.about["keys"], verdicts)


def _is_known(found: Reading) -> None:
    known = set(MigrationLoader(None).disk_migrations)
    if {tuple(each) for each in found.manifest["migrations"]} - known:
        raise Refused(_("This backup was made by a newer Lianxin; use that one to restore it."))


def _has_room(found: Reading) -> None:
    text = sum(each["bytes"] for each in found.manifest["tables"].values())
    beside = found.manifest["files"]["bytes"]
    wanted = beside + ROOM + (3 * text if places.is_sqlite() else 0)
    free = shutil.disk_usage(places.home()).free
    if free < wanted:
        numbers = {"wanted": size(wanted), "free": size(free), "folder": places.home()}
        sentence = _("There is not enough room in %(folder)s: %(wanted)s wanted, %(free)s free.")
        raise Refused(sentence % numbers)


@contextmanager
def _fresh(building: Path, aside: str, *, keep: bool) -> Iterator[None]:
    """A new database in place of the old one, which comes back if anything fails."""
    fresh = _fresh_file(building, aside, keep) if places.is_sqlite() else _fresh_schema(aside, keep)
    with fresh:
        yield


@contextmanager
def _fresh_file(building: Path, aside: str, keep: bool) -> Iterator[None]:
    real = Path(connection.settings_dict["NAME"])
    new = building / "lianxin.sqlite3"
    connection.close()
    connection.settings_dict["NAME"] = new
    try:
        yield
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
    old = places.home() / aside
    for path in (real, Path(f"{real}-wal"), Path(f"{real}-shm")):
        if path.exists() and keep:
            old.mkdir(exist_ok=True)
            path.rename(old / path.name)
        path.unlink(missing_ok=True)
    new.rename(real)


@contextmanager
def _fresh_schema(aside: str, keep: bool) -> Iterator[None]:
    old = aside.replace("-", "_")
    with connection.cursor() as cursor:
        cursor.execute(f'ALTER SCHEMA public RENAME TO "{old}"')
        cursor.execute("CREATE SCHEMA public")
    try:
        yield
    except BaseException:
        connection.close()
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE")
            cursor.execute(f'ALTER SCHEMA "{old}" RENAME TO public')
        raise
    if not keep:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP SCHEMA "{old}" CASCADE')


def _fill(path: Path, passphrase: bytes | None, found: Reading, building: Path) -> None:
    """Tables as they were, then their rows, then compare every table with the backup."""
    executor = MigrationExecutor(connection)
    executor.migrate([(app, name) for app, name in found.manifest["migrations"]])
    connection.close()
    with places.database() as database:
        there = {table.name: table for table in database.tables()}
        if strange := sorted(found.about["tables"].keys() - there.keys()):
            raise damaged(", ".join(strange))
        database.link.execute("BEGIN")
        for table in there.values():
            database.empty(table)
        read(path, passphrase, Filling(database, building, keys=found.about["keys"]))
        database.finish(found.manifest["sequences"])
        for name, told_of in found.manifest["tables"].items():
            if figures(database.rows(there[name])) != (told_of["rows"], told_of["digest"]):
                raise damaged(name)
        database.link.execute("COMMIT")


def _forward() -> None:
    """From the version of the backup to this one."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())
    Cursor.objects.filter(consumer__in=READ_ANEW).delete()


def _no_worse(verdicts: dict[int, Any], found: Reading) -> None:
    """Every chain that was whole is whole, and ends where it ended."""
    for cell, verdict in verdicts.items():
        seq, mark = found.manifest["chains"].get(str(cell), (0, ""))
        if cell in found.manifest["broken"]:
            continue
        if not verdict.whole or (verdict.sealed, verdict.head) != (seq, mark):
            raise damaged(_("the book"))


def _swap_files(building: Path, aside: Path) -> None:
    """Put the files in place; what was there goes aside."""
    media = Path(settings.MEDIA_ROOT)
    targets = {"files": media, **{name: places.home() / name for name in places.BESIDE}}
    for name, target in targets.items():
        new = building / name
        if target.exists() and any(target.iterdir()):
            aside.mkdir(exist_ok=True)
            target.rename(aside / name)
        if new.exists():
            if target.exists():
                target.rmdir()
            new.rename(target)
    keys = building / "keys"
    for path in sorted(keys.glob("*")) if keys.is_dir() else ():
        target = places.home() / path.name
        if target.exists():
            aside.mkdir(exist_ok=True)
            target.rename(aside / path.name)
        path.rename(target)
