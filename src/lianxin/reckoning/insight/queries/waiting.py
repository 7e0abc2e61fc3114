"""
What waits for a seat now: candidates from the database, the rules asked on what was fetched.

One query for suggestions, one for voices, one for each thing that rules or the page read
beside them, whatever the number of rows.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import pgettext

from lianxin.base.records.models import ClockRun
from lianxin.institution.congress.models import Role
from lianxin.reckoning.insight.queries import asked as a
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.lifecycle.assignment.states import ENDED
from lianxin.work.suggestions.models import (
    Assignment,
    ContactRecord,
    Cosignature,
    Evaluation,
    Extension,
    Publication,
    Reply,
    Suggestion,
)
from lianxin.work.suggestions.queries.scope import NO_PART, QUIET
from lianxin.work.voices import queries as voices
from lianxin.work.voices.models import Voice

CAP = 200  # as many are looked at: the nearest due first
UNITS = (Role.UNIT_CLERK, Role.UNIT_LEADER)


@dataclass(frozen=True)
class Turn:
    """One thing that waits for the seat: which move, of which record, by when."""

    awaited: a.Awaited
    record: Any

    @property
    def code(self):
        return self.awaited.move.code

    @property
    def label(self):
        return self.awaited.label or self.awaited.move.label

    @property
    def due_on(self):
        return self.record.due_date


@dataclass
class Row:
    """One line of a desk: a suggestion, a voice, or a unit's part in a suggestion."""

    root: Any
    record: Any  # what its badge shows: the root, or the unit's part
    turns: list[Turn] = field(default_factory=list)

    @property
    def is_voice(self):
        return isinstance(self.root, Voice)

    @property
    def due_on(self):
        if self.record is not self.root:
            return self.record.due_date
        if not self.turns:
            return self.root.due_date
        return min((t.due_on for t in self.turns if t.due_on), default=None)

    @property
    def lead(self):
        """The unit that leads, if one is in charge."""
        if self.is_voice:
            return self.root.unit
        return next((part.unit for part in in_charge(self.root) if part.replies), None)

    @property
    def others(self):
        """How many other units have a part in it."""
        return 0 if self.is_voice else max(0, len(in_charge(self.root)) - bool(self.lead))


def holder_of(row: Row, seat) -> str:
    """Whose turn it is, in words, as far as the seat may know it."""
    if row.record is not row.root:
        return _role(next(iter(a.holders(row.record)), ""), row.root)
    suggestion = row.root
    units = [part.unit.name for part in standing(suggestion) if a.holders(part)]
    if units:
        return pgettext("between fields", ", ").join(units)
    records = [suggestion, *_proposed(suggestion, seat), *_verdicts_known(suggestion, seat)]
    return _role(next((role for each in records for role in a.holders(each)), ""), suggestion)


def _role(role, suggestion):
    if role == Role.DEPUTY:
        return suggestion.mandate.person.name
    if role in (Role.OFFICE, Role.TOWN_CLERK):
        return suggestion.organ.name
    return str(Role(role).label) if role else ""


def _at_its_desk(suggestion, seat):
    return seat.organ_id is not None and seat.organ_id == suggestion.organ_id


def _proposed(suggestion, seat):
    """What is put forward is known to the desk and to the government's office only."""
    if seat.role != Role.GOV_SUPERVISION and not _at_its_desk(suggestion, seat):
        return []
    return [part for part in suggestion._parts if part.state in NO_PART]


def _verdicts_known(suggestion, seat):
    """Whether a verdict is there already, only the desk knows."""
    fetched = "evaluations" in suggestion._prefetched_objects_cache
    return suggestion.evaluations.all() if fetched and _at_its_desk(suggestion, seat) else []


def in_charge(suggestion):
    """The parts of the units that have it, one that asked to hand it back included; leads first."""
    gone = (*NO_PART, ENDED.code)
    found = [part for part in suggestion._parts if part.state not in gone]
    return sorted(found, key=lambda part: part.kind != part.Kind.LEAD)


def standing(suggestion):
    """The parts of the units that have one now."""
    return [part for part in suggestion._parts if part.state not in (*NO_PART, *QUIET)]


@dataclass(frozen=True)
class Kind:
    """A kind of record that may wait: how it hangs on its suggestion, and which are the seat's."""

    label: str
    model: type[Model]
    path: str  # the way to the suggestion; empty for the suggestion itself
    mine: Callable[[Any], Q | None]  # none: nothing of this kind waits for this seat
    records: Callable[[Any], Iterable[Any]]


def _at_desk(prefix):
    """The records of the seat's own office, of its own authorship, or of its own unit."""
    where = {
        Role.OFFICE: ("organ", "organ_id"),
        Role.LEADER: ("organ", "organ_id"),
        Role.TOWN_CLERK: ("organ", "organ_id"),
        Role.DEPUTY: ("mandate", "mandate_id"),
    }

    def mine(seat):
        if seat.role == Role.GOV_SUPERVISION:
            return Q(**{f"{prefix}government_side": True})
        if seat.role not in where:
            return None
        name, value = where[seat.role]
        return Q(**{f"{prefix}{name}": getattr(seat, value)})

    return mine


def _parts_mine(seat):
    if seat.role in UNITS:
        return Q(unit=seat.unit_id)
    return _at_desk("suggestion__")(seat)


def _names_mine(seat):
    return Q(mandate=seat.mandate_id) if seat.role == Role.DEPUTY else None


def _extensions_mine(seat):
    if seat.role in UNITS:
        return Q(assignment__unit=seat.unit_id)
    return _at_desk("assignment__suggestion__")(seat)


def _voices_mine(seat):
    where = {
        Role.DEPUTY: ("mandate", seat.mandate_id),
        Role.LIAISON_OFFICER: ("venue", seat.venue_id),
        Role.TOWN_CLERK: ("town", seat.region_id),
        Role.LEADER: ("town", seat.region_id),
        Role.UNIT_CLERK: ("unit", seat.unit_id),
    }
    name, value = where.get(seat.role, ("", None))
    return Q(**{name: value}) if value is not None else None


def _publication(suggestion):
    public = getattr(suggestion, "publication", None)
    return [public] if public else []


KINDS = (
    Kind(a.SUGGESTIONS, Suggestion, "", _at_desk(""), lambda s: [s]),
    Kind(a.PARTS, Assignment, "suggestion", _parts_mine, lambda s: s._parts),
    Kind(
        a.EXTENSIONS,
        Extension,
        "assignment__suggestion",
        _extensions_mine,
        lambda s: [e for part in s._parts for e in part.extensions.all()],
    ),
    Kind(
        a.VERDICTS,
        Evaluation,
        "suggestion",
        _at_desk("suggestion__"),
        lambda s: s.evaluations.all(),
    ),
    Kind(a.NAMES, Cosignature, "suggestion", _names_mine, lambda s: s.cosignatures.all()),
    Kind(a.PUBLICATIONS, Publication, "suggestion", _at_desk("suggestion__"), _publication),
)


def kinds_for(seat) -> list[tuple[Kind, Q]]:
    """The kinds of record that may wait for a seat, with the condition that narrows each."""
    found = []
    for kind in KINDS:
        asked, mine = a.asked_in(kind.label, seat.role), kind.mine(seat)
        if asked is not None and mine is not None:
            found.append((kind, asked & mine))
    return found


def asked_suggestions(seat) -> Q | None:
    """Which suggestions may wait for a seat, themselves or by something that hangs on them."""
    found = None
    for kind, asked in kinds_for(seat):
        where = asked
        if kind.path:
            children = kind.model._default_manager.filter(asked, **{kind.path: OuterRef("pk")})
            where = Q(Exists(children))
        found = where if found is None else found | where
    return found


# Fetching


def nearest(found):
    """Nearest due first; what nobody counts days for comes last."""
    return found.order_by(F("due_date").asc(nulls_last=True), "-pk")


def fetch(found, seat, *, also=()) -> list[Suggestion]:
    """Suggestions with all that the page and the awaited rules of the seat read."""
    asked = {kind.label for kind, _where in kinds_for(seat)}
    needed = a.reads(seat.role) | set(also)
    parts = Assignment.objects.select_related("unit").order_by("pk")
    if seat.role == Role.DEPUTY:
        parts = parts.annotate(talk=Subquery(_talk()))
    fetched: list[Any] = [Prefetch("assignments", parts)]
    if "talks" in needed:
        fetched.append(Prefetch("assignments__contacts", ContactRecord.objects.order_by("pk")))
    if "replies" in needed:
        fetched.append(Prefetch("assignments__reply_set", Reply.objects.order_by("pk")))
    if a.EXTENSIONS in asked:
        fetched.append(Prefetch("assignments__extensions", Extension.objects.order_by("pk")))
    if a.VERDICTS in asked or "verdicts" in needed:
        fetched.append(Prefetch("evaluations", _verdicts(needed)))
    if a.NAMES in asked or "names" in needed:
        names = Cosignature.objects.select_related("mandate").order_by("pk")
        fetched.append(Prefetch("cosignatures", names))
    found = list(
        found.select_related("mandate__person", "organ", "publication").prefetch_related(*fetched)
    )
    for suggestion in found:
        _tie(suggestion)
    if "runs" in needed:
        _prime_runs(found)
    return found


def _talk():
    """The oldest talk of a part that the deputy has not confirmed yet."""
    waiting = ContactRecord.objects.filter(assignment=OuterRef("pk"), confirmed_on=None)
    return waiting.order_by("pk").values(talk=JSONObject(on="on", who="who", said="said"))[:1]


def _verdicts(needed):
    """Verdicts; with how many wait to be passed on to the same unit, if a rule asks for it."""
    found = Evaluation.objects.order_by("pk")
    if "runs" not in needed:
        return found
    given = (
        Evaluation.objects.filter(
            cell_id=OuterRef("cell_id"),
            state="submitted",
            assignment__unit=OuterRef("assignment__unit"),
        )
        .order_by()
        .values("assignment__unit")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return found.annotate(given=Coalesce(Subquery(given, output_field=IntegerField()), 0))


def _tie(suggestion):
    """Let every child find the others in memory."""
    suggestion._parts = list(suggestion.assignments.all())
    parts = {part.pk: part for part in suggestion._parts}
    if "evaluations" in suggestion._prefetched_objects_cache:
        for verdict in suggestion.evaluations.all():
            verdict.assignment = parts[verdict.assignment_id]
            verdict._given = getattr(verdict, "given", None)


def _prime_runs(found):
    """Hand every record the clock runs that may still matter: one query for all rows."""
    runs: dict[tuple[str, int], list[ClockRun]] = {}
    still = Q(stopped_on=None) | Q(subject_type=a.VERDICTS)
    roots = ClockRun.objects.filter(root_type=a.SUGGESTIONS, root_id__in=[s.pk for s in found])
    for run in roots.filter(still).order_by("pk"):
        runs.setdefault((run.subject_type, run.subject_id), []).append(run)
    for suggestion in found:
        children = [suggestion, *suggestion._parts]
        if "evaluations" in suggestion._prefetched_objects_cache:
            children += suggestion.evaluations.all()
        for record in children:
            record._runs = runs.get((record._meta.label_lower, record.pk), [])


def fetch_voices(found) -> list[Voice]:
    """Voices with what a line of a desk shows of them."""
    return list(found.select_related("region", "town", "mandate__person", "unit"))


# What waits


def waiting_suggestions(seat, found) -> list[Row]:
    """The suggestions among those fetched that wait for the seat, with what waits."""
    kinds = [kind for kind, _where in kinds_for(seat)]
    rows = []
    for suggestion in found:
        turns = [
            Turn(each, record)
            for kind in kinds
            for record in kind.records(suggestion)
            for each in a.turns(seat, record)
        ]
        rows.append(Row(suggestion, suggestion, turns))
    return rows


def waiting_voices(seat, found) -> list[Row]:
    """The voices among those fetched, with what waits for the seat."""
    return [Row(v, v, [Turn(each, v) for each in a.turns(seat, v)]) for v in found]


def candidates(seat, q=None):
    """Suggestions in scope that may wait for the seat, the nearest due; none: nothing can."""
    asked = asked_suggestions(seat)
    if asked is None:
        return None
    found = suggestions.visible_to(seat).filter(asked)
    return nearest(found.filter(q) if q is not None else found)[:CAP]


def candidate_voices(seat, q=None):
    """Voices in scope that may wait for the seat, the nearest due; none: nothing can."""
    asked, mine = a.asked_in(a.VOICES, seat.role), _voices_mine(seat)
    if asked is None or mine is None:
        return None
    found = voices.visible_to(seat).filter(asked & mine)
    return nearest(found.filter(q) if q is not None else found)[:CAP]


def by_due(rows: list[Row]) -> list[Row]:
    """The nearest due first, what has no period last."""
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or date.max, row.root.pk))
