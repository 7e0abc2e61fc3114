"""What one seat can do in a case, and whose turn it is."""

from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from lianxin.kernel.lifecycle import Offer
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import ASSIGNMENT, COSIGNATURE, EVALUATION, EXTENSION
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.models import (
    Assignment,
    Cosignature,
    Evaluation,
    Extension,
    Publication,
    Suggestion,
)
from lianxin.work.suggestions.queries.checks import checks_of
from lianxin.work.suggestions.queries.turns import Duty, deputy, duties, living, needs_unit

ROUTES = {
    Suggestion: "suggestions:move",
    Cosignature: "suggestions:name",
    Assignment: "suggestions:part",
    Extension: "suggestions:more_time",
    Evaluation: "suggestions:verdict",
    Publication: "suggestions:public",
}


@dataclass
class Hand:
    """One record with what this seat can do about it, the blocked moves with their reasons."""

    record: Any
    name: str
    offers: list

    @property
    def route(self):
        return ROUTES[type(self.record)]

    @property
    def ready(self):
        return {offer.move.code for offer in self.offers if not offer.obstacles}


@dataclass(frozen=True)
class Birth:
    """Something new that this seat may begin here."""

    route: str
    pk: int
    label: str
    icon: str = "plus"
    mine: bool = False  # it is what the case waits for


@dataclass
class Next:
    """Whose turn it is; this seat's moves if it is theirs."""

    title: str
    mine: bool
    hands: list
    births: list
    checks: list
    waits: list


def sees(suggestion, record):
    """Whether the seat that the suggestion was read for may see one of its records."""
    if isinstance(record, (Assignment, Evaluation)):
        return record.seen
    if isinstance(record, Extension):
        return record.assignment.seen
    if isinstance(record, Publication):
        return suggestion.publication_seen
    return True


def waiting(suggestion, told, seen):
    """The duties that this seat may know of; a verdict it may not see is waited for till the end."""
    found = [
        duty for duty in duties(suggestion, told) if (type(duty.record), duty.record.pk) in seen
    ]
    hidden = [each for each in suggestion.evaluations.all() if not each.seen]
    if hidden and suggestion.state == life.REPLIED.code:
        who = deputy(suggestion.mandate)
        found.append(Duty(suggestion, EVALUATION.move("submit"), who))
    return found


def hands_of(suggestion, seat, seen):
    found = []
    for record in living(suggestion):
        if (type(record), record.pk) in seen:
            offers = list(lifecycle_of(record).offers(seat, record))
            if offers:
                found.append(Hand(record, name_of(record), offers))
    return found


def name_of(record):
    """What a record of a case is called beside the others of its kind."""
    if isinstance(record, Assignment):
        return record.unit.name
    if isinstance(record, (Extension, Evaluation)):
        return record.assignment.unit.name
    return record.mandate.person.name if isinstance(record, Cosignature) else ""


def next_of(suggestion, seat, hands, births, waits):
    due = {(type(each.record), each.record.pk, each.move.code): each for each in waits}

    def mine(hand):
        return [c for c in hand.ready if (type(hand.record), hand.record.pk, c) in due]

    own = [hand for hand in hands if mine(hand)]
    begun = [birth for birth in births if birth.mine]
    if own or begun:
        label = begun[0].label if begun and not own else _label(own[0], mine(own[0]))
        title, shown = _("Your turn: %(what)s") % {"what": label}, own
    else:
        title = _title_of_others(waits, lifecycle_of(suggestion).state(suggestion.state).final)
        shown = [hand for hand in hands if _stuck(hand) or hand.record is suggestion]
    if suggestion not in [hand.record for hand in shown]:
        shown += [hand for hand in hands if hand.record is suggestion]
    for number, hand in enumerate(shown):
        hands.remove(hand)
        if number or not own:
            hand.offers = calm(hand.offers)
    for hand in hands:
        hand.offers = calm(hand.offers)
    shown_births = [b for b in births if b.mine or b.route in ("suggestions:join",)]
    others = [duty for duty in waits if duty.record not in [hand.record for hand in own]]
    return Next(
        title, bool(own or begun), shown, shown_births, checks_of(suggestion, shown), others
    )


def _label(hand, codes):
    return next(offer.move.label for offer in hand.offers if offer.move.code in codes)


def _stuck(hand):
    """Something that should be done here, and cannot be yet."""
    return any(offer.obstacles and offer.move.tone == "primary" for offer in hand.offers)


def _title_of_others(waits, over):
    if waits:
        first = waits[0]
        return _("Waiting for %(who)s: %(what)s") % {"who": first.who, "what": first.label}
    return _("Nothing is left to be done") if over else _("Nothing has to be done today")


def calm(offers):
    """The same moves with no button that stands out: a page has one."""
    return [
        Offer(replace(o.move, tone="plain"), o.obstacles) if o.move.tone == "primary" else o
        for o in offers
    ]


def births_of(suggestion, seat, waits):
    found = []
    child = Assignment(suggestion=suggestion, cell_id=suggestion.cell_id)
    if _free(ASSIGNMENT.move("propose"), seat, child):
        found.append(
            Birth(
                "suggestions:propose",
                suggestion.pk,
                ASSIGNMENT.move("propose").label,
                "building-community",
                needs_unit(suggestion),
            )
        )
    name = Cosignature(suggestion=suggestion, cell_id=suggestion.cell_id)
    if _free(COSIGNATURE.move("invite"), seat, name):
        label = COSIGNATURE.move("invite").label
        found.append(Birth("suggestions:invite", suggestion.pk, label, "user-plus"))
    name.mandate_id, name.mandate = seat.mandate_id, getattr(seat, "mandate", None)
    signed = {each.mandate_id for each in suggestion.cosignatures.all()}
    if seat.mandate_id not in signed and _free(COSIGNATURE.move("join"), seat, name):
        label = COSIGNATURE.move("join").label
        found.append(Birth("suggestions:join", suggestion.pk, label, "signature"))
    for part in rules.parts(suggestion):
        request = Extension(assignment=part, cell_id=part.cell_id)
        pending = any(not lifecycle_of(e).state(e.state).final for e in part.extensions.all())
        if not pending and _free(EXTENSION.move("prepare"), seat, request):
            label = EXTENSION.move("prepare").label
            found.append(Birth("suggestions:ask_time", part.pk, label, "clock"))
    return found


def _free(move, seat, child):
    return move.admits(seat, child) and not move.obstacles(seat, child)
