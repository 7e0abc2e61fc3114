"""A date put right: the step moves, its clocks are counted again, its facts take a new day."""

from datetime import date

import pytest

from lianxin.base.facts.models import Fact
from lianxin.base.records.actions import seal
from lianxin.base.records.models import ClockEvent, Entry
from lianxin.base.records.queries import moment_of, story, verify
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.work.suggestions.actions import assignment, suggestion
from lianxin.work.voices import actions as voices
from tests.factories import thread
from tests.factories.clocks import of, running
from tests.factories.county import moment, told

REASON = "The meeting was on Friday; the clerk wrote Monday."


def step(record, move):
    """The newest entry of a record's move."""
    about = {"subject_type": record._meta.label_lower, "subject_id": record.pk}
    return Entry.objects.filter(move=move, **about).order_by("-pk")[0]


def put_right(record, move, when, actor, verb=suggestion.correct_date):
    return verb(
        record,
        actor=actor,
        entry=step(record, move).pk,
        moment=when,
        note=REASON,
        via=told(2026, 1, 20),
    )


def test_the_units_periods_are_counted_again_from_the_right_day(county):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    assert running(part)["reply"] == date(2026, 4, 13)

    put_right(draft, "assign", moment(2026, 1, 15), county.clerk)

    part.refresh_from_db()
    draft.refresh_from_db()
    assert running(part) == {
        "sign_for": date(2026, 1, 20),
        "reply": date(2026, 4, 15),
        "reply_ceiling": date(2026, 7, 15),
    }
    assert (draft.assigned_on, part.assigned_on) == (date(2026, 1, 15), date(2026, 1, 15))
    assert (part.due_date, draft.due_date) == (date(2026, 1, 20), date(2026, 1, 20))
    done = {run.code: run.stopped_on for run in of(draft) if run.stopped_on}
    assert done["assign_intersession"] == date(2026, 1, 15)


def test_each_clock_names_the_correction_and_the_entry_stays_as_it_was_written(county):
    draft = thread.with_units(county)
    was = step(draft, "assign")
    put_right(draft, "assign", moment(2026, 1, 15), county.clerk)

    correction = step(draft, "correct_date")
    events = ClockEvent.objects.filter(kind="recompute")
    assert {event.entry_id for event in events} == {correction.pk}
    assert events.count() == 5  # two sign for it, one replies within a ceiling, the office assigned
    now = Entry.objects.get(pk=was.pk)
    assert (now.happened_at, moment_of(now)) == (was.happened_at, moment(2026, 1, 15))
    assert correction.text.body.splitlines()[0] == REASON
    assert correction.text.body.endswith("2026-01-12 10:00 → 2026-01-15 10:00")
    seal(draft.cell_id)
    assert verify(draft.cell_id).whole


def test_what_followed_in_the_same_act_moves_with_it(county):
    draft = thread.with_units(county)
    put_right(draft, "assign", moment(2026, 1, 15), county.clerk)
    moved = {e.move: moment_of(e) for e in story(draft) if e.subject_type.endswith("assignment")}
    assert moved["assign"] == moment(2026, 1, 15)
    assert moved["propose"] == moment(2026, 1, 12, 9)


def test_a_fact_takes_the_new_day_and_the_old_one_counts_no_more(county):
    draft = thread.with_units(county)
    put_right(draft, "submit", moment(2026, 1, 7), county.clerk)
    facts = Fact.objects.filter(kind="suggestion.submitted").order_by("pk")
    old, new = facts
    assert (old.on, new.on, new.supersedes) == (date(2026, 1, 8), date(2026, 1, 7), old)
    assert Fact.objects.filter(kind="suggestion.submitted", fact__isnull=True).get() == new


def test_a_date_can_be_put_right_twice(county):
    draft = thread.with_units(county)
    put_right(draft, "assign", moment(2026, 1, 15), county.clerk)
    put_right(draft, "assign", moment(2026, 1, 12, 15), county.clerk)
    part = thread.part_of(draft, county.units[0])
    assert (moment_of(step(draft, "assign")), running(part)["reply"]) == (
        moment(2026, 1, 12, 15),
        date(2026, 4, 13),
    )


@pytest.mark.parametrize(
    ("move", "day", "says"),
    [
        ("assign", (2099, 1, 1), "in the future"),
        ("assign", (2026, 1, 1), "before the step that preceded it"),
        ("register", (2026, 1, 13), "after the step that followed it"),
        ("assign", (2026, 1, 12), "stands there already"),
    ],
)
def test_no_step_can_come_to_stand_where_it_cannot_have_been(county, move, day, says):
    draft = thread.with_units(county)
    before = running(thread.part_of(draft, county.units[0]))
    with pytest.raises(Refused, match=says):
        put_right(draft, move, moment(*day), county.clerk)
    assert running(thread.part_of(draft, county.units[0])) == before
    assert not Entry.objects.filter(move="correct_date").exists()


def test_what_followed_from_another_step_is_put_right_there(county):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    with pytest.raises(Refused, match="followed from another step"):
        put_right(part, "assign", moment(2026, 1, 9), county.clerk, assignment.correct_date)


def test_a_units_own_step_is_put_right_on_its_part(county):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 14))
    put_right(part, "acknowledge", moment(2026, 1, 13), county.clerk, assignment.correct_date)
    assert running(part)["return_window"] == date(2026, 1, 22)
    signed = [run for run in of(part) if run.code == "sign_for"]
    assert [run.stopped_on for run in signed] == [date(2026, 1, 13)]


def test_a_step_of_another_record_is_no_step_of_this_one(county):
    draft, other = thread.with_units(county), thread.with_units(county)
    with pytest.raises(Refused, match="step of this record"):
        suggestion.correct_date(
            draft,
            actor=county.clerk,
            entry=step(other, "assign").pk,
            moment=moment(2026, 1, 9),
            note=REASON,
        )


def test_only_the_office_may(county):
    draft = thread.with_units(county)
    for seat in (county.deputy, county.a_clerk, county.leader):
        with pytest.raises(Forbidden):
            put_right(draft, "assign", moment(2026, 1, 9), seat)


def test_the_page_offers_the_steps_and_keeps_what_was_typed(county, sign_in):
    draft = thread.with_units(county)
    browser = sign_in(county.clerk)
    address = f"/suggestions/{draft.pk}/correct_date/"
    page = browser.get(address).content.decode()
    assert "2026-01-12 10:00 Assigned" in page
    wrong = {"entry": step(draft, "assign").pk, "moment": "2026-01-01T10:00", "note": REASON}
    answer = browser.post(address, wrong)
    assert (answer.status_code, REASON in answer.content.decode()) == (409, True)
    without = browser.post(address, wrong | {"note": ""})
    assert without.status_code == 422
    right = browser.post(address, wrong | {"moment": "2026-01-13T10:00"})
    assert right.status_code == 302
    trail = browser.get(f"/suggestions/{draft.pk}/").content.decode()
    assert "the date was put right" in trail
    assert "A date was put right" in trail


def test_the_town_clerk_puts_a_voices_date_right(county):
    voice = thread.spoken(county)
    voices.correct_date(
        voice,
        actor=county.town_clerk,
        entry=step(voice, "take_up").pk,
        moment=moment(2026, 1, 6, 8),
        note=REASON,
    )
    assert moment_of(step(voice, "take_up")) == moment(2026, 1, 6, 8)
