"""Mandates kept by hand: certificates, ends with their articles, rests, by-elections, seats."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from lianxin.base.notices.models import Notice
from lianxin.base.records.models import Entry
from lianxin.institution.congress import actions
from lianxin.institution.congress.models import EndReason, Mandate, Seat, SuspendReason, Term
from lianxin.institution.congress.queries import mandates_in_office, seats_of
from lianxin.institution.congress.queries.mandates import BASES, vacancies
from lianxin.kernel.lifecycle import Forbidden, Refused
from tests.factories import thread
from tests.factories.keeping import congress_at, somebody, typed
from tests.work.test_races import at_once

TODAY = timezone.localdate()
DAY = timedelta(days=1)
YESTERDAY = TODAY - DAY


@pytest.fixture(autouse=True)
def _in_english(english):
    """The pages are read by their English words here."""


def ended(county, mandate, *, on=TODAY, reason="resigned", actor=None):
    return actions.end_mandate(
        mandate, ends_on=on, reason=reason, actor=actor or county.clerk, today=TODAY
    )


def post(browser, mandate, what, **sent):
    return browser.post(f"/roster/mandates/{mandate.pk}/{what}/", sent)


def again(record):
    return type(record).objects.get(pk=record.pk)


# Certificates


def test_a_certificate_is_one_deputys_of_a_term(county, sign_in):
    browser = sign_in(county.clerk)
    somebody(county, "One").mandates.update(certificate="T-003")
    answer = browser.post("/roster/new/", typed(county))
    assert answer.status_code == 422
    assert list(answer.context["mandate_form"].errors) == ["certificate"]
    mandate = county.deputy.mandate
    sent = {"place": f"t{county.term.pk}", "begins_on": "2022-01-06"}
    assert post(browser, mandate, "edit", certificate="T-003", **sent).status_code == 422
    assert post(browser, mandate, "edit", certificate="T-004", **sent).status_code == 302
    assert again(mandate).certificate == "T-004"


def test_of_another_term_or_congress_it_may_be_the_same(county):
    before = Term.objects.create(
        congress=county.congress, number=18, begins_on=date(2017, 1, 1), ends_on=date(2021, 12, 31)
    )
    somebody(county, "Old").mandates.update(certificate="T-003", term=before)
    town = congress_at(county, "town", town=0)
    somebody(county, "Town", town).mandates.update(certificate="T-003")
    told = {"certificate": "T-003", "term": county.term}
    assert actions.edit_mandate(county.deputy.mandate, told, actor=county.clerk).certificate


@pytest.mark.django_db(transaction=True)
def test_two_clerks_give_one_certificate_at_once_and_one_is_told(county):
    two = [county.deputy.mandate, county.second.mandate]
    said = at_once(
        *(
            lambda m=mandate: actions.edit_mandate(m, {"certificate": "T-9"}, actor=county.clerk)
            for mandate in two
        )
    )
    assert sorted(type(each).__name__ for each in said) == ["Mandate", "Refused"]
    assert Mandate.objects.filter(certificate="T-9").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_identity_number_entered_at_once_is_one_persons(county):
    told = {"sex": "2", "born": "1980-03", "identity_number": "530102198003150024"}
    place = {"congress": county.congress, "term": county.term}
    said = at_once(
        *(
            lambda n=name: actions.add_person({**told, "name": n}, place, actor=county.clerk)
            for name in ("陈一", "陈二")
        )
    )
    assert sorted(type(each).__name__ for each in said) == ["Person", "Refused"]


# Ends


def test_every_way_of_ending_has_its_article():
    assert set(BASES) == {*EndReason, *SuspendReason}
    assert all("代表法" in chinese or "选举法" in chinese for chinese, _english in BASES.values())


@pytest.mark.parametrize(
    ("last", "seat_until"),
    [(TODAY + 5 * DAY, TODAY + 5 * DAY), (TODAY, TODAY), (TODAY - 9 * DAY, YESTERDAY)],
)
def test_an_ended_mandate_ends_its_seat_on_the_day(county, sign_in, last, seat_until):
    mandate = county.deputy.mandate
    answer = post(sign_in(county.clerk), mandate, "end", ends_on=last, reason="resigned")
    assert answer.status_code == 302
    assert (again(mandate).ends_on, again(mandate).end_reason) == (last, "resigned")
    assert again(county.deputy).valid_to == seat_until
    assert list(seats_of(county.deputy.user, on=seat_until + DAY)) == []
    assert county.second.valid_to is None


def test_why_and_by_which_article_stands_in_the_book(county):
    ended(county, county.deputy.mandate, reason="moved")
    entry = Entry.objects.get(move="end_mandate")
    assert (entry.root_type, entry.root_id) == (
        *("congress.person", county.deputy.mandate.person_id),
    )
    assert "62" in entry.text.body or "六十二" in entry.text.body
    assert Entry.objects.filter(move="end", subject_id=county.deputy.pk).count() == 1


def test_it_ends_once_and_not_before_it_began(county, sign_in):
    browser, mandate = sign_in(county.clerk), county.deputy.mandate
    Mandate.objects.filter(pk=mandate.pk).update(begins_on=date(2022, 1, 6))
    sent = {"reason": "died"}
    assert post(browser, mandate, "end", ends_on="2021-01-01", **sent).status_code == 409
    assert post(browser, mandate, "end", ends_on="", **sent).status_code == 422
    assert post(browser, mandate, "end", ends_on=YESTERDAY, reason="tired").status_code == 422
    assert post(browser, mandate, "end", ends_on=YESTERDAY, **sent).status_code == 302
    assert post(browser, mandate, "end", ends_on=YESTERDAY, **sent).status_code == 409


def test_what_waits_is_named_and_unread_notices_go_to_the_office(county, sign_in):
    draft = thread.with_units(county, thread.spoken(county))
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    entry = Entry.objects.first()
    notice = Notice.objects.create(
        seat_id=county.deputy.pk,
        entry_id=entry.pk,
        act_id=entry.pk,
        cell_id=county.cell.pk,
        root_id=entry.root_id,
        happened_at=entry.happened_at,
    )
    page = sign_in(county.clerk).get(f"/roster/mandates/{county.deputy.mandate_id}/end/")
    waits = page.context["work"]
    assert waits
    post(sign_in(county.clerk), county.deputy.mandate, "end", ends_on=TODAY, reason="died")
    told = Entry.objects.get(move="hand_over", subject_id=county.deputy.pk).text.body
    assert all(each.title in told for each in waits)
    assert again(notice).seat_id == county.clerk.pk


def test_an_end_by_mistake_is_taken_back_with_the_seat(county, sign_in):
    mandate = ended(county, county.deputy.mandate, on=YESTERDAY)
    assert again(county.deputy).valid_to == YESTERDAY
    assert post(sign_in(county.clerk), mandate, "resume", words="the wrong one").status_code == 302
    assert (again(mandate).ends_on, again(mandate).end_reason) == (None, "")
    (back,) = seats_of(county.deputy.user, on=TODAY)
    assert (back.mandate, back.role) == (mandate, "deputy")


# Rests


def test_a_suspended_deputy_has_no_seat_and_comes_back_with_one(county, sign_in):
    browser, mandate = sign_in(county.clerk), county.deputy.mandate
    answer = post(browser, mandate, "suspend", on=TODAY, reason="detained")
    assert answer.status_code == 302
    assert list(seats_of(county.deputy.user, on=TODAY)) == []
    assert mandate not in mandates_in_office(county.cell.pk, on=TODAY)
    assert "Deputies Law art. 61 (1)" in browser.get(answer.url).content.decode()
    assert post(browser, mandate, "suspend", on=TODAY, reason="detained").status_code == 409
    assert post(browser, mandate, "resume", words="acquitted").status_code == 302
    assert [s.mandate for s in seats_of(county.deputy.user, on=TODAY)] == [mandate]
    assert mandate in mandates_in_office(county.cell.pk, on=TODAY)
    assert Seat.objects.filter(mandate=mandate).count() == 2


def test_what_is_offered_fits_where_a_mandate_stands(county, sign_in):
    browser, mandate = sign_in(county.clerk), county.deputy.mandate
    path = f"/roster/{mandate.person_id}/"

    def offered():
        row = browser.get(path).context["mandates"][0]
        names = ("may_rest", "may_resume", "may_end", "may_fill", "may_take_back")
        return {name.removeprefix("may_") for name in names if row[name]}

    assert offered() == {"rest", "end"}
    post(browser, mandate, "suspend", on=TODAY, reason="detained")
    assert offered() == {"resume", "end"}
    post(browser, mandate, "resume", words="acquitted")
    post(browser, mandate, "end", ends_on=TODAY, reason="resigned")
    assert offered() == {"fill", "take_back"}
    post(browser, mandate, "resume", words="a mistake")
    post(browser, mandate, "end", ends_on=YESTERDAY, reason="term")
    assert offered() == {"take_back"}


def test_nothing_to_resume_is_said(county, sign_in):
    answer = post(sign_in(county.clerk), county.deputy.mandate, "resume", words="x")
    assert answer.status_code == 409


def test_a_suspension_is_not_entered_before_it_begins(county, sign_in):
    answer = post(
        *(sign_in(county.clerk), county.deputy.mandate, "suspend"),
        on=TODAY + DAY,
        reason="detained",
    )
    assert answer.status_code == 422


# By-elections


def test_a_by_election_fills_the_vacancy_once(county, sign_in):
    browser = sign_in(county.clerk)
    left = ended(county, county.deputy.mandate, on=YESTERDAY)
    first = browser.get(f"/roster/new/?fills={left.pk}").context["mandate_form"]
    assert (first["fills"].value(), first["place"].value()) == (left.pk, f"t{county.term.pk}")
    sent = {"m-fills": left.pk, "m-begins_on": TODAY}
    assert browser.post("/roster/new/", typed(county, **sent)).status_code == 302
    new = Mandate.objects.get(fills=left)
    assert (new.certificate, new.term) == ("T-003", county.term)
    assert Entry.objects.get(move="fill_vacancy").root_id == new.person_id
    other = {"name": "另一人", "m-certificate": "T-004"}
    assert browser.post("/roster/new/", typed(county, **sent, **other)).status_code == 422
    assert post(browser, left, "resume", words="x").status_code == 409


@pytest.mark.parametrize("reason", ["term", ""])
def test_only_who_left_early_leaves_a_vacancy(county, reason):
    mandate = ended(county, county.deputy.mandate, on=YESTERDAY)
    Mandate.objects.filter(pk=mandate.pk).update(end_reason=reason)
    assert list(vacancies([county.congress], today=TODAY)) == []


def test_a_vacancy_is_filled_in_its_own_congress_and_after_its_day(county):
    left = ended(county, county.deputy.mandate, on=TODAY)
    town = congress_at(county, "town", town=0)
    person = somebody(county, "Next", town)
    place = {"term": county.term, "fills": left, "actor": county.clerk}
    with pytest.raises(Refused):
        actions.enter_mandate(person, congress=county.congress, begins_on=TODAY, **place)
    other = {**place, "term": congress_at(county, "town", town=1).terms.get()}
    with pytest.raises(Refused):
        actions.enter_mandate(
            person, congress=other["term"].congress, begins_on=TODAY + DAY, **other
        )
    made = actions.enter_mandate(person, congress=county.congress, begins_on=TODAY + DAY, **place)
    assert made.fills == left


@pytest.mark.django_db(transaction=True)
def test_two_who_fill_one_vacancy_at_once_do_not_both(county):
    left = ended(county, county.deputy.mandate, on=YESTERDAY)
    town = congress_at(county, "town", town=0)
    place = {"congress": county.congress, "term": county.term, "fills": left, "begins_on": TODAY}
    persons = [somebody(county, name, town) for name in ("One", "Two")]
    said = at_once(
        *(lambda p=each: actions.enter_mandate(p, actor=county.clerk, **place) for each in persons)
    )
    assert sorted(type(each).__name__ for each in said) == ["Mandate", "Refused"]


def test_whose_roster_it_is_not_may_end_nothing(county, elsewhere):
    mandate = county.deputy.mandate
    seats = (county.leader, county.town_clerk, county.officer, elsewhere.clerk, county.sys_admin)
    for seat in seats:
        with pytest.raises(Forbidden):
            ended(county, mandate, actor=seat)
    assert again(mandate).ends_on is None
