"""How far is it: the page of whoever holds the query code."""

import pytest
from django.urls import reverse

from lianxin.work.voices import actions
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import new_code
from tests.factories import thread
from tests.factories.county import told

CODE = "DEMO-AAAA-2222"


@pytest.fixture
def voice(county):
    """Spoken at the station, taken up for the deputy; its code is known."""
    voice = actions.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="The lamp by the school is out.",
        region=county.villages[0],
        channel="station",
        code=CODE,
        name="Wang",
        phone="13808265100",
        via=told(2026, 1, 5),
    )
    return actions.take_up(
        voice, actor=county.officer, mandate=county.deputy.mandate, via=told(2026, 1, 5, 11)
    )


@pytest.fixture
def answered(county, voice):
    voice = actions.answer_on_spot(
        voice, actor=county.deputy, result="A new lamp is up.", via=told(2026, 1, 6)
    )
    return actions.feed_back(voice, actor=county.officer, answer="It shines.", via=told(2026, 1, 6))


def page(visitor, code=CODE):
    return visitor.get(reverse("portal:case", args=[code]))


def move(visitor, verb, **given):
    return visitor.post(reverse("portal:move", args=[CODE, verb]), given)


@pytest.mark.parametrize("typed", [CODE, "demo-aaaa-2222", "DEMOAAAA2222", " demo aaaa 2222 "])
def test_the_code_opens_however_it_is_typed(visitor, voice, typed):
    answer = visitor.get(reverse("portal:track"), {"code": typed}, follow=True)
    assert answer.status_code == 200
    assert "The lamp by the school is out." in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["NOPE-NOPE-NOPE", "../../etc/passwd", "'; DROP TABLE", "😀", "x" * 300]
)
def test_an_unknown_code_says_so_and_keeps_what_was_typed(visitor, voice, typed):
    answer = visitor.get(reverse("portal:track"), {"code": typed}, follow=True)
    assert answer.status_code == 404
    assert "There is nothing under this code." in answer.content.decode()


def test_nothing_typed_asks_again(visitor, county):
    assert visitor.get(reverse("portal:track"), {"code": "  "}).status_code == 200
    assert visitor.get(reverse("portal:track"), {"code": "/"}).status_code == 200


def test_whoever_guesses_too_often_has_to_wait_but_a_known_code_still_opens(visitor, voice):
    assert page(visitor).status_code == 200
    for n in range(20):
        assert page(visitor, f"GUESS-{n}").status_code == 404
    assert page(visitor, "GUESS-X").status_code == 429
    assert page(visitor).status_code == 200
    visitor.cookies.clear()
    assert page(visitor).status_code == 429


def test_the_page_names_offices_and_deputies_but_no_official(visitor, county, voice):
    actions.draft_slip(
        voice, actor=county.officer, unit=county.units[0], slip="Mend it.", via=told(2026, 1, 6)
    )
    voice = actions.assign_town(voice, actor=county.chair, via=told(2026, 1, 7))
    actions.urge(voice, actor=county.officer, note="An inner word.", via=told(2026, 1, 9))
    text = page(visitor).content.decode()
    assert "Handed to Bureau A" in text
    assert "officer office" in text
    for inner in ("officer　", "chair　", "An inner word.", "Mend it.", "13808265100"):
        assert inner not in text


def test_an_answer_is_shown_and_rated(visitor, answered):
    text = page(visitor).content.decode()
    assert (text.count("It shines."), "How was it done? You decide" in text) == (2, True)
    assert move(visitor, "rate", rating="satisfied", words="Thanks.").status_code == 302
    answered.refresh_from_db()
    assert (answered.state, answered.rating, answered.rating_words) == (
        "closed",
        "satisfied",
        "Thanks.",
    )
    text = page(visitor).content.decode()
    assert "Thank you; your rating is on record as you gave it." in text
    assert "The resident rated the answer" not in text


@pytest.mark.parametrize(
    "given", [{}, {"rating": "splendid"}, {"rating": "satisfied", "words": "x" * 2001}]
)
def test_a_rating_that_is_none_is_asked_for_again(visitor, answered, given):
    assert move(visitor, "rate", **given).status_code == 422
    answered.refresh_from_db()
    assert answered.rating == ""


def test_what_was_not_done_is_dealt_with_again_once(visitor, county, answered):
    assert move(visitor, "reopen").status_code == 422
    assert move(visitor, "reopen", note="It went out again.").status_code == 302
    answered.refresh_from_db()
    assert (answered.state, answered.reopened, answered.round) == ("triage", True, 2)
    again = actions.answer_on_spot(answered, actor=county.deputy, result="Mended.")
    actions.feed_back(again, actor=county.deputy)
    assert move(visitor, "reopen", note="Again.").status_code == 409


def test_a_voice_is_taken_back_by_whoever_spoke(visitor, voice):
    assert visitor.get(reverse("portal:move", args=[CODE, "withdraw"])).status_code == 200
    assert move(visitor, "withdraw").status_code == 302
    voice.refresh_from_db()
    assert voice.state == "withdrawn"
    assert move(visitor, "withdraw").status_code == 409


@pytest.mark.parametrize("verb", ["take_up", "refuse", "feed_back", "close_silent", "fly"])
def test_the_moves_of_offices_are_not_offered_here(visitor, voice, verb):
    assert move(visitor, verb).status_code == 404
    assert visitor.get(reverse("portal:move", args=[CODE, verb])).status_code == 404


def test_moves_need_the_right_code(visitor, answered):
    address = reverse("portal:move", args=["NOPE-NOPE-NOPE", "rate"])
    assert visitor.post(address, {"rating": "satisfied"}).status_code == 404


def test_a_redirected_voice_says_where_to_turn(visitor, county, voice):
    actions.redirect(
        voice,
        actor=county.officer,
        reason_code="R03",
        organ="Labour arbitration commission",
        note="A case is under way.",
        via=told(2026, 1, 6),
    )
    text = page(visitor).content.decode()
    assert "Please turn to: Labour arbitration commission." in text
    assert "a case before a court, an arbitrator or a supervisor" in text
    assert "A case is under way." not in text


@pytest.mark.row("H20")
def test_a_voice_that_became_a_suggestion_leads_to_its_publication(visitor, county, voice):
    draft = thread.with_units(county, voice)
    text = page(visitor).content.decode()
    assert ("It became a suggestion of the deputy" in text, draft.number in text) == (True, True)
    assert draft.title not in text

    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    draft = thread.judged(county, draft, "satisfied")
    public = thread.published(county, draft)
    address = reverse("portal:published_one", args=[public.pk])
    assert address in page(visitor).content.decode()
    assert visitor.get(address).status_code == 200


def test_the_page_costs_no_more_with_a_longer_story(
    visitor, county, voice, django_assert_max_num_queries
):
    page(visitor)
    with django_assert_max_num_queries(18):
        page(visitor)
    actions.answer_on_spot(voice, actor=county.deputy, result="Mended.")
    voice = Voice.objects.get(pk=voice.pk)
    actions.feed_back(voice, actor=county.deputy)
    with django_assert_max_num_queries(18):
        page(visitor)


def test_a_voice_without_a_code_is_opened_by_no_code(visitor, county):
    actions.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="Written down without a code.",
        region=county.villages[0],
        code="",
        via=told(2026, 1, 5),
    )
    for code in ("-", "---", new_code()):
        assert page(visitor, code).status_code == 404
