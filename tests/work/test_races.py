"""What people do in the same instant: one wins, the others are told so, nothing is half done."""

import threading

import pytest
from django.db import IntegrityError, connection, connections, transaction

from lianxin.base.facts.models import Fact
from lianxin.base.records.models import Entry, Series
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.work.suggestions.actions import (
    assignment,
    suggestion,
)
from lianxin.work.suggestions.models import Assignment, Reply, Suggestion
from tests.factories import stages, thread
from tests.factories.county import told


@pytest.fixture
def on_the_books(county):
    return thread.registered(county, thread.handed_in(county, thread.drafted(county)))


def test_a_second_lead_unit_is_refused_by_the_action(county, on_the_books):
    _propose(county, on_the_books, 0)
    with pytest.raises(Refused):
        _propose(county, on_the_books, 1)
    assert Assignment.objects.count() == 1


def test_and_by_the_database_when_the_action_could_not_know(county, on_the_books):
    _propose(county, on_the_books, 0)
    row = Assignment.objects.get()
    row.pk, row.unit = None, county.units[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert Assignment.objects.count() == 1


def _propose(county, suggestion, unit):
    return assignment.propose(
        actor=county.clerk,
        suggestion=suggestion,
        unit=county.units[unit],
        kind="lead",
        via=told(2026, 1, 12),
    )


# Real transactions, several threads at once


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
