"""What changes a request for more time."""

from django.utils.timezone import localdate

from lianxin.base.records.actions import extend
from lianxin.kernel.perform import begins, performs
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import EXTENSION
from lianxin.work.suggestions.models import Extension


@begins(EXTENSION, "prepare")
def prepare(*, actor, at, assignment, until, reasons, told_on=None):
    """The clerk prepares it; the deputy is told before the head asks (R-H2)."""
    return Extension(
        cell_id=assignment.cell_id,
        assignment=assignment,
        until=until,
        reasons=reasons,
        told_on=told_on,
        prepared_by=actor.pk,
    )


@performs(EXTENSION, "discard")
def discard(extension, *, actor, at):
    """A draft that is not wanted."""


@performs(EXTENSION, "request")
def request(extension, *, actor, at):
    """The unit's head asks, before the period ends (R-H2)."""
    extension.asked_on = localdate(at)


@performs(EXTENSION, "grant")
def grant(extension, *, actor, at):
    """Move the end of the reply period, at most to the ceiling."""
    run = rules.reply_run(extension.assignment)
    given = extend(extension.assignment, run.code, until=extension.until, on=localdate(at))
    extension.given = given.due_on


@performs(EXTENSION, "refuse")
def refuse(extension, *, actor, at):
    """The period stays as it is."""


@performs(EXTENSION, "withdraw")
def withdraw(extension, *, actor, at):
    """The unit makes do."""


@performs(EXTENSION, "lapse")
def lapse(extension, *, actor, at):
    """Nothing is left to extend; silence grants nothing."""
