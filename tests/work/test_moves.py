"""Moves from end to end: the trail they leave, the doors they come through, how they refuse."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lianxin.base.records.models import Entry, Series
from lianxin.institution.congress.models import ANYONE, MACHINE
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.kernel.ports import Via
from lianxin.work.suggestions.actions import (
    assignment,
    suggestion,
)
from lianxin.work.suggestions.models import Reply
from tests.factories import stages, thread
from tests.factories.county import moment, told

pytestmark = pytest.mark.usefixtures("english")


# The trail


def test_a_move_leaves_a_trail_of_who_from_which_seat_and_when(county):
    draft = thread.with_units(county)
    first = Entry.objects.order_by("pk").first()
    assert (first.subject_type, first.before, first.move, first.after, first.seat_id) == (
        "suggestions.suggestion",
        "",
        "begin",
        "draft",
        county.deputy.pk,
    )
    entry = Entry.objects.get(move="assign", subject_id=draft.pk, before="registered")
    assert (entry.after, entry.seat_id, entry.user_id, entry.role, entry.who) == (
        "with_units",
        county.leader.pk,
        county.leader.user_id,
        "leader",
        "leader office　leader",
    )
    assert (entry.happened_at, entry.channel, entry.cause_id) == (
        moment(2026, 1, 12),
        "scenario",
        None,
    )
    assert entry.recorded_at > entry.happened_at


def test_the_trail_keeps_the_name_of_those_days(county):
    thread.drafted(county)
    county.deputy.holder = "Somebody new"
    county.deputy.save()
    assert Entry.objects.get().who == "Li office　Li"


def test_a_note_is_kept_as_words_beside_the_entry(county):
    draft = thread.drafted(county)
    suggestion.submit(draft, actor=county.deputy, note="before the rain", via=told(2026, 1, 8))
    entry = Entry.objects.get(move="submit")
    assert (entry.text.body, len(entry.text_digest)) == ("before the rain", 64)
    assert Entry.objects.get(move="begin").text_digest == ""


# The doors


@pytest.mark.parametrize("channel", ["web", "api", "phone"])
def test_only_three_doors_may_say_when_it_happened(channel):
    with pytest.raises(ValueError, match="may not state"):
        Via(channel, happened_at=moment(2026, 1, 1))
    assert Via(channel).happened_at is None


def test_late_entry_on_behalf_needs_a_reason(county):
    draft = stages.begun(county, entered=True)
    late = timezone.now() - timedelta(days=30)
    with pytest.raises(Refused, match="so late"):
        suggestion.submit(draft, actor=county.town_clerk, via=Via("behalf", late, "Li"))
    done = suggestion.submit(
        draft, actor=county.town_clerk, via=Via("behalf", late, "Li", "brought on paper")
    )
    entry = Entry.objects.get(move="submit")
    assert (done.state, entry.on_behalf_of, entry.text.body, entry.channel) == (
        "submitted",
        "Li",
        "brought on paper",
        "behalf",
    )


def test_entry_on_behalf_some_days_late_needs_none(county):
    draft = thread.drafted(county, day=(2026, 1, 5))
    just = timezone.now() - timedelta(days=1)
    done = suggestion.submit(draft, actor=county.deputy, via=Via("behalf", just, "Li"))
    assert done.state_since == just


def test_nothing_happens_in_the_future(county):
    draft = thread.drafted(county)
    tomorrow = Via("scenario", timezone.now() + timedelta(days=1))
    with pytest.raises(Refused, match="in the future"):
        suggestion.submit(draft, actor=county.deputy, via=tomorrow)


def test_nothing_happens_before_what_preceded_it(county):
    part = thread.part_of(thread.with_units(county), county.units[0])
    with pytest.raises(Refused, match="before the step"):
        assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 11))


# Saying no


def test_refusals_give_all_their_reasons_and_change_nothing(county):
    part = thread.part_of(thread.with_units(county), county.units[0])
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
    part = assignment.start_handling(
        part, actor=county.a_clerk, via=told(2026, 1, 14), **thread.PLAN
    )
    part = assignment.draft_reply(
        part, actor=county.a_clerk, category="resolved", text="…", via=told(2026, 1, 15)
    )
    with pytest.raises(Refused) as refusal:
        assignment.sign_reply(part, actor=county.a_head, via=told(2026, 1, 16))
    assert refusal.value.reasons == (
        "Talk with the deputy before sending a written reply.",
        "Wait for the opinions of the co-units, or until their time has run out.",
    )
    part.refresh_from_db()
    assert (part.state, Reply.objects.get().signed_by) == ("reply_draft", "")
    assert Series.objects.filter(key__startswith="letter").count() == 0


@pytest.mark.parametrize("who", ["leader", "a_clerk", "second", "supervision", "auditor"])
def test_only_those_named_hand_it_in(county, who):
    draft = thread.drafted(county)
    with pytest.raises(Forbidden):
        suggestion.submit(draft, actor=getattr(county, who))


@pytest.mark.parametrize("nobody", [ANYONE, MACHINE])
def test_nobody_without_a_seat_hands_it_in(county, nobody):
    with pytest.raises(Forbidden):
        suggestion.submit(thread.drafted(county), actor=nobody)


def test_the_second_of_two_clicks_is_refused(county):
    draft = thread.drafted(county)
    stale = stages.again(draft)
    thread.handed_in(county, draft)
    with pytest.raises(Refused, match="Hand it in: Handed in"):
        suggestion.submit(stale, actor=county.deputy)


def test_who_drafts_does_not_sign_and_who_reviews_does_not_decide(county):
    draft = stages.reviewed(county, thread.handed_in(county, thread.drafted(county)))
    one_person = county.seat("both", "leader", organ=county.office)
    type(draft).objects.filter(pk=draft.pk).update(opinion_seat_id=one_person.pk)
    with pytest.raises(Refused, match="a second person must"):
        suggestion.register(draft, actor=one_person, via=told(2026, 1, 9, 14))
    assert suggestion.register(draft, actor=county.leader, via=told(2026, 1, 9, 14)).number
