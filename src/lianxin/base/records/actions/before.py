"""
How things were before a deed, so that whoever made it can take it back for a little while.

The engine and the verbs say what they are about to change; at the end of the deed the fields
that really changed are kept in one row. Deeds that nobody made with his own hand, and those that
begin a matter, are not kept: a matter is withdrawn or discarded, never unmade.

The shape of `WayBack.before`, all ids plain:
    entries   ids of the entries that the deed wrote, first things first
    roots     [type, id] of the matters that they tell of
    changed   [type, id, {field: value before}]
    born      [type, id], in the order of birth
    gone      [type, {field: value}]
    runs      [key, {field: value before}]; nothing before: the deed started it
    numbers   [cell, series, number]
"""

import json
from datetime import date, datetime
from decimal import Decimal

from lianxin.base.records.models import WayBack

HANDS = ("web", "behalf", "api")  # channels of a person who sits before it
RUN_KEY = ("subject_type", "subject_id", "code", "round", "turn")
LONGEST = 2000  # records that one act may have changed; more is put right in other ways


class Before:
    """Filled while a deed goes on; `keep` writes the row."""

    def __init__(self):
        """Nothing is held yet."""
        self.images = {}  # id(record) -> (record, its fields when it came under the lock)
        self.runs = {}  # id(run) -> (run, its fields before it was changed)
        self.born = []
        self.gone = []
        self.numbers = []
        self.for_good = False  # something happened that cannot be taken back

    def hold(self, record):
        """A record comes under the lock, or a row beside it is about to be changed."""
        self.images.setdefault(id(record), (record, plain(record)))

    def remove(self, row):
        """A row beside the records is about to be removed."""
        self.gone.append([row._meta.label_lower, plain(row)])

    def run(self, run):
        """A run that the deed did not start is about to be changed."""
        self.runs.setdefault(id(run), (run, plain(run)))

    def mark(self):
        """What takes back all that is put down from now on; called when a batch refuses one."""
        born, gone, numbers = len(self.born), len(self.gone), len(self.numbers)

        def back():
            del self.born[born:], self.gone[gone:], self.numbers[numbers:]

        return back

    def keep(self, entries, records, started):
        """Write the way back of a deed that left entries, if there is one."""
        if not entries or self.for_good or not _by_hand(entries[0]):
            return
        if any(_is_root(record) for record in self.born):
            return
        rows = {id(record): record for record, _image in self.images.values()}
        rows |= {id(record): record for record in records}
        unborn = {id(record) for record in self.born}
        changed = [self._changed(rows[key]) for key in rows if key not in unborn]
        turned = [[key_of(run), differences(run, was)] for run, was in self.runs.values()]
        before = {
            "entries": [entry.pk for entry in entries],
            "roots": sorted({(entry.root_type, entry.root_id) for entry in entries}),
            "changed": [each for each in changed if each[2]],
            "born": [reference(record) for record in self.born],
            "gone": self.gone,
            "runs": [each for each in turned if each[1]] + [[key_of(r), None] for r in started],
            "numbers": self.numbers,
        }
        if len(before["changed"]) + len(self.born) <= LONGEST:
            first = entries[0]
            text = json.loads(json.dumps(before, default=_told))
            WayBack.objects.create(
                entry=first, seat_id=first.seat_id, made_at=first.recorded_at, before=text
            )

    def _changed(self, record):
        known = self.images.get(id(record))
        return [*reference(record), differences(record, known[1]) if known else {}]


def _by_hand(entry):
    return entry.seat_id is not None and entry.channel in HANDS


def _is_root(record):
    return hasattr(record, "root") and record.root() is record


def reference(record):
    """The type and the id of a row."""
    return [record._meta.label_lower, record.pk]


def key_of(run):
    """What tells a run from all others."""
    return [getattr(run, name) for name in RUN_KEY]


def plain(row):
    """{field: value} of a row as it is now."""
    told = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    if "explanation" in told:  # of a run: changed in place
        told["explanation"] = json.dumps(told["explanation"])
    return told


def differences(row, was):
    """Of the values before, those that are others now."""
    now = plain(row)
    return {name: value for name, value in was.items() if now[name] != value and name != "id"}


def _told(value):
    """Dates and amounts as they can be read back."""
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value)} cannot be kept")
