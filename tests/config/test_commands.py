"""The worker goes on when the database comes back, and no process works under a restore."""

import pytest
from django.db import OperationalError

from lianxin.config import commands
from lianxin.config.operate import doctor, locks


class Over(Exception):
    """The test has seen enough."""


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path


@pytest.mark.django_db
def test_a_database_that_is_away_is_waited_for(home, monkeypatch):
    answers = iter([OperationalError("refused"), OperationalError("refused"), True, Over()])
    waited = []

    def read_on():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    monkeypatch.setattr(commands, "read_on", read_on)
    monkeypatch.setattr(commands.connections, "close_all", lambda: None)
    monkeypatch.setattr(commands.time, "sleep", waited.append)
    with pytest.raises(Over):
        commands.work([])
    assert waited == [commands.AWAY, commands.AWAY]
    assert doctor.beat_age() < 60


@pytest.mark.django_db
def test_a_single_round_does_not_wait(home, monkeypatch):
    def away():
        raise OperationalError("refused")

    monkeypatch.setattr(commands, "read_on", away)
    with pytest.raises(OperationalError):
        commands.work(["--once"])


def test_nothing_works_under_a_restore(home, capsys):
    with locks.hold(locks.RUNNING):
        assert commands.work([]) == 2
    told = "A restore is under way on this data; start when it is done."
    assert capsys.readouterr().err.strip() == told
