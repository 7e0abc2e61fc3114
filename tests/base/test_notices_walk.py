"""Who hears what of each act of the walk: one line for a person and an act, and what it asks."""

from collections import Counter

import pytest

from lianxin.base.notices.models import Notice
from lianxin.base.notices.queries import unread
from lianxin.base.records.commands import drain
from lianxin.base.records.models import Entry
from lianxin.institution.congress.models import Seat
from lianxin.work.suggestions.actions import assignment, evaluation
from tests.factories import stages, thread
from tests.factories.county import told

# What a person did: {role: (the move that the line tells of, the move whose sentence asks)}.
SUGGESTION = {
    "open_cosigning": {"deputy": [("invite", "invite"), ("invite", "invite")]},
    "confirm": {"deputy": [("confirm", ""), ("confirm", "")]},  # two who signed
    "submit": {"deputy": [("submit", ""), ("submit", "")], "office": [("submit", "submit")]},
    "take_up": {"deputy": [("take_up", "")]},
    "write_opinion": {"leader": [("write_opinion", "write_opinion")]},
    "register": {
        "deputy": [("register", ""), ("register", ""), ("register", "")],
        "office": [("register", "register")],
    },
    "propose": {"gov_supervision": [("propose", "propose"), ("propose", "propose")]},
    "agree": {"leader": [("agree", "agree")]},  # the second unit joined the line of the first
    "assign": {
        "deputy": [("assign", ""), ("assign", ""), ("assign", "")],
        "unit_clerk": [("assign", "assign"), ("assign", "assign")],
    },
    "send_co_opinion": {"unit_clerk": [("send_co_opinion", "")]},
    "record_contact": {"deputy": [("record_contact", "record_contact")]},
    "draft_reply": {"unit_leader": [("draft_reply", "draft_reply")]},
    "sign_reply": {"unit_clerk": [("sign_reply", "sign_reply")]},
    "send_reply": {
        "deputy": [("send_reply", "open"), ("send_reply", ""), ("send_reply", "")],
        "office": [("send_reply", "open")],
    },
}
SECOND_ROUND = {
    "submit": {"office": [("submit", "submit")]},
    "release": {
        "deputy": [("rework", "")],
        "leader": [("rework", "")],
        "unit_clerk": [("rework", "begin_rework"), ("rework", "")],
        "unit_leader": [("begin_rework", "")],
    },
    "record_contact": {"deputy": [("record_contact", "record_contact")]},
    "draft_reply": {"unit_leader": [("draft_reply", "draft_reply")]},
    "sign_reply": {"unit_clerk": [("sign_reply", "sign_reply")]},
    "send_reply": {
        "deputy": [("send_reply", "open"), ("send_reply", ""), ("send_reply", "")],
        "office": [("send_reply", "")],
    },
}
VOICE = {
    "submit": {"deputy": [("submit", "")], "liaison_officer": [("submit", "submit")]},
    "draft_slip": {"leader": [("draft_slip", "draft_slip")]},
    "assign_town": {
        "deputy": [("assign_town", "")],
        "liaison_officer": [("assign_town", "")],
        "unit_clerk": [("assign_town", "assign_town")],
    },
    "record_result": {
        "deputy": [("record_result", "record_result")],
        "liaison_officer": [("record_result", "record_result")],
    },
    "rate": {"deputy": [("rate", "")], "liaison_officer": [("rate", "")]},
}


def heard(since=0):
    """The same of what lies in the inboxes: {act: {role: lines}}, the oldest first."""
    drain([])
    roles = dict(Seat.objects.values_list("pk", "role"))
    acts: dict[str, dict[str, list]] = {}
    for line in Notice.objects.filter(act_id__gt=since).order_by("pk"):
        act = Entry.objects.get(pk=line.act_id)
        asks = line.asks.split(":")[1] if line.asks else ""
        acts.setdefault(act.move, {}).setdefault(roles[line.seat_id], []).append((line.move, asks))
    return acts


def last_entry():
    return Entry.objects.order_by("pk").last().pk


def test_of_a_suggestion_up_to_the_reply(county):
    stages.answered(county)
    assert heard() == SUGGESTION


def test_of_the_round_that_a_dissatisfied_deputy_opens(county):
    draft = stages.answered(county)
    heard()
    until = last_entry()
    draft = thread.judged(county, stages.again(draft))
    thread.replied(county, draft, day=(2026, 5, 11), rework=True)
    assert heard(until) == SECOND_ROUND


def test_of_a_voice(county):
    list(stages.residents_voices(county))
    assert heard() == VOICE


@pytest.mark.parametrize("walk", [stages.suggestions, stages.assignments, stages.evaluations])
def test_one_act_is_one_line_for_a_person(county, walk):
    list(walk(county))
    drain([])
    lines = Counter(Notice.objects.values_list("seat_id", "act_id", "root_type", "root_id"))
    assert [line for line, count in lines.items() if count > 1] == []


def test_what_came_of_ones_own_act_is_no_news(county):
    draft = stages.answered(county)
    drain([])
    until = last_entry()
    thread.judged(county, stages.again(draft))
    drain([])
    release = Entry.objects.get(move="release")
    assert Entry.objects.filter(cause_id__gt=until, move="rework").count() == 1
    assert Notice.objects.filter(act_id=release.pk, seat_id=county.clerk.pk).count() == 0


def test_the_same_act_done_again_before_it_was_read_renews_the_line(county):
    part = thread.part_of(thread.with_units(county), county.units[0])
    for hour in (10, 11):
        assignment.urge(part, actor=county.clerk, via=told(2026, 1, 13, hour))
    drain([])
    (line,) = Notice.objects.filter(seat_id=county.a_clerk.pk, move="urge")
    assert line.entry_id == Entry.objects.filter(move="urge").last().pk
    assignment.urge(part, actor=county.supervision, via=told(2026, 1, 13, 12))  # somebody else
    drain([])
    assert Notice.objects.filter(seat_id=county.a_clerk.pk, move="urge").count() == 2


def test_who_acts_on_a_matter_has_read_what_he_was_told_of_it(county):
    draft = thread.handed_in(county, thread.drafted(county))
    other = thread.handed_in(county, thread.drafted(county))
    drain([])
    assert unread(county.clerk) == 2
    stages.reviewed(county, draft)
    drain([])
    assert unread(county.clerk) == 1
    (left,) = Notice.objects.filter(seat_id=county.clerk.pk, read_at=None)
    assert left.root_id == other.pk


def test_a_reminder_is_not_read_by_the_one_who_sends_it(county):
    verdict = stages.answered(county).evaluations.get()
    drain([])
    before = unread(county.deputy)
    evaluation.remind(verdict, actor=county.clerk, via=told(2026, 3, 10))
    drain([])
    assert unread(county.deputy) == before + 1
