"""
From each released version to this one, with a database that the version itself has made.

A red test here means: a migration that was released has been edited, or one is missing. For a
version that is not tagged yet, `tools/fixture.sh` writes the fixture anew.
"""

import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from lianxin.config.operate import places
from tests.config.operate.conftest import ROOT, another_database, lianxin

HERE = Path(__file__).parent
VERSIONS = sorted(path.name.removesuffix(".sqlite3.gz") for path in HERE.glob("*.sqlite3.gz"))
SEE = """
import json, django
django.setup()
from lianxin.config.operate import places
with places.snapshot() as database:
    print(json.dumps({
        table.name: [[(c.name, c.kind) for c in table.columns], len(list(database.rows(table)))]
        for table in database.tables()
    }))
"""
PREPARE = "import django; django.setup(); from lianxin.config.commands import prepare; prepare()"

__all__ = ["another_database"]
pytestmark = pytest.mark.django_db(transaction=True)


def python(script, home, database):
    where = {"DB": "pg", "PGDATABASE": database} if database else {"DB": "sqlite"}
    env = os.environ | where | {"LIANXIN_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}
    ran = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def unpack(version, home, database):
    """Put the version's own database, and its keys, into a home."""
    home.mkdir()
    keys = HERE / f"{version}.keys"
    if keys.exists():
        (home / "keys.txt").touch(mode=0o600)
        (home / "keys.txt").write_text(keys.read_text())
    if not database:
        content = gzip.decompress((HERE / f"{version}.sqlite3.gz").read_bytes())
        (home / "lianxin.sqlite3").write_bytes(content)
        return
    given = connection.settings_dict
    link = ["-h", given["HOST"], "-p", str(given["PORT"]), "-U", given["USER"], "-d", database]
    sql = gzip.decompress((HERE / f"{version}.sql.gz").read_bytes())
    subprocess.run(
        ["psql", "-q", "-v", "ON_ERROR_STOP=1", *link], input=sql, check=True, capture_output=True
    )


def test_there_is_a_fixture_of_every_kind_for_every_version():
    assert VERSIONS
    for version in VERSIONS:
        sizes = [(HERE / f"{version}.{kind}.gz").stat().st_size for kind in ("sqlite3", "sql")]
        assert max(sizes) < 300_000


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgrade_keeps_every_row_and_the_book(version, tmp_path, another_database):
    home, database = tmp_path / "home", another_database
    unpack(version, home, database)
    before = json.loads(python(SEE, home, database))
    python(PREPARE, home, database)
    after = json.loads(python(SEE, home, database))
    derived = {"congress_rule", "congress_rulestamp", "records_cursor"}
    kept = {name: rows for name, (_columns, rows) in before.items() if name not in derived}
    assert {name: after[name][1] for name in kept} == kept
    ran = lianxin(home, "verify-trail", "--json", database=database)
    assert [each["whole"] for each in json.loads(ran.out)] == [True]


@pytest.mark.parametrize("version", VERSIONS)
def test_an_upgraded_database_is_built_as_a_new_one(version, tmp_path, another_database):
    home, database = tmp_path / "home", another_database
    unpack(version, home, database)
    python(PREPARE, home, database)
    upgraded = json.loads(python(SEE, home, database))
    with places.database() as fresh:
        tables = {
            table.name: [[each.name, each.kind] for each in table.columns]
            for table in fresh.tables()
        }
    assert {name: columns for name, (columns, _rows) in upgraded.items()} == tables
