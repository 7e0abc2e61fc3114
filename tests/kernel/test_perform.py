"""One act is one transaction: what it brings about is named after it, and it is all or nothing."""

import pytest
from django.db.models import F

from lianxin.base.facts.models import Fact
from lianxin.base.records.models import ClockEvent, ClockRun, Entry, EntryText, Series
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.lifecycle import Forbidden, Refused, Rule
from lianxin.kernel.perform import batch, bring_in, deed
from lianxin.kernel.ports import Via, current, today
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions.actions import assignment, suggestion
from lianxin.work.suggestions.models import Assignment, Suggestion
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Voice
from tests.factories import stages, thread
from tests.factories.county import moment, told

TABLES = (Entry, EntryText, ClockRun, ClockEvent, Fact, Series, Suggestion, Assignment)


def written():
    """How much stands in every table that a move may write to."""
    return {model.__name__: model.objects.count() for model in TABLES}


def causes(root):
    """{(record, move): (record, move) that brought it about} of a root's entries."""
    entries = {e.pk: e for e in Entry.objects.filter(root_id=root.pk)}

    def name(entry):
        return (entry.subject_type.split(".")[1], entry.move) if entry else None

    return {name(e): name(entries.get(e.cause_id)) for e in entries.values()}


def test_what_a_move_brings_about_names_it_as_its_cause(county):
    draft = stages.answered(county)
    found = causes(draft)
    assert found["suggestion", "assign"] is None
    assert found["assignment", "assign"] == ("suggestion", "assign")
    assert found["assignment", "send_reply"] is None
    assert found["suggestion", "reply"] == ("assignment", "send_reply")
    assert found["evaluation", "open"] == ("suggestion", "reply")
    assert found["publication", "open"] == ("suggestion", "reply")


def test_a_chain_of_causes_goes_as_deep_as_the_acts_do(county):
    draft = thread.judged(county, stages.answered(county))
    found = causes(draft)
    assert found["suggestion", "evaluate"] == ("evaluation", "release")
    assert found["suggestion", "rework"] == ("evaluation", "release")
    assert found["assignment", "begin_rework"] == ("suggestion", "rework")
    assert Entry.objects.filter(cause_id__gt=F("pk")).count() == 0  # a cause is written first


def test_moves_of_one_act_share_its_door_and_its_moments(county):
    thread.with_units(county)
    act = Entry.objects.get(move="assign", subject_type="suggestions.suggestion")
    caused = Entry.objects.filter(cause_id=act.pk)
    assert caused.count() == 2
    assert set(caused.values_list("happened_at", "channel", "seat_id")) == {
        (moment(2026, 1, 12), "scenario", county.leader.pk)
    }


def test_nested_moves_see_the_record_as_the_act_has_it(county):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    stale = thread.part_of(draft, county.units[0])
    draft = thread.replied(county, draft)
    with pytest.raises(Refused):  # the part it was handed is old; the locked one was asked
        assignment.acknowledge(stale, actor=county.a_clerk, via=told(2026, 3, 3))
    assert draft.state == "replied"


def test_what_fails_at_the_end_of_an_act_leaves_nothing_of_it(county):
    draft = thread.with_units(county)
    before = written()

    def act():
        with deed():
            part = thread.part_of(draft, county.units[0])
            assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
            assignment.start_handling(
                part, actor=county.a_clerk, note="words", via=told(2026, 1, 14), **thread.PLAN
            )
            raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        act()
    assert written() == before
    assert thread.part_of(draft, county.units[0]).state == "assigned"


def test_a_refused_nested_move_undoes_the_whole_act(county):
    draft = thread.drafted(county)
    draft = thread.registered(county, thread.handed_in(county, draft))
    part = assignment.propose(
        actor=county.clerk,
        suggestion=draft,
        unit=county.units[0],
        kind="lead",
        via=told(2026, 1, 12, 9),
    )
    assignment.agree(part, actor=county.supervision, via=told(2026, 1, 12, 9))
    before = written()

    def act():
        with deed():
            suggestion.assign(draft, actor=county.leader, via=told(2026, 1, 12, 10))
            assignment.send_reply(part, actor=county.a_clerk, via=told(2026, 1, 12, 11))

    with pytest.raises(Refused):
        act()
    assert written() == before
    assert (stages.again(draft).state, stages.again(part).state) == ("registered", "proposed")


def test_an_act_leaves_no_trace_in_the_process(county):
    draft = thread.drafted(county)
    with pytest.raises(Forbidden):
        suggestion.submit(draft, actor=county.leader)
    thread.handed_in(county, draft)
    assert current.get() is None


def test_rules_asked_in_an_act_are_asked_on_the_day_it_happened(county, monkeypatch):
    seen = []

    def watched(self, seat, record):
        seen.append(str(today()))
        return self.holds(seat, record)

    monkeypatch.setattr(Rule, "__call__", watched)
    thread.drafted(county)
    assert set(seen) == {"2026-01-05"}


# Batches


def five(county):
    return [
        suggestion.begin(
            actor=county.deputy, organ=county.office, title=str(n), body="…", via=told(2026, 1, 5)
        )
        for n in range(5)
    ]


def test_a_batch_moves_what_it_can_and_says_what_it_could_not(county, english):
    drafts = five(county)
    suggestion.submit(drafts[3], actor=county.deputy, via=told(2026, 1, 6))
    moved, refused = batch(
        suggestion.submit, reversed(drafts), actor=county.deputy, via=told(2026, 1, 7)
    )
    assert [each.title for each in moved] == ["0", "1", "2", "4"]
    assert [(each.title, why) for each, why in refused] == [("3", ("Hand it in: Handed in",))]
    assert Entry.objects.filter(move="submit").count() == 5
    assert ClockRun.objects.filter(code="review").count() == 5
    assert Fact.objects.filter(kind="suggestion.submitted").count() == 5


def test_a_refusal_in_a_batch_leaves_no_trace_of_what_it_had_begun(county):
    drafts = [thread.with_units(county)]
    for _n in range(2):
        draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
        drafts.append(thread.assigned(county, draft, co=None))

    def begin_all(record, *, actor, via):
        """Signs for the lead's part, and then asks what only one of them may."""
        part = assignment.acknowledge(
            thread.part_of(record, county.units[0]), actor=county.a_clerk, via=via
        )
        if record.pk == drafts[1].pk:
            assignment.sign_reply(part, actor=county.a_head, via=via)
        return part

    before = written()
    moved, refused = batch(begin_all, drafts, actor=county.a_clerk, via=told(2026, 1, 13))
    assert ([part.suggestion_id for part in moved], [r.pk for r, _why in refused]) == (
        [drafts[0].pk, drafts[2].pk],
        [drafts[1].pk],
    )
    trace = Entry.objects.filter(root_id=drafts[1].pk, move="acknowledge").count()
    opened = ClockRun.objects.filter(root_id=drafts[1].pk, code="return_window").count()
    events = ClockEvent.objects.filter(run__root_id=drafts[1].pk, kind="stop", run__code="sign_for")
    assert (trace, opened, events.count()) == (0, 0, 0)
    untouched = ClockRun.objects.get(root_id=drafts[1].pk, code="sign_for")
    assert untouched.stopped_on is None
    assert thread.part_of(drafts[1], county.units[0]).state == "assigned"
    assert written()["Entry"] == before["Entry"] + 2
    again, none = batch(begin_all, drafts[1:2], actor=county.a_clerk, via=told(2026, 1, 13))
    assert (again, len(none)) == ([], 1)  # it may be tried again, and is refused again


def test_what_a_refusal_undid_can_be_done_rightly_in_the_same_act(county):
    drafts = [thread.handed_in(county, thread.drafted(county)) for _n in range(3)]
    acts = {"actor": county.clerk, "via": told(2026, 1, 9)}

    def half(record, *, actor, via):
        suggestion.take_up(record, actor=actor, via=via)
        raise Refused("only half of it")

    with deed():
        assert batch(half, drafts, **acts)[0] == []
        moved, refused = batch(suggestion.take_up, drafts, **acts)
    assert (len(moved), refused) == (3, [])
    assert Entry.objects.filter(move="take_up", before="submitted").count() == 3
    assert {stages.again(draft).state for draft in drafts} == {"in_review"}


def test_a_child_of_a_refused_move_is_forgotten_with_it(county):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    via = told(2026, 1, 12, 9)

    def put_forward(unit, kind):
        part = assignment.propose(
            actor=county.clerk, suggestion=draft, unit=county.units[unit], kind=kind, via=via
        )
        assignment.agree(part, actor=county.supervision, via=via)

    def half(record, *, actor):
        put_forward(0, "co")
        suggestion.assign(record, actor=actor, via=via)
        raise Refused("only half of it")

    put_forward(1, "lead")
    with deed():
        assert batch(half, [draft], actor=county.leader)[0] == []
        suggestion.assign(draft, actor=county.leader, via=via)
    (part,) = Assignment.objects.all()
    assert (part.unit, part.state) == (county.units[1], "assigned")
    assert set(ClockRun.objects.filter(code="reply").values_list("subject_id", flat=True)) == {
        part.pk
    }
    assert stages.again(draft).due_date == part.due_date


def test_a_batch_of_children_locks_their_roots_first(county):
    drafts = []
    for _n in range(3):
        draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
        drafts.append(thread.assigned(county, draft, co=None))
    parts = [thread.part_of(draft, county.units[0]) for draft in drafts]
    moved, refused = batch(
        assignment.acknowledge, reversed(parts), actor=county.a_clerk, via=told(2026, 1, 13)
    )
    assert ([part.pk for part in moved], refused) == ([part.pk for part in parts], [])
    duties = Suggestion.objects.order_by("pk").values_list("due_date", flat=True)
    assert {str(day) for day in duties} == {"2026-02-10"}  # the talk, within 20 working days


# Births in bulk


def test_what_is_brought_in_has_its_entry_its_clock_and_its_fact(county):
    rows = [
        Voice(
            cell_id=county.cell.pk,
            title=str(n),
            body="…",
            channel="sheet",
            said_at=moment(2026, 1, 5),
            venue=county.venue,
        )
        for n in range(3)
    ]
    bring_in(VOICE, "bring_in", rows, actor=county.clerk, via=Via("import", moment(2026, 1, 6)))
    assert Voice.objects.filter(state="submitted", round=1).count() == 3
    entries = Entry.objects.filter(move="bring_in").order_by("subject_id")
    assert [(e.subject_id, e.root_id, e.channel) for e in entries] == [
        (row.pk, row.pk, "import") for row in rows
    ]
    due = {str(day) for day in ClockRun.objects.values_list("due_on", flat=True)}
    assert (due, {str(row.due_date) for row in Voice.objects.all()}) == (
        {"2026-01-08"},
        {"2026-01-08"},
    )
    assert Fact.objects.filter(kind="voice.received").count() == 3


def test_nobody_brings_in_what_is_not_his_and_then_nothing_comes_in(county, elsewhere):
    row = Voice(cell_id=county.cell.pk, title="…", body="…", said_at=moment(2026, 1, 5))
    for actor in (elsewhere.clerk, county.deputy):
        with pytest.raises(Forbidden):
            bring_in(VOICE, "bring_in", [row], actor=actor, via=Via("import"))
    assert Voice.objects.count() == 0
    assert bring_in(VOICE, "bring_in", [], actor=MACHINE, via=Via("import")) == []


def test_every_living_record_knows_its_lifecycle_and_its_root(county):
    draft = stages.answered(county)
    part = thread.part_of(draft, county.units[0])
    assert (lifecycle_of(part).name, part.root(), draft.root()) == ("assignment", draft, draft)
