"""What changes a deputy's verdict."""

from django.utils.timezone import localdate

from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.perform import begins, performs
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import EVALUATION, SUGGESTION
from lianxin.work.suggestions.models import Evaluation


@begins(EVALUATION, "open")
def open_verdict(*, actor, at, suggestion, assignment):
    """One verdict a replying unit and round; the deputy's window opens (R-E4)."""
    return Evaluation(
        cell_id=suggestion.cell_id,
        suggestion=suggestion,
        assignment=assignment,
        of_round=suggestion.round,
    )


def open_for(suggestion, assignment):
    """Ask for the verdict on a unit's reply; follows the reply."""
    return open_verdict(actor=MACHINE, suggestion=suggestion, assignment=assignment)


@performs(EVALUATION, "remind")
def remind(evaluation, *, actor, at):
    """Twice, before it is noted that none came (R-E6)."""
    evaluation.reminded += 1


@performs(EVALUATION, "submit")
def submit(evaluation, *, actor, at, attitude, result, reasons="", pass_on=True):
    """Manner and result apart (R-E2); reasons are needed for “dissatisfied” (R-E3)."""
    _mark(evaluation, attitude, result, reasons, pass_on)
    evaluation.submitted_on = localdate(at)


@performs(EVALUATION, "revise")
def revise(evaluation, *, actor, at, attitude, result, reasons="", pass_on=True):
    """The deputy's own correction, until the release."""
    _mark(evaluation, attitude, result, reasons, pass_on)


def _mark(evaluation, attitude, result, reasons, pass_on):
    evaluation.attitude, evaluation.result = attitude, result
    evaluation.reasons, evaluation.pass_on = reasons, pass_on


@performs(EVALUATION, "release")
def release(evaluation, *, actor, at):
    """The unit sees it from now on; the rework period counts from this day (§2.12(8))."""
    _go_on(evaluation.suggestion)


@performs(EVALUATION, "expire")
def expire(evaluation, *, actor, at):
    """No verdict came: it is left out of every rate, never counted as satisfied (R-E6)."""
    evaluation.missed_from = rules.release_day(evaluation)
    _go_on(evaluation.suggestion)


def _go_on(suggestion):
    """
    When the last verdict of a round is out: handle it again by rule, or wait to be closed.

    R-E9: where the place's rule says so, a rework needs no decision.
    """
    if not rules.all_evaluations_settled(MACHINE, suggestion):
        return
    suggestion = SUGGESTION.actions["evaluate"](suggestion, actor=MACHINE)
    if not rules.dissatisfied_released(MACHINE, suggestion):
        return
    if not rules.rounds_left(MACHINE, suggestion):
        SUGGESTION.actions["escalate"](suggestion, actor=MACHINE)
    elif not rules.rework_not_automatic(MACHINE, suggestion):
        SUGGESTION.actions["rework"](suggestion, actor=MACHINE)
