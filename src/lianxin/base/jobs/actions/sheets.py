"""
The way of a sheet: read and checked, compared with what is there, landed in one short act.

What takes long — reading, cleaning, comparing, writing the staged rows — is done outside of any
long transaction. Landing compares once more under the lock: when anything has moved since, it
lands nothing. The job and its entry in the book are the trail of an import.
"""

import gc
import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.base.jobs.actions.book import note
from lianxin.base.jobs.actions.looking import (
    CHANGED,
    FAULT,
    LEFT_OUT,
    MAYBE,
    Outcome,
    Road,
    Where,
    digest_of,
    look,
    plain,
    said_of_all,
)
from lianxin.base.jobs.actions.queue import hold, report
from lianxin.base.jobs.models import Job, StagedRow
from lianxin.base.masks import mask
from lianxin.base.paper import staging
from lianxin.base.paper.layout import Fault
from lianxin.base.paper.reasons import WithReason, because
from lianxin.kernel.keyring import lock, unlock

KEPT = (CHANGED, MAYBE, FAULT)  # after landing: what was changed, and what is still open
CHUNK = 500  # staged rows a transaction
MOST_ATTEMPTS = 3


class Stale(WithReason):
    """What the rows were compared with has changed since; nothing was landed."""

    def __init__(self) -> None:
        super().__init__(
            because(_("Somebody is changing the same just now. Nothing was landed; try again."))
        )


class Doubtful(WithReason):
    """The sheet looks like another place's, and nobody said that it is meant; nothing landed."""


# At once: the command line


def bring_in_file(
    road: Road, where: Where, content: bytes, name: str, *, whole=False, dry=False, sure=True
):
    """
    Look, and land what is good; with `whole` all or nothing, with `dry` nothing.

    Returns the outcome and whether it was landed. Leaves a job that is done, and an entry about
    it. Raises Doubtful when it looks like another place's sheet and nobody is `sure`.
    """
    for _attempt in range(MOST_ATTEMPTS):
        outcome = look(road, where, content, name)
        if dry or outcome.unreadable or not outcome.sound or (whole and outcome.faulty):
            return outcome, False
        if outcome.beware and not sure:
            raise Doubtful(outcome.beware)
        rows = [row.values for row in outcome.sound]
        try:
            with _in_haste(), transaction.atomic():
                _land(road, where, rows, said_of_all(where, rows), outcome.digest)
                job = _done_at_once(road, where, content, name, outcome)
        except Stale:
            continue
        StagedRow.objects.bulk_create(_staged(job, road, outcome, KEPT), batch_size=CHUNK)
        return outcome, True
    raise Stale


@contextmanager
def _in_haste() -> Iterator[None]:
    """While others wait for the lock, rubbish is left lying: it costs a fifth of the time."""
    tidy = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if tidy:
            gc.enable()


def _land(road, where, rows, says, digest):
    """Inside a transaction: compare under the lock, and write only what was announced."""
    plans = road.plan(where, rows, says=says, hold=True)
    if digest_of(plans) != digest:
        raise Stale
    road.land(where, plans)
    return plans


def _done_at_once(road, where, content, name, outcome):
    now = timezone.now()
    job = Job.objects.create(
        kind=road.kind,
        step="land",
        cell_id=where.cell_id,
        seat_id=where.actor.pk,
        phase=Job.Phase.DONE,
        parameters={**named(content, name), "options": where.options},
        result=plain(_result(outcome)),
        started_at=now,
        finished_at=now,
    )
    note(job, "land", actor=where.actor, place=road.goes_to(where))
    return job


def named(content: bytes, name: str) -> dict[str, Any]:
    """What a job remembers of its file for ever."""
    digest = hashlib.sha256(content).hexdigest()
    return {"name": name[-160:], "sha256": digest, "size": len(content)}


# In two steps: staged by the worker, landed when somebody has looked at it


def stage(job: Job, road: Road, where: Where, content: bytes, *, stale=False) -> Outcome:
    """
    Read, check and compare; keep each row with its verdict, some hundred a transaction.

    Whatever an earlier run left behind is replaced. Afterwards the job waits for a yes.
    """
    with transaction.atomic():
        hold(job)
        said = _said(job)
        StagedRow.objects.filter(job=job).delete()
    report(job, done=0, total=0)
    outcome = look(road, where, content, job.parameters["name"])
    rows = _staged(job, road, outcome)
    for row in rows:
        if row.verdict == MAYBE:
            row.says = said.get((row.sheet, row.row, row.target_id), "")
    for start in range(0, len(rows), CHUNK):
        with transaction.atomic():
            hold(job)
            StagedRow.objects.bulk_create(rows[start : start + CHUNK])
        report(job, done=min(start + CHUNK, len(rows)), total=len(rows))
    _remember(job, _result(outcome) | ({"stale": True} if stale else {}))
    return outcome


def _said(job):
    """What was said of doubtful rows; it holds as long as they are like the same record."""
    rows = StagedRow.objects.filter(job=job).exclude(says="")
    return {(row.sheet, row.row, row.target_id): row.says for row in rows}


def land_staged(job: Job, road: Road, where: Where):
    """
    Land the sound rows of a job in one transaction that ends with the job done.

    Raises Stale when the comparison comes out differently than it was shown.
    """
    staged = list(StagedRow.objects.filter(job=job, sound=True).order_by("pk"))
    rows = [staging.from_json(road.layout, _opened(row, road), on=where.on) for row in staged]
    with _in_haste(), transaction.atomic():
        hold(job)
        plans = _land(road, where, rows, [row.says for row in staged], job.result["digest"])
        _write_down_what_was_said(job, staged, plans)
        Job.objects.filter(pk=job.pk).update(phase=Job.Phase.DONE, finished_at=timezone.now())
        note(job, "land", actor=where.actor, place=road.goes_to(where))
    _forget_landed(job, road)


def _write_down_what_was_said(job, staged, plans):
    """A row that may have been the same is new or changed now; the counts say so."""
    said = [(row, plan) for row, plan in zip(staged, plans, strict=True) if row.says]
    counts = Counter(job.result["counts"])
    for row, plan in said:
        counts.subtract([row.verdict])
        counts.update([plan.verdict])
        row.verdict, row.changes = plan.verdict, plain(plan.changes)
        if plan.verdict != MAYBE:
            row.faults = []
    if said:
        StagedRow.objects.bulk_update(
            [row for row, _landed in said], ["verdict", "changes", "faults"], batch_size=CHUNK
        )
        job.result["counts"] = dict(counts)
        Job.objects.filter(pk=job.pk).update(result=job.result)


def _forget_landed(job, road):
    """What is new stands in its own table now; of what was changed, no secrets are kept."""
    StagedRow.objects.filter(job=job).exclude(verdict__in=KEPT).delete()
    secret = _secrets(road)
    rows = list(StagedRow.objects.filter(job=job))
    for row in rows:
        row.values = {key: value for key, value in row.values.items() if key not in secret}
    StagedRow.objects.bulk_update(rows, ["values"], batch_size=CHUNK)


def _result(outcome):
    """What the job keeps of an outcome, for the pages."""
    reading = outcome.reading
    if outcome.unreadable:
        return {"unreadable": outcome.unreadable.as_json()}
    return {
        "counts": outcome.counts,
        "places": outcome.places,
        "beware": outcome.beware and outcome.beware.as_json(),
        "digest": outcome.digest,
        "at_large": [fault.as_json() for fault in reading.at_large],
        "notes": [fault.as_json() for fault in reading.notes],
        "keys": sorted({key for header in reading.headers.values() for key in header.places}),
    }


def _remember(job, result):
    job.result = plain(result)
    with transaction.atomic():
        hold(job)
        Job.objects.filter(pk=job.pk).update(result=job.result)


def _staged(job, road, outcome, only=()):
    """The rows in the order of the file, those that are no record among them."""
    plans = {id(row): plan for row, plan in zip(outcome.sound, outcome.plans, strict=True)}
    order = {sheet.name: number for number, sheet in enumerate(outcome.sheets)}
    rows = [_staged_row(job, road, row, plans.get(id(row))) for row in outcome.reading.rows]
    for left in outcome.reading.left_out:
        text = mask(left.text)  # a foot may name whom to ring
        reason = Fault(left.sheet, left.row, None, "", left.reason, text).as_json()
        kept = StagedRow(job=job, sheet=left.sheet, row=left.row, verdict=LEFT_OUT)
        kept.sound, kept.warnings = False, plain([reason])
        rows.append(kept)
    rows = [row for row in rows if not only or row.verdict in only]
    rows.sort(key=lambda row: (order[row.sheet], row.row))
    for row in rows:
        row.sheet = row.sheet[:80]
    return rows


def _staged_row(job, road, row, plan):
    """Secrets are kept only of what is still to be landed."""
    lands = job.phase != Job.Phase.DONE and plan is not None
    secret = set() if lands else _secrets(road)
    kept = {k: v for k, v in row.values.items() if k not in road.dropped and k not in secret}
    staged = StagedRow(
        job=job,
        sheet=row.sheet,
        row=row.row,
        sound=plan is not None,
        verdict=plan.verdict if plan else FAULT,
        values=plain(staging.to_json(kept)),
        faults=plain([fault.as_json() for fault in row.faults]),
        warnings=plain([fault.as_json() for fault in row.warnings]),
        changes=plain(plan.changes) if plan else {},
        target_id=plan.target_id if plan else None,
    )
    for key in _secrets(road) & staged.values.keys():
        staged.values[key] = lock(str(staged.values[key]), _place(staged, key))
    return staged


def _secrets(road):
    return {column.key for column in road.layout.columns if column.secret}


def _place(row, key):
    """Where a secret of a staged row stands; it opens there alone."""
    return f"jobs.stagedrow.{key}:{row.job_id}/{row.sheet[:80]}/{row.row}"


def _opened(row, road):
    """The values of a staged row, its secrets too."""
    return row.values | {
        key: unlock(row.values[key], _place(row, key)) for key in _secrets(road) & row.values.keys()
    }
