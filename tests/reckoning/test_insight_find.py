"""The search of every page: a number opens its record, words find texts, within the scope."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.base.records.commands import drain
from lianxin.institution.congress.models import Person
from lianxin.work.voices import actions as voices
from lianxin.work.voices.queries import new_code
from tests.factories import thread
from tests.factories.county import told

EVERYBODY = (
    *("clerk", "leader", "supervision", "town_clerk", "chair", "officer", "deputy"),
    *("a_clerk", "a_head", "b_clerk", "c_clerk"),
)


@pytest.fixture
def find(client):
    """What a seat finds under some words."""

    def look(seat, words, **more):
        drain([])  # what has happened is in the index
        client.force_login(seat.user)
        return client.get("/find/", {"q": words} | more)

    return look


def hits(answer):
    """{kind: what was found of it}, of a page of hits."""
    found = answer.context["found"]
    return {
        "suggestions": [each.number for each, _state in found.suggestions],
        "voices": [voice.number for voice in found.voices],
        "persons": [person.name for person in found.persons],
        "units": [unit.name for unit in found.units],
    }


NOTHING = {"suggestions": [], "voices": [], "persons": [], "units": []}


@pytest.mark.parametrize("words", ["T2026-001", "t2026-001", " 2026-001 ", "001"])
def test_the_number_of_a_suggestion_opens_it(county, find, words):
    draft = thread.with_units(county)
    answer = find(county.clerk, words)
    assert (answer.status_code, answer["Location"]) == (302, f"/suggestions/{draft.pk}/")


@pytest.mark.parametrize("words", ["{number}", "{short}"])
def test_a_receipt_number_opens_its_voice(county, find, words):
    voice = thread.spoken(county)
    said = words.format(number=voice.number, short=int(voice.number[5:]))
    answer = find(county.officer, said)
    assert (answer.status_code, answer["Location"]) == (302, f"/voices/{voice.pk}/")


def test_a_query_code_opens_its_voice_for_the_desk_it_lies_on_only(county, find):
    code = new_code()
    voice = voices.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="The well has no cover.",
        region=county.villages[0],
        channel="station",
        code=code,
        via=told(2026, 1, 6),
    )
    assert find(county.officer, code.lower())["Location"] == f"/voices/{voice.pk}/"
    assert hits(find(county.clerk, code)) == NOTHING
    assert hits(find(county.a_clerk, code)) == NOTHING


def test_a_number_that_two_records_bear_shows_both(county, find):
    thread.with_units(county)
    thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    assert hits(find(county.clerk, "T2026"))["suggestions"] == ["T2026-002", "T2026-001"]


def test_words_find_titles_deputies_and_units(county, find):
    thread.with_units(county, thread.spoken(county))
    assert hits(find(county.clerk, "the road"))["suggestions"] == ["T2026-001"]
    assert hits(find(county.clerk, "Bureau A")) == NOTHING | {
        "suggestions": ["T2026-001"],
        "units": ["Bureau A"],
    }
    found = hits(find(county.clerk, "Li"))
    assert (found["suggestions"], found["persons"]) == (["T2026-001"], ["Li"])
    assert hits(find(county.officer, "road"))["voices"] == ["2026-00001"]


def test_a_deputy_leads_to_the_file_or_to_what_was_raised(county, find):
    person = county.second.mandate.person
    opened = find(county.clerk, "Chen").context["persons"]
    assert opened == [(person, f"/deputies/{person.pk}/file/")]
    assert find(county.officer, "Chen").context["persons"] == [
        (person, "/suggestions/?q=Chen&view=open")
    ]


@pytest.mark.parametrize("name", EVERYBODY)
@pytest.mark.parametrize("words", ["T2026-001", "2026-00001", "road", "Li", "Bureau", "001"])
def test_another_county_finds_nothing(county, elsewhere, find, name, words):
    thread.with_units(county, thread.spoken(county))
    Person.objects.filter(cell=elsewhere.cell).update(name="Nobody")
    elsewhere.cell.unit_set.all().update(name="Office", short="O")
    answer = find(getattr(elsewhere, name), words)
    assert (answer.status_code, hits(answer)) == (200, NOTHING)


def test_another_town_and_another_unit_find_nothing(county, find):
    voice = thread.spoken(county)
    draft = thread.with_units(county, voice)
    other = county.seat("clerk2", "town_clerk", organ=county.presidium, region=county.towns[1])
    assert find(county.town_clerk, voice.number)["Location"] == f"/voices/{voice.pk}/"
    assert hits(find(other, voice.number)) == NOTHING
    assert find(county.a_clerk, draft.number)["Location"] == f"/suggestions/{draft.pk}/"
    for words in (draft.number, "road", voice.number):
        assert hits(find(county.c_clerk, words)) == NOTHING


def test_one_that_gives_its_opinion_does_not_find_by_the_units_it_does_not_know(county, find):
    thread.with_units(county)
    assert hits(find(county.b_clerk, "Bureau A")) == NOTHING
    assert hits(find(county.supervision, "Bureau A"))["suggestions"] == ["T2026-001"]


def test_a_draft_of_another_is_not_found(county, find):
    thread.drafted(county)
    assert hits(find(county.clerk, "mending"))["suggestions"] == []
    assert hits(find(county.second, "mending"))["suggestions"] == []
    assert hits(find(county.deputy, "mending"))["suggestions"] == [""]


@pytest.mark.parametrize("name", ["auditor", "sys_admin", "security_admin"])
def test_who_runs_the_platform_searches_no_business(county, find, name):
    thread.with_units(county)
    assert find(getattr(county, name), "road").status_code == 403


def test_a_stranger_is_shown_the_door(client, db):
    assert client.get("/find/?q=road").status_code == 302


@pytest.mark.parametrize("words", ["", "   ", "%", "号", "()", "x" * 400])
def test_odd_words_find_nothing_and_break_nothing(county, find, words):
    thread.with_units(county)
    answer = find(county.clerk, words)
    assert (answer.status_code, hits(answer)) == (200, NOTHING)


def test_a_search_costs_the_same_whatever_it_finds(county, client):
    def price(seat):
        client.force_login(seat.user)
        client.get("/find/?q=road")  # the menu counts once what has changed
        with CaptureQueriesContext(connection) as asked:
            client.get("/find/?q=road")
        return len(asked)

    seats = [county.clerk, county.town_clerk, county.deputy]
    thread.with_units(county, thread.spoken(county))
    drain([])
    one = [price(seat) for seat in seats]
    for _n in range(4):
        thread.with_units(county, thread.spoken(county))
    drain([])
    assert [price(seat) for seat in seats] == one
    assert max(one) <= 12
