"""Periods: several at once, extended, bounded, handed on, opened anew in each round."""

from datetime import date

import pytest

from lianxin.base.records.queries import overdue, runs_under
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.lifecycle import Refused
from lianxin.work.suggestions.actions import assignment, evaluation, extension, suggestion
from tests.factories import stages, thread
from tests.factories.clocks import extended, of, running
from tests.factories.county import told

# Several at once


def test_several_clocks_run_at_once_and_the_nearest_duty_is_on_record_and_root(
    county, draft, part, co_part
):
    assert running(part) == {
        "sign_for": date(2026, 1, 15),
        "reply": date(2026, 4, 13),
        "reply_ceiling": date(2026, 7, 13),
    }
    assert running(co_part) == {"sign_for": date(2026, 1, 15)}

    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))

    assert running(part) == {
        "return_window": date(2026, 1, 22),  # a window: shuts a door, makes nobody late
        "first_contact": date(2026, 2, 10),
        "reply": date(2026, 4, 13),
        "reply_ceiling": date(2026, 7, 13),
    }
    draft.refresh_from_db()
    assert (part.due_date, draft.due_date) == (date(2026, 2, 10), date(2026, 1, 15))


def test_what_is_kept_on_the_records_is_what_the_runs_say(county):
    draft = thread.judged(county, stages.answered(county))
    for record in (draft, *draft.assignments.all(), *draft.evaluations.all()):
        runs = runs_under(draft) if record == draft else list(of(record))
        owed = [r for r in runs if not (r.stopped_on or r.paused_on or r.window)]
        owed = [r.due_on for r in owed if r.code != "publish"]  # runs beside what is handled
        assert (str(record), record.due_date) == (str(record), min(owed, default=None))


def test_a_clock_that_has_stopped_is_no_duty_and_a_window_never_is(county, part, co_part):
    for clerk, each in ((county.a_clerk, part), (county.b_clerk, co_part)):
        assignment.acknowledge(each, actor=clerk, via=told(2026, 1, 13))
    late = overdue(county.cell.pk, on=date(2026, 2, 13))
    assert list(late.values_list("code", "due_on")) == [("first_contact", date(2026, 2, 10))]
    assert of(part, code="return_window").get().due_on < date(2026, 2, 13)


# The reply period, its extension and its ceiling (R-H1, R-H2)


def test_an_extension_never_restarts_and_never_passes_the_ceiling(county, part):
    assert extended(county, part, date(2026, 7, 10), 2026, 4, 10).given == date(2026, 7, 10)
    assert running(part)["reply"] == date(2026, 7, 10)
    extended(county, part, date(2026, 10, 5), 2026, 7, 6)
    run = of(part, code="reply").get()
    # six months from 12 January end on Sunday 12 July; a day of rest moves on to Monday
    assert (run.started_on, run.due_on, run.ceiling_on) == (
        date(2026, 1, 12),
        date(2026, 7, 13),
        date(2026, 7, 13),
    )
    with pytest.raises(Refused):
        extended(county, part, date(2026, 10, 5), 2026, 7, 13)
    assert [(e.kind, e.due_before, e.due_after) for e in run.events.order_by("pk")] == [
        ("start", None, date(2026, 4, 13)),
        ("extend", date(2026, 4, 13), date(2026, 7, 10)),
        ("extend", date(2026, 7, 10), date(2026, 7, 13)),
    ]
    part.refresh_from_db()
    assert part.due_date == part.suggestion.due_date or part.due_date <= date(2026, 7, 13)


def test_no_extension_is_asked_for_after_the_end(county, part, english):
    extension.prepare(
        actor=county.a_clerk,
        assignment=part,
        until=date(2026, 7, 1),
        reasons="…",
        told_on=date(2026, 4, 10),
        via=told(2026, 4, 10),
    )
    with pytest.raises(Refused, match="The reply period is over"):
        extension.request(part.extensions.get(), actor=county.a_head, via=told(2026, 4, 14))


def test_no_earlier_day_is_an_extension(county, part, english):
    with pytest.raises(Refused, match="the date is no later"):
        extended(county, part, date(2026, 4, 13), 2026, 4, 1)
    assert (running(part)["reply"], part.extensions.count()) == (date(2026, 4, 13), 1)
    assert part.extensions.get().state == "requested"


def test_what_was_asked_in_time_may_be_granted_until_the_end(county, part, english):
    asked = extension.prepare(
        actor=county.a_clerk,
        assignment=part,
        until=date(2026, 5, 29),
        reasons="…",
        told_on=date(2026, 4, 10),
        via=told(2026, 4, 10),
    )
    asked = extension.request(asked, actor=county.a_head, via=told(2026, 4, 13))
    with pytest.raises(Refused, match="has ended"):  # silence grants nothing
        extension.grant(asked, actor=county.clerk, via=told(2026, 4, 14))
    done = extension.grant(asked, actor=county.clerk, via=told(2026, 4, 13, 17))
    assert (done.state, done.given) == ("granted", date(2026, 5, 29))


# Handing back, and the next unit


def test_a_unit_hands_back_only_inside_its_window(county, part, english):
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
    asked = {"wished_unit": "C", "signed_by": "Head"}
    with pytest.raises(Refused, match="only the office"):
        assignment.request_return(part, actor=county.a_head, via=told(2026, 1, 23), **asked)
    part = assignment.request_return(part, actor=county.a_head, via=told(2026, 1, 22), **asked)
    assert part.state == "return_requested"


@pytest.mark.parametrize(("day", "may"), [(13, True), (15, True), (26, True), (27, False)])
def test_the_window_opens_by_itself_when_nobody_signs(county, part, day, may):
    """Three days to sign for it end on the 15th; seven working days more end on the 26th."""
    acts = {"wished_unit": "C", "signed_by": "Head", "via": told(2026, 1, day)}
    if may:
        assert assignment.request_return(part, actor=county.a_head, **acts).came_from == "assigned"
    else:
        with pytest.raises(Refused):
            assignment.request_return(part, actor=county.a_head, **acts)


def handed_back(county, part, *, grant):
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
    part = assignment.request_return(
        part, actor=county.a_head, wished_unit="C", signed_by="Head", via=told(2026, 1, 15)
    )
    verb = assignment.grant_return if grant else assignment.deny_return
    return verb(part, actor=county.clerk, via=told(2026, 1, 20))


def test_the_reply_period_runs_on_while_a_return_is_decided(county, draft, part):
    part = handed_back(county, part, grant=False)
    assert part.state == "received"
    assert running(part) == {
        "first_contact": date(2026, 2, 10),
        "reply": date(2026, 4, 13),
        "reply_ceiling": date(2026, 7, 13),
    }
    decided = of(part, code="decide_return").get()
    assert (decided.due_on, decided.stopped_on) == (date(2026, 1, 22), date(2026, 1, 20))
    again = of(draft, code="reassign").get()
    assert (again.due_on, again.stopped_on) == (date(2026, 1, 22), date(2026, 1, 20))


@pytest.mark.parametrize(
    ("day", "due"), [((2026, 1, 21), date(2026, 4, 21)), ((2026, 5, 20), date(2026, 7, 13))]
)
def test_the_next_unit_has_its_own_period_under_the_old_ceiling(county, draft, part, day, due):
    part = handed_back(county, part, grant=True)
    assert (part.state, running(part)) == ("reassigned", {})
    assert running(draft)["reassign"] == date(2026, 1, 22)
    draft = thread.assigned(county, draft, lead=2, co=None, day=day)
    new = thread.part_of(draft, county.units[2])
    assert (running(new)["reply"], running(new)["reply_ceiling"]) == (due, date(2026, 7, 13))
    assert "reassign" not in running(draft)


# Rounds


def test_a_round_opens_its_own_run_and_the_old_one_stays(county):
    draft = thread.judged(county, stages.answered(county))
    part = thread.part_of(draft, county.units[0])
    assert running(part) == {"rework": date(2026, 5, 15)}
    assert (draft.state, draft.round, part.round) == ("in_rework", 2, 2)
    assert draft.publication.due_date == date(2026, 3, 30)  # owed for longer, but beside it
    assert draft.due_date == date(2026, 5, 15)
    old = of(part, code="reply").get()
    assert (old.round, old.stopped_on) == (1, date(2026, 3, 2))


def test_the_rework_month_counts_from_the_release_even_when_the_decision_comes_later(county):
    stages.by_rule("rework.auto", 0)
    draft = thread.judged(county, stages.answered(county))
    assert draft.state == "evaluated"
    suggestion.rework(draft, actor=county.clerk, via=told(2026, 4, 20))
    run = of(thread.part_of(draft, county.units[0]), code="rework").get()
    assert (run.started_on, run.due_on) == (date(2026, 4, 20), date(2026, 5, 15))


def test_a_clock_that_may_start_again_in_a_round_has_a_turn_for_each(county):
    draft = thread.handed_in(county, thread.drafted(county))
    draft = suggestion.take_up(draft, actor=county.clerk, via=told(2026, 1, 9))
    draft = suggestion.return_to_deputy(draft, actor=county.clerk, via=told(2026, 1, 9))
    suggestion.resubmit(draft, actor=county.deputy, via=told(2026, 1, 12))
    runs = of(draft, code="review").order_by("turn")
    assert [(r.turn, r.started_on, r.stopped_on) for r in runs] == [
        (1, date(2026, 1, 8), date(2026, 1, 9)),
        (2, date(2026, 1, 12), None),
    ]


def test_a_final_state_stops_everything(county, draft, part, co_part):
    stages.withdrawn(county, draft, 2026, 1, 14)
    assert [running(each) for each in (draft, part, co_part)] == [{}, {}, {}]
    assert stages.again(draft).due_date is None


def test_a_verdict_is_due_fifteen_working_days_after_the_reply(county):
    verdict = stages.answered(county).evaluations.get()
    assert running(verdict) == {"window": date(2026, 3, 23)}
    evaluation.remind(verdict, actor=MACHINE, via=told(2026, 3, 10))
    assert running(verdict) == {"window": date(2026, 3, 23)}
