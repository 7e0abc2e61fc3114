"""
What is begun by which form: a suggestion, a unit's part, a name, a request for more time.

Pages and API begin the same things from the same values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from lianxin.institution.congress import rules as who
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import deed
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import assignment, cosignature, extension
from lianxin.work.suggestions.actions import suggestion as verbs
from lianxin.work.suggestions.forms.review import Propose
from lianxin.work.suggestions.forms.units import MoreTime
from lianxin.work.suggestions.forms.writing import Invite, Join
from lianxin.work.suggestions.lifecycle import ASSIGNMENT, COSIGNATURE, EXTENSION
from lianxin.work.suggestions.models import Assignment, Cosignature, Extension

WRITERS = (who.deputy, who.office, who.town_clerk, who.liaison_officer)

# A suggestion


def may_begin(seat):
    """Whether a seat of this kind writes suggestions, for itself or for a deputy."""
    return any(kind(seat, None) for kind in WRITERS)


def writer(seat, voices=()):
    """What begins a suggestion from the values of its form; page and API alike."""

    def make(given, via):
        mandate = given.pop("mandate", None) or seat.mandate
        organ = queries.desk_of(mandate)
        if organ is None:
            raise Refused(_("This congress has no office yet that takes suggestions."))
        return verbs.begin_from(voices, actor=seat, mandate=mandate, organ=organ, via=via, **given)

    return make


def may_write(seat):
    """Whether a seat can begin a suggestion at all."""
    return may_begin(seat) and queries.mandates_for(seat).exists()


# What hangs on one


@dataclass(frozen=True)
class Child:
    """What is begun under a suggestion, or under a unit's part; page and API alike."""

    lifecycle: Any
    code: str
    scope: Callable  # (seat) -> the parents that can be begun under
    form: Any
    blank: Callable  # (seat, parent) -> a record to ask the rules of
    make: Callable  # (seat, parent, given, via) -> what was made, or its parent

    @property
    def move(self):
        """The move that begins it."""
        return self.lifecycle.move(self.code)


def _propose(seat, suggestion, given, via):
    with deed():
        for unit, kind in Propose.proposals(given):
            assignment.propose(
                actor=seat,
                suggestion=suggestion,
                unit=unit,
                kind=kind,
                task=given["task"],
                via=via,
            )
    return suggestion


def _invite(seat, suggestion, given, via):
    with deed():
        for mandate in given["mandates"]:
            cosignature.invite(actor=seat, suggestion=suggestion, mandate=mandate, via=via)
    return suggestion


def _join(seat, suggestion, given, via):
    return cosignature.join(actor=seat, suggestion=suggestion, via=via, **given)


def _ask_time(seat, part, given, via):
    return extension.prepare(actor=seat, assignment=part, via=via, **given)


CHILDREN = {
    "propose": Child(
        ASSIGNMENT,
        "propose",
        queries.visible_to,
        Propose,
        lambda seat, s: Assignment(suggestion=s, cell_id=s.cell_id),
        _propose,
    ),
    "invite": Child(
        COSIGNATURE,
        "invite",
        queries.visible_to,
        Invite,
        lambda seat, s: Cosignature(suggestion=s, cell_id=s.cell_id),
        _invite,
    ),
    "join": Child(
        COSIGNATURE,
        "join",
        queries.visible_to,
        Join,
        lambda seat, s: Cosignature(
            suggestion=s, cell_id=s.cell_id, mandate=getattr(seat, "mandate", None)
        ),
        _join,
    ),
    "more-time": Child(
        EXTENSION,
        "prepare",
        queries.assignments_visible_to,
        MoreTime,
        lambda seat, part: Extension(assignment=part, cell_id=part.cell_id),
        _ask_time,
    ),
}
