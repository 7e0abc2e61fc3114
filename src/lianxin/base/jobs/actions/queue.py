"""Ask for work, run it, and start again what was left running when a process died."""

import logging
from datetime import timedelta
from importlib import import_module
from uuid import uuid4

from django.apps import apps
from django.db import connection, transaction
from django.db.models import F, Q
from django.utils import timezone

from lianxin.base.jobs.models import Job

log = logging.getLogger(__name__)
STALE = timedelta(minutes=30)  # a job that has not moved for so long was left by a dead process
MOST_TRIES = 3


class Overtaken(Exception):
    """The job was cancelled, or another process runs it now: whoever had it must stop."""


class Later(Exception):
    """What a runner raises that will try again: the job waits until a moment."""

    def __init__(self, at, message=""):
        super().__init__(message)
        self.at, self.message = at, message


def ask(kind, *, seat, cell_id, parameters=None, upload_id=None, step="", due_at=None):
    """Put a job in the queue; the worker takes it within a second, or not before `due_at`."""
    return Job.objects.create(
        kind=kind,
        cell_id=cell_id,
        seat_id=seat.pk,
        parameters=parameters or {},
        upload_id=upload_id,
        step=step,
        due_at=due_at,
    )


def claim(pk=None):
    """Take the oldest waiting job, or that one, so that nobody else takes it; or none."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        waiting = Job.objects.select_for_update(skip_locked=skip).filter(
            Q(due_at=None) | Q(due_at__lte=timezone.now()), phase=Job.Phase.QUEUED
        )
        job = (waiting.filter(pk=pk) if pk else waiting.order_by("pk")).first()
        if job is None:
            return None
        job.phase, job.started_at, job.tries = Job.Phase.RUNNING, timezone.now(), F("tries") + 1
        job.claim = uuid4().hex
        job.save(update_fields=["phase", "started_at", "tries", "claim"])
    job.refresh_from_db()
    return job


def run(job):
    """Run a claimed job with the function that its app declared; a fault is kept with the job."""
    try:
        phase = runners()[job.kind](job) or Job.Phase.DONE
    except Overtaken:
        return
    except Later as later:
        _mine(job).update(
            phase=Job.Phase.QUEUED, due_at=later.at, message=later.message[:2000], tries=0, claim=""
        )
        return
    except Exception as fault:  # noqa: BLE001 -- a fault belongs to the job, not to the worker
        log.exception("job %s failed", job)
        _mine(job).update(
            phase=Job.Phase.FAILED, message=str(fault)[:2000], finished_at=timezone.now()
        )
        return
    _mine(job).update(phase=phase, finished_at=timezone.now())


def report(job, *, done, total, message=""):
    """Say how far it is; callers do so about once a second. Raises Overtaken."""
    if not _mine(job).update(done=done, total=total, message=message):
        raise Overtaken


def hold(job):
    """Lock the job inside a transaction, if it is still this process's to run. Or Overtaken."""
    if not _mine(job).select_for_update().exists():
        raise Overtaken


def _mine(job):
    """The job as long as this claim of it holds."""
    return Job.objects.filter(pk=job.pk, phase=Job.Phase.RUNNING, claim=job.claim)


def restart_left_running(*, older_than=STALE):
    """Queue again what a dead process left running; after three tries it has failed."""
    left = Job.objects.filter(phase=Job.Phase.RUNNING, started_at__lt=timezone.now() - older_than)
    left.filter(tries__gte=MOST_TRIES).update(phase=Job.Phase.FAILED, message="interrupted")
    return left.update(phase=Job.Phase.QUEUED)


def step():
    """Run one waiting job. Returns whether there was one."""
    job = claim()
    if job is not None:
        run(job)
    return job is not None


def runners():
    """{kind of job: function}, as the apps declare it in `jobs`."""
    return declared("jobs")


def declared(name):
    """{key: function} of what the apps declare under a name."""
    found = {}
    for config in apps.get_app_configs():
        for key, dotted in getattr(config, name, {}).items():
            module, function = f"{config.name}.{dotted}".rsplit(".", 1)
            found[key] = getattr(import_module(module), function)
    return found
