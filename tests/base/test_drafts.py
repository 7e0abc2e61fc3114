"""Drafts: kept for one person in one seat, emptied with the act, dropped when they are old."""

import threading
from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from lianxin.base.drafts import actions, tasks
from lianxin.base.drafts.models import Draft, Sent
from lianxin.base.drafts.queries import Mark, draft_of, mark_of, read_mark
from lianxin.institution.congress.models import Seat

FORM = "/suggestions/new/"
JSON = {"HTTP_ACCEPT": "application/json"}
WORDS = {"title": ["灯"], "units": ["1", "2"]}


@pytest.fixture
def seat(county):
    return county.deputy


@pytest.fixture
def browser(seat):
    browser = Client(headers={"accept-language": "en"})
    browser.force_login(seat.user)
    return browser


def mark(seat, form=FORM):
    return read_mark(mark_of(seat, form, form))


def send(browser, seat, form=FORM, **more):
    sent = {"draft": mark_of(seat, form, form), "title": "灯", "units": ["1", "2"]}
    return browser.post("/drafts/", sent | more, **JSON)


# Whose


def test_what_was_typed_comes_back_to_who_typed_it_and_to_nobody_else(county, seat):
    actions.keep(mark(seat), WORDS)
    assert draft_of(seat, FORM).fields == WORDS
    assert draft_of(seat, "/voices/new/") is None
    assert draft_of(county.second, FORM) is None


def test_a_seat_that_passes_on_does_not_pass_on_what_was_typed(county, seat):
    actions.keep(mark(seat), WORDS)
    Seat.objects.filter(pk=seat.pk).update(user=county.second.user)
    follower = Seat.objects.get(pk=seat.pk)
    assert draft_of(follower, FORM) is None
    actions.keep(mark(follower), {"title": ["路"]})
    assert draft_of(follower, FORM).fields == {"title": ["路"]}
    assert draft_of(seat, FORM) is None


@pytest.mark.django_db
def test_the_database_does_not_hold_the_words_openly(seat):
    actions.keep(mark(seat), {"body": ["王桂英，139 0000 1234"]})
    with connection.cursor() as cursor:
        cursor.execute("select typed from drafts_draft")
        held = cursor.fetchone()[0]
    assert (bool(held), "139" in held, "body" in held) == (True, False, False)


# Kept, emptied, dropped


def test_saving_again_changes_the_one_draft(seat):
    actions.keep(mark(seat), WORDS)
    actions.keep(mark(seat), {"title": ["路"]})
    assert [each.fields for each in Draft.objects.all()] == [{"title": ["路"]}]


def test_a_page_from_before_the_act_cannot_bring_the_words_back(seat):
    old = mark(seat)
    actions.keep(old, WORDS)
    actions.clear(seat, FORM)
    assert actions.keep(old, WORDS) is None
    assert draft_of(seat, FORM) is None
    assert Draft.objects.get().fields == {}
    assert actions.keep(mark(seat), WORDS) is not None
    assert draft_of(seat, FORM).fields == WORDS


def test_of_too_many_drafts_the_oldest_gives_way(seat, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 2)
    for form in "abc":
        actions.keep(mark(seat, form), WORDS)
    assert list(Draft.objects.order_by("form").values_list("form", flat=True)) == ["b", "c"]


def test_after_thirty_days_a_draft_is_neither_shown_nor_there(county, elsewhere, seat):
    for each in (seat, county.second, elsewhere.deputy):
        actions.keep(mark(each), WORDS)
    old = timezone.now() - timedelta(days=31)
    Draft.objects.exclude(seat_id=county.second.pk).update(saved_at=old)
    assert draft_of(seat, FORM) is None
    tasks.forget(county.cell.pk, timezone.localdate())
    assert set(Draft.objects.values_list("seat_id", flat=True)) == {
        county.second.pk,
        elsewhere.deputy.pk,
    }
    tasks.forget(county.cell.pk, timezone.localdate() + timedelta(days=30))
    assert Draft.objects.filter(seat_id=county.second.pk).exists()
    tasks.forget(county.cell.pk, timezone.localdate() + timedelta(days=31))
    assert not Draft.objects.filter(seat_id=county.second.pk).exists()


def test_how_long_is_a_setting(seat, settings):
    settings.DRAFT_DAYS = 2
    actions.keep(mark(seat), WORDS)
    Draft.objects.update(saved_at=timezone.now() - timedelta(days=3))
    assert draft_of(seat, FORM) is None


# The address


def test_a_script_saves_and_hears_when(browser, seat):
    answer = send(browser, seat)
    assert (answer.status_code, set(answer.json())) == (200, {"at"})
    assert draft_of(seat, FORM).fields == WORDS


def test_neither_tokens_nor_passwords_nor_files_are_kept(browser, seat, tmp_path):
    (tmp_path / "a.txt").write_text("x")
    with (tmp_path / "a.txt").open("rb") as file:
        more = {"csrfmiddlewaretoken": "x", "new_password": "secret", "photo": file}
        send(browser, seat, **more)
    assert draft_of(seat, FORM).fields == WORDS


def test_a_button_saves_and_leads_back_to_the_form(browser, seat):
    sent = {"draft": mark_of(seat, FORM, FORM + "?voice=3"), "title": "灯"}
    answer = browser.post("/drafts/", sent)
    assert (answer.status_code, answer["Location"]) == (302, FORM + "?voice=3")
    assert draft_of(seat, FORM).fields == {"title": ["灯"]}


@pytest.mark.parametrize("given", ["", "forged", "WzFd:abc"])
def test_a_mark_that_is_not_ours_keeps_nothing(browser, seat, given):
    assert browser.post("/drafts/", {"draft": given, "title": "灯"}, **JSON).status_code == 422
    assert browser.post("/drafts/", {"draft": given, "title": "灯"}).status_code == 422
    assert Draft.objects.count() == 0


def test_a_mark_grows_too_old(browser, seat, settings):
    given = mark_of(seat, FORM, FORM)
    settings.DRAFT_DAYS = 0
    assert browser.post("/drafts/", {"draft": given, "title": "灯"}, **JSON).status_code == 422


def test_what_is_far_too_long_is_refused(browser, seat):
    assert send(browser, seat, body="长" * 100_000).status_code == 422
    assert send(browser, seat, box=["1"] * 400).status_code == 422
    assert send(browser, seat, body="长" * 90_000).status_code == 200


def test_another_person_on_the_same_machine_saves_nothing_of_mine(county, seat):
    other = Client(headers={"accept-language": "en"})
    other.force_login(county.second.user)
    assert send(other, seat).status_code == 403
    given = mark_of(seat, FORM, FORM)
    assert other.post("/drafts/", {"draft": given, "title": "灯"}).status_code == 403
    assert Draft.objects.count() == 0


def test_another_of_my_seats_saves_for_the_seat_that_was_writing(county, browser, seat):
    hat = Seat.objects.create(
        user=seat.user,
        cell=county.cell,
        role="leader",
        organ=county.office,
        holder="Li",
        title="Office",
        valid_from=date(2020, 1, 1),
    )
    browser.post("/seat/", {"seat": hat.pk})
    assert send(browser, seat).status_code == 200
    assert (draft_of(seat, FORM).fields, draft_of(hat, FORM)) == (WORDS, None)


def test_a_seat_that_has_ended_saves_nothing(browser, seat):
    Seat.objects.filter(pk=seat.pk).update(valid_to=date(2020, 1, 1))
    assert send(browser, seat).status_code == 403


def test_whoever_sent_it_meanwhile_is_told_so(browser, seat):
    given = mark_of(seat, FORM, FORM)
    browser.post("/drafts/", {"draft": given, "title": "灯"})
    actions.clear(seat, FORM)
    assert browser.post("/drafts/", {"draft": given, "title": "灯"}, **JSON).status_code == 409
    assert browser.post("/drafts/", {"draft": given, "title": "灯"}).status_code == 409


def test_giving_up_is_asked_once(browser, seat, county):
    send(browser, seat)
    given = mark_of(seat, FORM, FORM)
    asked = browser.get("/drafts/", {"give_up": given})
    assert "Give up this draft?" in asked.content.decode()
    assert draft_of(seat, FORM).fields == WORDS
    done = browser.post("/drafts/", {"draft": given, "draft_do": "give_up"})
    assert (done.status_code, done["Location"]) == (302, FORM)
    assert draft_of(seat, FORM) is None
    assert browser.get("/drafts/", {"give_up": given}).status_code == 404
    assert browser.get("/drafts/", {"give_up": "forged"}).status_code == 404


def test_nobody_else_is_asked_about_my_draft_or_gives_it_up(browser, seat, county):
    send(browser, seat)
    given, other = mark_of(seat, FORM, FORM), Client()
    other.force_login(county.second.user)
    assert other.get("/drafts/", {"give_up": given}).status_code == 404
    assert other.post("/drafts/", {"draft": given, "draft_do": "give_up"}).status_code == 403
    assert draft_of(seat, FORM).fields == WORDS


# Signed in, signed out


def test_a_window_left_open_gets_a_token_of_the_new_session(browser):
    answer = browser.get("/drafts/", **JSON)
    assert len(answer.json()["csrf"]) == 64
    assert "Go back to the window you were writing in" in browser.get("/drafts/").content.decode()


def test_a_script_without_a_session_hears_401_and_nothing_is_kept(seat):
    stranger = Client()
    assert send(stranger, seat).status_code == 401
    assert stranger.get("/drafts/", **JSON).status_code == 401
    assert Draft.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_two_windows_that_save_for_the_first_time_at_once_neither_is_refused():
    mine = Mark(1, 1, 1, FORM, FORM, timezone.now())
    start, kept = threading.Barrier(2), []

    def save(words):
        start.wait()
        try:
            kept.append(actions.keep(mine, {"title": [words]}))
        finally:
            connections.close_all()

    windows = [threading.Thread(target=save, args=[words]) for words in "灯路"]
    for each in windows:
        each.start()
    for each in windows:
        each.join()
    assert (len(kept), None in kept) == (2, False)
    assert Draft.objects.get().fields["title"][0] in "灯路"


# Forms of programs


def made(county):
    return Seat.objects.create(
        user=county.deputy.user,
        role="auditor",
        cell=county.cell,
        holder="x",
        title="x",
        valid_from=date(2020, 1, 1),
    )


def test_a_form_under_a_key_is_done_once_though_two_copies_are_on_their_way(
    county, seat, monkeypatch
):
    first = actions.once(seat, "k", FORM, WORDS, lambda: made(county))
    before, looks = (
        actions._sent_before,
        iter([True]),
    )  # the second looked before the first was done
    monkeypatch.setattr(
        actions, "_sent_before", lambda *told: None if next(looks, False) else before(*told)
    )
    count = Seat.objects.count()
    again = actions.once(seat, "k", FORM, WORDS, lambda: made(county))
    assert (first[1], again) == (first[0].pk, (None, first[0].pk))
    assert Seat.objects.count() == count


def test_a_key_of_a_program_is_forgotten_with_the_drafts(county, seat):
    actions.once(seat, "k", FORM, WORDS, lambda: made(county))
    tasks.forget(seat.cell_id, timezone.localdate() + timedelta(days=29))
    assert Sent.objects.count() == 1
    tasks.forget(seat.cell_id, timezone.localdate() + timedelta(days=32))
    assert Sent.objects.count() == 0
