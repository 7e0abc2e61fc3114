"""What must hold before a unit is given more time."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import rule
from lianxin.kernel.ports import today


@rule(_("No reply period is running."))
def reply_clock_running(seat, extension):
    return reply_run(extension.assignment) is not None


def reply_run(assignment):
    """The running reply period, the county's or the town's."""
    return assignment.open_run("reply") or assignment.open_run("reply_town")


@rule(_("Whoever prepared it cannot also ask for it; the unit's head does."))
def not_preparer(seat, extension):
    return seat.pk is None or seat.pk != extension.prepared_by


@rule(_("The reply period is over; it can no longer be extended."))
def before_expiry(seat, extension):
    run = reply_run(extension.assignment)
    return run is not None and today() <= run.due_on


@rule(_("The law's longest period is already used up."))
def within_ceiling(seat, extension):
    run = reply_run(extension.assignment)
    return run is not None and run.ceiling_on is not None and run.due_on < run.ceiling_on


@rule(_("Tell the deputy first, and say when."))
def deputy_told(seat, extension):
    return extension.told_on is not None


@rule(_("It was asked for after the period had ended."))
def asked_before_expiry(seat, extension):
    run = reply_run(extension.assignment)
    return run is not None and (extension.asked_on or today()) <= run.due_on


@rule(_("The reply is still to come."))
def nothing_to_extend(seat, extension):
    return reply_run(extension.assignment) is None
