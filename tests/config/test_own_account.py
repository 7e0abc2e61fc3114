"""One's own account: devices, password, telephone; nobody else's."""

from allauth.usersessions.models import UserSession
from django.test import Client

from lianxin.base.accounts.models import SignIn
from tests.factories.door import knock, signed_in

NEW = "three words on paper"


def test_one_sees_where_one_is_signed_in_and_ends_it(county, english):
    phone = Client(HTTP_USER_AGENT="Mozilla/5.0 (Linux; Android 14) Chrome/126 MicroMessenger/8")
    signed_in(county.clerk, phone)
    here = signed_in(county.clerk)
    page = here.get("/account/").content.decode()
    assert ("WeChat · Android" in page, "this place" in page) == (True, True)
    away = UserSession.objects.get(session_key=phone.session.session_key)
    assert here.post(f"/account/devices/{away.pk}/end/").status_code == 302
    assert phone.get("/desk/")["Location"] == "/sign-in/?next=/desk/"
    assert here.get("/desk/").status_code == 200


def test_one_ends_all_others_at_once(county):
    others = [signed_in(county.clerk) for _browser in range(2)]
    here = signed_in(county.clerk)
    here.post("/account/devices/end-others/")
    assert [other.get("/desk/").status_code for other in others] == [302, 302]
    assert here.get("/desk/").status_code == 200


def test_nobody_ends_another_s_sign_in(county):
    theirs = signed_in(county.leader)
    away = UserSession.objects.get(session_key=theirs.session.session_key)
    signed_in(county.clerk).post(f"/account/devices/{away.pk}/end/")
    assert theirs.get("/desk/").status_code == 200


def test_a_new_password_signs_other_places_out_and_is_in_the_log(county):
    away, here = signed_in(county.clerk), signed_in(county.clerk)
    answer = here.post("/account/password/", {"password": NEW, "again": NEW})
    assert answer["Location"] == "/account/"
    assert (here.get("/desk/").status_code, away.get("/desk/").status_code) == (200, 302)
    name = county.clerk.user.username
    assert (knock(Client(), name).status_code, knock(Client(), name, NEW).status_code) == (422, 302)
    assert SignIn.objects.filter(outcome="password", user_id=county.clerk.user_id).count() == 1


def test_a_weak_or_misspelt_password_is_told_plainly(county, english):
    here = signed_in(county.clerk)
    for given, told in (
        (("1234567890", "1234567890"), "entirely numeric"),
        (("short", "short"), "too short"),
        ((NEW, "three words on papers"), "The two are not the same."),
    ):
        page = here.post("/account/password/", {"password": given[0], "again": given[1]})
        assert (page.status_code, told in page.content.decode()) == (422, True)


def test_a_telephone_is_noted_and_opens_the_account(county):
    here = signed_in(county.clerk)
    assert here.post("/account/phone/", {"phone": "no number"}).status_code == 422
    here.post("/account/phone/", {"phone": "139 0000 0008"})
    assert knock(Client(), "13900000008").status_code == 302
