"""Signing in: whichever of one's names, never too often, never telling who has an account."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.test import Client, override_settings
from django.utils import timezone

from lianxin.base.accounts.actions import forget
from lianxin.base.accounts.models import Outcome, SignIn
from tests.factories.door import PASSWORD, knock, signed_in

WRONG = "not the pass phrase"


def outcomes(**where):
    return list(SignIn.objects.filter(**where).order_by("pk").values_list("outcome", flat=True))


def later(minutes):
    """As if the tries so far had been made that much earlier."""
    for line in SignIn.objects.all():
        SignIn.objects.filter(pk=line.pk).update(at=line.at - timedelta(minutes=minutes))


# Which account


def test_one_signs_in_by_account_name(client, county):
    assert knock(client, county.clerk.user.username)["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_deputy_signs_in_by_certificate_number(client, county):
    county.deputy.mandate.certificate = "T19-007"
    county.deputy.mandate.save()
    assert knock(client, " T19-007 ")["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(county.deputy.user_id)


def test_a_deputy_signs_in_by_the_telephone_of_the_roster(client, county):
    county.deputy.mandate.person.phone = "139 0000 0007"
    county.deputy.mandate.person.save()
    assert knock(client, "+86 13900000007")["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(county.deputy.user_id)


def test_an_officer_signs_in_by_the_telephone_of_the_account(client, county):
    county.clerk.user.phone = "13900000008"
    county.clerk.user.save()
    assert knock(client, "13900000008")["Location"] == "/desk/"
    assert client.session["_auth_user_id"] == str(county.clerk.user_id)


def test_a_telephone_that_two_share_opens_neither_account(client, county):
    for seat in (county.deputy, county.second):
        seat.mandate.person.phone = "13900000007"
        seat.mandate.person.save()
    assert knock(client, "13900000007").status_code == 422


def test_a_certificate_of_who_has_left_opens_nothing(client, county):
    county.deputy.mandate.certificate = "T19-007"
    county.deputy.mandate.save()
    county.deputy.valid_to = timezone.localdate() - timedelta(days=1)
    county.deputy.save()
    assert knock(client, "T19-007").status_code == 422


# What is told


def test_the_answer_never_says_whether_there_is_such_an_account(county, english):
    pages = [
        [knock(Client(), name, WRONG).content.decode() for _try in range(7)]
        for name in (county.clerk.user.username, "nobody-of-this-name")
    ]

    def told(page):
        return [line for line in page.splitlines() if 'class="note ' in line]

    assert [told(page) for page in pages[0]] == [told(page) for page in pages[1]]
    assert "Too many wrong tries" in pages[1][-1]


def test_what_was_typed_as_a_name_is_nowhere_in_the_log(client, county):
    knock(client, "my-password-by-mistake", WRONG)
    line = SignIn.objects.get()
    assert (line.name, line.user_id, line.outcome) == ("", None, Outcome.WRONG)
    assert "mistake" not in line.key


# How often


def test_the_right_password_is_refused_after_five_wrong_ones(client, county):
    name = county.clerk.user.username
    statuses = [knock(client, name, WRONG).status_code for _try in range(5)]
    assert (statuses, knock(client, name).status_code) == ([422] * 5, 429)
    later(16)
    assert knock(client, name).status_code == 302


def test_wrong_tries_under_two_names_of_one_account_count_together(client, county):
    county.clerk.user.phone = "13900000008"
    county.clerk.user.save()
    for name in [county.clerk.user.username] * 3 + ["13900000008"] * 2:
        knock(client, name, WRONG)
    assert knock(client, "13900000008").status_code == 429


def test_signing_in_begins_the_count_anew(client, county):
    name = county.clerk.user.username
    for _try in range(4):
        knock(client, name, WRONG)
    assert knock(client, name).status_code == 302
    assert [knock(Client(), name, WRONG).status_code for _try in range(5)] == [422] * 5


def test_a_locked_account_locks_nobody_else(client, county):
    for _try in range(6):
        knock(client, county.clerk.user.username, WRONG)
    assert knock(client, county.leader.user.username).status_code == 302


@override_settings(WRONG_FROM_ADDRESS=(8, 900))
def test_an_address_that_tries_many_names_is_refused_and_fills_no_log(client, county):
    for n in range(8):
        knock(client, f"name-{n}", WRONG)
    assert knock(client, county.clerk.user.username).status_code == 429
    assert knock(Client(REMOTE_ADDR="192.0.2.9"), county.clerk.user.username).status_code == 302
    assert SignIn.objects.filter(address="127.0.0.1").count() == 8


@pytest.mark.django_db(transaction=True)
def test_many_workers_together_try_no_more_passwords_than_one(county):
    name, statuses = county.clerk.user.username, []

    def go():
        statuses.append(knock(Client(), name, WRONG).status_code)
        connections.close_all()

    threads = [threading.Thread(target=go) for _thread in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses.count(422) + statuses.count(429) == 12
    while statuses[-1] != 429 or len(statuses) == 12:  # some were let wait, some may still try
        statuses.append(knock(Client(), name, WRONG).status_code)
    assert statuses.count(422) == 5
    assert knock(Client(), name).status_code == 429
    connection.close()


# The log


def test_the_log_says_who_when_from_where_and_what_came_of_it(county):
    browser = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/128.0")
    knock(browser, county.clerk.user.username, WRONG)
    signed_in(county.clerk, browser)
    browser.post("/sign-out/")
    lines = SignIn.objects.filter(user_id=county.clerk.user_id).order_by("pk")
    assert [line.outcome for line in lines] == ["wrong", "in", "out"]
    assert {(line.cell_id, line.address, line.name) for line in lines} == {
        (county.cell.pk, "127.0.0.1", str(county.clerk.user))
    }


def test_the_log_is_kept_for_six_months_whatever_is_set(client, county):
    knock(client, "x", WRONG)
    with override_settings(SIGN_IN_LOG_DAYS=184):
        now = timezone.now()
        assert forget(now=now + timedelta(days=183)) == 0
        assert forget(now=now + timedelta(days=185)) == 1


def test_an_account_that_was_closed_opens_nothing(client, county):
    county.clerk.user.is_active = False
    county.clerk.user.save()
    assert knock(client, county.clerk.user.username).status_code == 422


def test_where_one_goes_on_to_is_never_another_site(client, county):
    sent = {"username": county.clerk.user.username, "password": PASSWORD}
    answer = client.post("/sign-in/", {**sent, "next": "https://elsewhere.example/"})
    assert answer["Location"] == "/desk/"
