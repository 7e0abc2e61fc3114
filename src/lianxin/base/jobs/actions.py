"""Ask for work, run it, and start again what was left running when a process died."""

import logging
from datetime import timedelta
from importlib import import_module

from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.utils import timezone

from lianxin.base.jobs.models import DailyRun, Job

log = logging.getLogger(__name__)
STALE = timedelta(minutes=30)  # a job that has not moved for so long was left by a dead process
MOST_TRIES = 3


def ask(kind, *, seat, cell_id, parameters=None, upload_id=None):
    """Put a job in the queue; the worker takes it within a second."""
    return Job.objects.create(
        kind=kind,
        cell_id=cell_id,
        seat_id=seat.pk,
        parameters=parameters or {},
        upload_id=upload_id,
    )


def claim():
    """Take the oldest waiting job, so that nobody else takes it; none when nothing waits."""
    with transaction.atomic():
        skip = connection.features.has_select_for_update_skip_locked
        waiting = Job.objects.select_for_update(skip_locked=skip).filter(state=Job.State.QUEUED)
        job = waiting.order_by("pk").first()
        if job is None:
            return None
        job.state, job.started_at, job.tries = Job.State.RUNNING, timezone.now(), F("tries") + 1
        job.save(update_fields=["state", "started_at", "tries"])
    job.refresh_from_db()
    return job


def run(job):
    """Run a claimed job with the function that its app declared; a fault is kept with the job."""
    try:
        state = runners()[job.kind](job) or Job.State.DONE
    except Exception as fault:  # noqa: BLE001 -- a fault belongs to the job, not to the worker
        log.exception("job %s failed", job)
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.FAILED, message=str(fault)[:2000], finished_at=timezone.now()
        )
        return
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=timezone.now())


def report(job, *, done, total, message=""):
    """Say how far it is; callers do so about once a second."""
    Job.objects.filter(pk=job.pk).update(done=done, total=total, message=message)


def restart_left_running(*, older_than=STALE):
    """Queue again what a dead process left running; after three tries it has failed."""
    left = Job.objects.filter(
        state=Job.State.RUNNING, started_at__lt=timezone.now() - older_than
    )
    left.filter(tries__gte=MOST_TRIES).update(state=Job.State.FAILED, message="interrupted")
    return left.update(state=Job.State.QUEUED)


def step():
    """Run one waiting job. Returns whether there was one."""
    job = claim()
    if job is not None:
        run(job)
    return job is not None


def runners():
    """{kind of job: function}, as the apps declare it in `jobs`."""
    return _declared("jobs")


def _declared(name):
    found = {}
    for config in apps.get_app_configs():
        for key, dotted in getattr(config, name, {}).items():
            module, function = f"{config.name}.{dotted}".rsplit(".", 1)
            found[key] = getattr(import_module(module), function)
    return found


# What is done once a day


def daily(cell_ids, *, today):
    """Run every declared daily task once a day and cell, whatever number of workers there is."""
    ran = 0
    for name, task in _declared("daily").items():
        for cell_id in cell_ids:
            if _is_mine(name, cell_id, today):
                task(cell_id, today)
                DailyRun.objects.filter(task=name, cell_id=cell_id, day=today).update(
                    finished_at=timezone.now()
                )
                ran += 1
    return ran


def _is_mine(name, cell_id, today):
    """Whoever writes the row does the task; one left unfinished for long is taken over."""
    key = {"task": name, "cell_id": cell_id, "day": today}
    if DailyRun.objects.filter(**key).exists():
        stale = timezone.now() - STALE
        return bool(
            DailyRun.objects.filter(**key, finished_at=None, started_at__lt=stale).update(
                started_at=timezone.now()
            )
        )
    try:
        with transaction.atomic():
            DailyRun.objects.create(**key)
    except IntegrityError:
        return False
    return True
