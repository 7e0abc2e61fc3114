"""Role by state by move: who sees it, who may never, who may now, as the golden matrix says."""

from contextlib import contextmanager

import pytest

from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.kernel.ports import Act, Deed, Via, current, ports
from lianxin.work.suggestions.models import Assignment, Suggestion
from lianxin.work.voices.models import Voice
from tests.factories import stages
from tests.golden.matrix import (
    BY_ROLES,
    LIVES,
    MATRIX,
    SCOPES,
    WALKS,
    seats_of,
    sees,
    subject_for,
    viewed,
    wanted,
)


@contextmanager
def on_the_day(at):
    """Rules ask what day it is, and for whom the act is: inside, it is that moment."""
    via = Via("behalf", at, on_behalf_of="somebody", reason="…")
    token = current.set(Act(via, at, at, None, Deed(ports().ledger())))
    try:
        yield
    finally:
        current.reset(token)


def answer(lifecycle, code, seat, subject):
    """("never" | "no" | "yes", reasons): what the engine says to a seat that makes a move."""
    try:
        lifecycle.check(code, seat, subject)
    except Forbidden as refusal:
        return "never", refusal.reasons
    except Refused as refusal:
        return "no", refusal.reasons
    return "yes", ()


def faults_of(record, stage, county, elsewhere):
    """Where code and contract differ in one state, a line each."""
    lifecycle, found = LIVES[record], []
    codes = [move for move in lifecycle.moves if move.source]
    codes = [code for code in dict.fromkeys(m.code for m in codes) if (record, code) in BY_ROLES]
    for role, seats in seats_of(county, elsewhere, stage.record).items():
        for seat in seats:
            opened = viewed(record, stage, role)
            if opened is None:
                continue
            seen = SCOPES[record](seat).filter(pk=opened.pk).exists()
            if seen != sees(record, stage, role):
                found.append(f"{record} {stage.state} {role}: sees it: {seen}")
            if not seen:
                continue
            for code in codes:
                subject = subject_for(record, stage, role, lifecycle, code)
                if subject is None:
                    continue
                want = wanted(record, lifecycle, code, role, seat, subject)
                got = answer(lifecycle, code, seat, subject)
                if got[0] != want[0] or want[1] not in (None, got[1]):
                    found.append(f"{record} {stage.state} {role} {code}: {got}, not {want}")
    return found


@pytest.mark.parametrize(
    ("record", "walk"), [(record, walk) for record in WALKS for walk in WALKS[record]]
)
def test_every_role_sees_and_may_what_the_contract_says_in_every_state(
    county, elsewhere, record, walk
):
    faults, reached = [], set()
    for stage in walk(county):
        reached.add(stage.state)
        with on_the_day(stage.at):
            faults += faults_of(record, stage, county, elsewhere)
    assert faults == []
    assert reached == {state.code for state in LIVES[record].states}


def unborn(county, record):
    """A record about to be born."""
    if record == "Voice":
        return Voice(
            cell_id=county.cell.pk,
            mandate=county.deputy.mandate,
            venue=county.venue,
            town=county.towns[0],
            entered_on_behalf=True,
        )
    draft = Suggestion(
        cell_id=county.cell.pk,
        congress=county.congress,
        organ=county.office,
        mandate=county.deputy.mandate,
    )
    if record == "Suggestion":
        return draft
    draft.state = "registered"
    return Assignment(cell_id=county.cell.pk, suggestion=draft, unit=county.units[0], kind="lead")


@pytest.mark.parametrize(
    ("record", "code"), [("Suggestion", "begin"), ("Assignment", "propose"), ("Voice", "begin")]
)
def test_only_the_golden_roles_begin_a_record(county, elsewhere, record, code):
    lifecycle, faults = LIVES[record], []
    born = unborn(county, record)
    with on_the_day(stages.moment(2026, 1, 5)):
        for role, seats in seats_of(county, elsewhere, born).items():
            want = wanted(record, lifecycle, code, role, seats[0], born)
            got = answer(lifecycle, code, seats[0], born)
            if got[0] != want[0] or (want[0] != "never" and got[1] != want[1]):
                faults.append(f"{record} {role} {code}: {got}, not {want}")
    assert faults == []


@pytest.mark.parametrize("record", ["Evaluation", "Publication"])
def test_nobody_begins_what_the_platform_begins_by_itself(county, elsewhere, record):
    rows = MATRIX[record, "-"]
    assert {cell for row in rows.values() for cell in row.values()} == {
        ("never", "the system alone")
    }
    (begin,) = [move for move in LIVES[record].moves if not move.source]
    stage = next(WALKS[record][0](county))
    for seats in seats_of(county, elsewhere, stage.record).values():
        assert [begin.admits(seat, stage.record) for seat in seats] == [False] * len(seats)
