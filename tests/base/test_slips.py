"""Printed slips: once, for a while, and known to nobody who reads the database."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from lianxin.base.accounts.actions import NoSlip, issue_slip, redeem_slip, slip_of
from lianxin.base.accounts.models import ActivationSlip, User


@pytest.fixture
def user(db):
    user = User(username="shen", name="沈明禾")
    user.set_unusable_password()
    user.save()
    return user


def test_the_code_is_not_in_the_database(user):
    code = issue_slip(user, now=timezone.now())
    row = ActivationSlip.objects.values().get()
    assert code.replace("-", "") not in str(row)
    assert len(row["digest"]) == 64


def test_a_slip_sets_the_password_once(user):
    now = timezone.now()
    code = issue_slip(user, now=now)
    assert redeem_slip(f" {code.lower()} ", "a long pass phrase", now=now) == user
    user.refresh_from_db()
    assert user.check_password("a long pass phrase")
    with pytest.raises(NoSlip, match="has been used"):
        redeem_slip(code, "another pass phrase", now=now)
    user.refresh_from_db()
    assert user.check_password("a long pass phrase")


def test_a_newer_slip_replaces_the_older(user):
    now = timezone.now()
    first, second = issue_slip(user, now=now), issue_slip(user, now=now)
    with pytest.raises(NoSlip, match="replaced"):
        slip_of(first, now=now)
    assert slip_of(second, now=now).user == user


def test_a_slip_grows_old(user):
    now = timezone.now()
    code = issue_slip(user, now=now, days=3)
    assert slip_of(code, now=now + timedelta(days=2, hours=23)).user == user
    with pytest.raises(NoSlip, match="too old"):
        slip_of(code, now=now + timedelta(days=3))


@pytest.mark.parametrize("code", ["", "ABCD", "2222-2222-2222-2222", "柳桥"])
def test_what_is_no_code_opens_nothing(user, code):
    issue_slip(user, now=timezone.now())
    with pytest.raises(NoSlip, match="no such slip"):
        slip_of(code, now=timezone.now())


def test_the_slip_of_a_closed_account_opens_nothing(user):
    code = issue_slip(user, now=timezone.now())
    User.objects.update(is_active=False)
    with pytest.raises(NoSlip):
        redeem_slip(code, "a long pass phrase", now=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_two_who_try_one_slip_together_one_succeeds():
    user = User.objects.create_user("lu", password=None)
    code = issue_slip(user, now=timezone.now())

    def redeem(n):
        try:
            redeem_slip(code, f"pass phrase number {n}", now=timezone.now())
        except NoSlip:
            return None
        else:
            return n
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        won = [n for n in pool.map(redeem, range(4)) if n is not None]
    user.refresh_from_db()
    assert len(won) == 1
    assert user.check_password(f"pass phrase number {won[0]}")
