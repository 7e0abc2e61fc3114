"""The doctor finds what is wrong, says what to do, and calls nothing wrong that is right."""

import json
import os
import time
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from lianxin.base.records.actions import seal
from lianxin.base.records.models import Entry, Parked
from lianxin.base.records.queries import verify
from lianxin.config.command import main
from lianxin.config.operate import certificates, checkup, doctor
from tests.factories import thread

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def home(settings, tmp_path):
    """A home of its own, as it should be."""
    folder = tmp_path / "home"
    folder.mkdir(mode=0o700)
    settings.HOME, settings.BACKUPS = folder, folder / "backups"
    settings.BACKUP_KEY = settings.MAIL_HOST = ""
    settings.BEHIND_PROXY = settings.OWN_TLS = False
    (folder / "secret.key").touch(mode=0o600)
    doctor.beat()
    return folder


def findings(about):
    return [(each.level, each.sentence) for each in doctor.examine() if each.about == about]


def levels(about):
    return [level for level, _sentence in findings(about)]


def test_everything_is_looked_at_and_told_in_json(county, capsys):
    main(["doctor", "--json"])
    told = json.loads(capsys.readouterr().out)
    looked = [about for about, _check in checkup.CHECKS if about != "replaced"]
    assert list(dict.fromkeys(each["about"] for each in told)) == looked
    assert {each["level"] for each in told} <= {"ok", "warn", "bad"}
    assert [each for each in told if each["level"] == "bad" and not each["advice"]] == []


def test_each_line_in_words_begins_with_its_mark(county, capsys):
    assert main(["doctor"]) == 1  # there is no backup
    lines = capsys.readouterr().out.splitlines()
    assert {line.split()[0] for line in lines} <= {"ok", "look", "BAD", "→"}
    assert [line for line in lines if line.startswith("BAD")] == ["BAD   There is no backup."]


# The clock


def test_a_clock_that_was_set_back_is_found(county):
    thread.drafted(county)
    assert levels("clock") == ["ok"]
    later = timezone.now() + timedelta(days=2)
    Entry.objects.create(
        cell_id=county.cell.pk,
        **dict.fromkeys(("root_type", "subject_type", "move", "role", "channel"), "x"),
        root_id=1,
        subject_id=1,
        happened_at=later,
        recorded_at=later,
    )
    assert levels("clock") == ["bad"]


def test_the_book_stays_whole_when_the_clock_is_set_back(county, monkeypatch):
    thread.drafted(county)
    seal(county.cell.pk)
    earlier = timezone.now() - timedelta(days=2)
    monkeypatch.setattr(timezone, "now", lambda: earlier)
    thread.spoken(county)
    seal(county.cell.pk)
    verdict = verify(county.cell.pk)
    assert (verdict.whole, verdict.sealed) == (True, Entry.objects.count())


# Worker and book


def test_a_worker_that_is_silent_is_found(home):
    assert levels("worker") == ["ok"]
    os.utime(home / doctor.BEAT, (time.time() - 600, time.time() - 600))
    assert findings("worker") == [("bad", "The worker gave its last sign 10 min ago.")]
    (home / doctor.BEAT).unlink()
    assert findings("worker") == [("bad", "The worker has never run here.")]


def test_what_waits_too_long_to_be_sealed_is_found(county, monkeypatch):
    thread.drafted(county)
    assert levels("book") == ["ok"]
    later = timezone.now() + timedelta(minutes=10)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert levels("book") == ["bad"]


def test_what_a_reader_could_not_take_in_is_shown(county):
    thread.drafted(county)
    seal(county.cell.pk)
    Parked.objects.create(consumer="x", entry=Entry.objects.first(), error="KeyError('y')")
    told = [each for each in doctor.examine() if each.about == "book"]
    assert [each.level for each in told] == ["ok", "warn"]
    assert "KeyError('y')" in told[1].advice


# Disk, keys, backups


def test_a_disk_that_is_nearly_full_is_found(monkeypatch):
    for free, level in ((10**12, "ok"), (10**9, "warn"), (10**8, "bad")):
        usage = type("Usage", (), {"free": free})
        monkeypatch.setattr(checkup.shutil, "disk_usage", lambda path, usage=usage: usage)
        assert levels("disk") == [level]


def test_a_key_that_others_may_read_is_found(home):
    assert levels("keys") == ["ok"]
    (home / "secret.key").chmod(0o644)
    assert findings("keys") == [("bad", f"{home / 'secret.key'} can be read by others.")]


def test_old_backups_are_found(home):
    assert findings("backups") == [("bad", "There is no backup.")]
    made = home / "backups" / "lianxin-20260101-030000.tar"
    made.write_text("x")
    for days, level in ((0, "ok"), (2, "warn"), (8, "bad")):
        os.utime(made, (time.time() - days * 86_400, time.time() - days * 86_400))
        assert levels("backups") == [level, "warn"]  # and they lie on the same disk


def test_what_a_restore_put_aside_is_found(home):
    assert levels("replaced") == []
    (home / "replaced-20260101-030000").mkdir()
    assert levels("replaced") == ["warn"]


# TLS, mail, settings, calendar


def test_a_certificate_near_its_end_is_found(home, settings):
    assert levels("tls") == ["warn"]  # no TLS at all
    settings.OWN_TLS = True
    for ago, level in ((0, "ok"), (800, "warn"), (820, "bad")):
        now = datetime.now(UTC) - timedelta(days=ago)
        certificates.make(home / "tls", ["localhost"], place="x", now=now)
        assert levels("tls") == [level]
    settings.BEHIND_PROXY = True
    assert levels("tls") == ["ok"]


def test_a_mail_server_that_is_away_is_found(settings, monkeypatch):
    assert levels("mail") == ["warn"]
    settings.MAIL_HOST = settings.EMAIL_HOST = "localhost"
    assert levels("mail") == ["ok"]  # the tests' own takes everything

    def away(**_options):
        raise ConnectionRefusedError("nobody there")

    monkeypatch.setattr(checkup, "get_connection", away)
    told = "The mail server localhost does not take us: nobody there"
    assert findings("mail") == [("bad", told)]


def test_settings_of_a_developer_are_found(settings):
    settings.ALLOWED_HOSTS = ["lianxin.example"]
    assert levels("settings") == ["ok"]
    settings.DEBUG, settings.ALLOWED_HOSTS = True, ["*"]
    assert levels("settings") == ["bad", "bad"]


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ((2026, 11, 1), ["ok", "ok"]),
        ((2026, 12, 2), ["ok", "warn"]),
        ((2031, 3, 1), ["bad", "ok"]),
    ],
)
def test_a_year_whose_days_off_are_not_known_is_found(county, monkeypatch, today, expected):
    there = datetime(*today, 4, tzinfo=UTC)
    monkeypatch.setattr(checkup.timezone, "localdate", lambda: there.date())
    assert levels("calendar") == expected


def test_fonts_that_are_not_here_are_found(monkeypatch):
    real, other, none = (
        SimpleNamespace(named=name, face=face, real=is_real)
        for name, face, is_real in (("A", 1, True), ("B", 1, False), ("C", None, False))
    )
    for found, expected in (([real], ["ok"]), ([real, other], ["warn"]), ([none], ["bad"])):
        monkeypatch.setattr(checkup.fonts, "report", lambda found=found: found)
        assert levels("fonts") == expected


def test_a_database_that_is_away_is_one_line_and_hides_nothing(monkeypatch):
    def away():
        raise OperationalError("connection refused\nis it running?")

    monkeypatch.setattr(connection, "cursor", away)
    told = "The database does not answer as it should: connection refused"
    assert findings("database") == [("bad", told)]
    assert levels("disk") == ["ok"]
