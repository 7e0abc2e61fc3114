"""What a seat may do with many suggestions at once: moves that ask for no words."""

from dataclasses import dataclass
from typing import Any

from lianxin.institution.congress.models import Role
from lianxin.work.suggestions.lifecycle import ASSIGNMENT, EVALUATION, SUGGESTION
from lianxin.work.suggestions.queries.scope import (
    assignments_visible_to,
    evaluations_visible_to,
    visible_to,
)

MOST = 200  # in one go


@dataclass(frozen=True)
class Many:
    """A move of the suggestions themselves, of their units' parts, or of the verdicts on them."""

    code: str
    lifecycle: Any
    roles: tuple[str, ...]
    icon: str
    key: str

    @property
    def move(self):
        """The declared move."""
        return self.lifecycle.move(self.code)

    @property
    def label(self):
        """What its button says."""
        return self.move.label


MANY = (
    Many("take_up", SUGGESTION, (Role.OFFICE, Role.TOWN_CLERK), "list-check", "t"),
    Many("assign", SUGGESTION, (Role.LEADER,), "send", "a"),
    Many("release", EVALUATION, (Role.OFFICE, Role.TOWN_CLERK), "checklist", "p"),
    Many("agree", ASSIGNMENT, (Role.GOV_SUPERVISION,), "check", "a"),
    Many("acknowledge", ASSIGNMENT, (Role.UNIT_CLERK,), "signature", "a"),
    Many(
        "urge",
        ASSIGNMENT,
        (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION),
        "bell-ringing",
        "c",
    ),
)
BY_CODE = {each.code: each for each in MANY}


def many_for(seat) -> list[Many]:
    """What a seat of this kind may do with many at once."""
    return [each for each in MANY if seat.role in each.roles]


def chosen_by(seat, ids) -> list[Any]:
    """The suggestions among those that were chosen that the seat may know of."""
    return list(visible_to(seat).filter(pk__in=list(ids)[:MOST]).order_by("pk"))


def records_of(many: Many, seat, drafts) -> list[Any]:
    """What the move is to be made on: the suggestions, or the parts of them that it fits."""
    if many.lifecycle is SUGGESTION:
        return drafts
    sources = [state.code for state in many.move.source]
    scope = evaluations_visible_to if many.lifecycle is EVALUATION else assignments_visible_to
    found = scope(seat).filter(suggestion__in=drafts, state__in=sources)
    if many.code == "agree":
        found = found.filter(agreed=None)
    if seat.unit_id and many.lifecycle is ASSIGNMENT:
        found = found.filter(unit=seat.unit_id)
    return list(found.order_by("pk"))
