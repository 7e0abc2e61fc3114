"""The five pages of setting up, the slips they print, and who may."""

import re
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from lianxin.base.accounts.models import ActivationSlip, User
from lianxin.base.records.models import Entry
from lianxin.config.setup import pages
from lianxin.institution.congress.actions import override_day, seat_deputies
from lianxin.institution.congress.models import (
    MACHINE,
    Cell,
    Congress,
    DayOverride,
    Mandate,
    Organ,
    Person,
    Region,
    Seat,
    Term,
    Unit,
)
from lianxin.institution.congress.queries import calendar_in, norm
from lianxin.institution.stations.models import Venue
from tests.factories.first_day import PHRASE, step
from tests.factories.sheets import xlsx

pytestmark = pytest.mark.usefixtures("one_step")
PAGES = ("home", "places", "units", "roster", "calendar", "people")


# Who may


def test_the_pages_are_the_administrators_alone(county, client):
    for who in (county.clerk, county.leader, county.deputy, county.security_admin, county.auditor):
        client.force_login(who.user)
        for name in (*PAGES, "finish"):
            asked = client.post if name == "finish" else client.get
            assert asked(reverse(f"setup:{name}")).status_code == 403, (who.role, name)
    assert Client().get("/setup/").url == "/sign-in/?next=/setup/"


def test_the_roster_is_the_administrators_only_while_setting_up(begun):
    assert begun.get("/imports/").status_code == 200
    page = begun.get("/imports/").content.decode()
    assert 'value="roster"' in page
    assert 'value="voices"' not in page
    assert begun.get("/imports/blank/voices/").status_code == 404
    Cell.objects.update(setting_up=False)
    assert begun.get("/imports/").status_code == 403
    assert begun.get("/setup/roster/").status_code == 200


def test_nothing_of_another_county_can_be_taken_away(begun, elsewhere):
    sent = [
        begun.post("/setup/units/", {"take": elsewhere.units[0].pk}).status_code,
        begun.post("/setup/people/", {"act": "take", "station": elsewhere.venue.pk}).status_code,
    ]
    assert sent == [404, 404]
    begun.post("/setup/people/", {"act": "again", "seat": [elsewhere.clerk.pk]})
    assert ActivationSlip.objects.filter(user=elsewhere.clerk.user).count() == 0


# The five steps


def office(**more):
    return {"name": "青溪县人大常委会代工委", "phone": "0800-5550001", "short": "青建", **more}


def terms(cell, **but):
    sent = {}
    for each in Congress.objects.filter(cell=cell, level__in=["county", "town"]):
        sent |= {f"term-{each.pk}": "第十九届", f"since-{each.pk}": "2021-11-26"}
    return sent | but


def test_step_one_keeps_office_and_terms_and_asks_for_nothing_twice(begun):
    assert not step(begun.cell, "places").done
    answer = begun.post("/setup/places/", office(**terms(begun.cell)))
    assert answer.url == "/setup/units/"
    assert set(Term.objects.values_list("number", "begins_on")) == {(19, date(2021, 11, 26))}
    assert Congress.objects.get(level="county").short == "青建"
    assert step(begun.cell, "places").done
    page = begun.get("/setup/places/").content.decode()
    assert 'value="青建"' in page
    assert 'value="2021-11-26"' in page


def test_a_term_put_right_is_no_second_term(begun):
    begun.post("/setup/places/", office(**terms(begun.cell)))
    county = Congress.objects.get(level="county")
    right = {f"term-{county.pk}": "18"}
    begun.post("/setup/places/", office(**terms(begun.cell, **right)))
    assert [term.number for term in county.terms.all()] == [18]
    Mandate.objects.create(
        person=Person.objects.create(cell=begun.cell, name="沈明禾"),
        congress=county,
        term=county.terms.get(),
    )
    begun.post("/setup/places/", office(**terms(begun.cell)))
    assert [term.number for term in county.terms.order_by("number")] == [18, 19]


@pytest.mark.parametrize(
    ("number", "day"), [("十九", ""), ("", "2021-11-26"), ("x", "2021-11-26"), ("19", "26.11.")]
)
def test_half_a_term_is_asked_for_again(begun, number, day):
    county = Congress.objects.get(level="county")
    sent = terms(begun.cell, **{f"term-{county.pk}": number, f"since-{county.pk}": day})
    assert begun.post("/setup/places/", office(**sent)).status_code == 422
    assert Term.objects.count() == 0


def test_towns_of_a_later_list_get_their_organs(begun):
    Region.objects.create(
        code="990108102",
        name="禾丰镇",
        rank="town",
        parent=begun.cell.region,
        valid_from=date(2025, 6, 30),
    )
    begun.post("/setup/places/", {"act": "towns"})
    begun.post("/setup/places/", {"act": "towns"})
    assert Organ.objects.filter(name="禾丰镇人大主席团").count() == 1


def test_step_two_takes_typed_units_and_a_sheet(begun):
    typed = "县交通运输局，青交，0800-5550101\n柳桥镇村镇建设办公室\n\n县人民法院\n柳桥村民委员会"
    sheet = SimpleUploadedFile("u.xlsx", xlsx(("名称", "简称"), ("县水利局", "青水")))
    begun.post("/setup/units/", {"typed": typed, "sheet": sheet})
    begun.post("/setup/units/", {"typed": typed})
    found = Unit.objects.order_by("pk").values_list("name", "short", "phone", "kind")
    assert list(found) == [
        ("县交通运输局", "青交", "0800-5550101", "government"),
        ("柳桥镇村镇建设办公室", "", "", "town"),
        ("县人民法院", "", "", "court"),
        ("柳桥村民委员会", "", "", "village"),
        ("县水利局", "青水", "", "government"),
    ]
    assert Unit.objects.get(name="柳桥镇村镇建设办公室").region.name == "柳桥镇"
    assert step(begun.cell, "units").done


def test_a_mistyped_unit_is_taken_away_unless_somebody_sits_there(begun):
    begun.post("/setup/units/", {"typed": "县交通局\n县水利局"})
    one, two = Unit.objects.order_by("pk")
    begun.post("/setup/people/", {"act": "accounts", f"unit_clerk-{two.pk}": "水清源"})
    begun.post("/setup/units/", {"take": one.pk})
    begun.post("/setup/units/", {"take": two.pk})
    assert list(Unit.objects.all()) == [two]


@pytest.mark.parametrize("sent", [{}, {"typed": "，，"}, {"typed": "长" * 81}])
def test_units_that_cannot_be_read_are_asked_for_again(begun, sent):
    assert begun.post("/setup/units/", sent).status_code == 422
    assert Unit.objects.count() == 0


def test_a_sheet_that_is_none_is_refused_with_a_sentence(begun):
    sent = {"sheet": SimpleUploadedFile("u.xlsx", b"MZ\x90\x00" * 30)}
    answer = begun.post("/setup/units/", sent)
    assert answer.status_code == 422
    assert "This is a program, not a sheet." in answer.content.decode()


NOTICE = "2031年安排的通知\n一、元旦：1月1日（周三）放假1天。1月4日（周六）上班。"


def test_step_four_shows_the_notice_and_keeps_what_is_ticked(begun):
    page = begun.post("/setup/calendar/", {"act": "read", "text": NOTICE})
    assert page.status_code == 200
    assert DayOverride.objects.count() == 0
    assert 'value="2031-01-04:1"' in page.content.decode()
    days = {"act": "days", "text": NOTICE, "notice": "2031年安排的通知"}
    begun.post("/setup/calendar/", {**days, "days": ["2031-01-04:1"]})
    assert calendar_in(begun.cell.pk).works(date(2031, 1, 4))
    assert calendar_in(begun.cell.pk).published(2031)
    assert not calendar_in(None).works(date(2031, 1, 4))
    begun.post("/setup/calendar/", {**days, "days": ["2031-01-05:1"]})
    assert DayOverride.objects.count() == 1


@pytest.mark.parametrize("text", ["", "没有年份的1月1日放假"])
def test_a_notice_without_days_is_asked_for_again(begun, text):
    answer = begun.post("/setup/calendar/", {"act": "read", "text": text})
    assert answer.status_code == 422


def test_a_day_of_the_countys_own_is_kept(begun):
    sent = {"act": "own", "day": "2031-08-08", "works": "0", "notice": "自治条例"}
    begun.post("/setup/calendar/", sent)
    assert not calendar_in(begun.cell.pk).works(date(2031, 8, 8))


def numbers(cell, **but):
    sent = {"act": "numbers", "since": "2026-01-01"}
    for _title, group in pages.numbers(cell, on=timezone.localdate()):
        for each in group:
            sent |= {f"n-{each.key}": each.value, f"basis-{each.key}": each.basis}
            sent |= {f"ok-{each.key}": "on"}
    return sent | but


def test_the_numbers_are_confirmed_with_their_source(begun):
    assert step(begun.cell, "calendar").missing
    local = {"n-voice.town": 8, "basis-voice.town": "《青溪县办法》第九条"}
    begun.post("/setup/calendar/", numbers(begun.cell, **local))
    here = norm("voice.town", timezone.localdate(), cell_id=begun.cell.pk)
    assert (here.value, here.basis, here.verified) == (8, "《青溪县办法》第九条", True)
    assert norm("voice.town", timezone.localdate()).value == 10
    assert pages.unconfirmed(begun.cell, on=timezone.localdate()) == []


def test_a_number_that_is_none_is_asked_for_again(begun):
    sent = numbers(begun.cell, **{"n-voice.town": "acht"})
    assert begun.post("/setup/calendar/", sent).status_code == 422
    assert norm("voice.town", timezone.localdate(), cell_id=begun.cell.pk).value == 10


def test_step_five_opens_homes_and_typed_stations(begun):
    begun.post("/setup/people/", {"act": "homes"})
    begun.post("/setup/people/", {"act": "homes"})
    assert Venue.objects.count() == 4
    typed = "柳桥村代表联络站，便民服务中心一楼，0800-5550102\n律师工作室，云岭乡"
    begun.post("/setup/people/", {"act": "stations", "typed": typed})
    found = Venue.objects.order_by("-pk")[:2]
    assert [(v.name, v.region.name, v.kind, v.phone) for v in reversed(found)] == [
        ("柳桥村代表联络站", "柳桥镇", "liaison_station", "0800-5550102"),
        ("律师工作室", "云岭乡", "deputy_studio", ""),
    ]
    unknown = begun.post("/setup/people/", {"act": "stations", "typed": "某站"})
    assert unknown.status_code == 422


def slips_of(answer):
    return re.findall(r'class="slip__c"><b>([0-9A-Z-]+)</b>', answer.content.decode())


def test_accounts_are_opened_with_slips_that_are_shown_once(begun):
    organ = Organ.objects.get(kind="deputy_affairs_office")
    sent = {"act": "accounts", f"office-{organ.pk}": "周知夏、高远亭", "security_admin-0": "管二"}
    answer = begun.post("/setup/people/", sent)
    codes = slips_of(answer)
    assert len(codes) == 3
    assert "no-store" in answer["Cache-Control"]
    assert "<svg" in answer.content.decode()
    assert sorted(Seat.objects.exclude(role="sys_admin").values_list("holder", "role")) == [
        ("周知夏", "office"),
        ("管二", "security_admin"),
        ("高远亭", "office"),
    ]
    assert User.objects.get(name="周知夏").username == "zhouzhixia"
    assert not any(code in begun.get("/setup/people/").content.decode() for code in codes)
    Client().post("/activate/", {"code": codes[0], "password": PHRASE, "again": PHRASE})
    assert authenticate(None, username="zhouzhixia", password=PHRASE).name == "周知夏"


def test_the_same_name_twice_in_one_chair_is_one_account(begun):
    sent = {"act": "accounts", "auditor-0": "管三"}
    begun.post("/setup/people/", sent)
    begun.post("/setup/people/", sent)
    assert Seat.objects.filter(role="auditor").count() == 1


def test_namesakes_have_account_names_of_their_own(begun):
    organ = Organ.objects.get(kind="deputy_affairs_office")
    sent = {"act": "accounts", f"office-{organ.pk}": "李丽", f"leader-{organ.pk}": "李丽"}
    begun.post("/setup/people/", sent)
    names = User.objects.filter(name="李丽").values_list("username", flat=True)
    assert sorted(names) == ["lili", "lili2"]


def test_all_deputies_of_the_roster_get_one_account_each(begun):
    county, town = (
        Congress.objects.get(level="county"),
        Congress.objects.get(name__startswith="柳桥"),
    )
    person = Person.objects.create(cell=begun.cell, name="阿依努尔·克里木")
    other = Person.objects.create(cell=begun.cell, name="沈明禾")
    for who, where in ((person, county), (person, town), (other, county)):
        Mandate.objects.create(person=who, congress=where, region=town.region)
    answer = begun.post("/setup/people/", {"act": "accounts", "deputies": "1"})
    assert len(slips_of(answer)) == 2
    seats = Seat.objects.filter(role="deputy").order_by("pk")
    assert sorted(seat.title for seat in seats) == [
        "柳桥镇人大代表",
        "青溪县人大代表",
        "青溪县人大代表",
    ]
    assert seats.values("user").distinct().count() == 2
    assert seat_deputies(begun.cell, actor=MACHINE, on=timezone.localdate()) == []


def test_a_lost_slip_is_printed_anew_and_the_old_one_opens_nothing(begun):
    first = slips_of(begun.post("/setup/people/", {"act": "accounts", "auditor-0": "管三"}))
    seat = Seat.objects.get(role="auditor")
    second = slips_of(begun.post("/setup/people/", {"act": "again", "seat": [seat.pk]}))
    tried = [Client().get(f"/activate/{code}/").status_code for code in (*first, *second)]
    assert tried == [422, 200]


def test_a_lost_password_is_no_matter_of_printing_a_slip(begun):
    code = slips_of(begun.post("/setup/people/", {"act": "accounts", "auditor-0": "管三"}))[0]
    Client().post("/activate/", {"code": code, "password": PHRASE, "again": PHRASE})
    seat = Seat.objects.get(role="auditor")
    seat.user.set_unusable_password()  # as a reset leaves it
    seat.user.save()
    answer = begun.post("/setup/people/", {"act": "again", "seat": [seat.pk]})
    assert answer.status_code == 302
    assert ActivationSlip.objects.filter(user=seat.user).count() == 1


def test_who_sat_somebody_down_and_printed_his_slip_stands_in_the_book(begun):
    begun.post("/setup/people/", {"act": "accounts", "auditor-0": "管三"})
    mine = Seat.objects.get(role="sys_admin").pk
    told = Entry.objects.filter(seat_id=mine).order_by("pk").values_list("move", flat=True)
    assert list(told) == ["appoint", "print_slip"]


@pytest.mark.parametrize(
    "sent", [{}, {"auditor-0": "长" * 41}, {"auditor-0": "a,b,c,d,e,f,g,h,i,j,k"}]
)
def test_accounts_that_cannot_be_opened_are_asked_for_again(begun, sent):
    answer = begun.post("/setup/people/", {"act": "accounts", **sent})
    assert answer.status_code == 422
    assert Seat.objects.count() == 1


def test_setting_up_ends_only_when_everything_is_there(begun):
    for year in (timezone.localdate().year, timezone.localdate().year + 1):
        override_day(date(year, 1, 1), works=False, notice="通知", cell=begun.cell)
    begun.post("/setup/finish/")
    assert Cell.objects.get().setting_up
    begun.post("/setup/places/", office(**terms(begun.cell)))
    begun.post("/setup/units/", {"typed": "县水利局"})
    Person.objects.create(cell=begun.cell, name="沈明禾")
    begun.post("/setup/calendar/", numbers(begun.cell))
    begun.post("/setup/people/", {"act": "homes"})
    organ = Organ.objects.get(kind="deputy_affairs_office")
    seats = {f"office-{organ.pk}": "周知夏", "security_admin-0": "管二", "auditor-0": "管三"}
    begun.post("/setup/people/", {"act": "accounts", **seats})
    missing = [s.missing for s in pages.steps(begun.cell, on=timezone.localdate())]
    assert missing == [()] * 5
    begun.post("/setup/finish/")
    assert not Cell.objects.get().setting_up


def test_the_pages_cost_the_same_whatever_the_number_of_rows(begun, django_assert_max_num_queries):
    Unit.objects.bulk_create(Unit(cell=begun.cell, name=f"县第{n}局") for n in range(60))
    begun.post("/setup/people/", {"act": "homes"})
    for name in PAGES:
        with django_assert_max_num_queries(45):
            assert begun.get(reverse(f"setup:{name}")).status_code == 200
