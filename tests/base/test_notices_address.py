"""An address of one's own: used only when its code came back, and no longer than it holds."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.utils import timezone

from lianxin.base.notices import actions
from lianxin.base.notices.models import Reach, Sending, Way
from tests.base.test_notices_sending import GIVEN, worked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("by_day")]
USER = SimpleNamespace(pk=7)


@pytest.fixture
def code(monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda most: 42)
    return "000042"


def test_an_address_is_used_only_when_its_code_came_back(by_mail, code):
    reach = actions.ask_address(USER, Way.MAIL, "li@example.cn", cell_id=1)
    assert actions.tell_user(reach, "answer", GIVEN, cell_id=1) is None
    worked()
    assert code in mail.outbox[0].body
    assert not actions.confirm_address(USER, Way.MAIL, "000041")
    assert actions.confirm_address(USER, Way.MAIL, "000 042")
    assert not actions.confirm_address(USER, Way.MAIL, code)  # used up
    reach.refresh_from_db()
    assert actions.tell_user(reach, "answer", GIVEN, cell_id=1) is not None


def test_five_wrong_codes_end_it(by_mail, code):
    actions.ask_address(USER, Way.MAIL, "li@example.cn", cell_id=1)
    for _n in range(5):
        assert not actions.confirm_address(USER, Way.MAIL, "999999")
    assert not actions.confirm_address(USER, Way.MAIL, code)


def test_a_code_holds_for_half_an_hour(by_mail, code):
    actions.ask_address(USER, Way.MAIL, "li@example.cn", cell_id=1)
    Reach.objects.update(code_until=timezone.now() - timedelta(seconds=1))
    assert not actions.confirm_address(USER, Way.MAIL, code)


def test_nobody_is_flooded_with_codes(by_mail):
    for n in range(5):
        actions.ask_address(USER, Way.MAIL, f"li{n}@example.cn", cell_id=1)
    with pytest.raises(actions.TooMany):
        actions.ask_address(USER, Way.MAIL, "li9@example.cn", cell_id=1)
    assert Sending.objects.exclude(outcome=Sending.Outcome.DROPPED).count() == 1


def test_another_address_must_be_confirmed_anew_and_the_old_one_gets_nothing(by_mail, code):
    actions.ask_address(USER, Way.MAIL, "li@example.cn", cell_id=1)
    assert actions.confirm_address(USER, Way.MAIL, code)
    reach = Reach.objects.get()
    actions.tell_user(reach, "answer", GIVEN, cell_id=1)
    actions.ask_address(USER, Way.MAIL, "other@example.cn", cell_id=1)
    worked()
    assert [message.to for message in mail.outbox] == [["other@example.cn"]]
    assert Reach.objects.get().confirmed_at is None
