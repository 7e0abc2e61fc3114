"""What moves cost: a handful of statements each, and a batch hardly more."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.base.facts.models import Fact
from lianxin.base.records.models import ClockRun, Entry
from lianxin.kernel import perform
from lianxin.kernel.perform import batch
from lianxin.work.suggestions.actions import assignment, suggestion
from lianxin.work.suggestions.models import Assignment, Suggestion
from lianxin.work.voices import actions as voices
from lianxin.work.voices.actions import speaking
from tests.factories import stages, thread
from tests.factories.batch import proposed
from tests.factories.county import told

FREE = ("BEGIN", "SAVEPOINT", "RELEASE", "COMMIT", "ROLLBACK")
KEPT = ('FROM "congress_rulevalue"', 'FROM "congress_dayoverride"')  # read once a process
MOST = 10  # statements a move


def statements(captured):
    """The statements of the deed itself, without the marks of transactions."""
    asked = [q["sql"] for q in captured.captured_queries if not q["sql"].startswith(FREE)]
    return [sql for sql in asked if not any(kept in sql for kept in KEPT)]


@pytest.fixture
def acts(monkeypatch):
    """[(moves, statements)] of every outermost act that is made while the test runs."""
    found, real = [], perform.deed

    @contextmanager
    def counted():
        if (inside := perform.doing.get()) is not None:
            yield inside
            return
        with CaptureQueriesContext(connection) as captured, real() as whole:
            yield whole
        moves = [entry.move for entry, _subject, _words in whole.ledger.entries]
        found.append((moves, statements(captured)))

    monkeypatch.setattr(perform, "deed", counted)
    monkeypatch.setattr(speaking, "deed", counted)
    return found


def dear(acts):
    """The acts that cost too much for what they bring about."""
    return [
        (moves, len(asked))
        for moves, asked in acts
        if len(asked) > MOST * len(moves) or (len(moves) == 1 and len(asked) > MOST)
    ]


def test_no_move_of_the_thread_costs_more_than_ten_statements(county, acts):
    voice = thread.spoken(county)
    draft = thread.with_units(county, voice)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    draft = thread.judged(county, draft)
    draft = thread.replied(county, draft, day=(2026, 5, 11), rework=True)
    draft = thread.judged(county, draft, "satisfied", (2026, 5, 12), (2026, 6, 8))
    draft = suggestion.close(draft, actor=county.clerk, via=told(2026, 6, 9))
    thread.published(county, draft, (2026, 6, 10))
    voices.feed_back(voice, actor=county.deputy, via=told(2026, 6, 11))
    assert dear(acts) == []
    made = {move for moves, _asked in acts for move in moves}
    assert {"register", "assign", "sign_reply", "reply", "rework", "publish"} <= made


@pytest.mark.parametrize(
    "walk",
    [
        stages.suggestions,
        stages.assignments,
        stages.evaluations,
        stages.publications,
        stages.residents_voices,
    ],
)
def test_no_move_off_the_straight_way_costs_more_either(county, acts, walk):
    assert len(list(walk(county))) > 3
    assert dear(acts) == []


def test_a_birth_is_cheap(county, acts):
    thread.drafted(county)
    assert [(moves, len(asked) <= 4) for moves, asked in acts] == [(["begin"], True)]


def costs(action, records, actor, *day):
    """How many statements a batch asks, and whether all went well."""
    with CaptureQueriesContext(connection) as captured:
        moved, refused = batch(action, records, actor=actor, via=told(*day))
    assert (len(moved), refused) == (len(records), [])
    return len(statements(captured))


def test_one_more_in_a_batch_costs_four_statements_and_its_share_of_the_bulk(county):
    drafts = proposed(county, 25)
    few = costs(suggestion.assign, drafts[:5], county.leader, 2026, 1, 12)
    many = costs(suggestion.assign, drafts[5:], county.leader, 2026, 1, 12)
    # the parts read, two of them saved, the suggestion saved; all else is written in bulk
    assert (many - few) / 15 <= 4.2


def test_a_batch_of_one_kind_of_child_costs_little_each(county):
    drafts = proposed(county, 24)
    costs(suggestion.assign, drafts, county.leader, 2026, 1, 12)
    mine = list(Assignment.objects.filter(unit=county.units[0], kind="lead").order_by("pk"))
    costs(assignment.acknowledge, mine[:1], county.a_clerk, 2026, 1, 13)  # rules are read once
    few = costs(assignment.acknowledge, mine[1:3], county.a_clerk, 2026, 1, 13)
    many = costs(assignment.acknowledge, mine[3:8], county.a_clerk, 2026, 1, 13)
    assert (many - few) / 3 <= 3  # the part saved, the nearest duty of its root


@pytest.mark.django_db(transaction=True)
def test_a_county_assigns_a_whole_session_in_one_act(county):
    """132 suggestions, each with a lead and a co-unit: 城步, fifth session."""
    drafts = proposed(county, 132)
    assert costs(suggestion.assign, drafts, county.leader, 2026, 1, 12) <= 132 * 4 + 40
    assert Entry.objects.count() == 132 * 3
    assert ClockRun.objects.values_list("code").distinct().count() == 3
    assert ClockRun.objects.count() == 132 * 4
    assert set(Suggestion.objects.values_list("state", "due_date").distinct()) == {
        ("with_units", Suggestion.objects.first().due_date)
    }
    assert str(Suggestion.objects.first().due_date) == "2026-01-15"
    assert Fact.objects.count() == 0
