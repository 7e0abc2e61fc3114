"""The numbers beside the menu: the same as the workbench shows, counted once a change."""

from datetime import date

import pytest
from django.utils import timezone

from lianxin.base.records.actions import seal
from lianxin.reckoning.insight import queries
from lianxin.reckoning.insight.queries import bench, counters
from lianxin.work.suggestions.actions import suggestion
from tests.factories import stages, thread
from tests.factories.county import told
from tests.reckoning.test_insight_desk import busy

AT_WORK = (
    *("clerk", "leader", "supervision", "town_clerk", "chair", "officer"),
    *("a_clerk", "a_head", "b_clerk", "b_head", "c_clerk"),
)


def counted(county):
    """{seat: (suggestions, voices)} as the menu counts them, where anything waits."""
    found = {}
    for name in AT_WORK:
        waiting = counters.count(getattr(county, name), timezone.localdate())
        if waiting.all:
            found[name] = (waiting.suggestions, waiting.voices)
    return found


def on_desks(county):
    """The same as the workbenches hold it."""
    found = {}
    for name in AT_WORK:
        rows = bench.waiting_rows(getattr(county, name))
        spoken = sum(row.is_voice for row in rows)
        if rows:
            found[name] = (len(rows) - spoken, spoken)
    return found


def test_the_menu_counts_what_the_workbench_holds(county):
    assert counted(county) == on_desks(county) == {}
    busy(county)
    assert counted(county) == on_desks(county)
    assert counted(county)["clerk"] == (3, 0)
    assert counted(county)["officer"] == (0, 2)


@pytest.mark.parametrize("walk", [stages.suggestions, stages.assignments, stages.residents_voices])
def test_menu_and_workbench_agree_at_every_stage(county, walk):
    differ = [stage.state for stage in walk(county) if counted(county) != on_desks(county)]
    assert differ == []


def test_a_number_is_counted_once_until_the_book_has_grown(county, django_assert_num_queries):
    today = timezone.localdate()
    thread.handed_in(county, thread.drafted(county))
    with django_assert_num_queries(2):
        assert queries.menu_of(county.clerk, today).waiting.suggestions == 1
    with django_assert_num_queries(1):
        assert queries.menu_of(county.clerk, today).waiting.suggestions == 1
    seal(county.cell.pk)  # what is sealed was counted before
    with django_assert_num_queries(1):
        assert queries.menu_of(county.clerk, today).waiting.suggestions == 1
    draft = thread.handed_in(county, thread.drafted(county))
    assert queries.menu_of(county.clerk, today).waiting.suggestions == 2
    suggestion.withdraw(draft, actor=county.deputy, note="No.", via=told(2026, 1, 9))
    assert queries.menu_of(county.clerk, today).waiting.suggestions == 1
    with django_assert_num_queries(2):  # periods end with the day
        queries.menu_of(county.clerk, date(2030, 1, 1))


def test_no_more_than_a_hundred_are_counted(county, monkeypatch):
    monkeypatch.setattr(counters, "MOST", 2)
    for _n in range(3):
        thread.handed_in(county, thread.drafted(county))
    assert counters.count(county.clerk, timezone.localdate()).all == 2


def test_deputies_and_who_runs_the_platform_are_shown_no_numbers(county, django_assert_num_queries):
    for name in ("deputy", "auditor", "sys_admin"):
        with django_assert_num_queries(1):
            assert queries.menu_of(getattr(county, name), timezone.localdate()).waiting is None


def test_another_county_is_not_counted(county, elsewhere):
    busy(county)
    assert counted(elsewhere) == {}
