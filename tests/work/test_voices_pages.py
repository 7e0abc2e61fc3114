"""The desk of residents' voices: list and case page, for every role, at a fixed cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from lianxin.base.records.commands import drain
from lianxin.work.voices import actions, queries
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import new_code
from tests.factories import thread
from tests.factories.county import told

LIST = reverse("voices:list")
DESKS = {
    "deputy": 200,
    "second": 200,
    "officer": 200,
    "town_clerk": 200,
    "chair": 200,
    "clerk": 200,
    "leader": 200,
    "a_clerk": 200,
    "a_head": 200,
    "supervision": 403,
    "sys_admin": 403,
    "security_admin": 403,
    "auditor": 403,
}
IN_TRIAGE = {
    "deputy": 200,
    "second": 404,
    "officer": 200,
    "town_clerk": 200,
    "chair": 200,
    "clerk": 200,
    "leader": 200,
    "a_clerk": 404,
    "a_head": 404,
    "supervision": 404,
    "sys_admin": 404,
    "security_admin": 404,
    "auditor": 404,
}


@pytest.fixture(autouse=True)
def _english(client):
    client.cookies["django_language"] = "en"


@pytest.fixture
def voice(county):
    return thread.spoken(county)


def read(client, seat, address):
    client.force_login(seat.user)
    return client.get(address)


def case_of(voice):
    return reverse("voices:detail", args=[voice.pk])


def submitted(county, n=1, **given):
    """A voice of n days ago that nobody has looked at."""
    on = timezone.localdate() - timedelta(days=n)
    told_by = {
        "body": f"Voice {n}. The lamp is out.",
        "region": county.villages[0],
        "code": new_code(),
        "via": told(on.year, on.month, on.day),
    }
    return actions.receive(
        actor=county.officer, cell_id=county.cell.pk, **(told_by | {"channel": "phone"} | given)
    )


@pytest.mark.parametrize(("role", "status"), DESKS.items())
def test_the_list_opens_for_whoever_has_business_with_it(client, county, voice, role, status):
    assert read(client, getattr(county, role), LIST).status_code == status


@pytest.mark.parametrize(("role", "status"), IN_TRIAGE.items())
def test_a_case_opens_for_whoever_may_see_it(client, county, voice, role, status):
    assert read(client, getattr(county, role), case_of(voice)).status_code == status


def test_a_stranger_is_shown_the_door(client, county, voice):
    for address in (LIST, case_of(voice), reverse("voices:new")):
        assert client.get(address)["Location"] == f"/sign-in/?next={address}"


@pytest.mark.parametrize("role", ["officer", "town_clerk", "clerk", "leader", "deputy", "a_clerk"])
def test_another_county_is_never_seen(client, county, elsewhere, voice, role):
    seat = getattr(elsewhere, role)
    assert read(client, seat, case_of(voice)).status_code == 404
    assert read(client, seat, f"{LIST}?view=all").context["listing"].voices == []


def test_each_role_finds_first_what_waits_for_it(client, county, voice):
    fresh = submitted(county)
    waiting = {"officer": [voice, fresh], "town_clerk": [voice, fresh], "deputy": [voice]}
    for role, found in waiting.items():
        listing = read(client, getattr(county, role), LIST).context["listing"]
        assert (role, listing.view, listing.voices) == (role, "mine", found)
    assert read(client, county.chair, LIST).context["listing"].view == "all"
    actions.draft_slip(voice, actor=county.officer, unit=county.units[0], slip="Mend it.")
    listing = read(client, county.chair, LIST).context["listing"]
    assert (listing.view, listing.voices) == ("mine", [voice])


def test_the_saved_views_hold_what_they_say(client, county, voice):
    fresh, late = submitted(county), submitted(county, 9)
    answered = thread.spoken(county)
    actions.answer_on_spot(answered, actor=county.deputy, result="Mended.")
    actions.feed_back(answered, actor=county.deputy)
    gone = submitted(county, 2)
    actions.refuse(gone, actor=county.officer, reason_code="R06", note="Nothing in it.")
    found = {
        view: [row.pk for row in queries.listing(county.officer, view).voices]
        for view in queries.VIEWS
    }
    assert found["desk"] == [fresh.pk, late.pk, voice.pk]
    assert (found["notice"], found["answered"], found["closed"]) == ([gone.pk], [answered.pk], [])
    assert found["overdue"] == [voice.pk, late.pk]
    assert found["all"] == [fresh.pk, gone.pk, late.pk, voice.pk, answered.pk]
    chips = read(client, county.officer, LIST).context["listing"].views
    assert {chip.name: chip.count for chip in chips} == {
        "mine": "4",
        "desk": "3",
        "notice": "1",
        "answered": "1",
        "overdue": "2",
        "all": "5",
    }


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=lamp", 2),
        ("q=Voice 2", 1),
        ("q=00001", 1),
        ("q=nothing of the kind", 0),
        ("q=%25", 0),
        ("channel=phone", 2),
        ("channel=web", 0),
        ("channel=smoke", 2),
        ("category=Roads", 0),
        ("town=x", 2),
        ("town=999999", 0),
        ("sort=due", 2),
        ("sort=sideways", 2),
        ("page=0", 2),
        ("page=99999999999", 2),
        ("page=-1", 2),
        ("view=nonsense", 2),
    ],
)
def test_the_list_is_narrowed_and_strange_questions_do_no_harm(client, county, query, found):
    submitted(county), submitted(county, 2)
    drain([])  # words are looked for in the index
    answer = read(client, county.officer, f"{LIST}?{query}")
    assert (answer.status_code, len(answer.context["listing"].voices)) == (200, found)


def test_the_office_narrows_by_town_once_the_desk_has_looked(client, county, voice):
    towns = read(client, county.clerk, f"{LIST}?town={county.towns[0].pk}").context["listing"]
    assert (towns.voices, [name for _pk, name in towns.towns]) == ([voice], ["Town 1", "Town 2"])
    other = read(client, county.clerk, f"{LIST}?town={county.towns[1].pk}").context["listing"]
    assert (other.voices, other.filtered) == ([], True)


def test_pages_hold_twenty_and_nothing_is_counted_past_the_cap(client, county, monkeypatch):
    monkeypatch.setattr(queries.lists, "CAP", 30)
    rows = [
        Voice(
            cell_id=county.cell.pk,
            state="submitted",
            title=f"Voice {n}",
            body="…",
            channel="sheet",
            said_at=timezone.now() - timedelta(minutes=n),
            venue=county.venue,
            town=county.towns[0],
            number=f"X-{n}",
        )
        for n in range(45)
    ]
    Voice.objects.bulk_create(rows)
    first = read(client, county.officer, f"{LIST}?view=all").context["listing"]
    assert (first.total, first.many, len(first.voices), first.next) == ("30", True, 20, 2)
    answer = read(client, county.officer, f"{LIST}?view=all&page=2")
    second = answer.context["listing"]
    assert (second.first, second.previous, second.next) == (21, 1, 3)
    assert "21 to 40 of 30 or more" in answer.content.decode()
    for asked in (3, 9):  # beyond the end stands the last page
        last = read(client, county.officer, f"{LIST}?view=all&page={asked}").context["listing"]
        assert (last.first, last.last, last.previous, last.next) == (41, 45, 2, None)


def test_a_list_costs_the_same_with_one_row_and_with_many(
    client, county, voice, django_assert_max_num_queries
):
    for role in ("officer", "clerk", "deputy", "a_clerk", "chair"):
        seat = getattr(county, role)
        client.force_login(seat.user)
        with django_assert_max_num_queries(12):
            client.get(f"{LIST}?view=all&q=o")
    for n in range(5):
        thread.spoken(county, day=(2026, 1, 6 + n))
    for role in ("officer", "clerk", "deputy", "a_clerk", "chair"):
        client.force_login(getattr(county, role).user)
        with django_assert_max_num_queries(12):
            client.get(f"{LIST}?view=all&q=o")


def test_a_case_costs_the_same_with_a_long_story(
    client, county, voice, django_assert_max_num_queries
):
    for role in ("officer", "town_clerk", "deputy", "clerk"):
        client.force_login(getattr(county, role).user)
        with django_assert_max_num_queries(18):
            client.get(case_of(voice))
    for n in range(3):
        actions.draft_slip(voice, actor=county.officer, unit=county.units[0], slip=f"Slip {n}.")
    thread.drafted(county, voice)
    thread.drafted(county, voice)
    for role in ("officer", "town_clerk", "deputy", "clerk"):
        client.force_login(getattr(county, role).user)
        with django_assert_max_num_queries(18):
            client.get(case_of(voice))


def test_who_spoke_is_read_by_those_who_answer_and_by_nobody_else(client, county):
    voice = submitted(
        county, 1, body="Ring me at 13808265100 about the lamp.", name="Wang", phone="13808265100"
    )
    voice = actions.take_up(voice, actor=county.officer, mandate=county.deputy.mandate)
    for role, reads in {
        "officer": True,
        "town_clerk": True,
        "deputy": True,
        "clerk": False,
        "leader": False,
        "chair": False,
    }.items():
        text = read(client, getattr(county, role), case_of(voice)).content.decode()
        leads_to_it = reverse("voices:contact", args=[voice.pk]) in text
        assert (role, leads_to_it, "13808265100" in text) == (role, reads, reads)  # in the words
        assert (role, "Wang" in text) == (role, False)
        listed = read(client, getattr(county, role), f"{LIST}?view=all").content.decode()
        assert (role, "13808265100" in listed, "Ring me at 138****5100" in listed) == (
            role,
            False,
            True,
        )


def test_whoever_wished_to_be_known_to_nobody_is_known_to_nobody(client, county):
    voice = submitted(county, 1, naming="none")
    text = read(client, county.officer, case_of(voice)).content.decode()
    assert "The speaker wished to be known to nobody" in text


def test_the_trail_tells_who_for_whom_when_and_the_silence_between(client, county):
    voice = thread.spoken(county)
    actions.answer_on_spot(
        voice, actor=county.deputy, result="Mended.", note="On my way.", via=told(2026, 1, 27)
    )
    voice = Voice.objects.get(pk=voice.pk)
    trail = read(client, county.officer, case_of(voice)).context["page"].trail
    told_of = [(str(item["title"]), item["kind"]) for item in trail]
    assert told_of[0] == ("tell the resident", "next")
    assert told_of[2:] == [
        ("Answered on the spot", "human"),
        ("16 working days without a move", "slow"),
        ("Taken up", "human"),
        ("The voice was received", "human"),
    ]
    assert [item.get("quote") for item in trail][2] == "On my way."


def test_records_that_rest_on_a_voice_are_linked_for_whoever_may_see_them(client, county, voice):
    draft = thread.drafted(county, voice)
    ties = read(client, county.deputy, case_of(voice)).context["page"].ties
    assert [(str(words), address) for _kind, words, address in ties] == [
        (draft.title, reverse("suggestions:detail", args=[draft.pk]))
    ]
    assert read(client, county.officer, case_of(voice)).context["page"].ties == []


def test_why_a_day_is_due_is_explained(client, county, voice):
    [clock] = read(client, county.officer, case_of(voice)).context["page"].clocks
    assert (clock.code, clock.duty) == ("triage", True)
    assert clock.sentence.startswith("2 working days from Jan. 5, 2026 (no law says so; ")
