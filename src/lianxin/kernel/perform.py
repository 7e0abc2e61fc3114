"""
Make a move: the one place where a record changes state.

One transaction (a deed): lock the root, then the record; ask the lifecycle; run the app's
own effect; turn the clocks; save. What must be written beside the record — entries, clock
runs and their events, facts — is put down in the deed's ledger and written at its end in
bulk, so that a move costs a handful of queries and a batch hardly more. All or nothing.
Nothing is sent from here: whoever must hear of it reads the entries (see base/records).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.kernel.calendar import working_days_between
from lianxin.kernel.lifecycle import Lifecycle, LifecycleError, Refused, Stay
from lianxin.kernel.ports import NOW, Act, Deed, Via, current, ports

doing: ContextVar[Deed | None] = ContextVar("current deed", default=None)


def performs(lifecycle: Lifecycle, code: str) -> Callable:
    """Bind an effect to a move, so that calling the function *is* making the move."""
    if not lifecycle.move(code).source:
        raise LifecycleError(f"{lifecycle.name}: {code} begins a record; use @begins")

    def bind(effect: Callable) -> Callable:
        @wraps(effect)
        def action(subject, *, actor, via: Via | None = None, note="", **inputs):
            with deed() as whole:
                return _move(
                    lifecycle, code, effect, _locked(whole, subject), actor, via, note, inputs
                )

        return _only(lifecycle, code, action)

    return bind


def begins(lifecycle: Lifecycle, code: str) -> Callable:
    """Bind a maker to a birth: it returns the unsaved record; the engine does the rest."""
    if lifecycle.move(code).source:
        raise LifecycleError(f"{lifecycle.name}: {code} does not begin a record")

    def bind(make: Callable) -> Callable:
        @wraps(make)
        def action(*, actor, via: Via | None = None, note="", **inputs):
            when = _moment(via, current.get())[1]
            with deed() as whole:
                subject = make(actor=actor, at=when, **inputs)
                _adopt(whole, subject)
                return _move(lifecycle, code, None, subject, actor, via, note, {})

        return _only(lifecycle, code, action)

    return bind


@contextmanager
def deed() -> Iterator[Deed]:
    """The outermost act: one transaction and one ledger for all moves made inside."""
    if (whole := doing.get()) is not None:
        yield whole
        return
    with transaction.atomic():
        whole = Deed(ports().ledger())
        token = doing.set(whole)
        try:
            yield whole
            whole.ledger.flush(whole.records.values())
        finally:
            doing.reset(token)


def batch(action: Callable, subjects: Iterable, *, actor, **inputs) -> tuple[list, list]:
    """
    Make one move on many records: one transaction, roots in the order of their ids.

    Returns (moved, refused); a refusal is `(record, reasons)` and stops nobody else.
    """
    moved, refused = [], []
    with deed() as whole:
        ordered = sorted(subjects, key=lambda each: (each.root().pk, each.pk))
        whole.ledger.read_runs(_lock_all(whole, ordered))
        for subject in ordered:
            mark, held = whole.ledger.mark(), len(whole.records)
            try:
                with transaction.atomic():
                    moved.append(action(subject, actor=actor, **inputs))
            except Refused as refusal:
                whole.ledger.back_to(mark)
                _let_go(whole, held)
                refused.append((subject, refusal.reasons))
    return moved, refused


def _let_go(whole, held):
    """What was locked for a move that was undone is locked no more: it must be read again."""
    for key in list(whole.records)[held:]:
        del whole.records[key]
    whole.memo.clear()


def bring_in(lifecycle: Lifecycle, code: str, subjects: list, *, actor, via: Via) -> list:
    """
    Give birth to many records at once, through the import door: one deed, written in bulk.

    The same guard, entries, clocks and facts as one birth; the records are roots and unsaved.
    """
    if not subjects:
        return []
    with deed() as whole:
        via, happened, recorded = _moment(via, None)
        rows = []
        for subject in subjects:
            token = current.set(Act(via, happened, recorded, None, whole))
            try:
                move, target = lifecycle.check(code, actor, subject)
                entry = _enter(whole, subject, lifecycle, move, target, actor, "")
                rows.append((subject, move, entry))
            finally:
                current.reset(token)
        whole.ledger.born([subject for subject, _move, _entry in rows])
        day = timezone.localdate(happened)
        for subject, move, entry in rows:
            whole.ledger.turn(subject, lifecycle, move, actor, day, entry)
        type(subjects[0])._base_manager.bulk_create(subjects, batch_size=500)
        for subject, move, entry in rows:
            whole.ledger.facts(subject, move, actor, day, entry)
    return subjects


def _only(lifecycle, code, action):
    if code in lifecycle.actions:
        raise LifecycleError(f"{lifecycle.name}: two actions perform {code}")
    lifecycle.actions[code] = action
    return action


# Locks: root before child, always; each record once in a deed


def held(model, pk):
    """A record of the deed under way, under the lock of its root; read if it was not yet."""
    whole = doing.get()
    assert whole is not None  # inside a deed only
    if (known := whole.records.get((model, pk))) is not None:
        return known
    return _locked(whole, model._base_manager.get(pk=pk))


def keep(record, *, since=None):
    """
    Write down a record that an act changed beside the one whose move it is.

    `since` says since when it really stands where it stands, for a date that is put right.
    """
    whole = doing.get()
    assert whole is not None  # inside a deed only
    if since is not None:
        record.state_since = since
    _save(whole, record)


# What a deed does beside its records, so that it can be taken back


def changing(row):
    """Say that a row without a life of its own is about to be changed. Returns it."""
    if (whole := doing.get()) is not None:
        whole.ledger.before.hold(row)
    return row


def made(row):
    """Say that a row without a life of its own was written by this deed. Returns it."""
    if (whole := doing.get()) is not None:
        whole.ledger.before.born.append(row)
    return row


def gone(row):
    """Say that a row without a life of its own is about to be removed."""
    if (whole := doing.get()) is not None:
        whole.ledger.before.remove(row)


def for_good():
    """Say that what is being done cannot be taken back: somebody outside has been told."""
    if (whole := doing.get()) is not None:
        whole.ledger.before.for_good = True


def put_back(record, values):
    """Let a held record stand as it stood before the deed that is being taken back."""
    whole = doing.get()
    assert whole is not None  # inside a deed only
    for name, value in values.items():
        setattr(record, name, value)
    _save(whole, record)


def _key(record):
    return type(record), record.pk


def _locked(whole, subject):
    """The record under its lock, with its way to the root made of locked objects too."""
    root = _root_key(subject)
    held_root = _hold(whole, *root)
    if root == _key(subject):
        return held_root
    held = _hold(whole, *_key(subject))
    _join(held, held_root)
    return held


def _root_key(record):
    """Where the root is; it need not be read for that when the record is its child."""
    if record.root_field and "__" not in record.root_field:
        field = record._meta.get_field(record.root_field)
        return field.related_model, getattr(record, field.attname)
    return _key(record.root())


def _hold(whole, model, pk):
    if (held := whole.records.get((model, pk))) is None:
        held = _for_update(model).get(pk=pk)
        whole.ledger.hold(held)
        whole.records[_key(held)] = held
    return held


def children(root, manager) -> list:
    """
    A root's children of one kind, oldest first.

    In an act they are those that the deed holds: read once, and changed by the moves made on
    them. The lock of the root guards them too, so none needs one of its own.
    """
    model, act = manager.model, current.get()
    found = _with_act_reads(manager.order_by("pk"))
    if act is None or act.deed.records.get(_key(root)) is not root:
        known = manager.all()  # a page may have read them with the root
        return list(found if known._result_cache is None else known)
    key = _nursery(root, model)
    if key not in act.deed.memo:
        act.deed.memo[key] = [_keep(act.deed, child, root) for child in found]
    return act.deed.memo[key]


def _nursery(root, model):
    return "children", model, _key(root)


def _keep(whole, child, root):
    held = whole.records.setdefault(_key(child), child)
    if held is child:
        whole.ledger.hold(held)
    _join(held, root)
    return held


def _for_update(model):
    """Lock the row alone, and read with it what the model's rules and facts ask for."""
    return _with_act_reads(model._base_manager.select_for_update(of=("self",)))


def _with_act_reads(found):
    names = found.model.act_reads
    return found.select_related(*names) if names else found


def _join(child, root):
    """Let the child's way to its root end at the locked object (steps between stay as read)."""
    *between, last = child.root_field.split("__")
    for step in between:
        child = getattr(child, step)
    setattr(child, last, root)


def _lock_all(whole, subjects):
    """Lock many at once: all roots in the order of their ids, then all children; the roots."""
    roots = {_key(each.root()): each.root() for each in subjects}
    below = {_key(each): each for each in subjects if each.root() is not each}
    for group in (roots, below):
        for model in dict.fromkeys(kind for kind, _pk in group):
            ids = [pk for kind, pk in group if kind is model]
            for held in _for_update(model).filter(pk__in=ids).order_by("pk"):
                if whole.records.setdefault(_key(held), held) is held:
                    whole.ledger.hold(held)
    return [whole.records[key] for key in roots]


def _adopt(whole, subject):
    """A child is born of the root as it is under the lock, not as the caller last saw it."""
    root = subject.root()
    if root is subject:
        return
    held = _hold(whole, *_key(root))
    *between, _last = subject.root_field.split("__")
    if between:  # a grandchild: its parent too as it is now
        parent = getattr(subject, between[0])
        setattr(subject, between[0], _hold(whole, *_key(parent)))
    _join(subject, held)


# The move itself


def _moment(via, act):
    via = via or (act.via if act else NOW)
    recorded = timezone.now()
    happened = via.happened_at or (act.happened_at if act else recorded)
    return via, happened, recorded


def _may_have_happened(subject, via, happened, recorded):
    if happened > recorded:
        raise Refused(_("It cannot have happened in the future."))
    if subject.moved_at and happened < subject.moved_at:
        raise Refused(_("It cannot have happened before the step that preceded it."))
    if via.happened_at and via.channel == "behalf" and not via.reason:
        free = ports().resolve("entry.backdate", subject, timezone.localdate(recorded)).value
        first, last = timezone.localdate(happened), timezone.localdate(recorded)
        if working_days_between(first, last, ports().calendar(subject)) > free:
            raise Refused(_("Say why this is entered so late."))


def _enter(whole, subject, lifecycle, move, target, actor, note):
    """Put the record where the move leads, and the entry of it into the ledger."""
    act = current.get()
    assert act is not None  # whoever calls this has just set it
    before = subject.state
    whole.ledger.remember(subject)
    if not isinstance(move.target, Stay):
        subject.came_from, subject.state, subject.state_since = (
            before,
            target.code,
            act.happened_at,
        )
    subject.moved_at = act.happened_at
    subject.round += move.opens_round not in ("", "first")
    return whole.ledger.record(
        subject,
        move=move,
        actor=actor,
        act=act,
        before=before,
        after=target.code,
        note=note,
        cause=act.entry,
    )


def _move(lifecycle, code, effect, subject, actor, via, note, inputs):
    outer, whole = current.get(), doing.get()
    assert whole is not None  # a move is made inside a deed
    via, happened, recorded = _moment(via, outer)
    cause = outer.entry if outer else None
    token = current.set(Act(via, happened, recorded, cause, whole))  # rules ask what day it is
    try:
        move, target = lifecycle.check(code, actor, subject)
        _may_have_happened(subject, via, happened, recorded)
        entry = _enter(whole, subject, lifecycle, move, target, actor, note)
        current.set(Act(via, happened, recorded, entry, whole))  # moves it causes will name it
        if subject.pk is None:
            whole.ledger.born([subject])
        if effect:
            effect(subject, actor=actor, at=happened, **inputs)
        day = timezone.localdate(happened)
        whole.ledger.turn(subject, lifecycle, move, actor, day, entry)
        _save(whole, subject)
        whole.ledger.facts(subject, move, actor, day, entry)
    finally:
        current.reset(token)
    return subject


def _save(whole, subject):
    if subject.pk is None:
        try:
            subject.save(force_insert=True)
        except IntegrityError as double:  # a constraint says that there can be one only
            raise Refused(_("Somebody else was quicker; look at it again.")) from double
        whole.records[_key(subject)] = subject
        whole.memo.pop(_nursery(subject.root(), type(subject)), None)
    else:
        fields = [f.name for f in subject._meta.concrete_fields if not f.primary_key]
        subject.save(update_fields=fields)
    subject._due_saved = subject.due_date
