"""Which jobs and staged rows a page shows."""

from lianxin.base.jobs.models import Job, StagedRow


def jobs_in(cell_id, kinds):
    """The jobs of a cell of some kinds, newest first."""
    return Job.objects.filter(cell_id=cell_id, kind__in=kinds).order_by("-pk")


def rows_of(job, verdict=""):
    """The staged rows of a job in the order of the file, of one verdict if it is named."""
    rows = StagedRow.objects.filter(job=job).order_by("pk")
    return rows.filter(verdict=verdict) if verdict else rows


def landed_rows(job):
    """How many rows landing writes: the new, the changed, and the doubtful that are settled."""
    counts = job.result.get("counts", {})
    sure = counts.get(StagedRow.Verdict.NEW, 0) + counts.get(StagedRow.Verdict.CHANGED, 0)
    return sure + settled_rows(job)


def settled_rows(job):
    """How many rows that may be the same somebody has spoken of."""
    if not job.result.get("counts", {}).get(StagedRow.Verdict.MAYBE):
        return 0
    rows = StagedRow.objects.filter(job=job, verdict=StagedRow.Verdict.MAYBE)
    return rows.exclude(says="").count()
