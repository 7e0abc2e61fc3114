"""How somebody is reached, on one's own page; what was sent, for the office alone."""

import pytest
from django.utils import timezone

from lianxin.base.notices import actions
from lianxin.base.notices.models import Month, Notice, Reach, Sending, Way
from lianxin.base.notices.queries import month_of

OWN = "/account/notices/"
GIVEN = {"number": "2026-00012", "address": "https://rd.example.org/track/"}

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _both_ways(settings, tmp_path):
    settings.MAIL_NOTICES, settings.SMS, settings.HOME = True, "recorder", tmp_path


@pytest.fixture
def code(monkeypatch):
    monkeypatch.setattr("secrets.randbelow", lambda most: 42)
    return "000042"


def words(answer):
    return answer.content.decode()


def test_without_anything_set_up_the_page_says_so(county, sign_in, settings):
    settings.MAIL_NOTICES, settings.SMS = False, ""
    page = words(sign_in(county.deputy).get(OWN))
    assert "Neither e-mail nor text messages are set up here" in page
    assert sign_in(county.deputy).post(f"{OWN}mail/ask/", {}).status_code == 404


def test_an_address_is_given_confirmed_and_wished_for(county, sign_in, code):
    browser = sign_in(county.deputy)
    assert OWN in words(browser.get("/account/"))
    browser.post(f"{OWN}mail/ask/", {"mail-address": "li@example.cn"})
    assert "A code was sent to li@example.cn" in words(browser.get(OWN))
    wrong = browser.post(f"{OWN}mail/confirm/", {"mail-code": "111111"})
    assert (wrong.status_code, "This code does not fit" in words(wrong)) == (422, True)
    assert browser.post(f"{OWN}mail/confirm/", {"mail-code": code}).status_code == 302
    assert browser.post(f"{OWN}mail/wish/", {"mail-wish": "each"}).status_code == 302
    reach = Reach.objects.get()
    assert (reach.user_id, reach.wish, reach.address) == (
        county.deputy.user_id,
        "each",
        "li@example.cn",
    )
    assert reach.confirmed_at is not None
    browser.post(f"{OWN}mail/drop/")
    assert Reach.objects.count() == 0


@pytest.mark.parametrize(
    ("way", "address", "why"),
    [
        ("mail", "nobody", "Enter a valid email address."),
        ("mail", "a@b.cn\nBcc: c@d.cn", "Enter a valid email address."),
        ("text", "0755-1234567", "mobile numbers of eleven figures only"),
    ],
)
def test_what_is_no_address_is_kept_to_be_mended(county, sign_in, way, address, why):
    answer = sign_in(county.deputy).post(f"{OWN}{way}/ask/", {f"{way}-address": address})
    assert (answer.status_code, why in words(answer)) == (422, True)
    assert address.split("\n")[0] in words(answer)
    assert Reach.objects.count() == 0


def test_nobody_confirms_anothers_address(county, sign_in, code):
    sign_in(county.deputy).post(f"{OWN}mail/ask/", {"mail-address": "li@example.cn"})
    answer = sign_in(county.second).post(f"{OWN}mail/confirm/", {"mail-code": code})
    assert answer.status_code == 422
    assert Reach.objects.get(user_id=county.deputy.user_id).confirmed_at is None


def sending(cell, outcome="failed", **more):
    told = actions.tell("voice:1", Way.TEXT, "13808265100", "answer", GIVEN, cell_id=cell.pk)
    Sending.objects.filter(pk=told.pk).update(outcome=outcome, **more)
    return told


def test_the_office_sees_what_went_wrong_and_no_number(county, sign_in):
    failed = sending(county.cell, fault="HTTP 400")
    Month.objects.create(cell_id=county.cell.pk, first_on=timezone.localdate().replace(day=1))
    Month.objects.update(spent=1234, parts=246)
    browser = sign_in(county.clerk)
    page = words(browser.get("/sent/?only=wrong"))
    assert ("138****5100" in page, "HTTP 400" in page, "13808265100" in page) == (True, True, False)
    assert "12.34 of at most 200.00 yuan" in page
    assert "{1}" in page  # the texts to register with the operator
    assert browser.post(f"/sent/{failed.pk}/again/").status_code == 302
    failed.refresh_from_db()
    assert failed.outcome == "waiting"
    assert "138****5100" not in words(browser.get("/sent/?only=wrong"))


@pytest.mark.parametrize("name", ["deputy", "officer", "town_clerk", "a_clerk", "sys_admin"])
def test_nobody_else_sees_it(county, sign_in, name):
    failed = sending(county.cell)
    browser = sign_in(getattr(county, name))
    assert browser.get("/sent/").status_code == 404
    assert browser.post(f"/sent/{failed.pk}/again/").status_code == 404


def test_a_county_does_not_see_anothers(county, elsewhere, sign_in):
    failed = sending(county.cell)
    browser = sign_in(elsewhere.clerk)
    assert "138****5100" not in words(browser.get("/sent/"))
    assert browser.post(f"/sent/{failed.pk}/again/").status_code == 404


def test_the_notice_that_the_money_is_spent_leads_to_its_month(county, sign_in, settings):
    settings.SMS_MONTH = 0
    told = actions.tell(
        "user:1", Way.TEXT, "13808265100", "confirm", {"code": "123456"}, cell_id=county.cell.pk
    )
    assert actions.start(told.pk, now=timezone.now()) is None
    month = month_of(county.cell.pk)
    browser = sign_in(county.clerk)
    inbox = words(browser.get("/notices/"))
    assert "The month&#x27;s money for text messages is spent" in inbox
    assert f"/sent/month/{month.pk}/" in inbox
    assert "no text message goes any more" in words(browser.get(f"/sent/month/{month.pk}/"))
    assert Notice.objects.count() == 1


def test_a_list_of_messages_costs_the_same_however_long(
    county, sign_in, django_assert_max_num_queries
):
    for turn in range(5):
        actions.tell(
            "voice:1",
            Way.TEXT,
            "13808265100",
            "answer",
            GIVEN,
            cell_id=county.cell.pk,
            turn=str(turn),
        )
    browser = sign_in(county.clerk)
    browser.get("/sent/")
    with django_assert_max_num_queries(14):
        browser.get("/sent/")
