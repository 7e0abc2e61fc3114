"""What somebody says to a staged sheet: who is who, yes or no; and what is forgotten."""

from collections.abc import Mapping

from django.db import transaction
from django.utils import timezone

from lianxin.base.jobs.actions.book import note
from lianxin.base.jobs.actions.looking import FAULT, MAYBE
from lianxin.base.jobs.models import Job, StagedRow

SAME, OTHER = StagedRow.Says.values


@transaction.atomic
def say(pk: int, said: Mapping[int, str]) -> bool:
    """
    Say of rows that may be the same whether they are: {row: "same", "new" or nothing yet}.

    Returns whether the sheet still waited for it.
    """
    job = Job.objects.select_for_update().get(pk=pk)
    if job.phase != Job.Phase.READY:
        return False
    rows = StagedRow.objects.filter(job=job, verdict=MAYBE, pk__in=said)
    for word in (SAME, OTHER, ""):
        of_word = rows.filter(pk__in=[row for row, meant in said.items() if meant == word])
        if word == SAME:
            of_word = of_word.exclude(target_id=None)  # another row of the sheet is left out
        of_word.update(says=word)
    return True


# Yes, no, and what is forgotten


def confirm(pk: int, *, seat, digest: str, whole=False, anyway=False) -> Job | None:
    """
    Say yes to what was shown: the job waits to be landed. None when it no longer waits for
    that, or when it was compared anew meanwhile; asking a second time does nothing. A sheet that
    looks like another place's lands only `anyway`.
    """
    with transaction.atomic():
        job = Job.objects.select_for_update().get(pk=pk)
        if job.phase != Job.Phase.READY or job.result.get("digest") != digest:
            return None
        if (whole and faulty(job)) or (job.result.get("beware") and not anyway):
            return None
        job.phase, job.step, job.tries = Job.Phase.QUEUED, "land", 0
        job.parameters |= {"whole": whole, "landed_by": seat.pk}
        job.save(update_fields=["phase", "step", "tries", "parameters"])
    return job


def faulty(job: Job) -> bool:
    """Whether a staged job has anything that must be put right."""
    if job.result.get("at_large") or job.result.get("counts", {}).get(FAULT):
        return True
    return StagedRow.objects.filter(job=job, verdict=MAYBE, says="").exists()


def cancel(pk: int, *, actor=None) -> bool:
    """
    Give a job up that has not landed, and forget its rows; with an entry of whoever did so.

    Returns whether it was given up.
    """
    waiting = (Job.Phase.QUEUED, Job.Phase.RUNNING, Job.Phase.READY)
    with transaction.atomic():
        gone = Job.objects.filter(pk=pk, phase__in=waiting).update(
            phase=Job.Phase.CANCELLED, finished_at=timezone.now()
        )
        if gone:
            StagedRow.objects.filter(job=pk).delete()
            if actor is not None:
                note(Job.objects.get(pk=pk), "give_up", actor=actor)
    return bool(gone)


def forget_old(cell_id: int, *, before):
    """Give up what has waited for a yes since then; drop the staged rows of older jobs."""
    old = Job.objects.filter(cell_id=cell_id, asked_at__lt=before, step__gt="")
    for pk in old.filter(phase=Job.Phase.READY).values_list("pk", flat=True):
        cancel(pk)
    StagedRow.objects.filter(job__in=old.exclude(phase=Job.Phase.RUNNING)).delete()
