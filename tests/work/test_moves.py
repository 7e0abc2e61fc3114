"""Moves from end to end: the trail they leave, the doors they come through, who is first."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from lianxin.base.facts.models import Fact
from lianxin.base.records.models import Entry, Link, Series
from lianxin.institution.congress.models import ANYONE, MACHINE
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.kernel.ports import Via
from lianxin.work.suggestions.actions import (
    assignment,
    cosignature,
    evaluation,
    publication,
    suggestion,
)
from lianxin.work.suggestions.models import Reply, Suggestion
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import by_code, new_code, resident_of
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


# Signatures


def test_a_changed_text_asks_every_signature_again(county):
    draft = thread.cosigned(county, thread.drafted(county))
    draft = suggestion.edit(draft, actor=county.deputy, body="Better.", via=told(2026, 1, 7, 12))
    assert set(draft.cosignatures.values_list("state", flat=True)) == {"invited"}
    with pytest.raises(Refused, match="Somebody still has to confirm"):
        thread.handed_in(county, draft)
    for seat in (county.second, county.third):
        name = draft.cosignatures.get(mandate=seat.mandate_id)
        cosignature.confirm(name, actor=seat, via=told(2026, 1, 7, 13))
    assert thread.handed_in(county, draft).state == "submitted"


def test_a_deputy_joins_what_is_open_to_signing(county):
    draft = suggestion.open_cosigning(
        thread.drafted(county), actor=county.deputy, via=told(2026, 1, 6)
    )
    with pytest.raises(Refused, match="not opened it"):
        cosignature.join(actor=county.second, suggestion=draft, via=told(2026, 1, 6))
    suggestion.edit(draft, actor=county.deputy, open_to_cosigning=True, via=told(2026, 1, 6, 11))
    name = cosignature.join(
        actor=county.second, suggestion=stages.again(draft), via=told(2026, 1, 6, 12)
    )
    assert (name.state, name.mandate_id) == ("confirmed", county.second.mandate_id)


def test_a_deputy_of_another_congress_does_not_join(county, elsewhere):
    draft = suggestion.open_cosigning(
        stages.begun(county, opened=True), actor=county.deputy, via=told(2026, 1, 6)
    )
    with pytest.raises(Forbidden):
        cosignature.join(actor=elsewhere.deputy, suggestion=draft, via=told(2026, 1, 6, 12))


def test_a_draft_that_was_returned_and_signed_anew_can_still_be_handed_in(county):
    draft = stages.reviewed(county, thread.handed_in(county, thread.drafted(county)))
    draft = suggestion.return_to_deputy(draft, actor=county.clerk, via=told(2026, 1, 9, 12))
    draft = suggestion.open_cosigning(draft, actor=county.deputy, via=told(2026, 1, 10))
    with pytest.raises(Refused, match="send it again in its place"):
        suggestion.submit(draft, actor=county.deputy, via=told(2026, 1, 10, 11))
    draft = suggestion.close_cosigning(draft, actor=county.deputy, via=told(2026, 1, 10, 12))
    draft = suggestion.submit(draft, actor=county.deputy, via=told(2026, 1, 10, 13))
    assert (draft.state, draft.was_returned) == ("submitted", True)


def test_another_stations_officer_enters_nothing_for_a_deputy_who_is_not_its_own(county):
    entry = {
        "organ": county.office,
        "title": "…",
        "body": "…",
        "via": stages.for_("Wu", 2026, 1, 5),
    }
    with pytest.raises(Forbidden):
        suggestion.begin(actor=county.officer, mandate=county.third.mandate, **entry)
    draft = suggestion.begin(actor=county.officer, mandate=county.second.mandate, **entry)
    assert draft.entered_on_behalf


# Withdrawal


def test_withdrawing_ends_every_part_and_lets_the_voices_go(county):
    voice = thread.spoken(county)
    draft = thread.with_units(county, voice)
    assert stages.again(voice).state == "converted"
    draft = stages.withdrawn(county, draft, 2026, 1, 14)
    assert set(draft.assignments.values_list("state", flat=True)) == {"ended"}
    assert (stages.again(voice).state, Link.objects.filter(kind="carried").count()) == ("triage", 0)


def test_a_cosigned_suggestion_is_withdrawn_when_the_cosigners_agree(county):
    draft = thread.with_units(county)
    with pytest.raises(Refused, match="Every co-signer must agree"):
        suggestion.withdraw(draft, actor=county.deputy, via=told(2026, 1, 14))


# Verdicts and publication


def test_a_verdict_reaches_the_unit_on_the_release_day_and_not_before(county):
    verdict = stages.answered(county).evaluations.get()
    verdict = evaluation.submit(
        verdict,
        actor=county.deputy,
        attitude="satisfied",
        result="dissatisfied",
        reasons="…",
        via=told(2026, 3, 9),
    )
    with pytest.raises(Refused, match="release day"):  # the window and five days end on the 30th
        evaluation.release(verdict, actor=county.clerk, via=told(2026, 3, 27))
    assert (
        evaluation.release(verdict, actor=county.clerk, via=told(2026, 3, 30)).state == "released"
    )


def test_a_verdict_that_never_comes_is_closed_without_one(county, english):
    draft = stages.answered(county)
    verdict = draft.evaluations.get()
    with pytest.raises(Refused) as refusal:
        evaluation.expire(verdict, actor=MACHINE, via=told(2026, 3, 23))
    assert len(refusal.value.reasons) == 2
    for day in (10, 17):
        evaluation.remind(verdict, actor=MACHINE, via=told(2026, 3, day))
    verdict = evaluation.expire(verdict, actor=MACHINE, via=told(2026, 3, 24))
    assert (verdict.state, stages.again(draft).state) == ("not_returned", "evaluated")
    assert Fact.objects.filter(kind="suggestion.evaluated").count() == 0


def test_after_the_last_round_it_goes_to_consultation(county):
    draft = thread.judged(county, stages.answered(county))
    draft = thread.replied(county, draft, day=(2026, 5, 11), rework=True)
    draft = thread.judged(county, draft, "dissatisfied", (2026, 5, 12), (2026, 6, 8))
    assert (draft.state, draft.round) == ("escalated", 2)
    with pytest.raises(Refused, match="Attach the minutes"):
        suggestion.conclude(draft, actor=county.leader, via=told(2026, 6, 9))
    stages.scan(draft)
    assert suggestion.conclude(draft, actor=county.leader, via=told(2026, 6, 9)).state == "closed"


def test_nothing_is_published_wider_than_the_deputy_agreed_to_or_under_objection(county):
    draft = stages.answered(county)
    type(draft).objects.update(publicity="title")
    public = publication.check(
        draft.publication, actor=county.clerk, level="full", via=told(2026, 3, 4)
    )
    with pytest.raises(Refused, match="agreed to less"):
        publication.publish(public, actor=county.leader, via=told(2026, 3, 5))
    type(public).objects.update(level="title")
    publication.object_to(public, actor=county.deputy, via=told(2026, 3, 5))
    with pytest.raises(Refused, match="objection must be answered"):
        publication.publish(public, actor=county.leader, via=told(2026, 3, 5, 11))
    publication.answer_objection(public, actor=county.clerk, via=told(2026, 3, 5, 12))
    done = publication.publish(public, actor=county.leader, via=told(2026, 3, 5, 13))
    assert (done.state, str(done.published_on)) == ("published", "2026-03-05")


# Voices


def test_a_stranger_becomes_the_resident_of_what_was_said(county):
    code = new_code()
    voice = voices.receive(
        actor=ANYONE,
        cell_id=county.cell.pk,
        body="The lamp is dark! Nobody comes.",
        region=county.villages[0],
        code=code,
        name="Wang",
        phone="1",
    )
    assert (voice.state, voice.title, voice.entered_on_behalf) == (
        "submitted",
        "The lamp is dark",
        False,
    )
    assert (voice.venue_id, voice.town_id) == (county.venue.pk, county.towns[0].pk)
    assert (by_code(code.lower().replace("-", " ")), by_code("AAAA")) == (voice, None)
    assert code not in str(Voice.objects.values().get())
    assert Contact.objects.get().name == "Wang"
    assert voice.number.endswith("-00001")


def test_a_resident_is_one_only_of_the_voice_whose_code_he_has(county):
    one, two = (stages.said(county) for _n in range(2))
    with pytest.raises(Forbidden):
        voices.submit(two, actor=resident_of(one))
    assert voices.submit(one, actor=resident_of(one)).state == "submitted"


def test_a_voice_is_reopened_once_and_goes_to_whoever_answered(county):
    voice = stages.said(county)
    resident = resident_of(voice)
    voice = voices.submit(voice, actor=resident, via=told(2026, 1, 5, 11))
    voice = voices.take_up(voice, actor=county.officer, via=told(2026, 1, 5, 12))
    voice = voices.assign_village(
        voice, actor=county.town_clerk, unit=county.units[0], via=told(2026, 1, 6)
    )
    for day, reopened in ((7, "assigned_village"), (9, None)):
        voice = voices.record_result(
            voice, actor=county.a_clerk, result="Done.", signed_by="Head", via=told(2026, 1, day)
        )
        voice = voices.feed_back(voice, actor=county.deputy, via=told(2026, 1, day, 11))
        if reopened:
            voice = voices.reopen(voice, actor=resident, via=told(2026, 1, day, 12))
            assert (voice.state, voice.round, voice.result) == (reopened, 2, "")
    with pytest.raises(Refused, match="reopened once already"):
        voices.reopen(voice, actor=resident, via=told(2026, 1, 10))


def test_whoever_was_told_where_to_turn_is_done_with(county):
    voice = thread.spoken(county)
    voice = voices.redirect(
        voice, actor=county.officer, reason_code="R02", organ="Court", via=told(2026, 1, 6)
    )
    voice = voices.record_notice(
        voice,
        actor=county.officer,
        notice_on=moment(2026, 1, 7).date(),
        how="letter",
        via=told(2026, 1, 7),
    )
    assert (voice.state, Entry.objects.get(move="close_told").role) == ("closed", "machine")


# Who gets there first: real transactions, four threads at once


def at_once(*acts):
    """Run acts in threads that start together. Returns what each said: a record or a fault."""
    gate, said = threading.Barrier(len(acts)), [None] * len(acts)

    def run(n, act):
        try:
            gate.wait(10)
            said[n] = act()
        except Exception as fault:  # noqa: BLE001 -- told to the test
            said[n] = fault
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(60)
    return said


def in_review(county, count):
    drafts = [thread.handed_in(county, thread.drafted(county)) for _n in range(count)]
    return [stages.reviewed(county, draft) for draft in drafts]


@pytest.mark.django_db(transaction=True)
def test_of_four_at_once_one_wins_and_nothing_happens_twice(county):
    for draft in in_review(county, 3):
        said = at_once(
            *[
                lambda draft=draft: suggestion.register(
                    stages.again(draft), actor=county.leader, via=told(2026, 1, 9, 14)
                )
            ]
            * 4
        )
        won = [each for each in said if isinstance(each, Suggestion)]
        lost = [type(each) for each in said if not isinstance(each, Suggestion)]
        assert (len(won), lost) == (1, [Refused] * 3)
    assert Entry.objects.filter(move="register").count() == 3
    assert Fact.objects.filter(kind="suggestion.registered").count() == 3
    assert sorted(Suggestion.objects.values_list("number", flat=True)) == [
        "T2026-001",
        "T2026-002",
        "T2026-003",
    ]


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gaps_and_no_doubles_when_many_register_at_once(county):
    drafts = in_review(county, 8)
    type(drafts[0]).objects.filter(pk=drafts[5].pk).update(opinion_code="")  # one is refused
    said = at_once(
        *[
            lambda draft=draft: suggestion.register(
                draft, actor=county.leader, via=told(2026, 1, 9, 14)
            )
            for draft in drafts
        ]
    )
    assert [type(each) for each in said].count(Refused) == 1
    assert sorted(s.number for s in said if isinstance(s, Suggestion)) == [
        f"T2026-{n:03d}" for n in range(1, 8)
    ]


@pytest.mark.django_db(transaction=True)
def test_two_units_that_answer_at_once_answer_the_suggestion_once(county):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    draft = thread.assigned(county, draft, co=None)
    part = assignment.propose(
        actor=county.clerk,
        suggestion=draft,
        unit=county.units[1],
        kind="split",
        via=told(2026, 1, 12, 11),
    )
    assignment.agree(part, actor=county.supervision, via=told(2026, 1, 12, 11))
    with pytest.raises(Refused, match="in charge already"):
        suggestion.assign(draft, actor=county.leader, via=told(2026, 1, 12, 12))
    type(part).objects.filter(suggestion=draft).update(
        state="reply_signed", assigned_on="2026-01-12"
    )
    parts = list(draft.assignments.order_by("pk"))
    for each in parts:
        Reply.objects.create(assignment=each, round=1, category="resolved", text="…")
    said = at_once(
        *[
            lambda part=part, seat=seat: assignment.send_reply(
                part, actor=seat, via=told(2026, 1, 13)
            )
            for part, seat in zip(parts, (county.a_clerk, county.b_clerk), strict=True)
        ]
    )
    assert [each.state for each in said] == ["reply_signed"] * 2
    assert Entry.objects.filter(move="reply").count() == 1
    assert stages.again(draft).state == "replied"
    assert draft.evaluations.count() == 2


@pytest.mark.django_db(transaction=True)
def test_a_refused_move_takes_no_number(county):
    (draft,) = in_review(county, 1)
    series = Series.objects.filter(key__startswith="suggestion/")
    with pytest.raises(Forbidden):
        suggestion.register(draft, actor=county.clerk, via=told(2026, 1, 9, 14))
    assert series.count() == 0
    suggestion.register(draft, actor=county.leader, via=told(2026, 1, 9, 14))
    assert (series.get().last, connection.in_atomic_block) == (1, False)
