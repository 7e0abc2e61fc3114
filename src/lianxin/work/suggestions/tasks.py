"""What happens to suggestions by the mere passing of days: reminders, and verdicts that fail."""

from contextlib import suppress

from lianxin.base.records.models import ClockRun
from lianxin.institution.congress.models import MACHINE
from lianxin.institution.congress.queries import light_of
from lianxin.kernel.lifecycle import Refused
from lianxin.work.suggestions.actions import evaluation as verdicts
from lianxin.work.suggestions.models import Evaluation


def ask_for_verdicts(cell_id, today):
    """
    Remind the deputy when little time is left and again when it is over; then note that none came.

    R-E6: two reminders first; silence is left out of every rate.
    """
    open_runs = ClockRun.objects.filter(
        cell_id=cell_id, subject_type="suggestions.evaluation", code="window", stopped_on=None
    )
    runs = {run.subject_id: run for run in open_runs}
    for verdict in Evaluation.objects.filter(pk__in=runs).order_by("pk"):
        run = runs[verdict.pk]
        light = light_of(run.due_on, today=today, cell_id=cell_id, started_on=run.started_on)
        late = light.tone == "r"
        with suppress(Refused):  # given this very moment, or still to be reminded
            if (light.tone == "y" and verdict.reminded == 0) or (late and verdict.reminded < 2):
                verdicts.remind(verdict, actor=MACHINE)
            elif late:
                verdicts.expire(verdict, actor=MACHINE)
