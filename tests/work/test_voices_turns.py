"""Whose turn it is on a voice, how far it is, and why something cannot be done now."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from lianxin.base.ui.components.words import day
from lianxin.institution.congress.models import Unit
from lianxin.reckoning.insight.queries import turns
from lianxin.work.voices import actions, queries
from lianxin.work.voices.models import Voice
from tests.factories import thread

CHAIR = "Waiting for the presidium chair, to sign the slip"


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def voice(county):
    return thread.spoken(county)


@pytest.fixture
def offices(county):
    """A building office in each of the two towns."""
    return [
        Unit.objects.create(cell=county.cell, name=f"Office {n}", kind="town", region=town)
        for n, town in enumerate(county.towns, 1)
    ]


@pytest.fixture
def slip(county, voice, offices):
    """Its slip is drafted and waits for the chair."""
    return actions.draft_slip(voice, actor=county.officer, unit=offices[0], slip="Mend it.")


def read(client, seat, voice):
    client.force_login(seat.user)
    return client.get(reverse("voices:detail", args=[voice.pk])).content.decode()


def ask(client, seat, voice, code):
    client.force_login(seat.user)
    return client.get(reverse("voices:move", args=[voice.pk, code]))


def arches(voice):
    return [stage.mark for stage in queries.page_of(voice, queries.resident_of(voice)).stages]


# Whose turn


@pytest.mark.parametrize("name", ["deputy", "officer", "town_clerk"])
def test_at_the_desk_the_task_is_to_choose_a_way(client, county, voice, name):
    assert "Your turn: Decide where it goes" in read(client, getattr(county, name), voice)


def test_a_suggestion_is_one_of_the_ways_of_its_deputy(client, county, voice):
    assert f"/suggestions/new/?voice={voice.pk}" in read(client, county.deputy, voice)


def test_whoever_has_no_turn_reads_who_has(client, county, voice):
    text = read(client, county.clerk, voice)
    assert "Waiting for the deputy, the station or the town, to say who handles it" in text


@pytest.mark.parametrize("name", ["deputy", "officer", "town_clerk"])
def test_once_the_slip_is_drafted_the_chair_is_waited_for(client, county, slip, name):
    seat = getattr(county, name)
    text = read(client, seat, slip)
    assert (CHAIR in text, "Your turn" in text) == (True, False)
    assert queries.listing(seat, "mine").voices == []
    assert turns(seat, slip) == []


def test_it_is_the_turn_of_the_chair_to_sign(client, county, slip):
    text = read(client, county.chair, slip)
    assert "Your turn: Sign the slip and hand it to the unit" in text
    assert queries.listing(county.chair, "mine").voices == [slip]


# How far


def test_the_arches_do_not_run_ahead_of_what_was_done(county, voice, slip):
    assert arches(voice) == ["done", "now", "", "", "", ""]
    handed = actions.assign_town(slip, actor=county.chair)
    assert arches(handed) == ["done", "done", "done", "now", "", ""]


def test_what_is_being_sorted_has_no_day_of_sorting_yet(county, voice):
    stages = queries.page_of(voice, county.officer).stages
    assert [stage.sub for stage in stages][1:] == ["", "", "", "", ""]


# Why not


def test_what_cannot_be_done_now_says_where_it_is_since_when_and_what_can_be_done(
    client, county, voice
):
    answered = actions.answer_on_spot(voice, actor=county.deputy, result="Mended.")
    today, who = day(timezone.localdate()), county.deputy.signature
    page = ask(client, county.officer, answered, "redirect")
    said = [
        f"“Redirect to the right address” cannot be done now: since {today} this stands at "
        "“Answered on the spot”.",
        f"The last step, on {today} by {who}: Answered on the spot.",
        "What you can do now: Tell the resident.",
    ]
    assert page.status_code == 409
    assert [str(reason) for reason in page.context["reasons"]][:2] == said[:2]
    assert "Tell the resident" in str(page.context["reasons"][2])


def test_whoever_can_do_nothing_is_told_so(client, county, voice):
    answered = actions.answer_on_spot(voice, actor=county.deputy, result="Mended.")
    reasons = ask(client, county.town_clerk, answered, "redirect").context["reasons"]
    assert str(reasons[2]) == (
        "There is nothing for you to do now; its page says whose turn it is."
    )


def test_the_interface_gives_the_same_reasons(client, county, voice):
    answered = actions.answer_on_spot(voice, actor=county.deputy, result="Mended.")
    client.force_login(county.officer.user)
    given = {"reason_code": "R02", "organ": "Petition office", "note": "A petition."}
    address = f"/api/v1/voices/{answered.pk}/redirect"
    answer = client.post(address, given, content_type="application/json")
    assert answer.status_code == 409
    assert "cannot be done now: since" in answer.json()["reasons"][0]


# What is offered


def offered(client, seat, voice, code):
    text = ask(client, seat, voice, code).content.decode()
    select = re.search(r'<select name="unit".*?</select>', text, re.S)
    return set(re.findall(r"<option[^>]*>([^<]+)</option>", select[0]))


def test_a_slip_goes_to_units_of_the_town_and_of_the_county_alone(client, county, voice, offices):
    names = offered(client, county.officer, voice, "draft_slip")
    assert names - {"Please choose"} == {"Office 1", *(unit.name for unit in county.units)}


def test_a_village_of_another_town_is_not_offered(client, county, voice):
    for n, village in enumerate(county.villages):
        told = {"name": f"Committee {n}", "kind": "village", "region": village}
        Unit.objects.create(cell=county.cell, **told)
    own = {f"Committee {n}" for n, v in enumerate(county.villages) if v.parent == voice.town}
    assert offered(client, county.town_clerk, voice, "assign_village") - {"Please choose"} == own


# Two deputies


@pytest.fixture
def fresh(county):
    return actions.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="The lamp by the school is out.",
        region=county.villages[0],
        code=queries.new_code(),
    )


def taken_up(client, county, voice, **given):
    client.force_login(county.officer.user)
    answer = client.post(reverse("voices:move", args=[voice.pk, "take_up"]), given)
    assert answer.status_code == 302
    return Voice.objects.get(pk=voice.pk)


def test_a_deputy_who_received_it_too_sees_it_and_may_make_a_suggestion_of_it(
    client, county, fresh
):
    both = {"mandate": county.deputy.mandate_id, "beside": county.second.mandate_id}
    voice = taken_up(client, county, fresh, **both)
    assert (voice.mandate, voice.beside) == (county.deputy.mandate, county.second.mandate)
    assert f"/suggestions/new/?voice={voice.pk}" in read(client, county.second, voice)
    assert county.second.mandate.person.name in read(client, county.officer, voice)


def test_the_same_deputy_named_twice_is_one_deputy(client, county, fresh):
    mandate = county.deputy.mandate_id
    assert taken_up(client, county, fresh, mandate=mandate, beside=mandate).beside is None


def buttons(client, seat, voice):
    """The ways that the card offers, in their order."""
    return re.findall(rf'href="/voices/{voice.pk}/(\w+)/"', card(client, seat, voice))


def card(client, seat, voice):
    return read(client, seat, voice).split('class="stack">')[1].split("</section>")[0]


@pytest.mark.parametrize("role", ["officer", "town_clerk"])
def test_not_to_accept_is_the_last_way_and_no_loud_one(client, county, voice, role):
    seat = getattr(county, role)
    ways = [way for way in buttons(client, seat, voice) if way not in ("notice", "contact")]
    assert ways[-1] == "refuse"
    assert "btn--danger" not in card(client, seat, voice)


def test_the_deputy_finds_the_way_to_a_suggestion_from_sorting_to_filing(client, county, voice):
    wanted = f"/suggestions/new/?voice={voice.pk}"
    assert wanted in card(client, county.deputy, voice)
    assert wanted not in read(client, county.officer, voice)
    actions.answer_on_spot(voice, actor=county.deputy, result="Mended.")
    actions.feed_back(voice, actor=county.deputy)
    assert wanted in card(client, county.deputy, voice)
    actions.rate(voice, actor=queries.resident_of(voice), rating="satisfied")
    assert wanted in card(client, county.deputy, Voice.objects.get(pk=voice.pk))


def test_what_was_sent_elsewhere_is_no_ground_of_a_suggestion(client, county, voice):
    actions.redirect(voice, actor=county.officer, reason_code="R02", organ="Court")
    assert "/suggestions/new/?voice=" not in read(client, county.deputy, voice)


def test_a_refusal_is_told_and_points_nowhere(client, county, voice):
    refused = actions.refuse(voice, actor=county.officer, reason_code="R01")
    labels = [str(stage.label) for stage in queries.page_of(refused, county.officer).stages]
    assert labels[-1] == "Told why not"
