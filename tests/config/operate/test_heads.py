"""The mark of the day is written down, printed, mailed, and can be compared for ever."""

import pytest
from django.core import mail
from django.utils import timezone

from lianxin.base.records.actions import seal
from lianxin.base.records.models import Entry
from lianxin.config.command import main
from lianxin.config.operate import heads
from tests.factories import thread


@pytest.fixture
def sealed(county):
    thread.handed_in(county, thread.drafted(county))
    seal(county.cell.pk)
    return Entry.objects.get(cell_id=county.cell.pk, seq=1)


@pytest.fixture
def last(county, sealed):
    return Entry.objects.filter(cell_id=county.cell.pk).order_by("-seq").first()


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


def test_each_day_it_is_put_into_a_file_and_a_mail(county, last, home, settings, mailoutbox):
    settings.HEADS_TO = ["folder@office.example"]
    today = timezone.localdate()
    heads.daily(county.cell.pk, today)
    words = (home / f"heads/{today:%Y}/{today:%Y-%m-%d}-990101.txt").read_text()
    grouped = " ".join(last.hash[at : at + 8] for at in range(0, 64, 8))
    assert grouped in words
    assert mailoutbox[0].body == words
    assert mailoutbox[0].to == ["folder@office.example"]


def test_without_an_address_nothing_is_mailed(county, last, home, settings, mailoutbox):
    settings.HEADS_TO = []
    heads.daily(county.cell.pk, timezone.localdate())
    assert mailoutbox == []


def test_a_mail_server_that_is_away_stops_nothing(county, last, home, settings, monkeypatch):
    settings.HEADS_TO = ["folder@office.example"]

    def away(*_arguments):
        raise ConnectionRefusedError("nobody there")

    with monkeypatch.context() as patched:
        patched.setattr(heads, "send_mail", away)
        heads.daily(county.cell.pk, timezone.localdate())
    assert "nobody there" in (home / "heads/not-sent.txt").read_text()
    heads.daily(county.cell.pk, timezone.localdate())
    assert not (home / "heads/not-sent.txt").exists()
    assert len(mail.outbox) == 1


def test_a_sheet_from_then_is_compared_with_the_book_of_now(county, sealed, last, capsys):
    words = ["heads", "--cell", "990101", "--check"]
    assert main([*words, f"{sealed.seq}:{sealed.hash}"]) == 0
    grouped = " ".join(last.hash[at : at + 8] for at in range(0, 64, 8)).upper()
    assert main([*words, f"{last.seq}:{grouped}"]) == 0
    assert main([*words, f"{last.seq}:{sealed.hash}"]) == 1
    assert main([*words, f"{last.seq + 1}:{last.hash}"]) == 1
    assert main([*words, "something"]) == 2
    agrees = "It agrees: the book still holds what it held then."
    assert capsys.readouterr().out.splitlines()[:2] == [agrees, agrees]


def test_a_county_that_is_not_there_is_said_so(county, capsys):
    assert main(["heads", "--cell", "999999", "--check", "1:ab"]) == 2
    assert "There is no cell 999999" in capsys.readouterr().err


def test_another_county_has_its_own(county, elsewhere, last):
    thread.drafted(elsewhere)
    seal(elsewhere.cell.pk)
    assert [mark.code for mark in heads.marks()] == ["990101", "990102"]
    assert [mark.code for mark in heads.marks(cell_id=elsewhere.cell.pk)] == ["990102"]
