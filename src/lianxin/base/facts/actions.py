"""Write the fact lines that a move declares, in the move's transaction."""

from operator import attrgetter

from django.utils.timezone import localdate

from lianxin.base.facts.models import Fact
from lianxin.base.records.actions import restate


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


def _fact(subject, spec, _actor, on, entry):
    def read(path):
        return attrgetter(path)(subject) if isinstance(path, str) and path else path or None

    root = subject.root()
    source = f"{subject._meta.label_lower}/{subject.pk}"
    turn = entry.round if spec.per_round else 0
    return Fact(
        cell_id=subject.cell_id,
        kind=spec.kind,
        on=on,
        person_id=read(spec.person),
        mandate_id=read(spec.mandate),
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
