"""
Which moves somebody waits for, read off the lifecycles instead of a list of states.

A move is awaited of a role when its rule of `by` fits the role and its tone is "primary".
Where a state has no such move for the role, the formal ones are its several ways out. The few
things that the declarations cannot say stand below, each with its reason.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.models import Role, Standing
from lianxin.kernel.lifecycle import Move, State
from lianxin.kernel.registry import lifecycle_named
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import ASSIGNMENT, SUGGESTION
from lianxin.work.suggestions.lifecycle import assignment as part_life
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.models import Assignment, ContactRecord, Reply

SUGGESTIONS = "suggestions.suggestion"
PARTS = "suggestions.assignment"
VERDICTS = "suggestions.evaluation"
NAMES = "suggestions.cosignature"
EXTENSIONS = "suggestions.extension"
PUBLICATIONS = "suggestions.publication"
VOICES = "voices.voice"

# The roles that a rule may admit, by the rule's name. In its town the clerk sits where the
# county's office sits (rules.office).
ADMITS = {
    "author_deputy": {Role.DEPUTY},
    "cosigner_deputy": {Role.DEPUTY},
    "other_deputy": {Role.DEPUTY},
    "liaison_officer": {Role.LIAISON_OFFICER},
    "town_clerk": {Role.TOWN_CLERK},
    "office": {Role.OFFICE, Role.TOWN_CLERK},
    "leader": {Role.LEADER},
    "gov_supervision": {Role.GOV_SUPERVISION},
    "lead_unit_clerk": {Role.UNIT_CLERK},
    "lead_unit_leader": {Role.UNIT_LEADER},
    "co_unit": {Role.UNIT_CLERK, Role.UNIT_LEADER},
    "sheet_keeper": {Role.OFFICE, Role.TOWN_CLERK},
    "keeper": set(),  # erasures wait on a page of their own, and by notice
    "decides": set(),
    "resident": set(),
    "stranger": set(),
    "system": set(),
}
# A move that binds the role to one of these is made for somebody else: it waits for them.
PROXY = {
    "signed_scan_attached",
    "entered_on_behalf",
    "deputy_asked_for_entry",
    "on_behalf_of_deputy",
    "on_behalf_of_unit",
    "on_behalf_of_resident",
}
# A paper is attached while the move is made; that it is not there yet stands in nobody's way.
PAPERS = frozenset({"signed_scan_attached", "minutes_or_assessment_attached"})
# To be rid of a part is nobody's duty; and units' parts are given out with their suggestion.
NEVER = {("assignment", "request_return"), ("assignment", "assign")}
# A move that leaves the record where it is has been made once this field is no longer so.
UNTIL = {
    ("suggestion", "write_opinion"): ("opinion_code", ""),
    ("assignment", "agree"): ("agreed", None),
}


def _parts_here():
    return Assignment.objects.filter(suggestion=OuterRef("pk"))


def _sent():
    return Reply.objects.filter(
        assignment=OuterRef("pk"), round=OuterRef("round"), sent_on__isnull=False
    )


# The same questions to the database: they only narrow what is fetched, the rules decide.
TWINS = {
    "units_proposed": Q(Exists(_parts_here().filter(state=part_life.PROPOSED.code))),
    "not_sent": Q(~Exists(_sent())),
    "result_recorded": ~Q(result=""),
    "result_not_recorded": Q(result=""),
    "slip_drafted": ~Q(slip="") & Q(slip_unit__isnull=False),
    "opinion_written": ~Q(opinion_code=""),
    "no_open_objection": Q(objection_open=False),
}
# Where several ways are open, none is the task by itself: the task is to choose among them.
# Once the slip of the direct train is drafted, the choice is made and the chair is waited for.
CHOICES = ("answer_on_spot", "assign_village", "redirect", "convert")
DECIDE = _("Decide where it goes")
# What a rule reads beside the record itself, so that it can be fetched for all rows at once.
READS = {
    "not_dissatisfied": "verdicts",
    "dissatisfied_released": "verdicts",
    "text_confirmed_by_signers": "names",
    "contact_min_met": "talks",
    "not_sent": "replies",
    "release_day_reached": "runs",
    "within_ceiling": "runs",
    "before_expiry": "runs",
    "asked_before_expiry": "runs",
    "co_opinions_in_or_overdue": "runs",
}


def always(record: Any) -> bool:
    """No condition beside the rules of the move."""
    return True


@dataclass(frozen=True, slots=True)
class Awaited:
    """One move that a role is waited for, from some states."""

    move: Move
    sources: tuple[State, ...]
    main: bool = True  # False: one of several ways out, none of them the usual one
    holds: Callable[[Any], bool] = always
    narrow: Q = Q()
    once: bool = False  # made once, it is not awaited again where the record is
    waived: frozenset[str] = PAPERS
    reads: frozenset[str] = frozenset()
    label: Any = ""  # what is to be done, when it is not one move alone
    route: str = ""  # its own page, when it is no move of the record

    def ready(self, seat: Any, record: Any) -> bool:
        """Whether this seat may make it and nothing stands in its way."""
        return self.move.admits(seat, record) and all(
            must(seat, record) for must in self.move.provided if _plain(must) not in self.waived
        )

    def free(self, role: str, record: Any) -> bool:
        """Whether nothing that is known without a second query stands in the way of a role."""
        seat = Standing(role)
        return "replies" not in self.reads and all(
            must(seat, record)
            for must in self.move.provided
            if _plain(must) not in self.waived and must.name not in READS
        )


def _plain(condition):
    return condition.name.rpartition(">")[2]


# Awaited although neither primary nor formal


def _no_unit_yet(suggestion):
    return rules.no_lead_in_charge(None, suggestion) and not rules.units_proposed(None, suggestion)


def _talk_owed(part):
    return part.replies and not rules.contact_min_met(None, part)


def _in_charge():
    gone = (part_life.REASSIGNED.code, part_life.ENDED.code)
    return Exists(_parts_here().filter(kind__in=("lead", "split")).exclude(state__in=gone))


def _unconfirmed():
    return Exists(ContactRecord.objects.filter(assignment=OuterRef("pk"), confirmed_on=None))


def _extras() -> Iterable[tuple[str, str, Awaited]]:
    """(record type, role, awaited): each cures what blocks somebody else's main move."""
    for role in (Role.OFFICE, Role.TOWN_CLERK):
        yield from ((label, role, each) for label, each in _at_desks())
    yield PARTS, Role.UNIT_CLERK, _the_talk()
    yield PARTS, Role.DEPUTY, _the_word_on_it()


def _at_desks() -> Iterable[tuple[str, Awaited]]:
    """A unit to be found, a refused one to be dropped, and what the desk writes for a deputy."""
    yield (
        SUGGESTIONS,
        Awaited(
            ASSIGNMENT.move("propose"),
            (life.REGISTERED, life.WITH_UNITS, life.IN_REWORK),
            holds=_no_unit_yet,
            narrow=Q(~_in_charge()),
            waived=frozenset({"suggestion_needs_unit"}),
            route="suggestions:propose",
        ),
    )
    yield (
        PARTS,
        Awaited(
            ASSIGNMENT.move("drop"),
            (part_life.PROPOSED,),
            holds=lambda part: part.agreed is False,
            narrow=Q(agreed=False),
        ),
    )
    for code in ("submit", "resubmit"):
        yield SUGGESTIONS, _entered(SUGGESTION.move(code))


def _entered(move) -> Awaited:
    return Awaited(
        move,
        move.source,
        holds=lambda suggestion: suggestion.entered_on_behalf,
        narrow=Q(entered_on_behalf=True),
        waived=PAPERS | {"text_confirmed_by_signers"},
    )


def _the_talk() -> Awaited:
    """Without a talk with the deputy the unit cannot reply."""
    return Awaited(
        ASSIGNMENT.move("record_contact"),
        (part_life.HANDLING, part_life.REPLY_DRAFT),
        holds=_talk_owed,
        reads=frozenset({"talks"}),
    )


def _the_word_on_it() -> Awaited:
    """Co-signers may confirm a talk as well; nobody waits for them."""
    confirm = ASSIGNMENT.move("confirm_contact")
    return Awaited(
        replace(confirm, by=(rules.author_deputy,)),
        confirm.source,
        holds=lambda part: bool(getattr(part, "talk", None)),
        narrow=Q(_unconfirmed()),
        waived=frozenset({"contact_recorded"}),
    )


# Read off the lifecycle


def _admits(role, move):
    """Whether a move is this role's own: one of its rules fits, and it acts for nobody else."""
    fitting = {may.name for may in move.by if role in ADMITS.get(may.name, ())}
    bound = {
        condition
        for name, _mark, condition in (must.name.partition(">") for must in move.provided)
        if condition and name in fitting
    }
    return bool(fitting) and not bound & PROXY


def _clock_label(lifecycle, moves):
    """What a period that these moves end is for: "sort", "tell the resident"."""
    codes = {move.code for move in moves}
    return next((c.label for c in lifecycle.clocks if not c.window and codes & set(c.stops_on)), "")


def _undecided(voice):
    return voice.slip_unit_id is None


def _choice(move) -> Awaited:
    """One of the ways that a voice may go from the desk."""
    return Awaited(
        move,
        move.source,
        main=move.tone == "primary",
        holds=_undecided,
        narrow=Q(slip_unit=None),
        label=DECIDE,
    )


def _of(lifecycle, move, *, main, label=""):
    if lifecycle.name == "voice" and move.code in CHOICES:
        return _choice(move)
    name, value = UNTIL.get((lifecycle.name, move.code), ("", None))
    narrow = Q(**({f"{name}__isnull": True} if value is None else {name: value})) if name else Q()
    for must in move.provided:
        narrow &= TWINS.get(must.name, Q())
    return Awaited(
        move,
        move.source,
        main=main,
        holds=(lambda record: getattr(record, name) == value) if name else always,
        once=bool(name),
        narrow=narrow,
        reads=frozenset(READS[m.name] for m in move.provided if m.name in READS),
        label=label,
    )


@cache
def awaited(label: str, role: str) -> tuple[Awaited, ...]:
    """The moves of a record type that a role is waited for."""
    lifecycle = lifecycle_named(label)
    found = [extra for kind, whose, extra in _extras() if (kind, whose) == (label, role)]
    own = [m for m in lifecycle.moves if m.source and not m.aside and _admits(role, m)]
    own = [m for m in own if (lifecycle.name, m.code) not in NEVER]
    found += [_of(lifecycle, m, main=True) for m in own if m.tone == "primary"]
    ways_out = [m for m in own if m.formal and m.tone == "plain"]
    return (
        *found,
        *(_of(lifecycle, m, main=False, label=_clock_label(lifecycle, ways_out)) for m in ways_out),
    )


def turns(seat: Any, record: Any) -> list[Awaited]:
    """What waits for this seat on a record now; the ways out count where no main move is left."""
    label = record._meta.label_lower
    here = lifecycle_named(label).state(record.state)
    found = [each for each in awaited(label, seat.role) if here in each.sources]
    mains = [each for each in found if each.main]
    ready = [each for each in mains if each.holds(record) and each.ready(seat, record)]
    if ready or any(each.once and not each.holds(record) for each in mains):
        return ready
    others = [each for each in found if not each.main and each.holds(record)]
    return [each for each in others if each.ready(seat, record)]


def holders(record: Any) -> list[str]:
    """The roles that a record waits for, whoever sits there; as far as it was fetched."""
    label = record._meta.label_lower
    here = lifecycle_named(label).state(record.state)
    return [
        role
        for role in Role.values
        if any(
            here in each.sources and each.main and each.holds(record) and each.free(role, record)
            for each in awaited(label, role)
        )
    ]


def asked_in(label: str, role: str) -> Q | None:
    """The records of a type that may wait for a role, as far as the database can tell."""
    where = [
        Q(state__in=[state.code for state in each.sources]) & each.narrow
        for each in awaited(label, role)
    ]
    if not where:
        return None
    found = where[0]
    for each in where[1:]:
        found |= each
    return found


def reads(role: str) -> set[str]:
    """What the rules of all moves awaited of a role read beside the records."""
    labels = (SUGGESTIONS, PARTS, VERDICTS, NAMES, EXTENSIONS, PUBLICATIONS, VOICES)
    return {name for label in labels for each in awaited(label, role) for name in each.reads}
