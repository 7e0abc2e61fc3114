"""
Whose turn it is, read from the lifecycles alone: which seat could take the next step now.

A cast of seats without holders (the deputy, the office, each unit's clerk and head …) is asked
what each could do; what stands out and is free is what waits to be done. So a page can say
whose turn it is without a word about states.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from lianxin.institution.congress.models import Role, Standing
from lianxin.kernel.lifecycle import Offer, Stay
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import ASSIGNMENT
from lianxin.work.suggestions.lifecycle.assignment.states import HANDLING, REPLY_DRAFT
from lianxin.work.suggestions.models import Assignment, Cosignature, Extension


@dataclass(frozen=True)
class Duty:
    """One step that waits: of which record, by whom, in words."""

    record: Any
    move: Any
    who: str
    due_on: Any = None

    @property
    def label(self):
        return self.move.label


def living(suggestion):
    """Every record of a case that has a lifecycle: the suggestion first, then what hangs on it."""
    parts = rules.parts(suggestion)
    found = [suggestion, *suggestion.cosignatures.all(), *parts]
    found += [each for part in parts for each in part.extensions.all()]
    found += suggestion.evaluations.all()
    return found + ([suggestion.publication] if hasattr(suggestion, "publication") else [])


def duties(suggestion, story):
    """What waits to be done in a case, record by record."""
    made = {
        (entry.subject_type, entry.subject_id, entry.move, entry.happened_at) for entry in story
    }
    found = [duty for record in living(suggestion) for duty in _of(record, suggestion, made)]
    if needs_unit(suggestion):
        move, who = ASSIGNMENT.move("propose"), suggestion.organ.name
        found.append(Duty(suggestion, move, who, due_on(suggestion, move.code)))
    return found


def offers_for(seat, record):
    """What the lifecycle offers; what is due now stands out: the talk before the reply."""
    offers = list(lifecycle_of(record).offers(seat, record))
    if not isinstance(record, Assignment) or not record.replies:
        return offers
    owed = talk_owed(record)
    tones = {"draft_reply": "plain", "record_contact": "primary"} if owed else {}
    return [
        Offer(replace(o.move, tone=tones.get(o.move.code, o.move.tone)), o.obstacles)
        for o in offers
    ]


def talk_owed(part):
    """Whether the reply still wants the talk with the deputy that the law puts before it."""
    at_work = part.replies and part.state in (HANDLING.code, REPLY_DRAFT.code)
    return at_work and not rules.contact_min_met(None, part)


LEADS_TO = {  # moves that end no period themselves: the one that ends it
    **dict.fromkeys(("take_up", "write_opinion"), "register"),
    "propose": "assign",
    **dict.fromkeys(("draft_reply", "sign_reply"), "send_reply"),
    "check": "publish",
}


def due_on(record, code):
    """The last day of a move's own period: of the clock that it stops, or that it works towards."""
    for wanted in (code, LEADS_TO.get(code)):
        stops = {
            clock.code
            for clock in lifecycle_of(record).clocks
            if wanted in clock.stops_on and not clock.window
        }
        days = [run.due_on for run in record.runs if run.stopped_on is None and run.code in stops]
        if days:
            return min(days)
    return None


def needs_unit(suggestion):
    """Whether the office still has to put a unit forward."""
    child = Assignment(suggestion=suggestion, cell_id=suggestion.cell_id)
    if not rules.suggestion_needs_unit(None, child):
        return False
    standing = [part for part in rules.parts(suggestion) if not rules.gone(part)]
    return not any(part.replies and part.agreed is not False for part in standing) or any(
        part.agreed is False and not part.assigned_on for part in standing
    )


def _of(record, suggestion, made):
    """The steps of one record that somebody could take now and that lead on."""
    open_to: dict[str, tuple[Any, list[str]]] = {}
    for seat, who in _cast(record, suggestion):
        for offer in offers_for(seat, record):
            if offer.move.tone == "primary" and is_free(offer):
                open_to.setdefault(offer.move.code, (offer.move, []))[1].append(who)
    steps = [
        (move, who)
        for move, who in open_to.values()
        if not (isinstance(move.target, Stay) and _was_made(record, move, made))
        or isinstance(record, Cosignature)  # its own condition says whether it was made
        or move.code == "record_contact"  # one more may be asked for
    ]
    onward = [(move, who) for move, who in steps if not isinstance(move.target, Stay)]
    return [
        Duty(record, move, who[0], due_on(record, move.code)) for move, who in (onward or steps)
    ]


def is_free(offer):
    """Whether nothing stands against a step but a paper that its maker attaches."""
    paper = rules.minutes_or_assessment_attached.otherwise
    return all(obstacle is paper for obstacle in offer.obstacles)


def _was_made(record, move, made):
    """Whether a step that leads nowhere else has been taken since the record came here."""
    kind, since = record._meta.label_lower, record.state_since
    return any(
        (kind, record.pk, move.code) == each[:3] and (since is None or each[3] >= since)
        for each in made
    )


def _cast(record, suggestion):
    """(seat, words) of everybody who could have to do with a record."""
    cell = suggestion.cell_id

    def seat(role, words, **where):
        return Standing(role, cell_id=cell, **where), words

    organ = suggestion.organ
    author = seat(Role.DEPUTY, deputy(suggestion.mandate), mandate_id=suggestion.mandate_id)
    office = seat(Role.OFFICE, organ.name, organ_id=organ.pk)
    leader = seat(Role.LEADER, head_of(organ), organ_id=organ.pk)
    if isinstance(record, Cosignature):
        return [seat(Role.DEPUTY, deputy(record.mandate), mandate_id=record.mandate_id)]
    if not isinstance(record, (Assignment, Extension)):
        return [author, office, leader]
    part = record if isinstance(record, Assignment) else record.assignment
    return [
        seat(Role.UNIT_CLERK, part.unit.name, unit_id=part.unit_id),
        seat(Role.UNIT_LEADER, head_of(part.unit), unit_id=part.unit_id),
        office,
        seat(Role.GOV_SUPERVISION, _("the government supervision office")),
        leader,
    ]


def deputy(mandate):
    """A deputy as a page names one."""
    return _("deputy %(name)s") % {"name": mandate.person.name}


def head_of(body):
    """The head of an organ or a unit as a page names one."""
    return _("the head of %(name)s") % {"name": body.name}
