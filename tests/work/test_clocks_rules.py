"""Periods by rule: the profile that holds, the sentence that explains, rests, lights."""

from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.utils.translation import override

from lianxin.base.records import actions as book
from lianxin.base.records.actions import Ledger
from lianxin.base.records.actions.clocks import turn
from lianxin.base.records.models import ClockEvent
from lianxin.base.records.queries import explain, overdue
from lianxin.institution.congress.actions import override_day, set_rule
from lianxin.institution.congress.models import RuleProfile, RuleValue
from lianxin.institution.congress.queries import light_of
from lianxin.kernel.calendar import NoSuchRule
from lianxin.kernel.lifecycle import Clock, Lifecycle
from lianxin.kernel.ports import ports
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions.actions import suggestion
from lianxin.work.suggestions.lifecycle import ASSIGNMENT
from lianxin.work.suggestions.models import Suggestion
from tests.factories import thread
from tests.factories.clocks import extended, of, running
from tests.factories.county import told

# The profile


def of_a_town(county):
    type(county.congress).objects.filter(pk=county.congress.pk).update(level="town")


def test_a_town_with_a_shorter_period(county):
    of_a_town(county)
    town = RuleProfile.objects.create(name="Town", congress=county.congress)
    for key, months in (("reply.town.normal", 2), ("reply.town.max", 4)):
        set_rule(town, key, months, unit="m", basis="《乡镇办法》", valid_from=date(2025, 1, 1))
    part = thread.part_of(thread.with_units(county), county.units[0])
    assert running(part) == {
        "sign_for": date(2026, 1, 15),
        "reply_town": date(2026, 3, 12),
        "reply_ceiling_town": date(2026, 5, 12),
    }
    run = of(part, code="reply_town").get()
    assert (run.explanation["basis"], run.ceiling_on) == ("《乡镇办法》", date(2026, 5, 12))


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
        "3 months from Jan. 12, 2026 (Deputies Law, Art. 51(2)); April 12, 2026 is a day of rest, "
        "so it ends on April 13, 2026; never later than July 13, 2026."
    )
    assert explain(of(part, code="sign_for").get()) == (
        "3 working days from Jan. 12, 2026 (working practice; the county's own measures prevail); "
        "this number has not been verified."
    )
    extended(county, part, date(2026, 10, 5), 2026, 4, 10)
    assert explain(of(part, code="reply").get()).endswith(
        "; extended to July 13, 2026, asked for Oct. 5, 2026; never later than July 13, 2026."
    )


def test_a_reader_of_chinese_is_given_the_article_as_a_clerk_cites_it(county, part):
    run = of(part, code="reply").get()
    with override("zh-hans"):
        assert explain(run) == (
            "自2026年1月12日起 3 个月（《代表法》第五十一条第二款）；"
            "2026年4月12日是休息日，顺延到2026年4月13日；最晚不超过2026年7月13日。"
        )


def test_a_basis_that_an_office_gave_in_one_language_is_shown_as_it_stands(county, english):
    profile = RuleProfile.objects.create(name="County", cell=county.cell)
    basis = "《办理办法》第三条"
    day = date(2025, 1, 1)
    set_rule(profile, "reply.normal", 2, unit="m", basis=basis, valid_from=day, verified=True)
    part = thread.part_of(thread.with_units(county), county.units[0])
    run = of(part, code="reply").get()
    assert explain(run).startswith("2 months from Jan. 12, 2026 (《办理办法》第三条);")


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
