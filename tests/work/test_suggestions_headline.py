"""What heads a case: the duty that presses on whoever has the turn, not what runs beside it."""

from datetime import date

import pytest

from lianxin.base.records.queries import runs_under
from lianxin.base.ui.components import words
from lianxin.work.suggestions.actions import assignment, suggestion
from lianxin.work.suggestions.queries import case, my_turn, visible_to, whole
from tests.factories import stages, thread
from tests.factories.county import told
from tests.factories.pages import handled, ready


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


# What stands out before a reply


def page(seat, suggestion):
    return case(whole(visible_to(seat), seat).get(pk=suggestion.pk), seat)


def due_now(seat, suggestion):
    """(the moves that stand out, {step at the head of the trail: until when}) of the page."""
    found = page(seat, suggestion)
    main = {
        offer.move.code
        for hand in found.next.hands
        for offer in hand.offers
        if offer.move.tone == "primary" and not offer.obstacles
    }
    return main, {line.title: line.when for line in found.lines if line.kind == "now"}


def test_the_talk_stands_out_until_it_was_held_each_step_with_its_own_clock(county, english):
    part = handled(county, thread.with_units(county))
    ends = {run.code: words.day(run.due_on) for run in part.runs if not run.stopped_on}
    assert ends["first_contact"] != ends["reply"]
    main, waits = due_now(county.a_clerk, part.suggestion)
    assert main == {"record_contact"}
    assert waits["Record a talk with the deputy"] == f"by {ends['first_contact']}"
    assert page(county.a_clerk, part.suggestion).next.title.endswith(
        "Record a talk with the deputy"
    )

    part = assignment.record_contact(
        part, actor=county.a_clerk, on=date(2026, 1, 20), via=told(2026, 1, 20), **thread.TALK
    )
    main, waits = due_now(county.a_clerk, part.suggestion)
    assert (main, waits["Draft the reply"]) == ({"draft_reply"}, f"by {ends['reply']}")


def test_a_draft_without_a_talk_waits_for_the_clerk_not_for_the_head(county):
    part = handled(county, thread.with_units(county))
    part = assignment.draft_reply(
        part, actor=county.a_clerk, category="resolved", text="…", via=told(2026, 1, 15)
    )
    for seat, turn in ((county.a_clerk, True), (county.a_head, False)):
        mine = visible_to(seat).filter(my_turn(seat), pk=part.suggestion_id).exists()
        assert (mine, page(seat, part.suggestion).next.mine) == (turn, turn)


# What has just been done


def offered(seat, suggestion, code):
    """What stands against each offer of a move that the page would show."""
    return [
        offer.obstacles
        for hand in page(seat, suggestion).next.hands
        for offer in hand.offers
        if offer.move.code == code and not (offer.obstacles and offer.move.quiet)
    ]


def test_what_has_just_been_done_is_no_dead_button(county):
    draft = ready(county)
    assert offered(county.leader, draft, "assign") == [()]
    draft = suggestion.assign(draft, actor=county.leader, via=told(2026, 1, 12))
    assert offered(county.leader, draft, "assign") == []
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    assert offered(county.a_clerk, draft, "send_reply") == []


def test_before_units_are_proposed_the_head_reads_why_it_cannot_be_assigned(county, english):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    assert offered(county.leader, draft, "assign") == [("Propose the units first.",)]


def test_the_head_of_a_page_leads_to_voices_only_who_may_read_them(county, sign_in):
    draft = thread.with_units(county, thread.spoken(county))
    for seat, leads in ((county.deputy, True), (county.second, False)):
        shown = sign_in(seat).get(f"/suggestions/{draft.pk}/").content.decode()
        assert ('href="#voices"' in shown) is leads


def test_what_the_office_is_to_begin_is_not_said_to_wait_for_others(county):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    own, other = page(county.clerk, draft).next, page(county.leader, draft).next
    assert (own.mine, [duty.move.code for duty in own.waits]) == (True, [])
    assert (other.mine, [duty.move.code for duty in other.waits]) == (False, ["propose"])


def test_what_ends_no_period_names_none(county, english):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
    _main, waits = due_now(county.a_clerk, draft)
    assert waits["Begin handling"] == ""
