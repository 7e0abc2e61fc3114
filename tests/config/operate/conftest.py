"""A home of one's own for each test, and `lianxin` as another process on another home."""

import json
import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection

from lianxin.base.records.actions import seal
from lianxin.config.operate import places
from tests.factories import thread
from tests.factories.county import build_county

ROOT = Path(__file__).parents[3]


@pytest.fixture
def home(settings, tmp_path):
    """A folder of data of its own; the database stays that of the tests."""
    folder = tmp_path / "home"
    (folder / "files").mkdir(parents=True)
    settings.HOME, settings.MEDIA_ROOT = folder, folder / "files"
    settings.BACKUPS, settings.BACKUP_KEY, settings.BACKUP_KEEP = folder / "backups", "", 14
    (folder / "secret.key").write_text("of the tests, of the tests")
    (folder / "secret.key").chmod(0o600)
    return folder


@pytest.fixture
def lived(transactional_db, home):
    """A county in which something has happened, sealed, with a file."""
    from lianxin.institution.congress.actions import load_default_rules  # noqa: PLC0415 -- tables

    load_default_rules()
    county = build_county("990101")
    draft = thread.drafted(county)
    thread.handed_in(county, draft)
    seal(county.cell.pk)
    (home / "files" / "2026").mkdir()
    (home / "files" / "2026" / "路.txt").write_text("坑")
    return county


def lianxin(home, *words, database=None, given=None, **more):
    """Run `lianxin` on another home: on SQLite, or on a PostgreSQL database."""
    where = {"DB": "pg", "PGDATABASE": database} if database else {"DB": "sqlite"}
    known = {key: value for key, value in os.environ.items() if not key.startswith("LIANXIN")}
    env = known | where | more
    env |= {"LIANXIN_HOME": str(home), "LIANXIN_LANGUAGE": "en", "PYTHONPATH": str(ROOT / "src")}
    env["DJANGO_SETTINGS_MODULE"] = "lianxin.config.settings"
    command = [sys.executable, "-m", "lianxin.config.command", *map(str, words)]
    ran = subprocess.run(
        command, env=env, capture_output=True, text=True, input=given, check=False, timeout=120
    )
    said = json.loads(ran.stdout) if "--json" in words and ran.stdout.startswith("{") else None
    return SimpleNamespace(code=ran.returncode, out=ran.stdout, err=ran.stderr, said=said)


@pytest.fixture
def another_database():
    """An empty database beside that of the tests, where they run on PostgreSQL."""
    if connection.vendor == "sqlite":
        yield None
        return
    name = "lianxin_restored"
    with places.database() as database:
        database.link.execute(f"DROP DATABASE IF EXISTS {name}")
        database.link.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
    yield name
    with places.database() as database:
        database.link.execute(f"DROP DATABASE {name} WITH (FORCE)")
