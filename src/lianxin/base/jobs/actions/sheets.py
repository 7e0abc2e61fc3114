"""
The way of a sheet: read and checked, compared with what is there, landed in one short act.

What takes long — reading, cleaning, comparing, writing the staged rows — is done outside of any
long transaction. Landing compares once more under the lock: when anything has moved since, it
lands nothing. A job row with its seat, the file's hash and the counts is the trail of an import.
"""

import gc
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from lianxin.base.jobs.actions.queue import hold, report
from lianxin.base.jobs.models import Job, StagedRow
from lianxin.base.paper import sheets, staging
from lianxin.base.paper.layout import Fault, Layout, Parsed, Reading, parse
from lianxin.base.paper.reasons import Reason

NEW, CHANGED, UNCHANGED, FAULT, LEFT_OUT = StagedRow.Verdict.values
KEPT = (CHANGED, FAULT)  # after landing: what was changed, and what must still be put right
CHUNK = 500  # staged rows a transaction
MOST_ATTEMPTS = 3


class Stale(Exception):
    """What the rows were compared with has changed since; nothing was landed."""


@dataclass(frozen=True)
class Where:
    """What a file is brought into, by whom, and the day by which ages are judged."""

    cell_id: int
    actor: Any
    on: date
    options: dict[str, Any] = field(default_factory=dict)


@dataclass
class Plan:
    """What landing a row will do. A verdict `fault` has its reason and the column it is about."""

    verdict: str
    target_id: int | None = None
    changes: dict[str, list[str]] = field(default_factory=dict)
    key: str = ""
    reason: Reason | None = None
    record: Any = None  # what `land` writes


@dataclass(frozen=True)
class Road:
    """
    A kind of sheet and what becomes of its rows.

    `plan(where, rows, hold=…)` gives one Plan a row and reads only; with `hold` it locks what it
    compares with. `land(where, plans)` writes what is new and what is changed.
    """

    kind: str  # of its jobs
    title: Any
    layout: Layout
    plan: Callable[..., list[Plan]]
    land: Callable[[Where, list[Plan]], None]
    shown: tuple[str, ...]  # columns of the preview
    words: Callable[[dict, str], str]  # (values, column) -> as people write it
    dropped: frozenset[str] = frozenset()  # read and checked, never kept
    labels: dict[str, Any] = field(default_factory=dict)  # of changes that are no columns

    def label(self, key: str) -> str:
        """The heading of a column, or of something that landing sets beside the columns."""
        return str(self.labels[key] if key in self.labels else self.layout.column(key).title)


@dataclass
class Outcome:
    """All that came of a file: its sheets, the reading with every fault, a plan for each row."""

    sheets: list
    reading: Reading
    sound: list[Parsed]  # rows without a fault of their own; their plans may still have one
    plans: list[Plan]
    unreadable: Reason | None = None

    @cached_property
    def digest(self) -> str:
        return digest_of(self.plans)

    @cached_property
    def counts(self) -> dict[str, int]:
        """{verdict: rows}."""
        found = Counter(plan.verdict for plan in self.plans)
        found[FAULT] += len(self.reading.rows) - len(self.sound)
        found[LEFT_OUT] = len(self.reading.left_out)
        return {verdict: found[verdict] for verdict in StagedRow.Verdict.values}

    @property
    def faulty(self) -> bool:
        """Whether anything must be put right: a row, a sheet or the whole file."""
        return bool(self.unreadable or self.reading.at_large or self.counts[FAULT])


def digest_of(plans: list[Plan]) -> str:
    """A mark of what landing would do; the same again means that nothing has moved."""
    told = [[plan.verdict, plan.target_id, plan.changes] for plan in plans]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def look(road: Road, where: Where, content: bytes, name: str) -> Outcome:
    """Read a file, check it and compare it; writes nothing. Says so when it is unreadable."""
    try:
        found = sheets.read(content, name, max_bytes=settings.LARGEST_UPLOAD)
    except sheets.Unreadable as fault:
        return Outcome([], Reading(), [], [], fault.reason)
    reading = parse(found, road.layout, on=where.on)
    sound = reading.accepted
    for row in sound:
        row.values = {key: _plain(value) for key, value in row.values.items()}
    plans = road.plan(where, [row.values for row in sound], hold=False)
    for row, plan in zip(sound, plans, strict=True):
        if plan.reason is not None:
            row.faults.append(_fault(road, reading, row, plan))
    return Outcome(found, reading, sound, plans)


def _fault(road, reading, row, plan):
    header = reading.headers[row.sheet]
    index = header.places.get(plan.key)
    heading = road.layout.column(plan.key).aliases[0] if index is None else header.titles[index]
    value = "" if row.values.get(plan.key) is None else str(row.values[plan.key])
    return Fault(row.sheet, row.row, index, heading, plan.reason, value[:60])


# At once: the command line


def bring_in_file(road: Road, where: Where, content: bytes, name: str, *, whole=False, dry=False):
    """
    Look, and land what is good; with `whole` all or nothing, with `dry` nothing.

    Returns the outcome and whether it was landed. Leaves a job that is done, as the trail of it.
    """
    for _attempt in range(MOST_ATTEMPTS):
        outcome = look(road, where, content, name)
        if dry or outcome.unreadable or not outcome.sound or (whole and outcome.faulty):
            return outcome, False
        rows = [row.values for row in outcome.sound]
        try:
            with _in_haste(), transaction.atomic():
                _land(road, where, rows, outcome.digest)
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


def _land(road, where, rows, digest):
    """Inside a transaction: compare under the lock, and write only what was announced."""
    plans = road.plan(where, rows, hold=True)
    if digest_of(plans) != digest:
        raise Stale
    road.land(where, plans)


def _done_at_once(road, where, content, name, outcome):
    now = timezone.now()
    return Job.objects.create(
        kind=road.kind,
        step="land",
        cell_id=where.cell_id,
        seat_id=where.actor.pk,
        state=Job.State.DONE,
        parameters={**named(content, name), "options": where.options},
        result=_plain(_result(outcome)),
        started_at=now,
        finished_at=now,
    )


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
        StagedRow.objects.filter(job=job).delete()
    report(job, done=0, total=0)
    outcome = look(road, where, content, job.parameters["name"])
    rows = _staged(job, road, outcome)
    for start in range(0, len(rows), CHUNK):
        with transaction.atomic():
            hold(job)
            StagedRow.objects.bulk_create(rows[start : start + CHUNK])
        report(job, done=min(start + CHUNK, len(rows)), total=len(rows))
    _remember(job, _result(outcome) | ({"stale": True} if stale else {}))
    return outcome


def land_staged(job: Job, road: Road, where: Where):
    """
    Land the sound rows of a job in one transaction that ends with the job done.

    Raises Stale when the comparison comes out differently than it was shown.
    """
    staged = StagedRow.objects.filter(job=job, sound=True).order_by("pk")
    stored = list(staged.values_list("values", flat=True))
    rows = [staging.from_json(road.layout, values, on=where.on) for values in stored]
    with _in_haste(), transaction.atomic():
        hold(job)
        _land(road, where, rows, job.result["digest"])
        Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, finished_at=timezone.now())
    _forget_landed(job, road)


def _result(outcome):
    """What the job keeps of an outcome, for the pages."""
    reading = outcome.reading
    if outcome.unreadable:
        return {"unreadable": outcome.unreadable.as_json()}
    return {
        "counts": outcome.counts,
        "digest": outcome.digest,
        "at_large": [fault.as_json() for fault in reading.at_large],
        "notes": [fault.as_json() for fault in reading.notes],
        "keys": sorted({key for header in reading.headers.values() for key in header.places}),
    }


def _remember(job, result):
    job.result = _plain(result)
    with transaction.atomic():
        hold(job)
        Job.objects.filter(pk=job.pk).update(result=job.result)


def _staged(job, road, outcome, only=()):
    """The rows in the order of the file, those that are no record among them."""
    plans = {id(row): plan for row, plan in zip(outcome.sound, outcome.plans, strict=True)}
    order = {sheet.name: number for number, sheet in enumerate(outcome.sheets)}
    rows = [_staged_row(job, road, row, plans.get(id(row))) for row in outcome.reading.rows]
    for left in outcome.reading.left_out:
        reason = Fault(left.sheet, left.row, None, "", left.reason, left.text).as_json()
        kept = StagedRow(job=job, sheet=left.sheet, row=left.row, verdict=LEFT_OUT)
        kept.sound, kept.warnings = False, _plain([reason])
        rows.append(kept)
    rows = [row for row in rows if not only or row.verdict in only]
    rows.sort(key=lambda row: (order[row.sheet], row.row))
    for row in rows:
        row.sheet = row.sheet[:80]
    return rows


def _staged_row(job, road, row, plan):
    """Secrets are kept only of what is still to be landed."""
    lands = job.state != Job.State.DONE and plan is not None
    secret = {column.key for column in road.layout.columns if column.secret and not lands}
    kept = {k: v for k, v in row.values.items() if k not in road.dropped and k not in secret}
    return StagedRow(
        job=job,
        sheet=row.sheet,
        row=row.row,
        sound=plan is not None,
        verdict=plan.verdict if plan else FAULT,
        values=_plain(staging.to_json(kept)),
        faults=_plain([fault.as_json() for fault in row.faults]),
        warnings=_plain([fault.as_json() for fault in row.warnings]),
        changes=_plain(plan.changes) if plan else {},
        target_id=plan.target_id if plan else None,
    )


def _plain(value):
    """Without NUL and lone surrogates, which no database takes as text."""
    if isinstance(value, str):
        return value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, dict):
        return {key: _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list) else value


# Yes, no, and what is forgotten


def confirm(pk: int, *, seat, digest: str, whole=False) -> Job | None:
    """
    Say yes to what was shown: the job waits to be landed. None when it no longer waits for
    that, or when it was compared anew meanwhile; asking a second time does nothing.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=pk)
        if job.state != Job.State.READY or job.result.get("digest") != digest:
            return None
        if whole and faulty(job):
            return None
        job.state, job.step, job.tries = Job.State.QUEUED, "land", 0
        job.parameters |= {"whole": whole, "landed_by": seat.pk}
        job.save(update_fields=["state", "step", "tries", "parameters"])
    return job


def faulty(job: Job) -> bool:
    """Whether a staged job has anything that must be put right."""
    return bool(job.result.get("at_large") or job.result.get("counts", {}).get(FAULT))


def cancel(pk: int) -> bool:
    """Give a job up that has not landed, and forget its rows. Returns whether it was given up."""
    waiting = (Job.State.QUEUED, Job.State.RUNNING, Job.State.READY)
    with transaction.atomic():
        gone = Job.objects.filter(pk=pk, state__in=waiting).update(
            state=Job.State.CANCELLED, finished_at=timezone.now()
        )
        if gone:
            StagedRow.objects.filter(job=pk).delete()
    return bool(gone)


def _forget_landed(job, road):
    """What is new stands in its own table now; of what was changed, no secrets are kept."""
    StagedRow.objects.filter(job=job).exclude(verdict__in=KEPT).delete()
    secret = {column.key for column in road.layout.columns if column.secret}
    rows = list(StagedRow.objects.filter(job=job))
    for row in rows:
        row.values = {key: value for key, value in row.values.items() if key not in secret}
    StagedRow.objects.bulk_update(rows, ["values"], batch_size=CHUNK)


def forget_old(cell_id: int, *, before):
    """Give up what has waited for a yes since then; drop the staged rows of older jobs."""
    old = Job.objects.filter(cell_id=cell_id, asked_at__lt=before, step__gt="")
    for pk in old.filter(state=Job.State.READY).values_list("pk", flat=True):
        cancel(pk)
    StagedRow.objects.filter(job__in=old.exclude(state=Job.State.RUNNING)).delete()
