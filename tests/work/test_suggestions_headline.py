"""What heads a case: the duty that presses on whoever has the turn, not what runs beside it."""

from datetime import date

import pytest

from lianxin.base.records.queries import runs_under
from lianxin.work.suggestions.queries import case, visible_to, whole
from tests.factories import stages, thread


@pytest.fixture
def reworked(county):
    """Answered on 2 March, sent back to the unit on 15 April; publication runs since March."""
    return thread.judged(county, stages.answered(county))


def headline(suggestion, seat):
    """(which clock, until when) at the head of the page."""
    line = case(whole(visible_to(seat), seat).get(pk=suggestion.pk), seat).clock
    return line and (line.run.code, line.due_on)


def test_publication_does_not_hide_a_second_round(county, reworked):
    ends = {run.code: run.due_on for run in runs_under(reworked) if not run.stopped_on}
    assert ends["publish"] < ends["rework"] == date(2026, 5, 15)
    seats = (county.clerk, county.leader, county.deputy, county.a_clerk, county.a_head)
    assert {headline(reworked, seat) for seat in seats} == {("rework", date(2026, 5, 15))}
    assert stages.again(reworked).due_date == date(2026, 5, 15)


def test_publication_heads_the_case_when_nothing_else_is_due(county, reworked):
    done = thread.replied(county, reworked, day=(2026, 5, 11), rework=True)
    assert headline(done, county.clerk)[0] == "window"
    done = thread.judged(county, done, "satisfied", (2026, 5, 12), (2026, 6, 8))
    due = done.publication.due_date
    assert headline(done, county.clerk) == ("publish", due)
    assert (stages.again(done).due_date, done.publication.due_date) == (due, due)
