"""Where the data of this home lies: its database, opened beside Django, its files and its keys."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

from lianxin.config.operate.tables import Postgres, Sqlite

Database = Sqlite | Postgres
BESIDE = ("heads",)  # folders of the home that are copied as they are, the uploads apart
SECRET = ("secret.key", "keys.txt", "tls")  # only into an encrypted backup


def home() -> Path:
    """The folder of the data."""
    return Path(settings.HOME)


def backups() -> Path:
    """Where backups are put when nobody says where."""
    folder = Path(settings.BACKUPS)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def is_sqlite() -> bool:
    """Which of the two databases it is."""
    return connection.vendor == "sqlite"


def open_sqlite(path: Path | str) -> Any:
    """A connection without Django's conversions: values as they are kept."""
    link = sqlite3.connect(path, timeout=20, isolation_level=None)
    link.execute("PRAGMA temp_store=MEMORY")
    return link


def open_postgres() -> Any:
    """A connection of the driver, in UTC."""
    given = connection.settings_dict
    words = {
        "host": given["HOST"],
        "port": given["PORT"],
        "dbname": given["NAME"],
        "user": given["USER"],
        "password": given["PASSWORD"],
    }
    known = {name: value for name, value in words.items() if value}
    return psycopg.connect(**known, autocommit=True, options="-c timezone=UTC -c datestyle=ISO")


@contextmanager
def database() -> Iterator[Database]:
    """The database of this home, beside Django's own connection."""
    with connection.wrap_database_errors:  # Django's own, whichever driver it was
        name = connection.settings_dict["NAME"]
        found = Sqlite(open_sqlite(name)) if is_sqlite() else Postgres(open_postgres())
        try:
            yield found
        finally:
            found.link.close()


@contextmanager
def snapshot() -> Iterator[Database]:
    """The same, as it is at this moment, whatever is written meanwhile."""
    with database() as found:
        found.begin()
        yield found


def files(*, secret: bool) -> Iterator[tuple[str, Path]]:
    """(name in a backup, path) of every file beside the database."""
    yield from _under(Path(settings.MEDIA_ROOT), "files")
    for folder in BESIDE:
        yield from _under(home() / folder, folder)
    for name in SECRET if secret else ():
        path = home() / name
        if path.is_file():
            yield f"keys/{name}", path
        yield from _under(path, f"keys/{name}")


def _under(folder: Path, name: str) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink():
            yield f"{name}/{path.relative_to(folder).as_posix()}", path
