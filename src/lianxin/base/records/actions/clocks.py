"""
Start, pause, resume, extend, recompute and stop the clocks that a lifecycle declares.

Called by the engine inside the deed, under the root's lock; written by the deed's ledger.
"""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.base.records.models import ClockEvent, ClockRun
from lianxin.base.records.queries import pressing, runs_under
from lianxin.kernel.calendar import add_working_days, count, working_days_between
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.ports import current, ports


def turn(ledger, subject, lifecycle, verb, actor, on, entry):
    """
    Do to the clocks of one record what a verb asks for. Returns how many runs it changed.

    The verb is a move of the record, or "child.move" of a child for the clocks of a root.
    """
    changed, state = 0, lifecycle.state(subject.state)
    if not any(_hears(clock, verb, state) for clock in lifecycle.clocks):
        return 0  # most moves: the runs need not even be read
    runs = ledger.runs_of(subject)
    for clock in lifecycle.clocks:
        mine = [run for run in runs if run.code == clock.code]
        run = next((each for each in mine if each.stopped_on is None), None)
        if run and (verb in clock.stops_on or state.final):
            ledger.remember(run)
            run.stopped_on = on
            ledger.change(run, "stop", on, None, entry)
            changed, run = changed + 1, None
        elif run and clock.pauses_in:
            changed += _pause(ledger, run, subject, state in clock.pauses_in, on, entry)
        starts = verb in clock.starts_on and run is None and not state.final
        if starts and (not clock.when or clock.when(actor, subject)):
            _start(ledger, subject, clock, mine, on, entry)
            changed += 1
    return changed


def _hears(clock, verb, state):
    return verb in clock.starts_on or verb in clock.stops_on or state.final or clock.pauses_in


def _start(ledger, subject, clock, before, on, entry):
    this_round = [run for run in before if run.round == subject.round]
    run = fresh_run(subject, clock, on)
    run.turn = len(this_round) + 1
    ledger.start(run, subject, on, entry)


def fresh_run(subject, clock, on):
    """Count a clock for a record from a day, with the norm in force on that day."""
    calendar = ports().calendar(subject)
    norm = ports().resolve(clock.rule, subject, on)
    since = getattr(subject, clock.since)() if clock.since else None
    due, how = count(since or on, norm, calendar)
    ceiling = None
    if clock.ceiling:
        longest = ports().resolve(clock.ceiling, subject, on)
        first = subject.ceiling_from(on) if hasattr(subject, "ceiling_from") else on
        ceiling, how["ceiling"] = count(first, longest, calendar)
    return ClockRun(
        cell_id=subject.cell_id,
        code=clock.code,
        round=subject.round,
        window=clock.window,
        beside=clock.beside,
        started_on=on,
        due_on=min(due, ceiling or due),
        ceiling_on=ceiling,
        explanation=how,
    )


def recount(run, subject, clock, on):
    """Let a run have started on another day; a day that a person granted is not taken back."""
    fresh = fresh_run(subject, clock, on)
    run.started_on, run.ceiling_on = on, fresh.ceiling_on
    extended = run.explanation.get("extended")
    granted = run.due_on if extended else fresh.due_on
    run.due_on = min(max(granted, fresh.due_on), run.ceiling_on or date.max)
    run.explanation = fresh.explanation | ({"extended": extended} if extended else {})


def _pause(ledger, run, subject, resting, on, entry):
    if resting and run.paused_on is None:
        ledger.remember(run)
        run.paused_on = on
        ledger.change(run, "pause", on, run.due_on, entry)
        return 1
    if resting or run.paused_on is None:
        return 0
    ledger.remember(run)
    calendar = ports().calendar(subject)
    before, start, run.paused_on = run.due_on, run.paused_on, None
    if run.explanation["unit"] == "wd":
        rest = working_days_between(start, on, calendar)
        due = add_working_days(before, rest, calendar)
    else:
        rest = (on - start).days
        due = calendar.next_working(before + timedelta(rest))
    run.due_on = min(due, run.ceiling_on or due)
    run.explanation.setdefault("rests", []).append([start.isoformat(), on.isoformat(), rest])
    ledger.change(run, "resume", on, before, entry)
    return 1


def extend(subject, code, *, until, on):
    """
    Move the end of a running clock, never past its ceiling and never by starting anew.

    Call it from the effect of a move. Sources: deputies law art. 51 ¶2 (six months at most).
    Raises Refused when no such clock runs, when it is past, or when the date asked for (cut to
    the ceiling) is not later.
    """
    act = current.get()
    assert act is not None  # there is no effect without a move
    ledger = act.deed.ledger
    run = subject.open_run(code)
    if run is None or run.ceiling_on is None:
        raise Refused(_("No period is running here that could be extended."))
    if on > run.due_on:
        raise Refused(_("The period has ended; it can no longer be extended."))
    ledger.remember(run)
    before, run.due_on = run.due_on, min(until, run.ceiling_on)
    if run.due_on <= before:
        run.due_on = before
        raise Refused(_("The law's longest period is already used up, or the date is no later."))
    run.explanation.setdefault("extended", []).append(
        {"asked": until.isoformat(), "given": run.due_on.isoformat()}
    )
    ledger.change(run, "extend", on, before, act.entry)
    ledger.look_again(subject)
    return run


@transaction.atomic
def recompute(run, subject, *, lifecycle, on):
    """
    Count an open run again, after a year's days off were announced or a value mended.

    Under the lock of the root, like any move, so that no act under way writes an old date back.
    """
    root = subject.root()
    type(root)._base_manager.select_for_update(of=("self",)).get(pk=root.pk)
    run.refresh_from_db()
    if run.stopped_on:
        return run
    clock = lifecycle.clock(run.code)
    fresh = fresh_run(subject, clock, run.started_on)
    rests, extended = run.explanation.get("rests"), run.explanation.get("extended")
    if rests or extended or fresh.due_on == run.due_on:
        return run  # a date that a person set or that rested is shown for review, not changed
    before = run.due_on
    run.due_on, run.ceiling_on = fresh.due_on, fresh.ceiling_on
    run.explanation = fresh.explanation
    run.save()
    ClockEvent.objects.create(
        run=run, kind="recompute", on=on, due_before=before, due_after=run.due_on
    )
    _cache(subject)
    return run


def _cache(subject):
    """Keep the nearest open duty on the record and on its root, outside of any deed."""
    root = subject.root()
    runs = runs_under(root)
    key = (subject._meta.label_lower, subject.pk)
    own = [run for run in runs if (run.subject_type, run.subject_id) == key]
    for record, mine in ((root, runs), (subject, runs if subject is root else own)):
        record.due_date = min((run.due_on for run in pressing(mine)), default=None)
        type(record)._base_manager.filter(pk=record.pk).update(due_date=record.due_date)
