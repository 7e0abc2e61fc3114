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
from lianxin.work.suggestions.queries.turns import (
    Duty,
    deputy,
    duties,
    is_free,
    living,
    needs_unit,
    offers_for,
)

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
    wanted: frozenset = frozenset()  # the moves that stand out in the declaration

    @property
    def route(self):
        """The route of its moves."""
        return ROUTES[type(self.record)]

    @property
    def ready(self):
        """The codes of the moves that are free, or want but a paper."""
        return {offer.move.code for offer in self.offers if is_free(offer)}

    @property
    def first(self):
        """What is free, and what should be done and cannot be yet."""
        return [o for o in self.offers if not o.obstacles or o.move.code in self.wanted]

    @property
    def later(self):
        """What cannot be done now and is not asked for either: folded away."""
        return [o for o in self.offers if o.obstacles and o.move.code not in self.wanted]


@dataclass(frozen=True)
class Birth:
    """Something new that this seat may begin here."""

    route: str
    pk: int
    label: str
    icon: str
    mine: bool = False  # it is what the case waits for


@dataclass(frozen=True)
class Next:
    """Whose turn it is; this seat's moves if it is theirs."""

    title: str
    mine: bool
    hands: list
    births: list
    checks: list
    waits: list  # what others have to do meanwhile


def seen_of(suggestion):
    """The records of a case that the seat may see that the suggestion was read for."""
    return [record for record in living(suggestion) if sees(suggestion, record)]


def sees(suggestion: Any, record: Any) -> bool:
    """Whether that seat may see one of them."""
    kind = type(record)
    if kind is Publication:
        return suggestion.publication_seen
    if kind is Extension:
        return record.assignment.seen
    return record.seen if kind in (Assignment, Evaluation) else True


def waiting(suggestion, told, seen):
    """The duties a seat may know of; a verdict it may not see is waited for until the release."""
    found = [duty for duty in duties(suggestion, told) if duty.record in seen]
    hidden = any(not each.seen for each in suggestion.evaluations.all())
    if hidden and suggestion.state == life.REPLIED.code:
        found.append(Duty(suggestion, EVALUATION.move("submit"), deputy(suggestion.mandate)))
    return found


def hands_of(seat, seen):
    """What the seat can do with each record that it sees."""
    found = []
    for record in seen:
        if offers := _offers(seat, record):
            wanted = frozenset(o.move.code for o in offers if o.move.tone == "primary")
            part = record if isinstance(record, Assignment) else getattr(record, "assignment", None)
            own = part is not None and part.unit_id == seat.unit_id
            own = own or (isinstance(record, Cosignature) and record.mandate_id == seat.mandate_id)
            found.append(Hand(record, "" if own else name_of(record), offers, wanted))
    return found


def _offers(seat, record):
    """Units are assigned with the suggestion; one by one only those that join it later."""
    offers = offers_for(seat, record)
    if isinstance(record, Assignment) and record.suggestion.state == life.REGISTERED.code:
        offers = [offer for offer in offers if offer.move.code != "assign"]
    elif isinstance(record, Suggestion) and record.state != life.REGISTERED.code:
        offers = [offer for offer in offers if not _assigned_already(offer)]
    return offers


def _assigned_already(offer):
    """Nothing stands against assigning it but that it has been assigned."""
    done = (rules.no_lead_in_charge.otherwise, rules.units_proposed.otherwise)
    blocked = offer.move.code == "assign" and bool(offer.obstacles)
    return blocked and all(any(each is o for o in done) for each in offer.obstacles)


def name_of(record):
    """What a record of a case is called beside the others of its kind."""
    if isinstance(record, Assignment):
        return record.unit.name
    if isinstance(record, (Extension, Evaluation)):
        return record.assignment.unit.name
    return record.mandate.person.name if isinstance(record, Cosignature) else ""


# The card of the next step


def next_of(suggestion, hands, births, waits):
    """
    The card of the next step; takes from `hands` what it shows.

    One button of a page stands out: the first thing that waits for this seat.
    """
    due = {(duty.record, duty.move.code) for duty in waits}
    own = [hand for hand in hands if any((hand.record, code) in due for code in hand.ready)]
    begun = [birth for birth in births if birth.mine]
    if own or begun:
        title = _("Your turn: %(what)s") % {"what": _first_label(own, begun, due)}
    else:
        title = _title_of_others(waits, lifecycle_of(suggestion).state(suggestion.state).final)
    waited = [duty.record for duty in waits]
    shown = own or [hand for hand in hands if _stuck(hand) or hand.record in waited]
    shown += [hand for hand in hands if hand.record is suggestion and hand not in shown]
    for hand in hands:
        if not own or hand is not own[0]:
            hand.offers = _calm(hand.offers)
    hands[:] = [hand for hand in hands if hand not in shown]
    own_records = [hand.record for hand in own]
    begins = {"propose"} if begun else set()  # a birth has no record yet
    return Next(
        title=title,
        mine=bool(own or begun),
        hands=shown,
        births=begun + [birth for birth in births if birth.route == "suggestions:join"],
        checks=checks_of(suggestion, shown),
        waits=[
            duty
            for duty in waits
            if duty.record not in own_records and duty.move.code not in begins
        ],
    )


def _first_label(own, begun, due):
    if not own:
        return begun[0].label
    return next(
        offer.move.label
        for offer in own[0].offers
        if is_free(offer) and (own[0].record, offer.move.code) in due
    )


def _title_of_others(waits, over):
    if waits:
        first = waits[0]
        return _("Waiting for %(who)s: %(what)s") % {"who": first.who, "what": first.label}
    return _("Nothing is left to be done") if over else _("Nothing has to be done today")


def _stuck(hand):
    """Something that should be done here, and cannot be yet."""
    return any(
        offer.obstacles and offer.move.tone == "primary" and not offer.move.quiet
        for offer in hand.offers
    )


def _calm(offers):
    return [
        Offer(replace(offer.move, tone="plain"), offer.obstacles)
        if offer.move.tone == "primary"
        else offer
        for offer in offers
    ]


# What can be begun


def births_of(suggestion, seat):
    """What this seat may begin in a case: put a unit forward, ask or add a name, ask for time."""
    child = Assignment(suggestion=suggestion, cell_id=suggestion.cell_id)
    found = []
    if _free(ASSIGNMENT, "propose", seat, child):
        label, mine = ASSIGNMENT.move("propose").label, needs_unit(suggestion)
        place = ("suggestions:propose", suggestion.pk)
        found.append(Birth(*place, label, "building-community", mine))
    return found + _names(suggestion, seat) + _requests(suggestion, seat)


def _names(suggestion, seat):
    name = Cosignature(suggestion=suggestion, cell_id=suggestion.cell_id)
    found = []
    if _free(COSIGNATURE, "invite", seat, name):
        label = COSIGNATURE.move("invite").label
        found.append(Birth("suggestions:invite", suggestion.pk, label, "user-plus"))
    asked = {each.mandate_id for each in suggestion.cosignatures.all()}
    if seat.mandate_id and seat.mandate_id not in asked:
        name.mandate = seat.mandate
        if _free(COSIGNATURE, "join", seat, name):
            label = COSIGNATURE.move("join").label
            found.append(Birth("suggestions:join", suggestion.pk, label, "signature"))
    return found


def _requests(suggestion, seat):
    found = []
    for part in rules.parts(suggestion):
        request = Extension(assignment=part, cell_id=part.cell_id)
        over = [lifecycle_of(each).state(each.state).final for each in part.extensions.all()]
        if all(over) and _free(EXTENSION, "prepare", seat, request):
            label = EXTENSION.move("prepare").label
            found.append(Birth("suggestions:ask_time", part.pk, label, "clock"))
    return found


def _free(lifecycle, code, seat, child):
    move = lifecycle.move(code)
    return move.admits(seat, child) and not move.obstacles(seat, child)
