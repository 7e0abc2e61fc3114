"""Counting what one network address does: a flood is held up, a village is not."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from lianxin.base.files.models import Upload
from lianxin.portal import actions
from lianxin.work.voices.models import Voice
from tests.portal.conftest import SAY, WORDS, file, picture, sent


@pytest.fixture
def narrow(settings):
    settings.SENDS = (2, 3600)


def test_whoever_sends_too_often_is_asked_kindly_to_wait_and_loses_nothing(
    visitor, county, form, narrow
):
    county.venue.phone = "0800-5550102"
    county.venue.save()
    for _n in range(2):
        sent(visitor, form)
    answer = visitor.post(SAY, form | {"once": "c" * 22, "photos": [file("a.jpg", picture())]})
    text = answer.content.decode()
    assert (answer.status_code, answer["Retry-After"], Voice.objects.count()) == (429, "3600", 1)
    assert "in 60 minutes at the latest" in text
    assert "ring Station: 0800-5550102." in text
    assert WORDS in text
    assert [name for _token, name, _thumb in answer.context["form"].kept_files] == ["a.jpg"]


def test_the_files_of_a_flood_are_not_kept(visitor, form, narrow):
    for n in range(5):
        answer = visitor.post(SAY, form | {"photos": [file(f"{n}.jpg", picture())]})
    assert (answer.status_code, Upload.objects.count()) == (429, 4)


def test_another_address_is_not_held_up(visitor, form, narrow):
    for _n in range(3):
        visitor.post(SAY, form)
    assert visitor.post(SAY, form, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_whoever_is_signed_in_is_not_counted(visitor, county, form, narrow):
    visitor.force_login(county.officer.user)
    assert [visitor.post(SAY, form).status_code for _n in range(4)] == [302] * 4


def test_when_the_time_is_over_the_form_is_taken_again(visitor, form, narrow, monkeypatch):
    for _n in range(3):
        answer = visitor.post(SAY, form)
    later = time.time() + 3601
    monkeypatch.setattr(time, "time", lambda: later)
    assert (answer.status_code, visitor.post(SAY, form).status_code) == (429, 302)


def test_no_limit_is_no_limit(visitor, form, settings):
    settings.SENDS = (0, 3600)
    assert [visitor.post(SAY, form).status_code for _n in range(5)] == [302] * 5


def test_nobody_is_counted_twice_or_forgotten_when_many_come_at_once(county):
    with ThreadPoolExecutor(8) as pool:
        counts = list(pool.map(lambda _n: actions.count("sends", "192.0.2.8"), range(40)))
    assert sorted(counts) == list(range(1, 41))


@pytest.mark.parametrize(
    ("given", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:aaaa::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:bbbb::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("no address", "no address"),
    ],
)
def test_addresses_of_one_household_count_as_one(rf, given, counted):
    assert actions.client_of(rf.get("/", REMOTE_ADDR=given)) == counted


def test_behind_our_own_proxy_the_address_that_it_adds_counts(rf, settings):
    request = rf.get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="6.6.6.6, 192.0.2.7")
    assert actions.client_of(request) == "10.0.0.1"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert actions.client_of(request) == "192.0.2.7"
