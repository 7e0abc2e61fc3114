"""
A consumer of the stream: turns entries into notices for the seats they concern.

One act makes at most one notice for a seat on one matter, however many moves it brings about;
the same act done once more before it was read renews the line instead of adding one; and
whoever acts on a matter has read what he was told of it.
"""

from django.apps import apps
from django.utils import timezone

from lianxin.base.notices.models import Notice
from lianxin.base.records.lifecycle import UNDO
from lianxin.base.records.models import Undone
from lianxin.base.records.queries import first_cause
from lianxin.kernel.registry import audiences, lifecycle_named


def take_in(entry):
    """Put one line into the inbox of every seat that the entry's move tells."""
    mark_acted(entry)
    if entry.move == UNDO.code:
        _take_back(entry)
        return
    lifecycle = lifecycle_named(entry.subject_type)
    audience = audiences().get(entry.root_type)
    row = lifecycle and (lifecycle.row(entry.move, entry.before) or lifecycle.row(entry.move, None))
    if not row or not audience or not row.tells:
        return
    act = first_cause(entry)
    told = _told(audience(entry.root_id, entry, row.tells), row, entry)
    told.pop(act.seat_id, None)  # what he did himself, and what came of it, he knows
    lines = {line.seat_id: line for line in _lines(entry, act, told)}
    fresh = [_notice(entry, act, pk, told[pk]) for pk in sorted(told.keys() - lines.keys())]
    for pk, line in lines.items():
        _renew(line, entry, act, row, told[pk])
    root = apps.get_model(entry.root_type).objects.filter(pk=entry.root_id).first()
    for notice in fresh:
        notice.title = str(root or "")[:160]
    Notice.objects.bulk_create(fresh)


def _take_back(entry):
    """What nobody has read yet was never said; whoever has read it hears that it is no more."""
    undone = Undone.objects.filter(by_id=entry.pk).values("entry_id")
    lines = Notice.objects.filter(root_type=entry.root_type, root_id=entry.root_id)
    lines = lines.filter(entry_id__in=undone)
    lines.filter(read_at=None).delete()
    lines.exclude(seat_id=entry.seat_id).update(
        entry_id=entry.pk,
        act_id=entry.pk,
        subject_type=entry.subject_type,
        move=entry.move,
        who=entry.who,
        asks="",
        happened_at=entry.happened_at,
        read_at=None,
    )


def _told(seats, row, entry):
    """{seat id: where the sentence stands that asks something of it, or nothing}."""
    told: dict[int, str] = {}
    for name in row.tells:
        asks = f"{entry.subject_type}:{row.code}:{name}" if name in row.asks else ""
        for seat in seats.get(name, ()):
            told[seat.pk] = told.get(seat.pk) or asks
    return told


def _lines(entry, act, told):
    """The lines that this entry joins: of the same act, or of one like it that nobody has read."""
    about = Notice.objects.filter(root_type=entry.root_type, root_id=entry.root_id)
    for line in about.filter(seat_id__in=list(told)).order_by("pk"):
        alike = (line.subject_type, line.move) == (entry.subject_type, entry.move)
        alike = alike and line.who == act.who
        same_day = timezone.localdate(line.happened_at) == timezone.localdate(entry.happened_at)
        if line.act_id == act.pk or (alike and same_day and line.read_at is None):
            yield line


def _renew(line, entry, act, row, asks):
    """What became of the matter itself says more than the step that led to it."""
    of_the_matter = row.formal and entry.subject_type == entry.root_type
    if line.act_id != act.pk or of_the_matter:
        line.entry_id, line.subject_type, line.move = entry.pk, entry.subject_type, entry.move
    line.act_id, line.happened_at = act.pk, entry.happened_at
    line.asks = asks or line.asks
    line.save()


def _notice(entry, act, seat_id, asks):
    return Notice(
        seat_id=seat_id,
        entry_id=entry.pk,
        act_id=act.pk,
        cell_id=entry.cell_id,
        root_type=entry.root_type,
        root_id=entry.root_id,
        subject_type=entry.subject_type,
        move=entry.move,
        who=act.who,
        asks=asks,
        happened_at=entry.happened_at,
    )


def mark_acted(entry):
    """Whoever acts on a matter has seen what he was told of it before."""
    if entry.seat_id is None:
        return 0
    mine = Notice.objects.filter(
        root_type=entry.root_type, root_id=entry.root_id, seat_id=entry.seat_id, read_at=None
    )
    return mine.update(read_at=entry.recorded_at)


def mark_read(seat, ids=None):
    """Mark a seat's notices as read: some, or all."""
    mine = Notice.objects.filter(seat_id=seat.pk, read_at=None)
    if ids is not None:
        mine = mine.filter(pk__in=ids)
    return mine.update(read_at=timezone.now())


def hand_on(seat_id, to_id):
    """What a seat has not read, another reads: its holder has left."""
    return Notice.objects.filter(seat_id=seat_id, read_at=None).update(seat_id=to_id)
