"""A backup is whole, of one moment, and verified; or there is none."""

import errno
import io
import json
import os
import shutil
import tarfile
import threading
from collections import namedtuple

import pytest
from django.db import connection

from lianxin.base.records.actions import seal
from lianxin.base.records.models import Entry
from lianxin.config import commands
from lianxin.config.command import main
from lianxin.config.operate import backup, locks, reading
from lianxin.config.operate.fault import Refused
from tests.factories import thread

Usage = namedtuple("Usage", "total used free")


def refusal(action, *arguments, **more):
    with pytest.raises(Refused) as refused:
        action(*arguments, **more)
    return str(refused.value)


def test_it_holds_every_row_and_every_file_and_no_key(lived, home):
    made = backup.make(home / "backups")
    with tarfile.open(made.path) as tar:
        names = tar.getnames()
        assert tar.extractfile("files/2026/路.txt").read().decode() == "坑"
    assert made.manifest["tables"]["records_entry"]["rows"] == Entry.objects.count()
    assert made.manifest["files"] == {"count": 1, "bytes": 3}
    assert [name for name in names if name.startswith("keys/")] == []


def test_every_table_of_records_is_in_it(lived, home):
    made = backup.make(home / "backups")
    tables = set(connection.introspection.table_names())
    words = {name for name in tables if name.startswith("search_words")}  # an index, made anew
    left_out = {
        "django_migrations",
        "django_session",
        "usersessions_usersession",
        "search_searchdoc",
    }
    assert set(made.manifest["tables"]) == tables - words - left_out


def test_only_its_owner_may_read_it(lived, home):
    made = backup.make(home / "backups")
    assert made.path.stat().st_mode & 0o777 == 0o600


def test_keys_travel_only_encrypted(lived, home):
    passphrase = b"a ferry, a bridge, a road"
    made = backup.make(home / "backups", passphrase=passphrase)
    content = made.path.read_bytes()
    assert b"of the tests" not in content
    assert b"records_entry" not in content
    assert "keys/secret.key" in reading.read(made.path, passphrase).parts


def test_the_mark_of_the_book_stands_in_the_manifest(lived, home):
    made = backup.make(home / "backups")
    last = Entry.objects.filter(seq__isnull=False).order_by("-seq").first()
    assert made.manifest["chains"] == {str(lived.cell.pk): [last.seq, last.hash]}
    assert made.manifest["broken"] == []


def test_it_is_of_one_moment_while_others_write(lived, home, monkeypatch):
    before = Entry.objects.count()
    write_table = backup._write_table

    def meanwhile(into, table, database, chains):
        if table.name == "records_entry":  # the last of them in the alphabet is read later
            writer = threading.Thread(target=_write_more, args=(lived,))
            writer.start()
            writer.join()
        return write_table(into, table, database, chains)

    monkeypatch.setattr(backup, "_write_table", meanwhile)
    made = backup.make(home / "backups")
    assert Entry.objects.count() > before
    assert made.manifest["tables"]["records_entry"]["rows"] == before


def _write_more(county):
    thread.spoken(county)
    connection.close()


def test_a_broken_chain_is_backed_up_and_told(lived, home, capsys):
    _forge("a_hand_that_may_write")
    made = backup.make(home / "backups")
    assert made.manifest["broken"] == [lived.cell.pk]
    assert main(["backup"]) == 1
    assert "The book is NOT whole" in capsys.readouterr().out


def _forge(who):
    """Change an entry as somebody would who owns the database."""
    off, on = ("DISABLE", "ENABLE")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"ALTER TABLE records_entry {off} TRIGGER USER")
            cursor.execute("UPDATE records_entry SET who = %s WHERE seq = 2", [who])
            cursor.execute(f"ALTER TABLE records_entry {on} TRIGGER USER")
            return
        cursor.execute(
            "SELECT name, sql FROM sqlite_master WHERE tbl_name = 'records_entry' "
            "AND type = 'trigger'"
        )
        guards = cursor.fetchall()
        for name, _sql in guards:
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute("UPDATE records_entry SET who = %s WHERE seq = 2", [who])
        for _name, sql in guards:
            cursor.execute(sql)


# What can go wrong


def test_a_changed_byte_is_noticed(lived, home):
    made = backup.make(home / "backups")
    with tarfile.open(made.path) as tar:
        at = tar.getmember("files/2026/路.txt").offset_data
    content = bytearray(made.path.read_bytes())
    content[at] ^= 1
    made.path.write_bytes(content)
    told = refusal(reading.read, made.path, None)
    assert told == "The backup is damaged: files/2026/路.txt is not what was written."


def test_half_a_backup_is_noticed(lived, home):
    made = backup.make(home / "backups")
    os.truncate(made.path, made.bytes // 2)
    told = refusal(reading.read, made.path, None)
    assert told == "The backup is damaged: it cannot be read to its end."


def test_something_else_is_no_backup(home):
    other = home / "other.tar"
    with tarfile.open(other, "w") as tar:
        tar.add(home / "secret.key", "secret.key")
    assert refusal(reading.read, other, None) == "This is no backup of Lianxin."


def test_without_room_it_is_refused_with_figures(lived, home, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 1_000))
    told = refusal(backup.make, home / "backups")
    assert told.startswith(f"There is not enough room in {home / 'backups'}: ")
    assert told.endswith(" wanted, 1 kB free.")
    assert list((home / "backups").iterdir()) == []


def test_a_disk_that_fills_up_leaves_nothing_half_written(lived, home, monkeypatch):
    def full(handle):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    told = refusal(backup.make, home / "backups")
    assert told == f"The disk of {home / 'backups'} is full; nothing half-written was left there."
    assert list((home / "backups").iterdir()) == []


def test_two_at_once_are_refused(lived, home, capsys):
    with locks.hold(locks.BACKUP):
        assert main(["backup"]) == 1
    told = "Another backup is being made; try again when it is done."
    assert capsys.readouterr().err.strip() == told


# The command


def test_the_command_keeps_so_many(lived, home, capsys):
    folder = home / "backups"
    folder.mkdir()
    for day in range(1, 6):
        (folder / f"lianxin-2026010{day}-030000.tar").write_text("old")
    (folder / "somebody-elses.tar").write_text("not ours")
    assert main(["backup", "--keep", "2", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert len(told["removed"]) == 4
    left = sorted(path.name for path in folder.iterdir())
    assert left[0] == "lianxin-20260105-030000.tar"
    assert left[-1] == "somebody-elses.tar"
    assert len(left) == 3


def test_the_command_encrypts_with_the_key_file_of_the_settings(lived, home, settings, capsys):
    key = home / "backup.key"
    assert main(["backup", "--new-key", str(key)]) == 0
    assert key.stat().st_mode & 0o777 == 0o600
    assert main(["backup", "--new-key", str(key)]) == 1  # never over another one
    settings.BACKUP_KEY = str(key)
    assert main(["backup", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["encrypted"] is True
    settings.BACKUP_KEY = ""
    assert main(["backup", "--verify", told["path"], "--key-file", str(key)]) == 0
    assert capsys.readouterr().out.startswith("Sound: made by Lianxin ")


def test_a_key_file_that_says_nothing_is_refused(lived, home, capsys):
    key = home / "short"
    key.write_text("1234")
    assert main(["backup", "--key-file", str(key)]) == 1
    assert capsys.readouterr().err.strip() == f"{key} is too short to be a key file."


def test_an_encrypted_one_without_a_terminal_asks_for_a_key_file(lived, home, capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert main(["backup", "--encrypt"]) == 1
    assert capsys.readouterr().err.strip() == "A key file is needed here: --key-file FILE."


def test_the_same_content_gives_the_same_figures(lived, home):
    one, two = backup.make(home / "backups"), backup.make(home / "elsewhere")
    assert one.manifest["tables"] == two.manifest["tables"]
    thread.spoken(lived)
    seal(lived.cell.pk)
    three = backup.make(home / "third")
    assert three.manifest["tables"]["records_entry"] != one.manifest["tables"]["records_entry"]


# Before an upgrade


@pytest.fixture
def newer(monkeypatch):
    """A version that has migrations which this database has not; what it would do to it."""
    done = []
    monkeypatch.setattr(commands.MigrationExecutor, "migration_plan", lambda *_given: ["one"])
    monkeypatch.setattr(commands, "call_command", lambda *words, **_more: done.append(words))
    monkeypatch.setattr(commands.serving, "collect_static", lambda: None)
    return done


def test_what_was_there_is_backed_up_before_an_upgrade(lived, home, newer):
    commands.prepare()
    (made,) = (home / "backups").glob("before-upgrade-*.tar")
    rows = reading.read(made, None).manifest["tables"]["records_entry"]["rows"]
    assert (rows, newer) == (Entry.objects.count(), [("migrate",)])


def test_without_room_for_that_nothing_is_upgraded(lived, home, newer, monkeypatch, capsys):
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(10**9, 10**9, 1_000))
    with pytest.raises(SystemExit):
        commands.prepare()
    assert newer == []
    assert capsys.readouterr().err.startswith("There is not enough room in ")


def test_an_empty_database_is_just_built(transactional_db, home, newer):
    commands.prepare()
    assert (newer, (home / "backups").exists()) == ([("migrate",)], False)
