"""What must hold before a verdict is passed on, and before the public may read of it."""

from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.queries import calendar_of, norm
from lianxin.kernel.calendar import add_working_days
from lianxin.kernel.lifecycle import rule
from lianxin.kernel.ports import today
from lianxin.work.suggestions.rules.asked import sent_this_round

# Verdicts


@rule(_("The reply has not been sent yet."))
def reply_sent(seat, evaluation):
    return sent_this_round(evaluation.assignment)


@rule(_("The office's release day has not come: a unit's verdicts come out together."))
def release_day_reached(seat, evaluation):
    if evaluation.submitted_on is None:
        return False
    cell_id = evaluation.cell_id
    least = norm("eval.release.min", today(), cell_id=cell_id).value
    if _given_for_the_unit(evaluation) >= least:
        return True
    run = next((r for r in evaluation.runs if r.code == "window"), None)
    after = norm("eval.release.after", today(), cell_id=cell_id).value
    return run is not None and today() >= add_working_days(
        run.due_on, after, calendar_of(evaluation)
    )


def _given_for_the_unit(evaluation):
    """How many verdicts wait to be passed on to a unit; a page primes it, an act counts."""
    primed = evaluation.__dict__.get("_given")
    if primed is not None:
        return primed
    return (
        type(evaluation)
        .objects.filter(
            cell_id=evaluation.cell_id,
            state="submitted",
            assignment__unit=evaluation.assignment.unit_id,
        )
        .count()
    )


@rule(_("The deputy still has time to answer."))
def window_over(seat, evaluation):
    run = evaluation.open_run("window")
    return run is not None and today() > run.due_on


@rule(_("The deputy must be reminded twice first."))
def reminded_twice(seat, evaluation):
    times = norm("eval.remind.times", today(), cell_id=evaluation.cell_id).value
    return evaluation.reminded >= times


# Publication


@rule(_("The suggestion has not been answered yet."))
def suggestion_replied(seat, publication):
    return publication.suggestion.state in ("replied", "evaluated", "in_rework", "closed")


@rule(_("Whoever checked it cannot also decide; a second person must."))
def not_checker(seat, publication):
    return seat.pk is None or seat.pk != publication.checked_by


@rule(_("The deputy has agreed to less than that."))
def level_within_author_consent(seat, publication):
    order = ["none", "title", "full"]
    consent = publication.suggestion.publicity
    return order.index(publication.level or "none") <= order.index(consent)


@rule(_("The deputy's objection must be answered first."))
def no_open_objection(seat, publication):
    return not publication.objection_open


@rule(_("No objection is open."))
def objection_open(seat, publication):
    return publication.objection_open
