"""The moves of a voice on their pages and in the API: the same forms, four ways of saying no."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from lianxin.base.records.models import Entry
from lianxin.institution.congress.models import Unit
from lianxin.institution.stations.models import Venue
from lianxin.work.voices import actions
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import new_code
from tests.factories import thread


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def fresh(county):
    """Spoken this minute, looked at by nobody."""
    return actions.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="The lamp by the school is out.",
        region=county.villages[0],
        code=new_code(),
    )


@pytest.fixture
def voice(county, fresh):
    """Taken up for the deputy."""
    return actions.take_up(fresh, actor=county.officer, mandate=county.deputy.mandate)


@pytest.fixture
def village(county):
    return Unit.objects.create(
        cell=county.cell, name="Village 11 committee", kind="village", region=county.villages[0]
    )


def address(voice, code):
    return reverse("voices:move", args=[voice.pk, code])


def post(client, seat, voice, code, **given):
    client.force_login(seat.user)
    return client.post(address(voice, code), given)


def ask(client, seat, voice, code):
    client.force_login(seat.user)
    return client.get(address(voice, code))


def made(client, seat, voice, code, **given):
    """Make a move and read the voice again."""
    answer = post(client, seat, voice, code, **given)
    assert (code, answer.status_code) == (code, 302)
    return Voice.objects.get(pk=voice.pk)


def clerk_of(county, unit, name="unit"):
    return county.seat(name, "unit_clerk", unit=unit)


# Each move once, by its own seat


def test_the_desk_sorts_a_voice_for_a_deputy(client, county, fresh):
    assert ask(client, county.officer, fresh, "take_up").status_code == 200
    assert post(client, county.officer, fresh, "take_up").status_code == 422
    voice = made(
        client,
        county.officer,
        fresh,
        "take_up",
        category="Schools",
        mandate=county.second.mandate_id,
    )
    assert (voice.state, voice.category, voice.mandate) == (
        "triage",
        "Schools",
        county.second.mandate,
    )


def test_a_station_without_deputies_sorts_without_one(client, county, fresh):
    county.venue.deputies.clear()
    assert made(client, county.officer, fresh, "take_up").mandate is None


def test_a_deputy_of_another_station_cannot_be_chosen(client, county, fresh):
    other = Venue.objects.create(
        cell=county.cell, name="Other", kind="contact_point", region=county.towns[1]
    )
    other.deputies.set([county.third.mandate])
    answer = post(client, county.officer, fresh, "take_up", mandate=county.third.mandate_id)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["mandate"])


@pytest.fixture
def guided(client, county, voice):
    """Pointed to the petition office."""
    told = {"reason_code": "R02", "organ": "Petition office", "note": "A petition."}
    return made(client, county.officer, voice, "redirect", **told)


@pytest.mark.row("H18")
def test_a_petition_is_guided_to_the_right_address(client, county, voice):
    for given in ({}, {"reason_code": "R02"}, {"reason_code": "R06", "organ": "x", "note": "x"}):
        assert post(client, county.officer, voice, "redirect", **given).status_code == 422


def test_the_notice_names_the_address_and_the_ground(client, guided):
    assert (guided.state, guided.reason_code, guided.organ_pointed_to) == (
        "redirected",
        "R02",
        "Petition office",
    )
    paper = client.get(reverse("voices:notice", args=[guided.pk])).content.decode()
    for line in (
        "Notice: where to turn",
        guided.number,
        "Petition office",
        "a petition, a complaint for a hotline, or a letter",
    ):
        assert line in paper


@pytest.mark.row("H18")
def test_it_is_closed_once_the_resident_was_told(client, county, guided):
    today, told = timezone.localdate(), {"how": "in_person", "receipt": "Signed"}
    for never in ("2999-01-01", "2020-01-01"):
        answer = post(client, county.officer, guided, "record_notice", notice_on=never, how="phone")
        assert answer.status_code == 422
    notice = told | {"notice_on": today.isoformat()}
    voice = made(client, county.officer, guided, "record_notice", **notice)
    assert (voice.state, voice.notice_on, voice.notice_how) == ("closed", today, "in_person")
    assert "in person" in client.get(reverse("voices:notice", args=[voice.pk])).content.decode()


@pytest.mark.row("H19")
def test_the_direct_train_takes_a_voice_to_a_unit_of_the_town_and_back(client, county, voice):
    assert ask(client, county.chair, voice, "assign_town").status_code == 409
    unit = Unit.objects.create(cell=county.cell, name="Town building office", kind="town")
    assert post(client, county.officer, voice, "draft_slip", unit=unit.pk).status_code == 422
    voice = made(client, county.officer, voice, "draft_slip", unit=unit.pk, slip="Mend the lamp.")
    assert (voice.state, voice.slip_unit, voice.unit) == ("triage", unit, None)
    voice = made(client, county.chair, voice, "assign_town")
    assert (voice.state, voice.unit) == ("assigned_town", unit)
    paper = client.get(reverse("voices:slip", args=[voice.pk])).content.decode()
    for line in ("Direct-train slip of the deputies", "Town building office", "Mend the lamp."):
        assert line in paper

    clerk = clerk_of(county, unit)
    assert post(client, clerk, voice, "record_result", result="Done.").status_code == 422
    voice = made(client, clerk, voice, "record_result", result="Done.", signed_by="Head")
    assert (voice.state, voice.result, voice.result_signed_by) == ("assigned_town", "Done.", "Head")
    assert (
        ask(client, county.deputy, voice, "feed_back").context["form"]["answer"].value() == "Done."
    )
    voice = made(client, county.deputy, voice, "feed_back", answer="The lamp shines.")
    assert (voice.state, voice.answer) == ("result_back", "The lamp shines.")


@pytest.mark.row("H19")
def test_a_voice_is_handed_to_its_village(client, county, voice, village):
    form = ask(client, county.town_clerk, voice, "assign_village").context["form"]
    assert form["unit"].value() == village.pk
    wrong = post(client, county.town_clerk, voice, "assign_village", unit=county.units[0].pk)
    assert wrong.status_code == 422
    voice = made(client, county.town_clerk, voice, "assign_village", unit=village.pk)
    assert (voice.state, voice.unit) == ("assigned_village", village)
    clerk = clerk_of(county, village)
    assert post(client, clerk, voice, "send_back").status_code == 422
    voice = made(client, clerk, voice, "send_back", note="Not our road.")
    assert (voice.state, voice.unit) == ("triage", None)


def test_a_result_is_recorded_for_a_unit_without_an_account(client, county, voice, village):
    voice = made(client, county.town_clerk, voice, "assign_village", unit=village.pk)
    form = ask(client, county.town_clerk, voice, "record_result").context["form"]
    assert form["on_behalf_of"].value() == "Village 11 committee"
    given = {"result": "Done.", "signed_by": "Head"}
    assert post(client, county.town_clerk, voice, "record_result", **given).status_code == 422
    given["on_behalf_of"] = "Village 11 committee"
    assert made(client, county.town_clerk, voice, "record_result", **given).result == "Done."
    entry = Entry.objects.get(move="record_result")
    assert (entry.channel, entry.on_behalf_of) == ("behalf", "Village 11 committee")


def test_the_officer_rates_for_a_resident_who_has_no_telephone(client, county, voice):
    voice = made(client, county.deputy, voice, "answer_on_spot", result="Mended.")
    voice = made(client, county.officer, voice, "feed_back")
    assert voice.answer == "Mended."
    assert post(client, county.officer, voice, "rate", rating="satisfied").status_code == 422
    voice = made(
        client,
        county.officer,
        voice,
        "rate",
        rating="satisfied",
        on_behalf_of="the resident who spoke",
    )
    assert (voice.state, voice.rating) == ("closed", "satisfied")


def test_a_unit_is_urged_in_words(client, county, voice, village):
    voice = made(client, county.town_clerk, voice, "assign_village", unit=village.pk)
    assert post(client, county.officer, voice, "urge").status_code == 422
    made(client, county.officer, voice, "urge", note="A week has passed.")
    assert Entry.objects.get(move="urge").text.body == "A week has passed."


def test_a_refusal_names_its_ground_and_is_put_right_by_a_second_person(client, county, fresh):
    assert post(client, county.town_clerk, fresh, "refuse", reason_code="R99").status_code == 422
    voice = made(
        client, county.town_clerk, fresh, "refuse", reason_code="R06", note="Nothing in it."
    )
    assert ask(client, county.town_clerk, voice, "restore").status_code == 409
    other = county.seat("second", "town_clerk", organ=county.presidium, region=county.towns[0])
    assert made(client, other, voice, "restore", note="There is.").state == "triage"


# Four ways of saying no


@pytest.mark.parametrize("role", ["deputy", "clerk", "a_clerk", "auditor"])
def test_a_move_of_another_role_is_refused_before_its_form_is_shown(client, county, fresh, role):
    seen = {"deputy": 404, "clerk": 404, "a_clerk": 404, "auditor": 404}
    assert ask(client, getattr(county, role), fresh, "take_up").status_code == seen[role]


def test_what_may_never_be_is_403_what_cannot_be_now_409_and_the_unknown_404(
    client, county, elsewhere, voice
):
    assert ask(client, county.deputy, voice, "draft_slip").status_code == 403
    assert post(client, county.deputy, voice, "draft_slip").status_code == 403
    assert ask(client, county.officer, voice, "take_up").status_code == 409
    answer = post(client, county.officer, voice, "take_up", mandate=county.deputy.mandate_id)
    assert answer.status_code == 409
    assert post(client, county.officer, voice, "close_silent").status_code == 403
    assert ask(client, elsewhere.officer, voice, "draft_slip").status_code == 404
    assert client.get(f"/voices/{voice.pk}/fly/").status_code == 404
    assert client.get("/voices/999999/take_up/").status_code == 404
    voice.refresh_from_db()
    assert voice.state == "triage"


def test_a_stranger_moves_nothing(client, county, voice):
    assert client.post(address(voice, "withdraw")).status_code == 302
    voice.refresh_from_db()
    assert voice.state == "triage"


def test_papers_that_are_not_there_are_404(client, county, voice):
    client.force_login(county.officer.user)
    for route in ("voices:notice", "voices:slip"):
        assert client.get(reverse(route, args=[voice.pk])).status_code == 404


@pytest.mark.parametrize("state", ["submitted", "triage", "assigned_town", "result_back"])
def test_every_offer_on_the_page_opens_and_asks(client, county, fresh, state):
    voice = fresh
    if state != "submitted":
        voice = actions.take_up(voice, actor=county.officer, mandate=county.deputy.mandate)
    if state == "assigned_town":
        voice = actions.draft_slip(voice, actor=county.officer, unit=county.units[0], slip="Mend.")
        voice = actions.assign_town(voice, actor=county.chair)
    if state == "result_back":
        voice = actions.answer_on_spot(voice, actor=county.deputy, result="Mended.")
        voice = actions.feed_back(voice, actor=county.deputy)
    assert voice.state == state
    opened = 0
    for role in ("deputy", "officer", "town_clerk", "chair", "clerk", "a_clerk"):
        seat = getattr(county, role)
        for offer in VOICE.offers(seat, voice):
            answer = ask(client, seat, voice, offer.move.code)
            expected = 409 if offer.obstacles else 200
            assert (role, offer.move.code, answer.status_code) == (role, offer.move.code, expected)
            opened += 1
    assert opened == {"submitted": 5, "triage": 12, "assigned_town": 10, "result_back": 2}[state]


# The API


def call(client, seat, voice, code, body):
    client.force_login(seat.user)
    answer = client.post(
        f"/api/v1/voices/{voice.pk}/{code}", json.dumps(body), content_type="application/json"
    )
    return answer.status_code, answer.json()


def test_the_api_makes_the_same_moves_with_the_same_forms(client, county, fresh):
    status, told_of = call(client, county.officer, fresh, "take_up", {})
    assert (status, list(told_of["errors"])) == (422, ["mandate"])
    status, told_of = call(
        client, county.officer, fresh, "take_up", {"mandate": county.deputy.mandate_id}
    )
    assert (status, told_of["state"]) == (200, "triage")
    assert (
        call(client, county.officer, fresh, "take_up", {"mandate": county.deputy.mandate_id})[0]
        == 409
    )
    assert call(client, county.deputy, fresh, "draft_slip", {})[0] == 403
    assert call(client, county.a_clerk, fresh, "take_up", {})[0] == 404


def test_the_api_answers_a_stranger_with_401(client, county, fresh):
    answer = client.post(
        f"/api/v1/voices/{fresh.pk}/take_up", "{}", content_type="application/json"
    )
    assert answer.status_code == 401


def test_the_story_of_a_voice_from_the_desk_to_the_rating_costs_only_its_own_clicks(
    client, county, voice
):
    voice = made(client, county.deputy, voice, "answer_on_spot", result="Mended.", note="Seen.")
    voice = made(client, county.deputy, voice, "feed_back", answer="It shines.")
    told_of = [
        (str(item["title"]), item.get("quote", ""))
        for item in client.get(reverse("voices:detail", args=[voice.pk])).context["page"].trail
    ]
    assert told_of == [
        ("rate the answer", ""),
        ("The resident was answered", ""),
        ("Answered on the spot", "Seen."),
        ("Taken up", ""),
        ("The voice was received", ""),
    ]


def test_a_suggestion_is_the_ground_only_once_it_is_handed_in(client, county):
    spoken = thread.spoken(county)
    draft = thread.drafted(county, spoken)
    assert ask(client, county.deputy, spoken, "convert").status_code == 409
    thread.handed_in(county, draft)
    spoken.refresh_from_db()
    assert spoken.state == "converted"
    assert ask(client, county.officer, spoken, "feed_back").status_code == 409


def test_a_clerk_of_a_unit_sees_a_voice_only_while_it_is_his(client, county, voice, village):
    clerk = clerk_of(county, village)
    assert ask(client, clerk, voice, "record_result").status_code == 404
    voice = actions.assign_village(voice, actor=county.town_clerk, unit=village)
    assert ask(client, clerk, voice, "record_result").status_code == 200
    actions.send_back(voice, actor=clerk, note="Not ours.")
    assert ask(client, clerk, voice, "record_result").status_code == 404


def test_a_category_is_one_of_ten_or_the_one_that_it_was_brought_in_with(client, county, fresh):
    seat, given = county.officer, {"mandate": county.second.mandate_id, "category": "市政"}
    assert post(client, seat, fresh, "take_up", **given).status_code == 422
    Voice.objects.filter(pk=fresh.pk).update(category="市政")
    field = ask(client, seat, fresh, "take_up").context["form"]["category"]
    assert (len(field.field.choices), field.value()) == (12, "市政")
    assert made(client, seat, fresh, "take_up", **given).category == "市政"
