"""The second step: asked of the offices, set up at the first sign-in, codes used once."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from lianxin.base.accounts.models import FactorKey, SignIn
from lianxin.kernel import keyring, turning
from lianxin.kernel.keyring import Ring
from tests.factories.door import PASSWORD, code_of, knock, signed_in, with_app

SET_UP = "/account/second-step/"


@pytest.fixture(autouse=True)
def _offices_take_two_steps():
    cache.clear()
    with override_settings(SECOND_FACTOR_ROLES=frozenset({"office", "auditor"})):
        yield


def test_an_office_without_a_second_step_is_led_to_set_it_up(county):
    client = signed_in(county.clerk)
    for address in ("/desk/", "/suggestions/", "/imports/", "/account/"):
        assert client.get(address)["Location"].split("?")[0] == SET_UP


def test_meanwhile_its_seat_opens_nothing(county):
    client = signed_in(county.clerk)
    answer = client.post("/api/v1/evaluations/1/submit", "{}", content_type="application/json")
    assert answer.status_code == 403
    assert client.post("/suggestions/new/", {"title": "x"})["Location"].split("?")[0] == SET_UP
    assert client.post("/seat/", {"seat": county.clerk.pk})["Location"].split("?")[0] == SET_UP


def test_setting_up_asks_for_the_first_code_and_lets_in(county):
    client = signed_in(county.clerk)
    page = client.get(SET_UP)
    assert (page.status_code, b"<svg xmlns" in page.content) == (200, True)
    secret = client.session["mfa.totp.secret"]
    assert client.post(SET_UP, {"code": "000000"}).status_code == 422
    done = client.post(SET_UP, {"code": code_of(secret), "next": "/suggestions/"})
    assert done["Location"] == "/account/recovery-codes/?next=%2Fsuggestions%2F"
    shown = client.get(done["Location"]).content.decode()
    codes = RecoveryCodes(Authenticator.objects.get(type="recovery_codes")).get_unused_codes()
    assert len(codes) == 10
    assert all(f"{code[:4]} {code[4:]}" in shown for code in codes)
    assert client.get("/suggestions/").status_code == 200


def test_whoever_set_it_up_takes_two_steps_the_next_time(client, county):
    secret = with_app(county.clerk.user)
    answer = knock(client, county.clerk.user.username)
    assert answer["Location"] == "/sign-in/second/"
    assert "_auth_user_id" not in client.session
    assert client.get("/desk/")["Location"] == "/sign-in/?next=/desk/"
    assert client.get("/sign-in/second/").status_code == 200
    assert client.post("/sign-in/second/", {"code": "123"}).status_code == 422
    assert client.post("/sign-in/second/", {"code": code_of(secret)})["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_a_code_opens_once(county):
    secret, name = with_app(county.clerk.user), county.clerk.user.username
    code, statuses = code_of(secret), []
    for _browser in range(2):
        client = Client()
        knock(client, name)
        statuses.append(client.post("/sign-in/second/", {"code": code}).status_code)
    assert statuses == [302, 422]


def test_a_recovery_code_opens_once(county):
    with_app(county.clerk.user)
    code = RecoveryCodes.activate(county.clerk.user).get_unused_codes()[3]
    statuses = []
    for _browser in range(2):
        client = Client()
        knock(client, county.clerk.user.username)
        statuses.append(client.post("/sign-in/second/", {"code": code}).status_code)
    assert statuses == [302, 422]


def test_wrong_codes_lock_the_account_as_wrong_passwords_do(client, county):
    secret = with_app(county.clerk.user)
    knock(client, county.clerk.user.username)
    wrong = [client.post("/sign-in/second/", {"code": "000000"}).status_code for _try in range(6)]
    assert wrong == [422] * 5 + [429]
    assert knock(Client(), county.clerk.user.username).status_code == 429
    assert client.post("/sign-in/second/", {"code": code_of(secret)})["Location"] == "/sign-in/"
    assert SignIn.objects.filter(outcome="second_wrong").count() == 5


def test_the_second_step_alone_opens_nothing(client, county):
    secret = with_app(county.clerk.user)
    answer = client.post("/sign-in/second/", {"code": code_of(secret)})
    assert answer["Location"] == "/sign-in/"


def test_roles_that_need_one_step_come_in_by_one(county):
    assert signed_in(county.deputy).get("/desk/").status_code == 200


def test_somebody_with_two_seats_takes_the_steps_of_the_weightier(county):
    county.clerk.user = county.a_clerk.user
    county.clerk.save()
    client = signed_in(county.a_clerk)
    assert client.get("/desk/")["Location"].split("?")[0] == SET_UP


def test_a_demonstration_takes_one_step(county):
    county.cell.demo = True
    county.cell.save()
    assert signed_in(county.clerk).get("/desk/").status_code == 200


def test_a_session_that_took_one_step_of_two_signs_in_anew(county):
    client = Client()
    client.force_login(county.clerk.user)
    with_app(county.clerk.user)
    away = client.get(client.get("/desk/")["Location"])["Location"]
    assert away == "/sign-in/?next=%2Fdesk%2F"
    assert "_auth_user_id" not in client.session


def test_showing_oneself_anew_counts_for_this_session(county):
    client = Client()
    client.force_login(county.clerk.user)
    secret = with_app(county.clerk.user)
    page = "/account/confirm/?next=/desk/"
    answer = client.post(page, {"password": PASSWORD, "code": code_of(secret)})
    assert answer["Location"] == "/desk/"
    assert client.get("/desk/").status_code == 200


def test_setting_up_signs_other_places_out(county):
    with override_settings(SECOND_FACTOR_ROLES=frozenset()):
        before = signed_in(county.clerk)
        here = signed_in(county.clerk)
        here.get(SET_UP)
        here.post(SET_UP, {"code": code_of(here.session["mfa.totp.secret"])})
        assert before.get("/desk/")["Location"] == "/sign-in/?next=/desk/"
        assert here.get("/desk/").status_code == 200


def test_the_door_is_not_touched_without_showing_oneself_again(county):
    with override_settings(SECOND_FACTOR_ROLES=frozenset()):
        client = signed_in(county.clerk)
        session = client.session
        for record in session["account_authentication_methods"]:
            record["at"] -= timedelta(minutes=6).total_seconds()
        session.save()
        for address in (SET_UP, "/account/password/", "/account/recovery-codes/"):
            assert client.get(address)["Location"].split("?")[0] == "/account/confirm/"
        assert client.post("/account/password/", {})["Location"].split("?")[0] == (
            "/account/confirm/"
        )


def test_another_s_factor_cannot_be_removed(county):
    with override_settings(SECOND_FACTOR_ROLES=frozenset()):
        with_app(county.leader.user)
        factor = Authenticator.objects.get(user=county.leader.user)
        client = signed_in(county.clerk)
        assert client.post(f"/account/second-step/{factor.pk}/remove/").status_code == 404
        assert Authenticator.objects.filter(pk=factor.pk).exists()


def test_the_secret_of_an_app_is_locked_and_survives_a_change_of_keys(county, settings, tmp_path):
    settings.KEYS_FILE, settings.KEYS_GIVEN = tmp_path / "keys.txt", ""
    secret = with_app(county.clerk.user)
    held = Authenticator.objects.get(user=county.clerk.user)
    assert secret not in str(held.data)
    keyring.write(Ring([*keyring.ring(), keyring.fresh(200, on=timezone.localdate())]))
    turning.turn()
    client = Client()
    knock(client, county.clerk.user.username)
    assert client.post("/sign-in/second/", {"code": code_of(secret)}).status_code == 302


def test_a_secret_that_does_not_open_fits_no_code(client, county):
    with_app(county.clerk.user)
    FactorKey.objects.all().delete()
    knock(client, county.clerk.user.username)
    for secret in ("", "A" * 32):
        assert client.post("/sign-in/second/", {"code": code_of(secret)}).status_code == 422
