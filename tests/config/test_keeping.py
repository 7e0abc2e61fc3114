"""The administrators' pages: each its own, nobody else's; resets by two; leavers; the log."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from lianxin.base.accounts.actions import redeem_slip
from lianxin.base.accounts.models import ActivationSlip, Reset, SignIn
from lianxin.base.notices.models import Notice
from lianxin.base.records.commands import step
from lianxin.base.records.models import Entry
from lianxin.institution.congress.models import Seat
from tests.factories import thread
from tests.factories.door import knock, signed_in, with_app

WRONG = "not the pass phrase"
PAGES = {
    "/keeping/seats/": {"sys_admin"},
    "/keeping/seats/new/": {"sys_admin"},
    "/keeping/door/": {"security_admin", "auditor"},
    "/keeping/log/": {"auditor"},
}
ROLES = (
    *("sys_admin", "security_admin", "auditor", "clerk", "leader", "town_clerk", "officer"),
    *("deputy", "a_clerk", "a_head", "supervision"),
)


def browser(county, name):
    client = Client()
    client.force_login(getattr(county, name).user)
    return client


def moves():
    found = Entry.objects.filter(subject_type__in=("accounts.user", "congress.seat"))
    return list(found.order_by("pk").values_list("move", flat=True))


@pytest.mark.parametrize("address", PAGES)
def test_each_administrator_has_pages_of_his_own_and_nobody_else_has_any(county, address):
    let_in = {who for who in ROLES if browser(county, who).get(address).status_code == 200}
    refused = {who for who in ROLES if browser(county, who).get(address).status_code == 403}
    assert (let_in, refused) == (PAGES[address], set(ROLES) - PAGES[address])


def test_no_administrator_reaches_into_another_county(county, elsewhere):
    stranger = elsewhere.clerk
    asked = {
        "sys_admin": (f"/keeping/seats/{stranger.pk}/", f"/keeping/seats/{stranger.pk}/end/"),
        "security_admin": (f"/keeping/accounts/{stranger.user_id}/new-way-in/",),
    }
    for who, addresses in asked.items():
        client = browser(county, who)
        assert [client.get(address).status_code for address in addresses] == [404] * len(addresses)
    client = browser(county, "security_admin")
    for act in ("unlock", "sign-out"):
        assert client.post(f"/keeping/door/{stranger.user_id}/{act}/").status_code == 404


# New ways in


def ask(county, who, seat, **more):
    address = f"/keeping/accounts/{seat.user_id}/new-way-in/"
    return browser(county, who).post(address, {"reason": "lost", **more})


def test_a_deputy_s_slip_is_printed_by_one(county):
    answer = ask(county, "security_admin", county.deputy)
    assert answer.status_code == 200
    assert ActivationSlip.objects.get().user_id == county.deputy.user_id
    assert moves() == ["reset_asked", "reset_confirmed"]
    assert knock(Client(), county.deputy.user.username).status_code == 422


def test_an_office_s_slip_needs_two_persons(county, english):
    assert ask(county, "security_admin", county.clerk).status_code == 302
    reset = Reset.objects.get()
    alone = browser(county, "security_admin").post(f"/keeping/resets/{reset.pk}/confirm/")
    assert (alone.status_code, "Two persons" in alone.content.decode()) == (409, True)
    assert ActivationSlip.objects.count() == 0
    assert knock(Client(), county.clerk.user.username).status_code == 302


def test_two_persons_let_an_office_in_anew(county):
    with_app(county.clerk.user)
    before = Client()
    before.force_login(county.clerk.user)
    assert ask(county, "sys_admin", county.clerk, factors="on").status_code == 302
    page = browser(county, "security_admin").post(
        f"/keeping/resets/{Reset.objects.get().pk}/confirm/"
    )
    assert page.status_code == 200
    code = page.context["code"]
    assert code in page.content.decode()
    assert before.get("/desk/").status_code == 302
    user = redeem_slip(code, "three words on paper", now=timezone.now())
    assert user == county.clerk.user
    assert knock(Client(), user.username, "three words on paper")["Location"] == "/desk/"
    assert moves()[:2] == ["reset_asked", "reset_confirmed"]


def test_nobody_lets_himself_in(county):
    assert ask(county, "security_admin", county.security_admin).status_code == 409
    ask(county, "sys_admin", county.security_admin)
    reset = Reset.objects.get()
    address = f"/keeping/resets/{reset.pk}/confirm/"
    assert browser(county, "security_admin").post(address).status_code == 409
    assert ActivationSlip.objects.count() == 0
    assert browser(county, "auditor").post(address).status_code == 200


def test_a_request_is_decided_once_and_grows_old(county):
    ask(county, "sys_admin", county.clerk)
    assert ask(county, "auditor", county.clerk).status_code == 409
    Reset.objects.update(asked_at=timezone.now() - timedelta(days=8))
    address = f"/keeping/resets/{Reset.objects.get().pk}/confirm/"
    assert browser(county, "security_admin").post(address).status_code == 409
    assert ask(county, "auditor", county.clerk).status_code == 302
    again = Reset.objects.get(decided_at=None)
    security = browser(county, "security_admin")
    assert security.post(f"/keeping/resets/{again.pk}/refuse/").status_code == 302
    assert security.post(f"/keeping/resets/{again.pk}/confirm/").status_code == 409
    assert ActivationSlip.objects.count() == 0


def test_offices_ask_for_nobody(county):
    assert ask(county, "clerk", county.deputy).status_code == 403


# The door


def test_a_locked_account_is_seen_and_unlocked(county):
    name = county.clerk.user.username
    for _try in range(5):
        knock(Client(), name, WRONG)
    security = browser(county, "security_admin")
    held = security.get("/keeping/door/").context["locked"]
    assert [each.user for each in held] == [county.clerk.user]
    security.post(f"/keeping/door/{county.clerk.user_id}/unlock/")
    assert security.get("/keeping/door/").context["locked"] == []
    assert knock(Client(), name).status_code == 302
    assert moves() == ["unlocked"]


def test_somebody_who_is_signed_in_is_seen_and_signed_out(county):
    theirs = signed_in(county.clerk)
    security = browser(county, "security_admin")
    seen = security.get("/keeping/door/").context["signed_in"]
    assert [each.user for each in seen] == [county.clerk.user]
    security.post(f"/keeping/door/{county.clerk.user_id}/sign-out/")
    assert theirs.get("/desk/").status_code == 302
    assert moves() == ["signed_out"]


def test_the_auditor_reads_the_log_of_the_own_county(county, elsewhere):
    signed_in(county.clerk)
    signed_in(elsewhere.clerk)
    knock(Client(), "nobody", WRONG)
    auditor = browser(county, "auditor")
    names = {line.name for line in auditor.get("/keeping/log/").context["page"]}
    assert names == {str(county.clerk.user)}
    only = auditor.get("/keeping/log/?outcome=in").context["page"]
    assert [line.outcome for line in only] == ["in"]
    unknown = auditor.get("/keeping/log/?outcome=unknown").context["page"]
    assert [(line.name, line.outcome) for line in unknown] == [("", "wrong")]
    for method in ("post", "put", "delete"):
        getattr(auditor, method)("/keeping/log/")
    assert SignIn.objects.count() == 3


def test_a_long_log_costs_as_many_queries_as_a_short_one(county, django_assert_max_num_queries):
    auditor = browser(county, "auditor")
    row = {"cell_id": county.cell.pk, "outcome": "in", "name": "x"}
    SignIn.objects.bulk_create(SignIn(**row) for _n in range(200))
    with django_assert_max_num_queries(12):
        assert len(auditor.get("/keeping/log/").context["page"]) == 50


# Leaving and standing in


def leave(county, seat, **more):
    sent = {"last_day": timezone.localdate().isoformat(), "reason": "moved", **more}
    return browser(county, "sys_admin").post(f"/keeping/seats/{seat.pk}/end/", sent)


def test_a_leaver_s_open_work_is_listed_and_must_go_to_somebody(county, english):
    thread.handed_in(county, thread.drafted(county))
    page = browser(county, "sys_admin").get(f"/keeping/seats/{county.clerk.pk}/end/")
    assert [each.what for each in page.context["work"]] == ["Take it up for review"]
    assert leave(county, county.clerk).status_code == 409
    assert Seat.objects.get(pk=county.clerk.pk).valid_to is None


def test_what_waited_for_a_leaver_waits_for_whoever_carries_on(county):
    thread.handed_in(county, thread.drafted(county))
    while step():
        pass
    unread = Notice.objects.filter(seat_id=county.clerk.pk, read_at=None).count()
    peer = county.seat("peer", "office", organ=county.office)
    assert leave(county, county.clerk, to=peer.pk).status_code == 302
    assert Seat.objects.get(pk=county.clerk.pk).valid_to == timezone.localdate()
    assert unread > 0
    assert Notice.objects.filter(seat_id=county.clerk.pk, read_at=None).count() == 0
    assert Notice.objects.filter(seat_id=peer.pk, read_at=None).count() == unread
    assert moves() == ["hand_over", "take_over", "end"]


def test_the_list_names_no_business(county):
    draft = thread.handed_in(county, thread.drafted(county))
    page = browser(county, "sys_admin").get(f"/keeping/seats/{county.clerk.pk}/end/")
    assert str(draft.title) not in page.content.decode()


def test_somebody_goes_on_leave_and_comes_back_early(county):
    other = county.seat("other", "unit_clerk", unit=county.units[2])
    day = timezone.localdate()
    clerk = browser(county, "clerk")
    sent = {
        "user": other.user_id,
        "valid_from": day.isoformat(),
        "valid_to": (day + timedelta(days=5)).isoformat(),
        "reason": "leave",
    }
    assert clerk.post("/stand-in/", sent).status_code == 302
    seat = Seat.objects.get(stands_in_for=county.clerk)
    stranger = Client()
    stranger.force_login(other.user)
    assert stranger.post("/seat/", {"seat": seat.pk}).status_code == 302
    assert stranger.get("/suggestions/").status_code == 200
    assert clerk.post("/stand-in/", {"end": seat.pk}).status_code == 302
    assert stranger.post("/seat/", {"seat": seat.pk}).status_code == 404
    assert moves() == ["stand_in", "end"]


def test_nobody_ends_another_s_stand_in(county):
    other = county.seat("other", "unit_clerk", unit=county.units[2])
    seat = Seat.objects.create(
        user=other.user,
        role="leader",
        cell=county.cell,
        organ=county.office,
        holder="x",
        title="x",
        valid_from=timezone.localdate(),
        valid_to=timezone.localdate(),
        stands_in_for=county.leader,
    )
    assert browser(county, "clerk").post("/stand-in/", {"end": seat.pk}).status_code == 404
    assert browser(county, "deputy").get("/stand-in/").status_code == 403


def test_a_seat_is_given_on_a_page(county):
    user = county.seat("newcomer", "unit_clerk", unit=county.units[2]).user
    sent = {
        "user": user.pk,
        "role": "office",
        "organ": county.office.pk,
        "valid_from": timezone.localdate().isoformat(),
    }
    admin = browser(county, "sys_admin")
    assert admin.post("/keeping/seats/new/", {**sent, "organ": ""}).status_code == 422
    assert admin.post("/keeping/seats/new/", {**sent, "role": "auditor"}).status_code == 409
    assert admin.post("/keeping/seats/new/", sent).status_code == 302
    assert Seat.objects.filter(user=user, role="office", organ=county.office).count() == 1
