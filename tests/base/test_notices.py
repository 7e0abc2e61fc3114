"""The inbox: one line for every seat that an entry concerns, once, and never one's own act."""

import pytest

from lianxin.base.notices.actions import mark_read, take_in
from lianxin.base.notices.models import Notice
from lianxin.base.notices.queries import inbox_of, unread
from lianxin.base.records.actions import erase
from lianxin.base.records.commands import drain
from lianxin.base.records.models import Entry
from lianxin.institution.congress.models import ANYONE
from lianxin.kernel.registry import audiences, lifecycles
from lianxin.reckoning.privacy import actions as privacy
from tests.factories import stages, thread


def moves_told(seat):
    """What a seat has heard of, oldest first."""
    return list(inbox_of(seat).order_by("pk").values_list("move", flat=True))


def test_each_move_tells_those_it_names_and_nobody_else(county):
    thread.handed_in(county, thread.drafted(county))
    drain([])
    notice = Notice.objects.get()
    assert (notice.seat_id, notice.move, notice.title) == (
        county.clerk.pk,
        "submit",
        "On mending the road to the school",
    )


def test_the_units_hear_of_their_own_parts(county):
    stages.answered(county)
    drain([])
    assert moves_told(county.b_clerk) == ["assign"]
    assert moves_told(county.a_clerk) == ["assign", "send_co_opinion", "sign_reply"]
    assert moves_told(county.c_clerk) == []
    assert "send_reply" in moves_told(county.deputy)
    assert "send_reply" in moves_told(county.second)
    assert moves_told(county.stranger_deputy) == []


def test_nobody_is_told_of_what_he_did_himself(county):
    stages.answered(county)
    drain([])
    for notice in Notice.objects.all():
        assert Entry.objects.get(pk=notice.entry_id).seat_id != notice.seat_id


def test_a_county_is_not_told_of_another(county, elsewhere):
    thread.with_units(county)
    drain([])
    assert set(Notice.objects.values_list("cell_id", flat=True)) == {county.cell.pk}
    assert unread(elsewhere.clerk) == 0


def test_what_was_read_is_not_counted_again(county):
    stages.answered(county)
    drain([])
    waiting = inbox_of(county.deputy).filter(read_at=None)
    count = unread(county.deputy)
    assert count == waiting.count() > 2
    assert mark_read(county.deputy, [waiting.first().pk]) == 1
    assert unread(county.deputy) == count - 1
    assert mark_read(county.clerk, [waiting.last().pk]) == 0  # not his
    assert mark_read(county.deputy) == count - 1
    assert (unread(county.deputy), unread(ANYONE)) == (0, 0)


def test_an_entry_that_is_no_move_tells_nobody(county):
    thread.handed_in(county, thread.drafted(county))
    entry = erase(Entry.objects.get(move="submit"), actor=county.clerk)
    take_in(entry)
    assert Notice.objects.filter(move="erase_text").count() == 0


@pytest.mark.parametrize(("model", "lifecycle"), list(lifecycles()))
def test_only_who_is_told_is_asked_for_something(model, lifecycle):
    asked = [(move.code, name) for move in lifecycle.moves for name in move.asks]
    assert [(m.code, name) for m in lifecycle.moves for name in m.asks if name in m.tells] == asked


@pytest.mark.parametrize(("model", "lifecycle"), list(lifecycles()))
def test_every_audience_that_a_move_names_is_known_to_its_app(county, model, lifecycle):
    draft = stages.answered(county)
    label = model._meta.label_lower
    root = draft if label.startswith("suggestions.") else thread.spoken(county)
    if label == "privacy.erasure":
        about = {"cell_id": county.cell.pk, "voice": root, "note": "She asked."}
        root = privacy.propose(actor=county.officer, **about)
    audience = audiences()[root._meta.label_lower]
    entry = Entry(subject_type=root._meta.label_lower, subject_id=root.pk)
    asked = {name for move in lifecycle.moves for name in move.tells}
    heard = audience(root.pk, entry, tuple(asked))
    assert set(heard) <= asked
    assert {type(seat.pk) for seats in heard.values() for seat in seats} <= {int}
    assert audience(0, entry, tuple(asked)) == {}
