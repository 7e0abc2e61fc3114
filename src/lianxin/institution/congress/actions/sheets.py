"""Run the job of a sheet: stage it, and when somebody has said yes, land it."""

from io import BytesIO

from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.base.files import actions as files
from lianxin.base.files.models import Upload
from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs.models import Job
from lianxin.base.paper import errors
from lianxin.base.paper.reasons import because
from lianxin.institution.congress.models import MACHINE, Seat

GONE = because(_("The sheet is not here any more; hand it in once more."))


def run_sheet(job: Job, road: jobs.Road):
    """
    What the worker does with a job of a kind of sheet.

    When what the rows were compared with has moved meanwhile, nothing lands: the sheet is
    compared anew and waits for a yes once more.
    """
    where = jobs.Where(
        job.cell_id,
        _actor(job),
        timezone.localdate(job.asked_at),
        job.parameters.get("options", {}),
    )
    stale = False
    if job.step == "land":
        try:
            jobs.land_staged(job, road, where)
        except jobs.Stale:
            stale = True
        else:
            _forget(job, errors_too=False)
            return Job.Phase.DONE
    return _stage(job, road, where, stale)


def _stage(job, road, where, stale):
    Job.objects.filter(pk=job.pk).update(step="stage")
    try:
        content = files.content_of(Upload.objects.get(pk=job.upload_id))
    except (Upload.DoesNotExist, FileNotFoundError):
        Job.objects.filter(pk=job.pk).update(result={"unreadable": GONE.as_json()})
        return Job.Phase.FAILED
    _forget_errors(job)
    outcome = jobs.stage(job, road, where, content, stale=stale)
    if outcome.unreadable:
        _forget(job, errors_too=True)
        return Job.Phase.FAILED
    _keep_errors(job, outcome)
    return Job.Phase.READY


def _actor(job):
    """Whoever said yes; until then whoever asked."""
    pk = job.parameters.get("landed_by", job.seat_id)
    return Seat.objects.select_related("cell").get(pk=pk) if pk else MACHINE


def _keep_errors(job, outcome):
    """The sender's own sheet with the problems beside the rows, as long as stashes are."""
    if not (outcome.faulty or outcome.reading.warnings or outcome.reading.left_out):
        return
    file = BytesIO()
    errors.write(file, outcome.sheets, outcome.reading)
    kept = files.keep(
        file.getvalue(), files.SHEET, "errors.xlsx", cell_id=job.cell_id, seat_id=job.seat_id
    )
    job.result["errors"] = kept.pk
    Job.objects.filter(pk=job.pk).update(result=job.result)


def _forget(job, *, errors_too):
    """The sheet may hold what the platform does not keep; it goes when it is not needed."""
    files.forget(Upload.objects.filter(pk=job.upload_id, subject_type=""))
    if errors_too:
        _forget_errors(job)


def _forget_errors(job):
    if pk := job.result.get("errors"):
        files.forget(Upload.objects.filter(pk=pk, subject_type=""))


def forget_sheets(job: Job):
    """A job was given up: its files go at once."""
    _forget(job, errors_too=True)
