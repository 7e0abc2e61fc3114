"""The drill: what was backed up stands elsewhere with equal figures, on either database."""

import json
import os
import subprocess
import sys

import pytest

from lianxin.config.operate import backup, locks
from tests.config.operate.conftest import ROOT, lianxin
from tests.factories import thread

KEY = "a ferry, a bridge, a road"
MOVED_ON = {"records_cursor"}  # whoever fills what was left out begins anew


def figures(manifest):
    """Rows and hash of every table that must be the same."""
    return {
        name: (each["rows"], each["digest"])
        for name, each in manifest["tables"].items()
        if name not in MOVED_ON
    }


def manifest_of(home, database=None):
    """What a backup of another home says of its tables."""
    ran = lianxin(home, "backup", "--json", database=database)
    assert ran.code == 0, ran.err
    told = subprocess.run(
        ["tar", "-xOf", ran.said["path"], "manifest.json"], capture_output=True, check=True
    )
    return json.loads(told.stdout)


@pytest.fixture
def made(lived, home):
    """A backup of the tests' database, whichever it is."""
    return backup.make(home / "backups")


def test_the_drill_on_an_empty_home_gives_equal_figures(lived, home, tmp_path):
    made = backup.make(home / "backups", passphrase=KEY.encode())
    (tmp_path / "key").write_text(KEY)
    elsewhere = tmp_path / "elsewhere"
    ran = lianxin(elsewhere, "restore", made.path, "--key-file", tmp_path / "key", "--json")
    assert (ran.code, ran.err) == (0, "")
    assert (ran.said["whole"], ran.said["aside"], ran.said["before"]) == (True, "", "")
    assert figures(manifest_of(elsewhere)) == figures(made.manifest)
    assert (elsewhere / "files/2026/路.txt").read_text() == "坑"
    assert (elsewhere / "secret.key").read_text() == "of the tests, of the tests"
    assert (elsewhere / "secret.key").stat().st_mode & 0o777 == 0o600
    assert lianxin(elsewhere, "verify-trail").code == 0


def test_the_drill_by_way_of_the_other_database_gives_equal_figures(
    made, tmp_path, another_database
):
    first, second = tmp_path / "first", tmp_path / "second"
    assert lianxin(first, "restore", made.path).code == 0
    assert lianxin(first, "backup").code == 0
    (between,) = (first / "backups").iterdir()
    ran = lianxin(second, "restore", between, database=another_database)
    assert (ran.code, ran.err) == (0, "")
    again = manifest_of(second, another_database)
    assert figures(again) == figures(made.manifest)
    given = made.manifest["sequences"]  # no number that was given is given again
    assert {name: again["sequences"][name] for name in given} == given
    assert again["sequences"]["records_entry"] >= again["tables"]["records_entry"]["rows"]


def test_what_is_there_is_replaced_only_after_two_words_and_lies_aside(
    lived, made, home, tmp_path, another_database
):
    elsewhere = tmp_path / "elsewhere"
    assert lianxin(elsewhere, "restore", made.path, database=another_database).code == 0
    thread.spoken(lived)
    newer = backup.make(home / "newer")

    ran = lianxin(elsewhere, "restore", newer.path, database=another_database, given="")
    assert (ran.code, ran.err.partition(".")[0]) == (1, "There is data here already")
    for words in (("--replace",), ("--replace", "--confirm", "999999")):
        ran = lianxin(elsewhere, "restore", newer.path, *words, database=another_database, given="")
        told = "Nothing was replaced: --confirm must name a county that is here."
        assert (ran.code, ran.err.strip()) == (1, told)
    assert figures(manifest_of(elsewhere, another_database)) == figures(made.manifest)

    words = ("--replace", "--confirm", "990101", "--json")
    ran = lianxin(elsewhere, "restore", newer.path, *words, database=another_database)
    assert (ran.code, ran.err) == (0, "")
    assert figures(manifest_of(elsewhere, another_database)) == figures(newer.manifest)
    assert (elsewhere / ran.said["aside"] / "files/2026/路.txt").read_text() == "坑"
    assert lianxin(elsewhere, "backup", "--verify", ran.said["before"]).code == 0


def test_a_damaged_backup_touches_nothing(made, tmp_path):
    content = bytearray(made.path.read_bytes())
    content[len(content) // 2] ^= 1
    made.path.write_bytes(content)
    elsewhere = tmp_path / "elsewhere"
    ran = lianxin(elsewhere, "restore", made.path)
    assert ran.code == 1
    assert ran.err.startswith("The backup is damaged: ")
    assert not (elsewhere / "lianxin.sqlite3").exists()


def test_a_backup_of_a_newer_version_is_refused(lived, home, tmp_path, monkeypatch):
    real = backup.places.Sqlite, backup.places.Postgres
    for kind in real:
        known = kind.migrations
        monkeypatch.setattr(
            kind, "migrations", lambda self, known=known: [*known(self), ["records", "9999_later"]]
        )
    made = backup.make(home / "backups")
    ran = lianxin(tmp_path / "elsewhere", "restore", made.path)
    told = "This backup was made by a newer Lianxin; use that one to restore it."
    assert (ran.code, ran.err.strip()) == (1, told)


def test_two_restores_at_once_are_refused(made, settings, tmp_path):
    settings.HOME = tmp_path / "elsewhere"
    settings.HOME.mkdir()
    with locks.hold(locks.RESTORE):
        ran = lianxin(settings.HOME, "restore", made.path)
    told = "Another restore is under way; only one at a time."
    assert (ran.code, ran.err.strip()) == (1, told)


def test_what_is_running_is_not_restored_under(made, settings, tmp_path):
    settings.HOME = tmp_path / "elsewhere"
    settings.HOME.mkdir()
    with locks.hold(locks.RUNNING, shared=True), locks.hold(locks.RUNNING, shared=True):
        ran = lianxin(settings.HOME, "restore", made.path)
    told = "Lianxin is running on this data. Stop it first, then restore."
    assert (ran.code, ran.err.strip()) == (1, told)


def test_a_disk_that_fills_up_leaves_what_was_there(lived, made, home, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    assert lianxin(elsewhere, "restore", made.path).code == 0
    before = figures(manifest_of(elsewhere))
    (home / "files" / "large").write_bytes(b"x" * 3_000_000)
    larger = backup.make(home / "larger")
    words = f'ulimit -f 2500; exec "$0" -m lianxin.config.command restore {larger.path} '
    words += "--replace --confirm 990101"
    ran = limited(elsewhere, words)
    assert ran.returncode != 0
    assert "Traceback" not in ran.stderr
    assert figures(manifest_of(elsewhere)) == before
    assert sorted(elsewhere.glob("restoring-*")) == []


def limited(home, script):
    """Run a shell script on another home, with this Python as $0."""
    env = os.environ | {"LIANXIN_HOME": str(home), "DB": "sqlite", "LIANXIN_LANGUAGE": "en"}
    env |= {"PYTHONPATH": str(ROOT / "src")}
    return subprocess.run(
        ["sh", "-c", script, sys.executable], env=env, capture_output=True, text=True, check=False
    )


def test_a_rehearsal_changes_nothing_here(made, home, settings, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    ran = lianxin(elsewhere, "restore", made.path, "--rehearse", "--json")
    assert (ran.code, ran.said["whole"]) == (0, True)
    assert ran.said["rows"] == made.rows
    assert not (elsewhere / "lianxin.sqlite3").exists()
