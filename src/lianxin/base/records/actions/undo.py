"""
Take one's own last act back: everything stands again as it stood, and the trail tells of both.

Only whoever did it, only for the minutes that the profile gives, and only as long as nobody has
gone on from it: no entry of any matter that the act touched is younger than the act's own.
"""

import json

from django.apps import apps
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.base.records.actions.before import key_of
from lianxin.base.records.actions.numbers import give_back
from lianxin.base.records.lifecycle import UNDO
from lianxin.base.records.models import ClockRun, Entry, Undone, WayBack
from lianxin.base.records.queries import LONGEST_WAY_BACK, time_to_undo
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import deed, held, put_back
from lianxin.kernel.ports import NOW, Act, current
from lianxin.kernel.registry import lifecycle_named


def take_back(first_id, *, actor, note=""):
    """
    Take an act back by the id of its first entry. Returns (the new entry, ids taken back).

    Raises Refused when there is nothing to take back, when its time is over, when somebody has
    gone on from it, or when a number given after it would leave a gap. Source: our own rule
    `undo.minutes` of the profile; minutes.
    """
    with deed() as whole:
        way = WayBack.objects.filter(pk=first_id, seat_id=actor.pk).first()
        if way is None:
            raise Refused(_("There is nothing here that you could take back."))
        roots = [held(apps.get_model(kind), pk) for kind, pk in way.before["roots"]]
        if not WayBack.objects.select_for_update().filter(pk=first_id).exists():
            raise Refused(_("There is nothing here that you could take back."))
        entries = list(Entry.objects.filter(pk__in=way.before["entries"]).order_by("pk"))
        _still_possible(way, roots, entries)
        now = timezone.now()
        token = current.set(Act(NOW, now, now, None, whole))
        try:
            told = _tell(whole.ledger, roots, entries, actor, note)
            _unwind(whole.ledger, way.before, told[0], localdate(now))
            for root, each in zip(roots, told, strict=True):  # no step: it leads nowhere
                each.before = each.after = root.state
            whole.ledger.before.for_good = True  # whoever wants it again does it again
        finally:
            current.reset(token)
        way.delete()
        whole.ledger.after(lambda: _mark(entries, told))
    return told[0], [each.pk for each in entries]


def forget_ways_back(cell_id, root=None):
    """
    Forget how things were before acts that stand: those of one matter, or all that are past.

    Past is what is an hour old, whatever the profile says; nobody is given longer than that.
    """
    ways = WayBack.objects.filter(entry__cell_id=cell_id)
    if root is None:
        ways = ways.filter(made_at__lt=timezone.now() - LONGEST_WAY_BACK)
    else:
        ways = ways.filter(entry__root_type=root._meta.label_lower, entry__root_id=root.pk)
    return ways.delete()[0]


def _mark(entries, told):
    by = {(each.root_type, each.root_id): each.pk for each in told}
    Undone.objects.bulk_create(
        Undone(entry=each, by_id=by[each.root_type, each.root_id]) for each in entries
    )


def _still_possible(way, roots, entries):
    if timezone.now() - way.made_at > time_to_undo(roots[0]):
        raise Refused(_("The time for taking it back is over; put it right in the usual ways."))
    own = [each.pk for each in entries]
    for root in roots:
        about = Entry.objects.filter(root_type=root._meta.label_lower, root_id=root.pk)
        if about.filter(pk__gt=own[0]).exclude(pk__in=own).exists():
            raise Refused(_("Somebody has gone on from it since; it can no longer be taken back."))


def _tell(ledger, roots, entries, actor, note):
    """One entry for each matter that the act touched; the first one says what was taken back."""
    act = current.get()
    told: list[Entry] = []
    assert act is not None  # set by the caller
    for root in roots:
        own = [e for e in entries if (e.root_type, e.root_id) == (root._meta.label_lower, root.pk)]
        entry = ledger.record(
            root,
            move=UNDO,
            actor=actor,
            act=act,
            before=root.state,
            after=root.state,
            note="\n".join(filter(None, (_words(own[0]), "" if told else note))),
            cause=told[0] if told else None,
        )
        told.append(entry)
    return told


def _words(entry):
    lifecycle = lifecycle_named(entry.subject_type)
    move = lifecycle.row(entry.move, entry.before) or lifecycle.move(entry.move)
    return str(move.done or move.label)


def _unwind(ledger, before, entry, on):
    for cell_id, key, number in reversed(before["numbers"]):
        give_back(cell_id, key, number)
    for kind, pk, fields in before["changed"]:
        _set_back(kind, pk, fields)
    _unwind_runs(ledger, before, entry, on)
    for kind, pk in (*before["roots"], *(each[:2] for each in before["changed"])):
        model = apps.get_model(kind)
        if hasattr(model, "root_field"):
            ledger.look_again(held(model, pk))
    for kind, pk in reversed(before["born"]):
        try:
            apps.get_model(kind)._base_manager.filter(pk=pk).delete()
        except ProtectedError as used:
            message = _("Somebody has gone on from it since; it can no longer be taken back.")
            raise Refused(message) from used
    for kind, fields in before["gone"]:
        model = apps.get_model(kind)
        model(**_read(model, fields)).save(force_insert=True)


def _set_back(kind, pk, fields):
    model = apps.get_model(kind)
    values = _read(model, fields)
    if hasattr(model, "root_field"):
        record = held(model, pk)
        put_back(record, values)
    else:
        model._base_manager.filter(pk=pk).update(**values)


def _read(model, fields):
    """Kept values as the fields of a model hold them."""
    columns = {field.attname: field for field in model._meta.concrete_fields}
    return {name: columns[name].to_python(value) for name, value in fields.items()}


def _unwind_runs(ledger, before, entry, on):
    known: dict[tuple, ClockRun] = {}
    for kind, pk in before["roots"]:
        root = held(apps.get_model(kind), pk)
        known |= {tuple(key_of(run)): run for run in ledger.runs_under(root)}
    for key, fields in before["runs"]:
        run = known[tuple(key)]
        ledger.remember(run)
        due = run.due_on
        if fields is None:
            run.undone, run.stopped_on = True, run.stopped_on or on
        else:
            restored = _read(ClockRun, {k: v for k, v in fields.items() if k != "explanation"})
            if "explanation" in fields:
                restored["explanation"] = json.loads(fields["explanation"])
            for name, value in restored.items():
                setattr(run, name, value)
        ledger.change(run, "undo", on, due, entry)
