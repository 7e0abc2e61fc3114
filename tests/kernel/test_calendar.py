"""Days are counted as the Civil Code and the State Council's calendar count them."""

from datetime import date, timedelta
from types import SimpleNamespace

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.institution.congress.actions import override_day
from lianxin.institution.congress.queries import calendar_in, calendar_of
from lianxin.kernel.calendar import (
    Calendar,
    Norm,
    add_months,
    add_working_days,
    count,
    working_days_between,
)

WEEK = Calendar(works=lambda day: day.weekday() < 5, published=lambda year: True)
DAYS = st.dates(date(2000, 1, 1), date(2060, 1, 1))


def norm(value, unit, rolls=True):
    return Norm("k", value, unit, "b", True, date(2020, 1, 1), rolls=rolls)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2025, 11, 30), 3, date(2026, 2, 28)),  # R-T2
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 1, 12), 6, date(2026, 7, 12)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
    ],
)
def test_months_end_on_the_same_day_or_on_the_last(start, months, end):
    assert add_months(start, months) == end


def test_a_last_day_of_rest_moves_on_unless_a_special_rule_says_no():
    end, how = count(date(2026, 1, 12), norm(3, "m"), WEEK)
    assert (end, how["last"]) == (date(2026, 4, 13), "2026-04-12")  # a Sunday, then a Monday
    assert count(date(2026, 1, 12), norm(3, "m", rolls=False), WEEK)[0] == date(2026, 4, 12)


def test_years_and_days_count_too_and_the_start_day_does_not():
    assert count(date(2024, 2, 29), norm(1, "y", rolls=False), WEEK)[0] == date(2025, 2, 28)
    assert count(date(2026, 1, 5), norm(15, "d"), WEEK)[0] == date(2026, 1, 20)
    assert count(date(2026, 1, 5), norm(0, "d"), WEEK)[0] == date(2026, 1, 5)
    assert count(date(2026, 1, 9), norm(1, "wd"), WEEK)[0] == date(2026, 1, 12)


@given(DAYS, st.integers(0, 120))
def test_a_number_of_months_ends_in_that_month_on_that_day_or_on_its_last(start, months):
    end = add_months(start, months)
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(1)).day == 1)


@given(DAYS, st.integers(0, 24), st.integers(0, 24))
def test_a_longer_period_never_ends_earlier(start, months, more):
    shorter = count(start, norm(months, "m"), WEEK)[0]
    assert shorter <= count(start, norm(months + more, "m"), WEEK)[0]


@given(DAYS, st.integers(1, 60))
def test_working_days_are_counted_back_to_what_was_asked(start, days):
    end, _how = count(start, norm(days, "wd"), WEEK)
    assert working_days_between(start, end, WEEK) == days
    assert WEEK.works(end)


@given(DAYS, st.integers(1, 40), st.integers(1, 40))
def test_working_days_add_up(start, some, more):
    there = add_working_days(start, some, WEEK)
    assert add_working_days(there, more, WEEK) == add_working_days(start, some + more, WEEK)


@given(DAYS, st.integers(0, 400))
def test_a_period_ends_on_a_working_day_and_by_the_next_one(start, days):
    end, how = count(start, norm(days, "d"), WEEK)
    assert WEEK.works(end)
    assert date.fromisoformat(how["last"]) <= end <= date.fromisoformat(how["last"]) + timedelta(2)


@pytest.mark.parametrize("year", range(2019, 2027))
def test_the_days_off_are_those_of_the_state_council(year, rules):
    works = calendar_in(None).works
    days = [date(year, 1, 1) + timedelta(n) for n in range(366)]
    days = [day for day in days if day.year == year]
    assert [d for d in days if works(d) != chinese_calendar.is_workday(d)] == []


def saturdays(calendar):
    """The Saturdays of 2026 that were made working days."""
    days = [date(2026, 1, 1) + timedelta(n) for n in range(365)]
    return [day for day in days if day.weekday() == 5 and calendar.works(day)]


def test_make_up_days_work_and_a_pasted_notice_wins(county, elsewhere):
    record = SimpleNamespace(cell_id=county.cell.pk)
    calendar = calendar_of(record)
    saturday = saturdays(calendar)[0]
    assert (calendar.published(2026), calendar.published(2030)) == (True, False)
    override_day(saturday, works=False, notice="correction")
    assert calendar_of(record).works(saturday) is False
    override_day(date(2030, 2, 2), works=True, notice="2030")
    assert calendar_of(record).published(2030) is True


def test_a_countys_own_day_beats_the_national_one_and_is_nobody_elses(county, elsewhere):
    monday = date(2026, 3, 2)
    override_day(monday, works=False, notice="festival", cell=county.cell)
    assert calendar_in(county.cell.pk).works(monday) is False
    assert calendar_in(elsewhere.cell.pk).works(monday) is True
    override_day(monday, works=False, notice="all")
    override_day(monday, works=True, notice="not here", cell=county.cell)
    assert calendar_in(county.cell.pk).works(monday) is True
    assert calendar_in(elsewhere.cell.pk).works(monday) is False
