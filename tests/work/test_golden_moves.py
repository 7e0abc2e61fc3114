"""Every built move and state is what the golden tables say; each difference is a decision."""

import pytest
from django.utils import translation

from lianxin.kernel.lifecycle import Stay
from lianxin.kernel.registry import lifecycles
from tests.golden.tables import KINDS, decided, many, mended, not_built, read

BUILT = {model.__name__: lifecycle for model, lifecycle in lifecycles()}
RECORDS = sorted({row["record"] for row in read("moves.csv")} & set(BUILT))
MOST_NOT_BUILT = 58  # may only fall


def golden_states(record):
    """The states of a record, those left out that are decided to come later."""
    named = {row["state_code"] for row in read("states.csv") if row["record"] == record}
    return named - set(decided(record, "state"))


def golden_rows(record):
    """{(move, state or ""): (targets, roles, conditions, round)} of the built moves."""
    states, found = golden_states(record), {}
    for row in read("moves.csv"):
        code = row["move_code"]
        if row["record"] != record or code in not_built(record):
            continue
        words = {w for w in many(row["provided"], ";") if not w.startswith("form:")}
        to = {"="} if row["to_state"] == "=" else set(many(row["to_state"])) & states
        sources = set(many(row["from_states"]))
        for state in sources & states if sources else {""}:
            found[code, state] = (
                to,
                mended(many(row["by_roles"]), record, "role", code),
                mended(words, record, "condition", code),
                row["opens_round"],
            )
    return found


def built_rows(lifecycle):
    """The same of what is built."""
    found = {}
    for move in lifecycle.moves:
        to = {"="} if isinstance(move.target, Stay) else {state.code for state in move.targets}
        for state in move.source or (None,):
            found[move.code, state.code if state else ""] = (
                to,
                {rule.name for rule in move.by},
                {rule.name for rule in move.provided},
                move.opens_round,
            )
    return found


@pytest.mark.parametrize("record", RECORDS)
def test_every_built_move_has_its_golden_sources_targets_roles_conditions_and_round(record):
    built = built_rows(BUILT[record])
    beyond = set(decided(record, "move"))
    assert {code for code, _state in built} >= beyond
    assert {key: row for key, row in built.items() if key[0] not in beyond} == golden_rows(record)


@pytest.mark.parametrize("record", RECORDS)
def test_the_built_states_are_the_golden_ones(record):
    assert {state.code for state in BUILT[record].states} == golden_states(record)


def test_the_moves_that_are_not_built_are_listed_and_only_they():
    golden = {(row["record"], row["move_code"]) for row in read("moves.csv")}
    built = {(name, move.code) for name, lifecycle in BUILT.items() for move in lifecycle.moves}
    listed = [(row["record"], row["move_code"]) for row in read("not_built.csv")]
    assert sorted(listed) == sorted(golden - built)
    assert len(listed) <= MOST_NOT_BUILT


def test_every_decision_names_a_kind_a_built_record_and_its_source():
    for row in read("decisions.csv"):
        assert (row["kind"] in KINDS, row["record"] in BUILT) == (True, True), row
        assert all(row.values()), row


def in_chinese(items, golden):
    """(code, built label, golden label) of those whose Chinese differs."""
    with translation.override("zh-hans"):
        said = {item.code: str(item.label) for item in items}
    return [(code, said[code], zh) for code, zh in golden if code in said and said[code] != zh]


@pytest.mark.parametrize("record", RECORDS)
def test_states_are_called_in_chinese_what_the_contract_calls_them(record):
    golden = [
        (row["state_code"], row["state_zh"])
        for row in read("states.csv")
        if row["record"] == record
    ]
    assert in_chinese(BUILT[record].states, golden) == []
