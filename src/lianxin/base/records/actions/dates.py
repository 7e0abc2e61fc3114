"""
Put the moment of a step right: the entry stays as it was written, what hangs on it moves.

Called from the effect of a move that corrects a date. Clocks that the step started or stopped
are counted again from the right day, each with a `recompute` event that names the correction.
"""

from django.apps import apps
from django.utils.timezone import localdate, localtime, now
from django.utils.translation import gettext as _

from lianxin.base.records.actions.clocks import recount
from lianxin.base.records.models import ClockEvent, Restated
from lianxin.base.records.queries import CORRECTION, follows, moment_of, steps_of, story
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import for_good, held, keep
from lianxin.kernel.ports import current
from lianxin.kernel.registry import lifecycle_of


def restate(subject, entry_id, at):
    """
    Say that a step of a record happened at another moment. Returns the entries that moved.

    What followed from the step in the same act moves with it. Raises Refused when the record
    has no such step, when it followed from another one, when the moment lies in the future,
    or not between the step before and the step after. Source: house rule §8, dates put right.
    """
    act = current.get()
    assert act is not None  # there is no effect without a move
    for_good()  # a wrong correction is corrected
    told = list(story(subject.root()))
    entry = next((e for e in steps_of(told, subject) if e.pk == entry_id), None)
    if entry is None:
        raise Refused(_("Choose a step of this record."))
    together = _together(told, entry)
    if at > now():
        raise Refused(_("It cannot have happened in the future."))
    if at == moment_of(entry):
        raise Refused(_("That is the moment that stands there already."))
    _between_its_neighbours(told, together, at)
    for each in together:
        _move(act, each, told, at)
    act.deed.ledger.say(act.entry, _said(entry, at))
    for each in together:
        Restated.objects.update_or_create(entry=each, defaults={"happened_at": at})
    return together


def _together(told, entry):
    """The step and what it brought about at once."""
    known = {each.pk: each for each in told}
    if follows(entry, known):
        raise Refused(_("This followed from another step; put that one right."))
    ids = {entry.pk}
    for each in told:  # causes stand before what they cause
        if each.cause_id in ids and each.happened_at == entry.happened_at:
            ids.add(each.pk)
    return [known[pk] for pk in sorted(ids)]


def _between_its_neighbours(told, together, at):
    """Nothing may come to stand before what led to it, or after what it led to."""
    moving = {entry.pk for entry in together}
    for entry in together:
        record = held(apps.get_model(entry.subject_type), entry.subject_id)
        same = [each for each in steps_of(told, record) if each.pk not in moving]
        same = [each for each in same if each.move != CORRECTION]
        before = [moment_of(each) for each in same if each.pk < entry.pk]
        after = [moment_of(each) for each in same if each.pk > entry.pk]
        if before and at < max(before):
            raise Refused(_("It cannot have happened before the step that preceded it."))
        if after and at > min(after):
            raise Refused(_("It cannot have happened after the step that followed it."))


def _move(act, entry, told, at):
    """Move what one entry set: the day kept on its record, and the clocks it turned."""
    record = held(apps.get_model(entry.subject_type), entry.subject_id)
    lifecycle, day = lifecycle_of(record), localdate(at)
    ledger = act.deed.ledger
    ledger.remember(record)
    row = lifecycle.row(entry.move, entry.before) or lifecycle.move(entry.move)
    if row.dated and getattr(record, row.dated) == localdate(moment_of(entry)):
        setattr(record, row.dated, day)
    changes = [e for e in steps_of(told, record) if e.before != e.after]
    here_since = at if changes and changes[-1].pk == entry.pk else None
    runs = {run.pk: run for run in ledger.runs_under(record.root())}
    for event in ClockEvent.objects.filter(entry_id=entry.pk).order_by("pk"):
        run = runs[event.run_id]
        if event.kind in ("start", "stop"):
            ledger.remember(run)
            before = run.due_on
            _turn(run, event.kind, day)
            ledger.change(run, "recompute", localdate(), before, act.entry)
            ledger.look_again(_of(run))
    keep(record, since=here_since)


def _turn(run, kind, day):
    if kind == "start":
        subject = _of(run)
        recount(run, subject, lifecycle_of(subject).clock(run.code), day)
    else:
        run.stopped_on = day


def _of(run):
    return held(apps.get_model(run.subject_type), run.subject_id)


def _said(entry, at):
    """What was corrected, in words that are sealed with the correction."""
    lifecycle = lifecycle_of(held(apps.get_model(entry.subject_type), entry.subject_id))
    step = lifecycle.row(entry.move, entry.before) or lifecycle.move(entry.move)
    was, is_now = localtime(moment_of(entry)), localtime(at)
    return f"{step.done or step.label}: {was:%Y-%m-%d %H:%M} → {is_now:%Y-%m-%d %H:%M}"
