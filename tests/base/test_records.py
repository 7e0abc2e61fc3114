"""The book: sealed in one chain a county, read in that order, and nobody changes it unseen."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from lianxin.base.notices.models import Notice
from lianxin.base.records.actions import deliver, erase, link, seal, take_number, unlink
from lianxin.base.records.commands import step
from lianxin.base.records.models import ClockEvent, Cursor, Entry, EntryText, Head, Parked
from lianxin.base.records.queries import (
    last_entries,
    length_of_book,
    linked_from,
    linked_to,
    story,
    unsealed,
    until_something_happens,
    verify,
)
from lianxin.config.command import main
from lianxin.work.suggestions.actions import suggestion
from tests.factories import thread
from tests.factories.county import told


@pytest.fixture
def reviewed(county):
    """Five entries: begun, handed in, taken up, an opinion with words, registered."""
    draft = thread.handed_in(county, thread.drafted(county))
    draft = suggestion.take_up(draft, actor=county.clerk, via=told(2026, 1, 9))
    suggestion.write_opinion(
        draft,
        actor=county.clerk,
        opinion_code="file",
        note="My neighbour Wang says so too.",
        via=told(2026, 1, 9, 11),
    )
    return suggestion.register(draft, actor=county.leader, via=told(2026, 1, 9, 14))


# The chain


def test_unsealed_entries_are_counted_and_aged(county, reviewed):
    verdict = verify(county.cell.pk)
    assert (verdict.whole, verdict.sealed, verdict.unsealed) == (True, 0, 5)
    assert timedelta(0) < verdict.oldest_unsealed < timedelta(minutes=1)
    assert seal(county.cell.pk) == 5
    verdict = verify(county.cell.pk)
    assert (verdict.whole, verdict.sealed, verdict.unsealed) == (True, 5, 0)
    assert (verdict.oldest_unsealed, seal(county.cell.pk)) == (None, 0)


def test_the_place_in_the_chain_has_no_gaps_however_it_is_sealed(county, reviewed):
    assert [seal(county.cell.pk, limit=2) for _n in range(4)] == [2, 2, 1, 0]
    assert list(Entry.objects.order_by("seq").values_list("seq", flat=True)) == [1, 2, 3, 4, 5]
    head = Head.objects.get(cell_id=county.cell.pk)
    assert (head.seq, head.hash) == (5, Entry.objects.get(seq=5).hash)
    assert len(set(Entry.objects.values_list("hash", flat=True))) == 5


def tamper(sql):
    """What somebody with the database password can do."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL session_replication_role = replica")
        else:
            for trigger in ("append_only", "sealed"):
                cursor.execute(f"DROP TRIGGER records_entry_{trigger}")
        cursor.execute(sql)
        assert cursor.rowcount > 0


OPINION = "entry_id IN (SELECT id FROM records_entry WHERE move = 'write_opinion')"


@pytest.mark.parametrize(
    ("sql", "broken_at", "why"),
    [
        ("UPDATE records_entry SET role = 'leader' WHERE seq = 2", 2, "the entry was changed"),
        ("UPDATE records_entry SET seat_id = 1 WHERE seq = 3", 3, "the entry was changed"),
        ("UPDATE records_entry SET hash = 'x' WHERE seq = 4", 4, "the entry was changed"),
        (
            "UPDATE records_entry SET happened_at = recorded_at WHERE seq = 1",
            1,
            "the entry was changed",
        ),
        (
            f"UPDATE records_entrytext SET body = 'else' WHERE {OPINION}",
            4,
            "the words were changed",
        ),
        ("DELETE FROM records_entry WHERE seq = 3", 3, "a link is missing"),
        ("DELETE FROM records_entry WHERE seq = 5", 5, "a link is missing at the end"),
        ("UPDATE records_head SET seq = 4", 6, "a link is missing at the end"),
    ],
)
def test_whoever_goes_round_the_guard_is_found_at_the_first_broken_link(
    county, reviewed, sql, broken_at, why
):
    seal(county.cell.pk)
    tamper(sql)
    verdict = verify(county.cell.pk)
    assert (verdict.broken_at, verdict.why) == (broken_at, why)
    assert main(["verify-trail"]) == 1


def test_closing_the_gap_after_a_deletion_does_not_help(county, reviewed):
    seal(county.cell.pk)
    tamper("DELETE FROM records_entry WHERE seq = 2")
    with connection.cursor() as cursor:
        for seq in (3, 4, 5):
            cursor.execute("UPDATE records_entry SET seq = seq - 1 WHERE seq = %s", [seq])
        cursor.execute("UPDATE records_head SET seq = 4")
    verdict = verify(county.cell.pk)
    assert (verdict.broken_at, verdict.why) == (2, "the entry was changed")


def refuses(change):
    """Whether the database itself says no."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError as fault:
        return "append-only" in str(fault)
    return False


def test_the_database_refuses_to_change_an_entry_and_a_clocks_event(county, reviewed):
    assert refuses(lambda: Entry.objects.update(move="burn"))
    assert refuses(lambda: Entry.objects.update(who="somebody else"))
    assert refuses(lambda: ClockEvent.objects.update(kind="burn"))
    seal(county.cell.pk)
    assert refuses(lambda: Entry.objects.update(seq=None))
    assert refuses(lambda: Entry.objects.update(hash=""))
    assert Entry.objects.filter(move="register").count() == 1


def plain(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)


def test_postgresql_refuses_to_delete_them_too(county, reviewed):
    guarded = connection.vendor == "postgresql"  # SQLite's file can be replaced anyway
    assert refuses(lambda: plain("DELETE FROM records_entry WHERE move = 'register'")) is guarded
    assert refuses(lambda: plain("DELETE FROM records_clockevent")) is guarded


# Words


def test_erased_words_leave_the_chain_whole_and_say_who_erased_them(county, reviewed):
    seal(county.cell.pk)
    entry = Entry.objects.get(move="write_opinion")
    assert entry.text.body == "My neighbour Wang says so too."
    erase(entry, actor=county.clerk)
    seal(county.cell.pk)
    verdict = verify(county.cell.pk)
    assert (verdict.whole, verdict.sealed, verdict.erased) == (True, 6, 1)
    said = Entry.objects.get(move="erase_text")
    assert (said.cause_id, said.seat_id, said.root_id) == (entry.pk, county.clerk.pk, reviewed.pk)
    assert EntryText.objects.count() == 0


def test_the_same_words_have_another_digest_every_time(county):
    for _n in range(2):
        suggestion.begin(
            actor=county.deputy, organ=county.office, title="…", body="…", note="the same words"
        )
    assert len(set(Entry.objects.values_list("text_digest", flat=True))) == 2


# The stream


def test_each_entry_reaches_each_consumer_once_however_often_we_try(county):
    thread.with_units(county)
    while step():
        pass
    assert step() is False
    told_of = list(Notice.objects.order_by("pk").values_list("seat_id", "entry_id"))
    assert len(told_of) == len(set(told_of)) > 0
    assert unsealed(county.cell.pk).count() == 0
    assert set(Cursor.objects.values_list("seq", flat=True)) == {Entry.objects.count()}


def test_an_entry_that_a_consumer_cannot_digest_is_parked_and_the_stream_goes_on(
    county, reviewed, caplog
):
    seal(county.cell.pk)
    seen = []

    def picky(entry):
        if entry.move == "register":
            raise ValueError("no")
        seen.append(entry.move)

    assert deliver("picky", picky, county.cell.pk, limit=3) == 3
    assert deliver("picky", picky, county.cell.pk) == 2
    assert deliver("picky", picky, county.cell.pk) == 0
    assert seen == ["begin", "submit", "take_up", "write_opinion"]
    parked = Parked.objects.get()
    assert (parked.entry.move, parked.consumer, parked.error) == (
        "register",
        "picky",
        "ValueError('no')",
    )
    assert "picky could not take in" in caplog.text


def test_what_a_consumer_wrote_before_it_failed_is_undone(county, reviewed):
    seal(county.cell.pk)

    def half(entry):
        Head.objects.create(cell_id=10_000 + entry.seq)
        if entry.seq == 2:
            raise ValueError("no")

    deliver("half", half, county.cell.pk)
    written = Head.objects.filter(cell_id__gt=10_000).order_by("cell_id")
    assert [head.cell_id - 10_000 for head in written] == [1, 3, 4, 5]


def test_one_county_never_reads_another(county, reviewed, elsewhere):
    assert seal(elsewhere.cell.pk) == 0
    seal(county.cell.pk)
    seen = []
    assert deliver("any", seen.append, elsewhere.cell.pk) == 0
    assert (seen, verify(elsewhere.cell.pk).sealed) == ([], 0)
    theirs = thread.handed_in(elsewhere, thread.drafted(elsewhere))
    seal(elsewhere.cell.pk)
    assert deliver("any", seen.append, elsewhere.cell.pk) == 2
    assert {entry.root_id for entry in seen} == {theirs.pk}
    assert [verify(each.cell.pk).sealed for each in (county, elsewhere)] == [5, 2]


# Stories, ties and numbers


def test_the_story_of_a_record_holds_that_of_its_children(county):
    draft = thread.with_units(county)
    moves = [(e.subject_type.split(".")[1], e.move) for e in story(draft)]
    assert moves[:4] == [
        ("suggestion", "begin"),
        ("suggestion", "open_cosigning"),
        ("cosignature", "invite"),
        ("cosignature", "invite"),
    ]
    assert moves[-3:] == [
        ("suggestion", "assign"),
        ("assignment", "assign"),
        ("assignment", "assign"),
    ]
    newest = last_entries("suggestions.suggestion", [draft.pk])
    assert newest == {draft.pk: Entry.objects.order_by("pk").last()}


def test_a_tie_is_made_once_and_taken_away(county):
    voice, draft = thread.spoken(county), thread.drafted(county)
    for _n in range(2):
        link("ground", draft, voice)
    assert linked_to(draft, "ground") == {"voices.voice": [voice.pk]}
    assert linked_from(voice, "ground") == {"suggestions.suggestion": [draft.pk]}
    assert linked_to(draft, "answers") == {}
    for _n in range(2):
        unlink("ground", draft, voice)
    assert linked_to(draft, "ground") == {}


def test_a_series_counts_without_gaps_and_each_county_its_own(county, elsewhere):
    here, there = county.cell.pk, elsewhere.cell.pk
    assert [take_number(here, "x") for _n in range(3)] == [1, 2, 3]
    assert (take_number(here, "y"), take_number(there, "x")) == (1, 1)
    with pytest.raises(RuntimeError), transaction.atomic():
        raise RuntimeError(take_number(here, "x"))
    assert take_number(here, "x") == 4


# Figures beside lists


def test_a_figure_is_counted_once_until_something_happens_in_its_county(county, elsewhere):
    asked = []

    def count():
        asked.append(1)
        return len(asked)

    def figure(key="figure"):
        return until_something_happens(county.cell.pk, key, count)

    draft = thread.drafted(county)
    assert [figure() for _ in range(3)] == [1, 1, 1]
    assert figure("another") == 2
    thread.drafted(elsewhere)
    assert figure() == 1
    thread.handed_in(county, draft)
    assert [figure() for _ in range(2)] == [3, 3]


def test_sealing_alone_is_no_news(county):
    thread.handed_in(county, thread.drafted(county))
    before = length_of_book(county.cell.pk)
    seal(county.cell.pk)
    assert (before > 0, length_of_book(county.cell.pk)) == (True, before)
