"""What must hold before a verdict is passed on, and before the public may read of it."""

from datetime import datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware
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
    least = norm("eval.release.min", today(), cell_id=evaluation.cell_id).value
    if _given_for_the_unit(evaluation) >= least:
        return True
    day = release_day(evaluation)
    return day is not None and today() >= day


def release_day(evaluation):
    """The day from which a verdict waits for no others; none while its window is unknown."""
    run = next((r for r in evaluation.runs if r.code == "window"), None)
    if run is None:
        return None
    after = norm("eval.release.after", today(), cell_id=evaluation.cell_id).value
    return add_working_days(run.due_on, after, calendar_of(evaluation))


def _given_for_the_unit(evaluation):
    """How many verdicts on a unit come out together; a page primes it, an act counts."""
    primed = evaluation.__dict__.get("_given")
    if primed is not None:
        return primed
    found = type(evaluation).objects.filter(
        cell_id=evaluation.cell_id, assignment__unit=evaluation.assignment.unit_id
    )
    return found.filter(together(today())).count()


def together(day):
    """Those that wait, and those passed on this very day: the first must not hold up the rest."""
    midnight = make_aware(datetime.combine(day, time.min))
    same_day = Q(state_since__gte=midnight, state_since__lt=midnight + timedelta(days=1))
    return Q(state="submitted") | (Q(state="released") & same_day)


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
