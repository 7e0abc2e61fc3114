"""Write the fact lines that a move declares, in the move's transaction."""

from operator import attrgetter

from django.utils.timezone import localdate

from lianxin.base.facts.models import VOID, Fact
from lianxin.base.records.actions import restate, take_back
from lianxin.kernel.perform import deed


def write(lines):
    """Write (subject, declared line, actor, on, entry) tuples; a fact already there stays one."""
    if lines:
        facts = [_fact(*line) for line in lines]
        Fact.objects.bulk_create(facts, ignore_conflicts=True, batch_size=500)


def put_right(subject, entry_id, at):
    """
    Say that a step of a record happened at another moment: its clocks and its facts move.

    A fact is not changed; another one takes its place. Raises Refused like `restate`.
    """
    moved = restate(subject, entry_id, at)
    standing = Fact.objects.filter(entry_id__in=[entry.pk for entry in moved], fact__isnull=True)
    for old in standing.order_by("pk"):
        new = Fact.objects.get(pk=old.pk)
        new.pk, new.on, new.supersedes, new.key = None, localdate(at), old, f"{old.key}+"
        new.save(force_insert=True)


def undo(first_id, *, actor, note=""):
    """
    Take one's own last act back, by its first entry: its records, clocks and facts.

    A fact is not removed; an empty one takes its place, and its key is free for the step that
    is made again. Raises Refused like `take_back`. Returns the entry that tells of it.
    """
    with deed() as whole:
        entry, taken_back = take_back(first_id, actor=actor, note=note)
        whole.ledger.after(lambda: _void(taken_back, entry))
    return entry


def _void(entry_ids, entry):
    for old in Fact.objects.filter(entry_id__in=entry_ids, fact__isnull=True).order_by("pk"):
        key, free = old.key, f"{old.key}|{entry.pk}"
        Fact.objects.filter(pk=old.pk).update(key=free[:160])
        Fact.objects.create(
            cell_id=old.cell_id,
            kind=VOID,
            on=old.on,
            quantity=0,
            source_type=old.source_type,
            source_id=old.source_id,
            root_type=old.root_type,
            root_id=old.root_id,
            entry_id=entry.pk,
            supersedes=old,
            key=f"{key}|{entry.pk}|{VOID}"[:160],
        )


def _fact(subject, spec, actor, on, entry):
    def read(path):
        return attrgetter(path)(subject) if isinstance(path, str) and path else path or None

    root = subject.root()
    source = f"{subject._meta.label_lower}/{subject.pk}"
    turn = entry.round if spec.per_round else 0
    theirs = not spec.own or getattr(actor, "mandate_id", None) == read(spec.mandate)
    return Fact(
        cell_id=subject.cell_id,
        kind=spec.kind,
        on=on,
        person_id=read(spec.person) if theirs else None,
        mandate_id=read(spec.mandate) if theirs else None,
        unit_id=read(spec.unit),
        venue_id=read(spec.venue),
        quantity=read(spec.quantity),
        source_type=subject._meta.label_lower,
        source_id=subject.pk,
        root_type=root._meta.label_lower,
        root_id=root.pk,
        title=str(getattr(root, "title", ""))[:160],
        entry_id=entry.pk,
        key=f"{spec.kind}|{source}|{f'e{entry.pk}' if spec.each_time else turn}",
    )


def move_lines(lines, *, mandates=None, **to) -> list[int]:
    """
    Say that lines are about another person or mandate; returns the numbers of the new ones.

    A fact is not changed; another one takes its place. `mandates` {old: new} turns their mandates.
    """
    moved = []
    for old in lines:
        new = Fact.objects.get(pk=old.pk)
        new.pk, new.supersedes, new.key = None, old, _next_key(old.key)
        new.mandate_id = (mandates or {}).get(old.mandate_id, old.mandate_id)
        for name, value in to.items():
            setattr(new, name, value)
        new.save(force_insert=True)
        moved.append(new.pk)
    return moved


def _next_key(key: str) -> str:
    """The key of what takes the place of a fact; counted, for they may move back and forth."""
    head, mark, count = key.partition("+@")
    return f"{head}+@{int(count or 0) + 1}" if mark else f"{key}+@1"
