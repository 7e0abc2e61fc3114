"""Every built clock is what the golden table says; its numbers are those of the shipped rules."""

import ast
import re
from pathlib import Path

import pytest

from lianxin.institution import congress
from lianxin.kernel.registry import lifecycles
from tests.golden.tables import decided, many, mended, read

BUILT = {model.__name__: lifecycle for model, lifecycle in lifecycles()}
MOVES = {(name, move.code) for name, life in BUILT.items() for move in life.moves}
CLOCKS = [(row["record"], row["clock"]) for row in read("clocks.csv")]
NOT_BUILT = {("Voice", "county"), ("Commitment", "promise"), ("Commitment", "yearly_report")}
CONGRESS = Path(congress.__file__).parent
SOURCE = CONGRESS.parents[1]
SHIPPED = {row["key"]: (row["value"], row["unit"]) for row in read(CONGRESS / "data" / "rules.csv")}


def first_word(text):
    """A key without the remark that may follow it."""
    return text.split(" ")[0]


def verbs(cell, record):
    """The moves and events of a cell, as a clock names them; those not built are left out."""
    found = set()
    for word in many(re.sub(r"\(.*?\)", "", cell), ";"):
        word = word.strip()
        if word.startswith(("event:", "clock:")):
            found.add(word)
            continue
        of, code = word.split(".")
        if (of, code) in MOVES:
            found.add(code if of == record else f"{of.lower()}.{code}")
    return found


def golden(row):
    """What a clock must be: the table's row as the decisions mend it."""
    record, clock = row["record"], row["clock"]
    plain = {
        "rule": {first_word(row["rule_key"])},
        "ceiling": {first_word(row["ceiling_rule"])} - {""},
        "starts_on": verbs(row["starts_on"], record),
        "stops_on": verbs(row["stops_on"], record),
        "when": set(),
        "since": set(),
    }
    return {field: mended(words, record, "clock", clock, field) for field, words in plain.items()}


def built(clock):
    """The same of a built clock."""
    return {
        "rule": {clock.rule},
        "ceiling": {clock.ceiling} - {None},
        "starts_on": set(clock.starts_on),
        "stops_on": set(clock.stops_on),
        "when": {clock.when.name} if clock.when else set(),
        "since": {clock.since} - {""},
    }


@pytest.mark.parametrize(
    "row",
    [row for row in read("clocks.csv") if (row["record"], row["clock"]) not in NOT_BUILT],
    ids=lambda row: f"{row['record']}.{row['clock']}",
)
def test_a_clock_counts_by_its_rule_and_starts_and_stops_with_its_moves(row):
    clock = BUILT[row["record"]].clock(row["clock"])
    assert built(clock) == golden(row)
    if row["on_expiry"].startswith("red"):
        assert not clock.window  # somebody is late
    assert not clock.pauses_in  # statutory clocks never rest


def test_every_golden_clock_is_built_but_those_of_records_to_come():
    made = {(name, clock.code) for name, life in BUILT.items() for clock in life.clocks}
    assert set(CLOCKS) - made == NOT_BUILT
    assert made - set(CLOCKS) == set()


def test_every_decision_on_a_clock_names_a_clock_and_a_field():
    for record in BUILT:
        for code in decided(record, "clock"):
            clock, change, what = code.split(" ")
            assert (record, clock) in CLOCKS
            assert change[0] in "+-"
            assert what


@pytest.mark.parametrize(
    "row",
    [row for row in read("clocks.csv") if row["default"].isdigit()],
    ids=lambda row: f"{row['record']}.{row['clock']}",
)
def test_the_number_of_a_clock_is_the_one_that_is_shipped(row):
    assert SHIPPED[first_word(row["rule_key"])] == (row["default"], row["unit"])


def test_every_key_that_a_clock_names_has_a_value():
    asked = {key for lifecycle in BUILT.values() for key in lifecycle.rule_keys()}
    assert asked - set(SHIPPED) == set()


def test_every_key_that_a_rule_asks_for_has_a_value():
    asked = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args:
                name = getattr(node.func, "id", getattr(node.func, "attr", ""))
                key = node.args[0]
                if name in ("norm", "resolve") and isinstance(key, ast.Constant):
                    asked.add(key.value)
    assert "contact.min" in asked
    assert asked - set(SHIPPED) == set()
