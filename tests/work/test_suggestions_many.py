"""Many at once: one move for all that were chosen, and the list as a workbook."""

import pytest

from lianxin.base.paper import sheets
from lianxin.base.records.models import Entry
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import assignment
from lianxin.work.suggestions.models import Assignment, Suggestion
from tests.factories import stages, thread
from tests.factories.county import told


@pytest.fixture
def browser(client):
    """A seat's browser; its pages are in English."""
    client.cookies["django_language"] = "en"

    def sign_in(seat):
        client.force_login(seat.user)
        return client

    return sign_in


def cells(answer):
    """The rows of a workbook that came as an answer, its title and headings left out."""
    (sheet,) = sheets.read(b"".join(answer.streaming_content))
    return [list(row.cells) for row in sheet.rows][2:]


def states(model):
    return list(model.objects.order_by("pk").values_list("state", flat=True))


def choose(browser, code, *drafts, **more):
    rows = {"row": [draft.pk for draft in drafts]}
    return browser.post(f"/suggestions/many/{code}/", rows | more, follow=True)


def test_each_role_is_offered_what_it_may_do_with_many(county):
    offered = {
        name: [each.code for each in queries.many_for(getattr(county, name))]
        for name in ("clerk", "leader", "town_clerk", "supervision", "a_clerk", "a_head", "deputy")
    }
    assert offered == {
        "clerk": ["take_up", "release", "urge"],
        "leader": ["assign", "urge"],
        "town_clerk": ["take_up", "release", "urge"],
        "supervision": ["agree", "urge"],
        "a_clerk": ["acknowledge"],
        "a_head": [],
        "deputy": [],
    }


def test_many_are_taken_up_for_review_at_once(county, browser):
    drafts = [thread.handed_in(county, thread.drafted(county)) for _n in range(2)]
    page = choose(browser(county.clerk), "take_up", *drafts).content.decode()
    assert states(Suggestion) == ["in_review", "in_review"]
    assert "Taken up for review: 2 suggestions." in page


def test_a_round_of_reminders_goes_to_the_units_that_owe_something(county, browser):
    owing = thread.with_units(county)
    early = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    page = choose(browser(county.clerk), "urge", owing, early).content.decode()
    assert Entry.objects.filter(move="urge").count() == 2  # the lead unit and the co-unit
    assert "Urged: 1 suggestion." in page
    assert page.count("was left as it is: there is nothing of this kind to be done.") == 1


def test_a_unit_signs_for_its_own_parts_only(county, browser):
    draft = thread.with_units(county)
    choose(browser(county.a_clerk), "acknowledge", draft)
    assert dict(Assignment.objects.values_list("unit__name", "state")) == {
        "Bureau A": "received",
        "Bureau B": "assigned",
    }


def test_the_governments_office_agrees_to_many_proposals(county, browser):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    for unit, kind in ((county.units[0], "lead"), (county.units[1], "co")):
        assignment.propose(
            actor=county.clerk, suggestion=draft, unit=unit, kind=kind, via=told(2026, 1, 12)
        )
    choose(browser(county.supervision), "agree", draft)
    assert set(Assignment.objects.values_list("agreed", flat=True)) == {True}


def test_it_goes_back_to_the_page_they_were_chosen_on_and_to_no_other(county, browser):
    draft = thread.handed_in(county, thread.drafted(county))
    window = browser(county.clerk)
    back = {
        where: window.post("/suggestions/many/take_up/", {"row": draft.pk, "back": where})[
            "Location"
        ]
        for where in ("/desk/?view=open", "//elsewhere.example/", "https://elsewhere.example/", "")
    }
    assert back == {
        "/desk/?view=open": "/desk/?view=open",
        "//elsewhere.example/": "/suggestions/",
        "https://elsewhere.example/": "/suggestions/",
        "": "/suggestions/",
    }


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("a_clerk", "urge", 403),
        ("deputy", "take_up", 403),
        ("clerk", "assign", 403),
        ("auditor", "urge", 403),
        ("clerk", "withdraw", 404),
        ("clerk", "nonsense", 404),
    ],
)
def test_what_a_role_may_not_do_it_may_not_do_to_many(county, browser, name, code, status):
    draft = thread.with_units(county)
    window = browser(getattr(county, name))
    answer = window.post(f"/suggestions/many/{code}/", {"row": draft.pk})
    assert (answer.status_code, Entry.objects.filter(move="urge").exists()) == (status, False)


def test_another_county_is_not_moved(county, elsewhere, browser):
    draft = thread.handed_in(county, thread.drafted(county))
    choose(browser(elsewhere.clerk), "take_up", draft)
    assert states(Suggestion) == ["submitted"]


# The list as a workbook


def test_the_chosen_rows_go_out_as_a_workbook(county, browser):
    chosen = thread.with_units(county)
    stages.reviewed(county, thread.handed_in(county, thread.drafted(county)))
    answer = browser(county.clerk).get(f"/suggestions/sheet/?row={chosen.pk}")
    (row,) = cells(answer)
    assert row[:2] == ["T2026-001", "On mending the road to the school"]
    assert (row[3], row[5]) == ("Li", "Bureau A")
    assert "attachment" in answer["Content-Disposition"]


def test_a_list_is_read_in_steps_and_goes_out_in_the_same_order(county, browser, monkeypatch):
    thread.with_units(county)
    for _n in range(3):
        thread.handed_in(county, thread.drafted(county))
    window = browser(county.clerk)
    at_once = cells(window.get("/suggestions/sheet/?view=open"))
    monkeypatch.setattr("lianxin.work.suggestions.queries.lists.STEP_OUT", 1)
    assert cells(window.get("/suggestions/sheet/?view=open")) == at_once
    assert len(at_once) == 4


def test_without_a_choice_all_that_the_filters_leave_goes_out(county, browser):
    thread.with_units(county)
    thread.handed_in(county, thread.drafted(county))
    window = browser(county.clerk)
    assert len(cells(window.get("/suggestions/sheet/?view=open"))) == 2
    assert len(cells(window.get("/suggestions/sheet/?view=open&q=T2026-001"))) == 1


def test_nobody_takes_out_what_is_not_to_be_seen(county, elsewhere, browser):
    draft = thread.with_units(county)
    for seat in (elsewhere.clerk, county.c_clerk):
        assert cells(browser(seat).get(f"/suggestions/sheet/?row={draft.pk}")) == []
    assert browser(county.auditor).get("/suggestions/sheet/").status_code == 404


def test_the_list_is_ordered_by_the_last_day_either_way(county, browser):
    late = thread.handed_in(county, thread.drafted(county))
    near = thread.handed_in(county, thread.drafted(county))
    Suggestion.objects.filter(pk=near.pk).update(due_date="2030-01-01")
    shown = {
        sort: [
            row.suggestion.pk
            for row in browser(county.clerk).get(f"/suggestions/?sort={sort}").context["rows"]
        ]
        for sort in ("due", "-due", "nonsense")
    }
    assert shown == {
        "due": [late.pk, near.pk],
        "-due": [near.pk, late.pk],
        "nonsense": [late.pk, near.pk],
    }


def test_a_matter_that_lies_still_says_for_how_long(county, browser):
    thread.with_units(county)
    (row,) = browser(county.clerk).get("/suggestions/?view=open").context["rows"]
    assert row.last.quiet.startswith("quiet for ")
