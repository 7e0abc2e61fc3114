"""What is awaited of whom is read off the lifecycles: here it is told stage by stage."""

import pytest

from lianxin.institution.congress.models import Role
from lianxin.kernel.registry import lifecycle_of, lifecycles
from lianxin.reckoning.insight.queries import asked, waiting
from lianxin.work.suggestions.actions import assignment, evaluation, suggestion
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.queries import visible_to
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Voice
from tests.factories import stages, thread
from tests.factories.county import told

SEATS = [
    "deputy",
    "second",
    "clerk",
    "leader",
    "supervision",
    "a_clerk",
    "a_head",
    "b_clerk",
    "b_head",
    "officer",
]


def waits(county):
    """{seat: what waits for it}, for every seat that something waits for."""
    found = {}
    for name in SEATS:
        seat = getattr(county, name)
        rows = waiting.waiting_suggestions(seat, waiting.fetch(visible_to(seat), seat))
        codes = {turn.code for row in rows for turn in row.turns}
        if codes:
            found[name] = codes
    return found


def test_a_draft_waits_for_its_deputy_and_for_those_who_were_asked_to_sign(county):
    draft = thread.drafted(county)
    assert waits(county) == {"deputy": {"submit"}}
    suggestion.open_cosigning(
        draft, actor=county.deputy, mandates=[county.second.mandate], via=told(2026, 1, 6)
    )
    assert waits(county) == {"second": {"confirm"}}


def test_a_suggestion_waits_for_the_desk_then_for_its_head_then_for_units(county):
    draft = thread.handed_in(county, thread.drafted(county))
    assert waits(county) == {"clerk": {"take_up"}}
    draft = suggestion.take_up(draft, actor=county.clerk, via=told(2026, 1, 9))
    assert waits(county) == {"clerk": {"write_opinion"}}
    suggestion.write_opinion(
        draft, actor=county.clerk, opinion_code="file", opinion="Clear.", via=told(2026, 1, 9, 11)
    )
    assert waits(county) == {"leader": {"register"}}
    suggestion.register(draft, actor=county.leader, via=told(2026, 1, 9, 14))
    assert waits(county) == {"clerk": {"propose"}}


def test_a_proposed_unit_waits_for_the_governments_word(county):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    part = assignment.propose(
        actor=county.clerk,
        suggestion=draft,
        unit=county.units[0],
        kind="lead",
        via=told(2026, 1, 12),
    )
    assert waits(county) == {"supervision": {"agree"}}
    assignment.disagree(
        part, actor=county.supervision, wished_unit="Bureau C", via=told(2026, 1, 12, 11)
    )
    assert waits(county) == {"clerk": {"drop"}}
    assignment.agree(part, actor=county.supervision, via=told(2026, 1, 12, 12))
    assert waits(county) == {"leader": {"assign"}}


def test_a_part_waits_for_clerk_and_head_in_turn(county):
    draft = thread.with_units(county)
    assert waits(county) == {
        "a_clerk": {"acknowledge"},
        "b_clerk": {"acknowledge"},
        "b_head": {"acknowledge"},
    }
    thread.opinion_sent(county, draft)
    part = thread.part_of(draft, county.units[0])
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 21))
    assert waits(county) == {"a_clerk": {"start_handling"}}
    part = assignment.start_handling(
        part, actor=county.a_clerk, via=told(2026, 1, 22), **thread.PLAN
    )
    assert waits(county) == {"a_clerk": {"record_contact", "draft_reply"}}
    part = assignment.record_contact(
        part,
        actor=county.a_clerk,
        on=told(2026, 1, 23).happened_at.date(),
        via=told(2026, 1, 23),
        **thread.TALK,
    )
    assert waits(county) == {"a_clerk": {"draft_reply"}, "deputy": {"confirm_contact"}}
    assignment.confirm_contact(part, actor=county.deputy, via=told(2026, 1, 23, 12))
    part = assignment.draft_reply(
        part, actor=county.a_clerk, category="resolved", text="Mended.", via=told(2026, 1, 26)
    )
    assert waits(county) == {"a_head": {"sign_reply"}}
    part = assignment.sign_reply(part, actor=county.a_head, via=told(2026, 1, 27))
    assert waits(county) == {"a_clerk": {"send_reply"}}


def test_a_reply_waits_for_the_deputys_verdict_and_the_verdict_for_its_day(county):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    assert waits(county) == {"clerk": {"check"}, "deputy": {"confirm_contact", "submit"}}
    verdict = draft.evaluations.get()
    evaluation.submit(
        verdict,
        actor=county.deputy,
        attitude="satisfied",
        result="satisfied",
        via=told(2026, 3, 9),
    )
    assert waits(county)["clerk"] == {"check", "release"}  # its window is long over
    evaluation.release(verdict, actor=county.clerk, via=told(2026, 4, 15))
    assert waits(county)["clerk"] == {"check", "close"}


def test_a_return_waits_for_both_offices_and_never_for_the_unit(county):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    assignment.request_return(
        part,
        actor=county.a_head,
        wished_unit="Bureau C",
        signed_by="Head",
        via=told(2026, 1, 13),
    )
    found = waits(county)
    assert found["clerk"] == found["supervision"] == {"grant_return"}
    assert "a_head" not in found


def test_a_voice_waits_for_the_station_then_for_its_deputy(county):
    voice = thread.spoken(county)
    assert [t.label for t in voice_turns(county.officer, voice)] == ["Decide where it goes"]
    assert voice_codes(county.officer, voice) == ["redirect"]  # one of several ways out
    assert voice_codes(county.deputy, voice) == ["answer_on_spot"]
    assert voice_codes(county.town_clerk, voice) == ["assign_village", "redirect"]
    assert voice_codes(county.second, voice) == []
    voice = voices.answer_on_spot(
        voice, actor=county.deputy, result="It is mended.", via=told(2026, 1, 6)
    )
    assert voice_codes(county.deputy, voice) == ["feed_back"]
    assert voice_codes(county.officer, voice) == ["feed_back"]
    voices.feed_back(voice, actor=county.deputy, via=told(2026, 1, 7))
    voice = Voice.objects.get(pk=voice.pk)
    assert voice_codes(county.officer, voice) == []  # to rate it is the resident's


def voice_turns(seat, voice):
    (row,) = waiting.waiting_voices(seat, [voice])
    return row.turns


def voice_codes(seat, voice):
    return [turn.code for turn in voice_turns(seat, voice)]


@pytest.mark.parametrize("walk", [stages.suggestions, stages.assignments, stages.residents_voices])
def test_what_waits_is_always_a_move_that_the_seat_is_offered(county, walk):
    births = {"propose"}
    asked_for = 0
    for stage in walk(county):
        root = stage.record.root()
        for name in (*SEATS, "town_clerk", "chair"):
            seat = getattr(county, name)
            for turn in turns_on(seat, root):
                if turn.code in births or turn.awaited.waived != asked.PAPERS:
                    continue
                offers = lifecycle_of(turn.record).offers(seat, turn.record)
                found = {o.move.code: set(o.obstacles) for o in offers}
                papers = {
                    must.otherwise
                    for must in turn.awaited.move.provided
                    if asked._plain(must) in asked.PAPERS
                }
                assert turn.code in found
                assert found[turn.code] <= papers
                asked_for += 1
    assert asked_for > 10


def turns_on(seat, root):
    if isinstance(root, Suggestion):
        found = waiting.fetch(Suggestion.objects.filter(pk=root.pk), seat)
        rows = waiting.waiting_suggestions(seat, found)
    else:
        rows = waiting.waiting_voices(seat, [root])
    return [turn for row in rows for turn in row.turns]


# The few words that the declarations cannot say stay true to them


def test_every_rule_that_admits_somebody_says_which_roles():
    named = {may.name for _model, life in lifecycles() for m in life.moves for may in m.by}
    assert named - set(asked.ADMITS) == set()


def test_no_word_of_the_tables_is_left_over():
    moves = {(life.name, m.code) for _model, life in lifecycles() for m in life.moves}
    plain = {
        asked._plain(must)
        for _model, life in lifecycles()
        for m in life.moves
        for must in m.provided
    }
    assert {*asked.UNTIL, *asked.NEVER} - moves == set()
    assert {*asked.TWINS, *asked.READS, *asked.PROXY, *asked.PAPERS} - plain == set()


def test_nothing_waits_for_seats_that_see_no_business_records():
    for role in (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.ANYONE):
        for label in (asked.SUGGESTIONS, asked.PARTS, asked.VOICES):
            assert asked.awaited(label, role) == ()


def test_a_unit_that_asked_to_hand_it_back_is_in_charge_until_that_is_decided(county):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    assignment.request_return(
        part,
        actor=county.a_head,
        wished_unit="Water",
        signed_by="Head",
        note="Not ours.",
        via=told(2026, 1, 13),
    )
    seat = county.supervision
    [row] = waiting.waiting_suggestions(seat, waiting.fetch(visible_to(seat), seat))
    assert (row.lead, row.others) == (county.units[0], 1)
