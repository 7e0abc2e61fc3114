"""
The ledger of one deed: entries, clock runs, their events and facts, written at its end.

Each table is written once however many moves the deed is made of. The chain's head is not
touched here, so that a batch and single moves never wait for one another in a circle.
"""

import secrets
from collections.abc import Callable
from copy import deepcopy
from functools import partial

from lianxin.base.records import queries
from lianxin.base.records.actions import clocks
from lianxin.base.records.actions.before import Before
from lianxin.base.records.models import ClockEvent, ClockRun, Entry, EntryText
from lianxin.base.records.queries import digest, reference
from lianxin.kernel.registry import lifecycle_of

RUN_KEY = ("subject_type", "subject_id", "code", "round", "turn")
RUN_FIELDS = (
    *("started_on", "due_on", "ceiling_on", "paused_on", "stopped_on", "explanation", "undone"),
)


class Ledger:
    """
    Filled by the engine while a deed goes on; `flush` writes it down.

    `write_facts` takes (subject, move, actor, on, entry) lines; facts stand above records.
    """

    def __init__(self, write_facts):
        self.write_facts = write_facts
        self.entries = []  # (entry, subject, words)
        self.lines = []  # facts, as the fact writer wants them
        self.events = []  # (run, kind, on, due_before, due_after, entry)
        self._runs = {}  # id(root) -> (root, the runs of the root and all its children)
        # in a batch: what takes each change of an object back, newest last
        self._undo: list[Callable] | None = None
        self._owner = {}  # id(run) -> (subject, root) of a run not yet written
        self._changed = {}  # id(run) -> run
        self._due = {}  # id(record) -> record whose nearest date may have moved
        self.before = Before()  # how to take the deed back
        self._afterwards: list[Callable] = []

    # what the engine calls

    def mark(self):
        """A place to go back to when one record of a batch is refused."""
        self._undo = self._undo or []
        self._undo.append(self.before.mark())
        return len(self.entries), len(self.lines), len(self.events), len(self._undo) - 1

    def back_to(self, mark):
        """Forget what was put down since the mark: every record and run is as it was then."""
        entries, lines, events, undo = mark
        assert self._undo is not None  # since the mark was set
        while len(self._undo) > undo:
            self._undo.pop()()
        del self.entries[entries:], self.lines[lines:], self.events[events:]

    def remember(self, record):
        """Called before a record or a run is changed, in case a refusal must undo the change."""
        if isinstance(record, ClockRun) and id(record) not in self._owner:
            self.before.run(record)
        if self._undo is not None:
            self._undo.append(partial(_restore, record, _as_it_is(record)))

    def hold(self, record):
        """Called when a record comes under the deed's lock, as it then is."""
        record._due_saved = record.due_date
        self.before.hold(record)

    def record(self, subject, *, move, actor, act, before, after, note, cause):
        """Put an entry down. Its id, and the subject's, are known once the deed is done."""
        words = "\n".join(filter(None, (act.via.reason, note)))
        salt = secrets.token_hex(16) if words else ""
        entry = Entry(
            cell_id=subject.cell_id,
            move=move.code,
            before=before,
            after=after,
            round=subject.round,
            seat_id=actor.pk,
            user_id=actor.user_id,
            role=actor.role,
            who=actor.signature[:80],
            on_behalf_of=act.via.on_behalf_of,
            channel=act.via.channel,
            happened_at=act.happened_at,
            recorded_at=act.recorded_at,
            text_digest=digest(salt, words) if words else "",
        )
        entry.cause = cause
        self.entries.append((entry, subject, (salt, words) if words else None))
        return entry

    def say(self, entry, words):
        """Add words to an entry that is being written; they are sealed with it."""
        for at, (each, subject, told) in enumerate(self.entries):
            if each is entry:
                salt, before = told or (secrets.token_hex(16), "")
                all_of_it = "\n".join(filter(None, (before, words)))
                entry.text_digest = digest(salt, all_of_it)
                self.entries[at] = (entry, subject, (salt, all_of_it))

    def born(self, subjects):
        """Records that did not exist before can have no clocks yet: nothing to read."""
        self.before.born += subjects
        for subject in subjects:
            if subject.root() is subject:
                self._runs[id(subject)] = (subject, [])

    def read_runs(self, roots):
        """Read the runs of many roots in one query, before a batch asks for them one by one."""
        for root, runs in queries.runs_under_each(roots):
            self._runs.setdefault(id(root), (root, runs))

    def runs_of(self, subject):
        """The runs of a record, those started in this deed included."""
        return [run for run in self.runs_under(subject.root()) if self._is_of(run, subject)]

    def runs_under(self, root):
        """All runs of a root and its children; read once in a deed."""
        key = id(root)
        if key not in self._runs:
            self._runs[key] = (root, queries.runs_under(root))
        return self._runs[key][1]

    def turn(self, subject, lifecycle, move, actor, on, entry):
        """Do to the clocks what a move asks for: the record's own, and its root's."""
        root = subject.root()
        changed = clocks.turn(self, subject, lifecycle, move.code, actor, on, entry)
        if root is not subject:
            verb = f"{lifecycle.name}.{move.code}"
            above = lifecycle_of(root)
            changed += clocks.turn(self, root, above, verb, actor, on, entry)
        if changed:
            self.look_again(subject)

    def facts(self, subject, move, actor, on, entry):
        """Put the move's fact lines down."""
        self.lines += [(subject, line, actor, on, entry) for line in move.facts]

    # what the clocks call

    def start(self, run, subject, on, entry):
        runs = self.runs_under(subject.root())
        runs.append(run)
        self._owner[id(run)] = subject
        if self._undo is not None:
            self._undo.append(partial(self._unstart, runs, run))
        self.change(run, "start", on, None, entry)

    def _unstart(self, runs, run):
        runs[:] = [each for each in runs if each is not run]
        del self._owner[id(run)]

    def change(self, run, kind, on, before, entry):
        if self._undo is not None and id(run) not in self._changed:
            self._undo.append(partial(self._changed.pop, id(run)))
        self._changed[id(run)] = run
        self.events.append((run, kind, on, before, run.due_on, entry))

    def after(self, act):
        """Do something at the end of the deed, when its entries have their ids."""
        self._afterwards.append(act)

    def look_again(self, subject):
        """The nearest open duty of the record, and of its root with all children."""
        root = subject.root()
        runs = self.runs_under(root)
        self.remember(root)
        root.due_date = min((r.due_on for r in queries.pressing(runs)), default=None)
        self._due[id(root)] = root
        if subject is not root:
            self.remember(subject)
            own = queries.pressing(r for r in runs if self._is_of(r, subject))
            subject.due_date = min((r.due_on for r in own), default=None)
            self._due[id(subject)] = subject

    def _is_of(self, run, subject):
        owner = self._owner.get(id(run))
        if owner is not None:
            return owner is subject or (owner.pk and _same(owner, subject))
        return (run.subject_type, run.subject_id) == (subject._meta.label_lower, subject.pk)

    # the end of the deed

    def flush(self, records=()):
        """
        Write all of it: entries in the order of cause and effect, then what hangs on them.

        `records` are those that the deed held; how they were before is kept for taking it back.
        """
        self._write_entries()
        self._write_runs()
        self.write_facts(self.lines)
        for record in self._due.values():
            if record.due_date != getattr(record, "_due_saved", record.due_date):
                type(record)._base_manager.filter(pk=record.pk).update(due_date=record.due_date)
        for act in self._afterwards:
            act()
        started = [run for run in self._changed.values() if id(run) in self._owner]
        self.before.keep([entry for entry, _s, _w in self.entries], records, started)

    def _write_entries(self):
        for entry, subject, _words in self.entries:
            for name, value in reference(subject).items():
                setattr(entry, name, value)
        waiting = [entry for entry, _subject, _words in self.entries]
        while waiting:
            ready = [e for e in waiting if e.cause is None or e.cause.pk]
            for entry in ready:
                entry.cause_id = entry.cause.pk if entry.cause else None
            Entry.objects.bulk_create(ready, batch_size=500)
            waiting = [e for e in waiting if e.pk is None]
        EntryText.objects.bulk_create(
            EntryText(entry=entry, salt=words[0], body=words[1])
            for entry, _subject, words in self.entries
            if words
        )

    def _write_runs(self):
        runs = list(self._changed.values())
        if not runs:
            return
        for run in runs:
            if (owner := self._owner.get(id(run))) is not None:
                for name, value in reference(owner).items():
                    setattr(run, name, value)
            run.pk = None  # new and changed ones in one statement, told apart by their key
        ClockRun.objects.bulk_create(
            runs,
            update_conflicts=True,
            unique_fields=RUN_KEY,
            update_fields=RUN_FIELDS,
            batch_size=500,
        )
        ClockEvent.objects.bulk_create(
            (
                ClockEvent(
                    run=run,
                    kind=kind,
                    on=on,
                    due_before=before,
                    due_after=after,
                    entry_id=entry.pk if entry else None,
                )
                for run, kind, on, before, after, entry in self.events
            ),
            batch_size=500,
        )


def _as_it_is(record):
    names = [field.attname for field in record._meta.concrete_fields]
    kept = {name: getattr(record, name) for name in (*names, "_due_saved") if hasattr(record, name)}
    if isinstance(record, ClockRun):
        kept["explanation"] = deepcopy(record.explanation)
    return kept


def _restore(record, values):
    for name, value in values.items():  # by attribute, so that a foreign key's object goes too
        setattr(record, name, value)


def _same(one, other):
    return type(one) is type(other) and one.pk == other.pk
