"""What is done once a day, whatever number of workers there is."""

from django.db import IntegrityError, transaction
from django.utils import timezone

from lianxin.base.jobs.actions.queue import STALE, declared
from lianxin.base.jobs.models import DailyRun


def daily(cell_ids, *, today):
    """Run every declared daily task once a day and cell, whatever number of workers there is."""
    ran = 0
    for name, task in declared("daily").items():
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
