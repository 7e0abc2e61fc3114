"""Periods: started, bounded, extended, rested, recounted and explained as the norms ask."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection

from lianxin.base.records import actions as book
from lianxin.base.records.actions import Ledger
from lianxin.base.records.actions.clocks import turn
from lianxin.base.records.models import ClockEvent, ClockRun
from lianxin.base.records.queries import explain, overdue, runs_under
from lianxin.institution.congress.actions import override_day, set_rule
from lianxin.institution.congress.models import MACHINE, RuleProfile, RuleValue
from lianxin.institution.congress.queries import light_of
from lianxin.kernel.calendar import NoSuchRule
from lianxin.kernel.lifecycle import Clock, Lifecycle, Refused
from lianxin.kernel.ports import ports
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions.actions import assignment, evaluation, extension, suggestion
from lianxin.work.suggestions.lifecycle import ASSIGNMENT
from lianxin.work.suggestions.models import Suggestion
from tests.factories import stages, thread
from tests.factories.county import told


@pytest.fixture
def draft(county):
    """With the units since Monday 12 January 2026."""
    return thread.with_units(county)


@pytest.fixture
def part(county, draft):
    return thread.part_of(draft, county.units[0])


@pytest.fixture
def co_part(county, draft):
    return thread.part_of(draft, county.units[1])


def of(record, **more):
    return ClockRun.objects.filter(
        subject_type=record._meta.label_lower, subject_id=record.pk, **more
    )


def running(record):
    """{clock: its last day} of what runs for a record."""
    return dict(of(record, stopped_on=None).values_list("code", "due_on"))


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
        owed = [r.due_on for r in runs if not (r.stopped_on or r.paused_on or r.window)]
        assert (str(record), record.due_date) == (str(record), min(owed, default=None))


def test_a_clock_that_has_stopped_is_no_duty_and_a_window_never_is(county, part, co_part):
    for clerk, each in ((county.a_clerk, part), (county.b_clerk, co_part)):
        assignment.acknowledge(each, actor=clerk, via=told(2026, 1, 13))
    late = overdue(county.cell.pk, on=date(2026, 2, 13))
    assert list(late.values_list("code", "due_on")) == [("first_contact", date(2026, 2, 10))]
    assert of(part, code="return_window").get().due_on < date(2026, 2, 13)


# The reply period, its extension and its ceiling (R-H1, R-H2)


def extended(county, part, until, *day):
    """Prepared by the clerk, asked for by the head, granted by the office."""
    asked = extension.prepare(
        actor=county.a_clerk,
        assignment=part,
        until=until,
        reasons="The soil.",
        told_on=date(*day[:3]),
        via=told(*day, 8),
    )
    asked = extension.request(asked, actor=county.a_head, via=told(*day, 9))
    return extension.grant(asked, actor=county.clerk, via=told(*day, 10))


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
    assert draft.due_date == date(2026, 3, 30)  # its publication has been owed for longer
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


# The profile


def of_a_town(county):
    type(county.congress).objects.filter(pk=county.congress.pk).update(level="town")


def test_a_town_with_a_shorter_period(county):
    of_a_town(county)
    town = RuleProfile.objects.create(name="Town", congress=county.congress)
    for key, months in (("reply.town.normal", 2), ("reply.town.max", 4)):
        set_rule(town, key, months, unit="m", basis="R-H3", valid_from=date(2025, 1, 1))
    part = thread.part_of(thread.with_units(county), county.units[0])
    assert running(part) == {
        "sign_for": date(2026, 1, 15),
        "reply_town": date(2026, 3, 12),
        "reply_ceiling_town": date(2026, 5, 12),
    }
    run = of(part, code="reply_town").get()
    assert (run.explanation["basis"], run.ceiling_on) == ("R-H3", date(2026, 5, 12))


def test_a_town_without_a_rule_of_its_own_counts_by_the_platforms(county):
    of_a_town(county)
    part = thread.part_of(thread.with_units(county), county.units[0])
    assert running(part)["reply_town"] == date(2026, 4, 13)


@pytest.mark.parametrize(
    ("valid_from", "due"), [((2026, 1, 12), date(2026, 3, 12)), ((2026, 1, 13), date(2026, 4, 13))]
)
def test_a_dated_change_holds_from_its_day_and_not_before(county, valid_from, due):
    profile = RuleProfile.objects.create(name="County", cell=county.cell)
    set_rule(profile, "reply.normal", 2, unit="m", basis="R", valid_from=date(*valid_from))
    part = thread.part_of(thread.with_units(county), county.units[0])
    assert running(part)["reply"] == due


def test_the_nearest_profile_wins_and_the_older_value_stays_on_record(county, elsewhere):
    resolve = ports().resolve
    here = SimpleNamespace(cell_id=county.cell.pk, congress_id=county.congress.pk)
    there = SimpleNamespace(cell_id=elsewhere.cell.pk, congress_id=elsewhere.congress.pk)
    cell = RuleProfile.objects.create(name="County", cell=county.cell)
    congress = RuleProfile.objects.create(name="Congress", congress=county.congress)
    platform = RuleProfile.objects.get(cell=None, congress=None)
    for profile, value, year in ((congress, 9, 2021), (cell, 8, 2025), (platform, 7, 2026)):
        set_rule(profile, "contact.min", value, unit="n", basis="…", valid_from=date(year, 1, 1))
    asked = [
        resolve("contact.min", record, date(year, 6, 1)).value
        for record in (here, there)
        for year in (2020, 2024, 2025, 2026)
    ]
    assert asked == [1, 9, 9, 9, 1, 1, 1, 7]
    assert RuleValue.objects.filter(key="contact.min").count() == 4
    with pytest.raises(NoSuchRule):
        resolve("contact.min", here, date(2019, 1, 1))


# Explained, recounted, rested


def test_every_due_date_explains_itself(county, part, english):
    run = of(part, code="reply").get()
    assert explain(run) == (
        "3 months from Jan. 12, 2026 (R-H1 (代表法 Art 51 ¶2)); April 12, 2026 is a day of rest, "
        "so it ends on April 13, 2026; never later than July 13, 2026."
    )
    assert explain(of(part, code="sign_for").get()) == (
        "3 working days from Jan. 12, 2026 (§2.2 S7); this number has not been verified."
    )
    extended(county, part, date(2026, 10, 5), 2026, 4, 10)
    assert explain(of(part, code="reply").get()).endswith(
        "; extended to July 13, 2026, asked for Oct. 5, 2026; never later than July 13, 2026."
    )


def test_a_date_in_a_year_whose_days_off_are_not_announced_says_so(county, english):
    draft = thread.drafted(county)
    suggestion.submit(draft, actor=county.deputy, via=told(2026, 11, 19))
    suggestion.take_up(draft, actor=county.clerk, via=told(2026, 11, 19))
    suggestion.write_opinion(draft, actor=county.clerk, opinion_code="file", via=told(2026, 11, 19))
    suggestion.register(draft, actor=county.leader, via=told(2026, 11, 19, 11))
    thread.assigned(county, draft, co=None, day=(2026, 11, 20))
    run = of(thread.part_of(draft, county.units[0]), code="reply").get()
    assert run.explanation["unpublished"] == [2027]
    assert "the days off of 2027 are not announced yet" in explain(run)


def recounted(run, record, *day):
    return book.recompute(run, record, lifecycle=lifecycle_of(record), on=date(*day))


def test_open_dates_move_when_the_calendar_is_announced(county, draft, part):
    run = of(part, code="sign_for").get()
    override_day(date(2026, 1, 14), works=False, notice="a late notice", cell=county.cell)
    recounted(run, part, 2026, 1, 13)
    event = ClockEvent.objects.get(kind="recompute")
    assert (run.due_on, event.due_before, event.due_after, event.entry_id) == (
        date(2026, 1, 16),
        date(2026, 1, 15),
        date(2026, 1, 16),
        None,
    )
    draft.refresh_from_db()
    part.refresh_from_db()
    assert (part.due_date, draft.due_date) == (date(2026, 1, 16), date(2026, 1, 15))
    recounted(run, part, 2026, 1, 13)  # nothing is left to change
    assert ClockEvent.objects.filter(kind="recompute").count() == 1


def test_a_date_that_a_person_set_is_not_changed_by_a_recount(county, part):
    extended(county, part, date(2026, 5, 29), 2026, 4, 10)
    run = of(part, code="reply").get()
    override_day(date(2026, 5, 29), works=False, notice="…")
    recounted(run, part, 2026, 4, 13)
    assert (run.due_on, ClockEvent.objects.filter(kind="recompute").count()) == (
        date(2026, 5, 29),
        0,
    )


@pytest.mark.parametrize(
    ("rule", "due"),
    [("contact.first_within", date(2026, 2, 13)), ("eval.window", date(2026, 2, 6))],
)
def test_a_clock_of_an_office_may_rest(county, part, rule, due):
    """No statutory clock rests; one that an office defines may, by working days or by days."""
    resting = ASSIGNMENT.state("return_requested")
    life = Lifecycle(
        "assignment",
        ASSIGNMENT.states,
        ASSIGNMENT.moves,
        clocks=(
            Clock(
                code="own",
                label="own",
                rule=rule,
                starts_on=("acknowledge",),
                stops_on=("draft_reply",),
                pauses_in=(resting,),
            ),
        ),
    )
    ledger = Ledger(lambda lines: None)
    steps = (
        ("acknowledge", "received", date(2026, 1, 13)),
        ("request_return", "return_requested", date(2026, 1, 15)),
        ("deny_return", "received", date(2026, 1, 20)),
    )
    for verb, part.state, day in steps:
        turn(ledger, part, life, verb, county.a_clerk, day, None)
    run = next(run for run in ledger.runs_of(part) if run.code == "own")
    assert (run.due_on, run.paused_on) == (due, None)
    assert run.explanation["rests"] == [["2026-01-15", "2026-01-20", 3]]
    assert [event[1] for event in ledger.events] == ["start", "pause", "resume"]


# Lights


@pytest.mark.parametrize(
    ("due", "started", "tone", "days"),
    [
        ((2026, 1, 9), None, "r", -1),  # Friday's; today is Monday
        ((2026, 1, 12), None, "y", 0),
        ((2026, 1, 19), None, "y", 5),
        ((2026, 1, 20), None, "g", 6),
        ((2026, 4, 13), (2025, 1, 13), "y", 60),  # less than a fifth is left
        ((2026, 4, 13), (2025, 12, 13), "g", 60),
    ],
)
def test_a_light_turns_yellow_at_five_days_or_a_fifth_whichever_is_sooner(
    rules, due, started, tone, days
):
    light = light_of(
        date(*due), today=date(2026, 1, 12), cell_id=None, started_on=started and date(*started)
    )
    assert (light.tone, light.days) == (tone, days)
    assert light_of(None, today=date(2026, 1, 12), cell_id=None) is None


def test_a_suggestions_open_duties_are_found_by_their_index(county, draft):
    plan = overdue(county.cell.pk, on=date(2026, 2, 1)).explain()
    assert connection.vendor == "postgresql" or "open_duties" in plan
    assert Suggestion.objects.get().due_date == date(2026, 1, 15)
