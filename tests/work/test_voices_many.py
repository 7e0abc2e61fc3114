"""Many voices at once: one move for all that were chosen, and the list as a workbook."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.base.paper import sheets
from lianxin.base.records.commands import drain
from lianxin.base.records.models import Entry
from lianxin.work.voices import actions as voices
from lianxin.work.voices import queries
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import new_code
from tests.factories import thread
from tests.factories.county import told


@pytest.fixture
def browser(client):
    """A seat's browser; its pages are in English."""
    client.cookies["django_language"] = "en"

    def sign_in(seat):
        client.force_login(seat.user)
        return client

    return sign_in


def received(county, body="The well has no cover. Somebody may fall."):
    """A voice that waits to be taken up."""
    return voices.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body=body,
        region=county.villages[0],
        channel="station",
        code=new_code(),
        via=told(2026, 1, 6),
    )


def choose(window, code, *chosen, **more):
    rows = {"row": [voice.pk for voice in chosen]}
    return window.post(f"/voices/many/{code}/", rows | more, follow=True)


def states():
    return list(Voice.objects.order_by("pk").values_list("state", flat=True))


def cells(answer):
    """The rows of a workbook that came as an answer, its title and headings left out."""
    (sheet,) = sheets.read(b"".join(answer.streaming_content))
    return [list(row.cells) for row in sheet.rows][2:]


def test_each_role_is_offered_what_it_may_do_with_many(county):
    offered = {
        name: [each.code for each in queries.many_for(getattr(county, name))]
        for name in ("clerk", "officer", "town_clerk", "chair", "deputy", "a_clerk", "auditor")
    }
    assert offered == {
        "clerk": [],
        "officer": ["take_up", "draft_slip", "urge"],
        "town_clerk": ["take_up", "draft_slip", "assign_village", "urge"],
        "chair": ["assign_town", "urge"],
        "deputy": [],
        "a_clerk": [],
        "auditor": [],
    }


def test_the_page_shows_what_is_chosen_and_what_stands_against_some(county, browser):
    fresh, taken = received(county), thread.spoken(county)
    page = browser(county.officer).get(
        "/voices/many/take_up/", {"row": [fresh.pk, taken.pk], "back": "/voices/?view=all"}
    )
    reasons = {voice.pk: bool(why) for voice, why in page.context["voices"]}
    assert (page.status_code, reasons) == (200, {fresh.pk: False, taken.pk: True})


def test_many_are_taken_up_each_by_a_deed_of_its_own(county, browser):
    one, two, taken = received(county), received(county), thread.spoken(county)
    window = browser(county.officer)
    given = {"mandate": county.deputy.mandate_id, "category": "Schools"}
    page = choose(window, "take_up", one, two, taken, **given).content.decode()
    assert states() == ["triage", "triage", "triage"]
    assert Entry.objects.filter(move="take_up", seat_id=county.officer.pk).count() == 3
    assert "Taken up: 2 matters." in page
    assert page.count("was left as it is") == 1


def test_what_the_form_lacks_is_asked_and_nothing_is_done(county, browser):
    handed = thread.spoken(county)
    answer = browser(county.officer).post("/voices/many/draft_slip/", {"row": handed.pk})
    assert (answer.status_code, Voice.objects.get().slip) == (422, "")


def test_a_chair_signs_many_slips_but_not_what_has_none(county, browser):
    ready, bare = thread.spoken(county), thread.spoken(county)
    unit = county.units[0]
    given = {"unit": unit.pk, "slip": "Please see to it."}
    choose(browser(county.officer), "draft_slip", ready, **given)
    page = choose(browser(county.chair), "assign_town", ready, bare).content.decode()
    assert states() == ["assigned_town", "triage"]
    assert "Draft the slip of the direct train first." in page


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("clerk", "take_up", 403),
        ("deputy", "urge", 403),
        ("a_clerk", "assign_town", 403),
        ("auditor", "take_up", 403),
        ("officer", "withdraw", 404),
        ("officer", "nonsense", 404),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_a_role_may_not_do_it_may_not_do_to_many(county, browser, name, code, status, method):
    voice = received(county)
    window = browser(getattr(county, name))
    answer = getattr(window, method)(f"/voices/many/{code}/", {"row": voice.pk})
    assert (answer.status_code, states()) == (status, ["submitted"])


def test_another_county_and_another_station_are_not_moved(county, elsewhere, browser):
    voice = received(county)
    for seat in (elsewhere.officer, elsewhere.town_clerk):
        choose(browser(seat), "take_up", voice, mandate=seat.mandate_id or "")
    assert states() == ["submitted"]


def test_it_goes_back_to_the_list_and_to_no_other_site(county, browser):
    voice, window = received(county), browser(county.officer)
    given = {"row": voice.pk, "mandate": county.deputy.mandate_id}
    for back, where in (
        ("/voices/?view=desk", "/voices/?view=desk"),
        ("//elsewhere.example/", "/voices/"),
        ("https://elsewhere.example/", "/voices/"),
        ("", "/voices/"),
    ):
        answer = window.post("/voices/many/take_up/", given | {"back": back})
        assert (answer.status_code, answer["Location"]) == (302, where)


@pytest.mark.parametrize("rows", [[], ["x"], ["9" * 30], ["-1"]])
def test_without_a_choice_nothing_happens(county, browser, rows):
    answer = browser(county.officer).get("/voices/many/take_up/", {"row": rows})
    assert (answer.status_code, answer["Location"]) == (302, "/voices/")


# The list as a workbook, and its search


def test_the_chosen_rows_go_out_as_a_workbook_that_runs_nothing(county, browser):
    voice = thread.spoken(county)
    received(county)
    Voice.objects.filter(pk=voice.pk).update(title="=HYPERLINK(1)")
    (row,) = cells(browser(county.officer).get(f"/voices/sheet/?row={voice.pk}"))
    assert row[:2] == [voice.number, "'=HYPERLINK(1)"]
    assert "Wang" not in str(row)


def test_without_a_choice_all_that_the_filters_leave_goes_out(county, browser):
    thread.spoken(county)
    received(county)
    drain([])
    window = browser(county.officer)
    assert len(cells(window.get("/voices/sheet/?view=all"))) == 2
    assert len(cells(window.get("/voices/sheet/?view=all&q=well"))) == 1


def test_nobody_takes_out_what_is_not_to_be_seen(county, elsewhere, browser):
    voice = thread.spoken(county)
    for seat in (elsewhere.officer, county.a_clerk):
        assert cells(browser(seat).get(f"/voices/sheet/?row={voice.pk}")) == []
    assert browser(county.auditor).get("/voices/sheet/").status_code == 404


def test_the_list_is_searched_by_words_of_the_text_and_by_number(county, browser):
    road, well = thread.spoken(county), received(county)
    drain([])
    window = browser(county.officer)
    shown = {
        q: [v.pk for v in window.get("/voices/", {"view": "all", "q": q}).context["listing"].voices]
        for q in ("broken", "cover", "Somebody", well.number, "1", "nothing")
    }
    assert shown == {
        "broken": [road.pk],
        "cover": [well.pk],
        "Somebody": [well.pk],
        well.number: [well.pk],
        "1": [road.pk],
        "nothing": [],
    }


def test_words_and_a_view_narrow_together(county, browser):
    thread.spoken(county)
    received(county)
    drain([])
    window = browser(county.officer)
    found = window.get("/voices/?view=desk&q=well&channel=station").context["listing"]
    assert (len(found.voices), found.total) == (1, "1")
    assert window.get("/voices/?view=closed&q=well").context["listing"].voices == []


def test_a_search_of_the_list_costs_the_same_whatever_it_finds(county, browser):
    def price():
        window = browser(county.officer)
        window.get("/voices/?view=all&q=road")
        with CaptureQueriesContext(connection) as asked:
            window.get("/voices/?view=all&q=road")
        return len(asked)

    thread.spoken(county)
    drain([])
    one = price()
    for _n in range(4):
        thread.spoken(county)
    drain([])
    assert price() == one
    assert one <= 12


def test_the_category_of_one_is_not_offered_to_the_others(county, browser):
    one, two = received(county), received(county)
    Voice.objects.filter(pk=one.pk).update(category="市政")
    page = browser(county.officer).get("/voices/many/take_up/", {"row": [one.pk, two.pk]})
    assert "The category that each has already" in page.content.decode()
    assert "市政" not in page.content.decode()
    given = {"mandate": county.deputy.mandate_id, "category": ""}
    choose(browser(county.officer), "take_up", one, two, **given)
    assert set(Voice.objects.values_list("category", flat=True)) == {"市政", ""}
