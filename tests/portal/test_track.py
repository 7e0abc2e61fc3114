"""How far is it: the page of whoever holds the query code."""

from datetime import date
from html import unescape

import pytest
from django.urls import reverse

from lianxin.work.suggestions.models import Assignment, Publication
from lianxin.work.suggestions.queries import replies_for_public
from lianxin.work.voices import actions
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import new_code, to_tell
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


@pytest.mark.parametrize(
    "typed",
    [
        CODE,
        "demo-aaaa-2222",
        "DEMOAAAA2222",
        " demo aaaa 2222 ",
        "ＤＥＭＯ－ＡＡＡＡ－２２２２",
        "ｄｅｍｏ　ａａａａ　２２２２",
        "demo—aaaa–2222",
        "d e m o a a a a 2 2 2 2",
        "DEMO_AAAA.2222",
    ],
)
def test_the_code_opens_however_it_is_typed(visitor, voice, typed):
    answer = visitor.get(reverse("portal:track"), {"code": typed}, follow=True)
    assert (answer.status_code, answer.redirect_chain) == (200, [(f"/track/{CODE}/", 302)])
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


def test_whoever_guesses_too_often_has_to_wait_but_a_known_code_still_opens(
    visitor, voice, settings
):
    settings.WRONG_CODES = (3, 600)
    assert page(visitor).status_code == 200
    for n in range(3):
        assert page(visitor, f"GUESS-{n}").status_code == 404
    assert page(visitor, "GUESS-X").status_code == 429
    assert page(visitor).status_code == 200
    visitor.cookies.clear()
    answer = page(visitor)
    assert answer.status_code == 429
    assert "请等 10 分钟再试" in answer.content.decode() or "10 minutes" in answer.content.decode()


def test_a_receipt_opens_although_somebody_guessed_at_the_same_address(visitor, county, settings):
    settings.WRONG_CODES = (1, 600)
    page(visitor, "GUESS-1")
    given = {"once": "a" * 22, "body": "The well is open.", "region": county.villages[0].pk}
    answer = visitor.post(reverse("portal:say"), given | {"naming": "none"}, follow=True)
    assert (answer.status_code, "We have it" in answer.content.decode()) == (200, True)


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
    assert str(to_tell("R03")) in unescape(text)
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


# With a suggestion: the second round, the units, the signers, the verdict


@pytest.fixture
def reworked(county, voice):
    """The voice became a suggestion; the deputy was not satisfied with its first reply."""
    draft = thread.with_units(county, voice)
    thread.opinion_sent(county, draft)
    return thread.judged(county, thread.replied(county, draft), "dissatisfied")


SHOWN = ("formal", "human")


def steps(answer):
    """The titles of the trail, oldest first, without what lies ahead or the days between."""
    page = answer.context["page"]
    return [str(item["title"]) for item in reversed(page.trail) if item["kind"] in SHOWN]


def test_the_second_round_is_told_with_its_day_and_its_unit(visitor, reworked):
    answer = page(visitor)
    [carried] = answer.context["page"].suggestions
    assert carried.where == "Bureau A: dealing with it once more"
    assert carried.units == [("Bureau A", "leads and answers"), ("Bureau B", "helps")]
    assert (carried.signed_by, carried.story.due_on) == ("2 other deputies", date(2026, 5, 15))
    assert steps(answer)[-4:] == [
        "Bureau A: talked it over with the deputy",
        "Bureau A: answered",
        "The deputy has judged the answer",
        "The deputy is not satisfied: it is dealt with again",
    ]
    text = answer.content.decode()
    assert "The new answer is due by May 15." in text
    assert "until May 15" in text


def test_before_it_is_published_neither_names_nor_marks_are_told(visitor, county, reworked):
    text = page(visitor).content.decode()
    for inner in ("Chen", "Wu", "Manner:", "dissatisfied", "Nothing was mended.", reworked.title):
        assert inner not in text


def test_the_second_reply_the_verdicts_and_the_signers_are_told_when_it_is_published(
    visitor, county, reworked
):
    draft = thread.replied(county, reworked, day=(2026, 5, 6), rework=True)
    draft = thread.judged(county, draft, "satisfied", day=(2026, 5, 8), release=(2026, 6, 15))
    public = thread.published(county, draft, day=(2026, 6, 22))
    answer = page(visitor)
    [carried] = answer.context["page"].suggestions
    assert (carried.signed_by, carried.story.due_on) == ("Chen, Wu", None)
    assert "Bureau A: answered anew (answer 2)" in steps(answer)

    text = visitor.get(reverse("portal:published_one", args=[public.pk])).content.decode()
    told = [
        "Bureau A: answered<",
        "Manner: satisfied. Result: dissatisfied.",
        "The deputy is not satisfied: it is dealt with again",
        "Bureau A: answered anew (answer 2)",
        "Manner: satisfied. Result: satisfied.",
    ]
    found = [text.index(each) for each in told]
    assert found == sorted(found, reverse=True)
    assert ("Chen, Wu" in text, "Bureau B" in text) == (True, True)
    for inner in ("Nothing was mended.", "Handler", "aclerk", "Build it before the rain."):
        assert inner not in text


def test_of_a_title_nothing_more_is_told(visitor, county, reworked):
    public = thread.published(county, reworked)
    Publication.objects.filter(pk=public.pk).update(level="title")
    text = visitor.get(reverse("portal:published_one", args=[public.pk])).content.decode()
    for inner in ("Chen", "Bureau A", "Manner:", "What became of it"):
        assert inner not in text
    assert "Manner:" not in page(visitor).content.decode()


def test_what_is_published_as_nothing_is_not_there(visitor, county, reworked):
    public = thread.published(county, reworked)
    Publication.objects.filter(pk=public.pk).update(level="none")
    assert visitor.get(reverse("portal:published_one", args=[public.pk])).status_code == 404
    assert list(visitor.get(reverse("portal:published")).context["page"]) == []


def test_a_reply_that_came_after_the_check_is_announced_and_not_shown(visitor, county, reworked):
    public = thread.published(county, reworked, day=(2026, 5, 4))
    thread.replied(county, reworked, day=(2026, 5, 6), rework=True)
    text = visitor.get(reverse("portal:published_one", args=[public.pk])).content.decode()
    assert "A further answer came on May 6, 2026" in text
    assert "It will be mended" not in text


def test_whoever_checks_finds_the_replies_of_both_rounds(county, reworked):
    assert replies_for_public(reworked) == "Bureau A：\n1. It will be mended. 2. It will be lit."
    draft = thread.replied(county, reworked, day=(2026, 5, 6), rework=True)
    text = "1. It will be mended. 2. It will be lit."
    assert replies_for_public(draft) == (
        f"First reply, Bureau A, Mar 2, 2026\n{text}\n\nSecond reply, Bureau A, May 6, 2026\n{text}"
    )


def test_a_unit_that_handed_it_back_is_not_named(visitor, county, voice):
    draft = thread.with_units(county, voice)
    Assignment.objects.filter(suggestion=draft, kind="lead").update(state="reassigned")
    text = page(visitor).content.decode()
    assert ("Bureau A" in text, "Bureau B" in text) == (False, True)


def test_the_page_of_a_carried_voice_stays_within_its_budget(
    visitor, county, reworked, django_assert_max_num_queries
):
    thread.published(county, reworked)
    page(visitor)
    with django_assert_max_num_queries(18):
        page(visitor)
    public = Publication.objects.get()
    with django_assert_max_num_queries(12):
        visitor.get(reverse("portal:published_one", args=[public.pk]))


def test_what_the_station_wrote_down_for_the_deputy_names_both(county, voice, visitor, english):
    voice = actions.answer_on_spot(
        voice, actor=county.officer, result="A new lamp is up.", via=told(2026, 1, 6)
    )
    [step] = [s for s in page(visitor).context["page"].trail if s.get("move") == "answer_on_spot"]
    deputy, station = voice.mandate.person.name, county.officer.title
    assert step["who"] == f"{deputy}, deputy, written down by {station}"
