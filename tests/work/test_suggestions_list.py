"""The list of suggestions: saved views, filters, order, and what it costs."""

from datetime import date, timedelta

from lianxin.institution.congress.models import Unit
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import suggestion
from lianxin.work.suggestions.models import Suggestion
from tests.factories import thread
from tests.factories.county import moment, told

BUDGET = 12


def test_the_list_costs_the_same_for_one_row_and_for_many(county, look, counted):
    draft = thread.with_units(county)
    look(county.clerk, "/suggestions/?view=open")  # the rules are read into the process once
    asked = {
        name: counted(getattr(county, name), "/suggestions/?view=open")
        for name in ("clerk", "leader", "supervision", "town_clerk", "deputy", "a_clerk")
    }
    for _n in range(6):
        thread.assigned(
            county, thread.registered(county, thread.handed_in(county, thread.drafted(county)))
        )
    again = {name: counted(getattr(county, name), "/suggestions/?view=open") for name in asked}
    assert Suggestion.objects.exclude(pk=draft.pk).count() == 6
    assert again == asked
    assert max(asked.values()) <= BUDGET


# The list


def listed(answer):
    return [row.suggestion.pk for row in answer.context["rows"]]


def test_the_list_opens_on_ones_own_turn_and_falls_back_to_all(county, look):
    draft = thread.handed_in(county, thread.drafted(county))
    mine = look(county.clerk, "/suggestions/")
    assert (mine.context["view"].code, listed(mine)) == ("mine", [draft.pk])
    empty = look(county.leader, "/suggestions/")
    assert (empty.context["view"].code, listed(empty)) == ("open", [draft.pk])


def test_saved_views_count_what_they_hold(county, look):
    thread.handed_in(county, thread.drafted(county))
    registered = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    thread.assigned(
        county, thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    )
    answer = look(county.clerk, "/suggestions/?view=assign")
    counts = {label: number for label, _url, number, _here, _tone in answer.context["chips"]}
    assert counts == {
        "My turn": "2",
        "All open": "3",
        "Awaiting review": "1",
        "Awaiting assignment": "1",
        "Due soon": "0",
        "Overdue": "3",
        "Verdicts to pass on": "0",
        "To be handled again": "0",
        "Closed": "0",
    }
    assert listed(answer) == [registered.pk]


def test_the_list_is_narrowed_by_words_unit_field_and_group(county, look):
    roads = thread.with_units(county)
    water = suggestion.begin(
        actor=county.deputy,
        organ=county.office,
        title="On clean water in the wells",
        body="It smells.",
        category="Water",
        via=told(2026, 1, 5),
    )
    water = thread.registered(county, thread.handed_in(county, water))
    unit = Unit.objects.get(name="Bureau A")
    found = {
        asked: listed(look(county.clerk, f"/suggestions/?view=open&{asked}"))
        for asked in ("q=water", "q=T2026-001", "q=nothing", f"unit={unit.pk}", "category=Water")
    }
    assert found == {
        "q=water": [water.pk],
        "q=T2026-001": [roads.pk],
        "q=nothing": [],
        f"unit={unit.pk}": [roads.pk],
        "category=Water": [water.pk],
    }
    empty = look(county.clerk, "/suggestions/?view=open&q=nothing").content.decode()
    assert "Take all filters off" in empty
    assert listed(look(county.clerk, "/suggestions/?view=open&unit=none&group=x")) == [
        roads.pk,
        water.pk,
    ]


def test_the_nearest_due_date_comes_first_twenty_a_page(county, look):
    for n in range(22):
        draft = thread.handed_in(county, thread.drafted(county))
        Suggestion.objects.filter(pk=draft.pk).update(
            due_date=date(2026, 12, 1) + timedelta(22 - n)
        )
    first = look(county.clerk, "/suggestions/?view=open")
    second = look(county.clerk, "/suggestions/?view=open&page=2")
    dates = [row.suggestion.due_date for row in (*first.context["rows"], *second.context["rows"])]
    assert (len(first.context["rows"]), len(second.context["rows"])) == (20, 2)
    assert dates == sorted(dates)


def test_counts_stop_at_a_thousand():
    assert [queries.shown(n) for n in (0, 999, 1000, 1001)] == ["0", "999", "999+", "999+"]


def test_a_unit_reads_its_own_part_and_its_own_days(county, look):
    thread.with_units(county)
    row = look(county.b_clerk, "/suggestions/?view=co").context["rows"][0]
    assert (row.own.unit, row.badge.state, row.light.due_on) == (
        county.units[1],
        "assigned",
        moment(2026, 1, 15).date(),
    )
