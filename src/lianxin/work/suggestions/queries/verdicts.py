"""The verdicts of a case as one seat may read them."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate

from lianxin.institution.congress.models import Role
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import evaluation as life

STAFF = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION)
OUTSIDE = (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.GOV_SUPERVISION)


@dataclass(frozen=True)
class VerdictView:
    """One verdict as a seat sees it."""

    verdict: Any
    unit: str
    deputy: str
    hand: Any
    given: bool  # there is something to show
    reasons: str
    may_attach: bool
    missed_on: Any  # the day it was noted that none came


def verdicts_for(suggestion, seat, hands=()):
    """The verdicts that a seat may see, of a suggestion read with `whole` for that seat."""
    return [
        VerdictView(
            verdict=verdict,
            unit=verdict.assignment.unit.name,
            deputy=suggestion.mandate.person.name,
            hand=take(hands, verdict),
            given=bool(verdict.attitude),
            reasons=verdict.reasons if verdict.pass_on or seat.role not in OUTSIDE else "",
            may_attach=may_scan(seat, verdict),
            missed_on=_missed_on(verdict),
        )
        for verdict in suggestion.evaluations.all()
        if verdict.seen
    ]


def _missed_on(verdict):
    missed = verdict.state == life.NOT_RETURNED.code and verdict.state_since
    return localdate(verdict.state_since) if missed else None


def may_scan(seat, record):
    """An office hangs the signed paper on what it enters for a deputy."""
    return seat.role in STAFF and rules.attaches(seat, record)


def take(hands, record):
    """The hand of one record, if the seat can do something with it."""
    return next((hand for hand in hands if hand.record is record), None)
