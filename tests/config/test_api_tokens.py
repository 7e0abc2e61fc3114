"""Tokens for programs: who has one, for what, until when; and who else is let in."""

import io
import json
from contextlib import redirect_stdout
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.base.accounts.actions import revoke_token
from lianxin.base.accounts.models import ApiToken
from lianxin.base.records.models import Entry
from lianxin.config.tokens import command
from tests.factories import stages
from tests.factories.door import signed_in
from tests.factories.programs import Program

SEAT = "/api/v1/seat"


@pytest.fixture
def program(county):
    return Program(county.clerk)


def test_a_program_acts_for_the_seat_of_its_token(county, program):
    told = program.get("seat").json()
    assert (told["id"], told["role"]) == (county.clerk.pk, "office")
    assert told["scopes"] == ["read", "move", "enter"]
    assert program.get("seat")["Cache-Control"] == "no-store"


def test_only_the_digest_is_kept(program):
    kept = ApiToken.objects.values().get()
    assert program.secret.startswith("lianxin_")
    assert len(program.secret) >= len("lianxin_") + 43
    assert not [value for value in kept.values() if program.secret[8:] in str(value)]


@pytest.mark.parametrize("shown", ["", "Bearer", "Bearer x", "Bearer lianxin_é", "Basic eDp5"])
def test_a_stranger_or_a_wrong_token_is_told_so(county, client, shown):
    answer = client.get(SEAT, headers={"authorization": shown} if shown else {})
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    assert len(answer.json()["reasons"]) == 1


def test_a_wrong_token_is_not_mended_by_a_session(county, sign_in):
    browser = sign_in(county.clerk)
    assert browser.get(SEAT).status_code == 200
    assert browser.get(SEAT, headers={"authorization": "Bearer x"}).status_code == 401


def test_a_token_opens_until_the_end_of_its_last_day(county, program):
    today = timezone.localdate()
    program.token.expires_on = today
    program.token.save()
    assert program.get("seat").status_code == 200
    program.token.expires_on = today - timedelta(days=1)
    program.token.save()
    assert program.get("seat").status_code == 401


def test_a_revoked_token_opens_nothing(county, program):
    assert revoke_token(program.token, actor=county.clerk, now=timezone.now())
    assert not revoke_token(program.token, actor=county.clerk, now=timezone.now())
    assert program.get("seat").status_code == 401


def test_a_token_does_not_outlive_its_seat(county, program):
    county.clerk.valid_to = timezone.localdate() - timedelta(days=1)
    county.clerk.save()
    assert program.get("seat").status_code == 401


def test_a_token_does_not_outlive_the_mandate(county):
    program, mandate = Program(county.deputy), county.deputy.mandate
    today = timezone.localdate()
    for last, status in ((today, 200), (today - timedelta(days=1), 401)):
        mandate.ends_on = last
        mandate.save()
        assert program.get("seat").status_code == status


def test_a_token_goes_with_its_account(county, program):
    county.clerk.user.is_active = False
    county.clerk.user.save()
    assert program.get("seat").status_code == 401


def test_a_token_does_not_pass_on_with_the_seat(county, program):
    county.clerk.user = county.leader.user
    county.clerk.save()
    assert program.get("seat").status_code == 401


def test_whoever_is_signed_out_everywhere_has_no_programs_either(county, program):
    signed_in(county.security_admin).post(f"/keeping/door/{county.clerk.user_id}/sign-out/")
    program.token.refresh_from_db()
    assert program.token.revoked_at is not None


@pytest.mark.parametrize(
    ("scope", "fine", "refused"), [("read", "get", "post"), ("move", "post", "get")]
)
def test_a_scope_is_not_exceeded(county, scope, fine, refused):
    record = f"suggestions/{stages.answered(county).pk}"
    program = Program(county.clerk, scope)
    asked = {
        "get": lambda: program.get(record),
        "post": lambda: program.post(f"{record}/close"),
    }
    told = asked[refused]()
    assert (told.status_code, "scope" in told.json()["reasons"][0]) == (403, True)
    assert asked[fine]().status_code in (200, 409, 403)
    assert "scope" not in str(asked[fine]().content)
    assert program.post("suggestions", {}).status_code == 403


def test_the_day_of_use_is_known_and_no_more(county, program, django_assert_num_queries):
    assert program.token.last_used_on is None
    program.get("seat")
    program.token.refresh_from_db()
    assert program.token.last_used_on == timezone.localdate()
    with django_assert_num_queries(2):  # the token, the seats: nothing is written again
        program.get("seat")


def test_a_loop_that_runs_wild_is_slowed_down(county, program, settings):
    settings.API_CALLS = (3, 60)
    codes = [program.get("seat").status_code for _time in range(5)]
    assert codes == [200, 200, 200, 429, 429]
    assert 0 < int(program.get("seat")["Retry-After"]) <= 60


def test_a_session_needs_the_mark_against_forgery(county, sign_in):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(county.clerk.user)
    path = f"/api/v1/suggestions/{stages.answered(county).pk}/close"
    answer = browser.post(path, "{}", "application/json")
    assert (answer.status_code, len(answer.json()["reasons"])) == (403, 1)
    assert "X-CSRFToken" in answer.json()["reasons"][0]
    browser.get("/account/")
    mark = {"X-CSRFToken": browser.cookies["csrftoken"].value}
    told = browser.post(path, "{}", "application/json", headers=mark).json()
    assert "X-CSRFToken" not in str(told)


def test_a_token_needs_no_mark(county, program):
    strict = Client(enforce_csrf_checks=True, headers={"authorization": f"Bearer {program.secret}"})
    path = f"/api/v1/suggestions/{stages.answered(county).pk}/close"
    assert "X-CSRFToken" not in str(strict.post(path, "{}", "application/json").json())


# The page


def test_a_token_is_made_shown_once_and_revoked_on_the_page(county, english):
    browser = signed_in(county.clerk)
    told = {"name": "timetable", "scopes": ["move", "read"], "days": 30}
    page = browser.post("/account/tokens/", told)
    token = ApiToken.objects.get()
    shown = page.content.decode().partition("lianxin_")[2][:43]
    assert (page.status_code, token.scopes, token.seat_id) == (200, "read move", county.clerk.pk)
    assert token.expires_on == timezone.localdate() + timedelta(days=30)
    client = Client(headers={"authorization": f"Bearer lianxin_{shown}"})
    assert client.get(SEAT).status_code == 200
    assert "lianxin_" not in browser.get("/account/tokens/").content.decode()
    browser.post(f"/account/tokens/{token.pk}/revoke/")
    assert client.get(SEAT).status_code == 401
    moves = Entry.objects.filter(subject_type="accounts.user").values_list("move", flat=True)
    assert list(moves) == ["token_made", "token_revoked"]


def test_the_page_asks_who_one_is_and_what_it_is_for(county, sign_in):
    assert sign_in(county.clerk).get("/account/tokens/").status_code == 302  # no proof of late
    browser = signed_in(county.clerk)
    for told in ({}, {"name": "x", "scopes": ["all"], "days": 1}, {"name": "x", "days": 1}):
        assert browser.post("/account/tokens/", told).status_code == 422
    long = {"name": "x", "scopes": ["read"], "days": 367}
    assert browser.post("/account/tokens/", long).status_code == 422


def test_nobody_revokes_what_is_another_s(county, program):
    browser = signed_in(county.leader)
    assert browser.post(f"/account/tokens/{program.token.pk}/revoke/").status_code == 404
    assert program.get("seat").status_code == 200


# The command


def said(*arguments):
    out = io.StringIO()
    with redirect_stdout(out):
        status = command(list(arguments))
    return status, out.getvalue()


def test_a_token_is_made_listed_and_revoked_by_command(county, english):
    name = county.clerk.user.username
    status, told = said(
        *("make", "--account", name, "--name", "sync", "--scopes", "read,enter", "--json")
    )
    made = json.loads(told)
    assert (status, made["scopes"], made["seat"]) == (0, ["read", "enter"], county.clerk.pk)
    client = Client(headers={"authorization": f"Bearer {made['token']}"})
    assert client.get(SEAT).status_code == 200
    _status, listed = said("list", "--account", name, "--json")
    assert [each["open"] for each in json.loads(listed)["tokens"]] == [True]
    assert said("revoke", str(made["id"])) == (0, "The token opens nothing any more.\n")
    assert said("revoke", str(made["id"])) == (0, "It opened nothing before.\n")
    assert client.get(SEAT).status_code == 401


def test_the_command_makes_no_token_of_what_is_not_there(county, capsys):
    name = county.clerk.user.username
    wrong = [
        ("make", "--account", "nobody", "--name", "x"),
        ("make", "--account", name),
        ("make", "--account", name, "--name", "x", "--scopes", "read,all"),
        ("make", "--account", name, "--name", "x", "--days", "400"),
        ("make", "--account", name, "--name", "x", "--seat", "1000000"),
        ("revoke", "1000000"),
        ("list",),
    ]
    assert [command(list(each)) for each in wrong] == [2] * len(wrong)
    assert not ApiToken.objects.exists()
