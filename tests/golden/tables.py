"""
Read the contract: the golden tables, what is not built yet, and the reasoned decisions.

The tables are never changed to make a test pass. A decision names one difference exactly, in
`code`, so that it can excuse nothing else:

    move       begin                   a move (or one of its source states) that the tables lack
    state      merged                  a state that is not built
    condition  submit +never_returned  a condition that a move has beside the golden ones
    condition  submit -secret          a golden condition that a move has not
    role       begin +stranger         the same of the roles of a move
    clock      triage +starts_on bring_in      the same of a clock's verbs
    clock      triage +when without_a_unit     a clock's narrowing
    clock      redirect_notice +since received_on
"""

import csv
from pathlib import Path

HERE = Path(__file__).parent
KINDS = ("move", "clock", "role", "condition", "state")


def read(name):
    """The rows of a table beside this file (or of one named by its whole path)."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def many(text, mark="|"):
    """The words of a cell."""
    return [part for part in text.split(mark) if part]


def decided(record, kind):
    """The codes of the decisions of a kind on a record."""
    return [
        row["code"]
        for row in read("decisions.csv")
        if (row["record"], row["kind"]) == (record, kind)
    ]


def not_built(record):
    """The golden moves of a record that are not built yet."""
    return {row["move_code"] for row in read("not_built.csv") if row["record"] == record}


def mended(found, record, kind, code, field=""):
    """A golden set as the decisions on `code` change it."""
    found = set(found)
    for words in decided(record, kind):
        of, change, *what = words.split(" ", 2)
        if of != code:
            continue
        if field:
            if change[1:] != field:
                continue
            change = change[0] + what[0]
        if change[0] == "+":
            assert change[1:] not in found, words
            found.add(change[1:])
        else:
            found.remove(change[1:])  # a decision that excuses nothing is a fault
    return found
