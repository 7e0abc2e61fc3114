"""The page of one suggestion for one seat: fetched and put together; rendering asks nothing more."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.timezone import localdate

from lianxin.base.records.queries import story
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import calendar_in, light_of
from lianxin.kernel.calendar import working_days_between
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.queries.clocks import ClockLine, clock_lines, nearest, stages_of
from lianxin.work.suggestions.queries.hands import (
    Hand,
    Next,
    births_of,
    hands_of,
    next_of,
    seen_of,
    waiting,
)
from lianxin.work.suggestions.queries.record import grounds_seen_by, tie
from lianxin.work.suggestions.queries.trail import Line, lines_of, with_silence

STAFF = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION)
UNITS = (Role.UNIT_CLERK, Role.UNIT_LEADER)


@dataclass
class PartView:
    """One unit's part as this seat sees it."""

    part: Any
    light: Any
    hand: Hand | None
    requests: list  # (request for more time, its hand)
    births: list
    inside: bool  # may read drafts and opinions

    @property
    def talks(self):
        return list(self.part.contacts.all())


@dataclass
class Case:
    suggestion: Any
    today: Any
    light: Any = None
    clock: ClockLine | None = None
    clocks: list = field(default_factory=list)
    done_clocks: list = field(default_factory=list)
    stages: list = field(default_factory=list)
    next: Next | None = None
    names: list = field(default_factory=list)  # (signature, its hand)
    voices: list = field(default_factory=list)
    parts: list = field(default_factory=list)
    verdicts: list = field(default_factory=list)  # (verdict, its hand, reasons may be read)
    publication: Any = None
    public_hand: Hand | None = None
    lines: list = field(default_factory=list)
    used: int | None = None  # working days since the first assignment
    urged: int = 0


def case(suggestion, seat):
    """Everything the page shows, for a suggestion that was read with `whole(…, seat)`."""
    runs, told, today = tie(suggestion), list(story(suggestion)), localdate()
    made = Case(suggestion, today)
    seen = {(type(each), each.pk) for each in living(suggestion) if sees(suggestion, each)}
    waits = _waiting(suggestion, told, seen)
    hands = _hands(suggestion, seat, seen)
    births = _births(suggestion, seat, waits)
    made.next = _next(suggestion, seat, hands, births, waits)
    _set_clocks(made, [run for run in runs if _of_seen(run, suggestion, seen)])
    made.stages = _stages(made, told)
    made.names = [(name, _take(hands, name)) for name in suggestion.cosignatures.all()]
    made.voices = grounds_seen_by(suggestion, seat)
    made.parts = [
        _part(part, hands, births, seat, today) for part in rules.parts(suggestion) if part.seen
    ]
    made.verdicts = [
        (verdict, _take(hands, verdict), verdict.pass_on or seat.role not in UNITS)
        for verdict in suggestion.evaluations.all()
        if verdict.seen
    ]
    if suggestion.publication_seen:
        made.publication = suggestion.publication
        made.public_hand = _take(hands, suggestion.publication)
    made.lines = _lines(made, seat, told, waits)
    if suggestion.assigned_on:
        calendar = calendar_in(suggestion.cell_id)
        made.used = working_days_between(suggestion.assigned_on, today, calendar)
    made.urged = sum(entry.move == "urge" for entry in told)
    return made


# The pieces


def _take(hands, record):
    return next((hand for hand in hands if hand.record is record), None)


def _part(part, hands, births, seat, today):
    own = seat.unit_id is not None and seat.unit_id in (
        part.unit_id,
        rules.lead_unit_id(part),
    )
    return PartView(
        part=part,
        light=light_of(part.due_date, today=today, cell_id=part.cell_id),
        hand=_take(hands, part),
        requests=[(each, _take(hands, each)) for each in part.extensions.all()],
        births=[b for b in births if b.route == "suggestions:ask_time" and b.pk == part.pk],
        inside=own or seat.role in STAFF,
    )


def _lines(made, seat, told, waits):
    lines = with_silence(
        lines_of(made.suggestion, seat, told),
        cell_id=made.suggestion.cell_id,
        today=made.today,
        open_ended=bool(waits),
    )
    ahead = [
        Line(title=str(duty.label), who=duty.who, kind="now", icon="hourglass") for duty in waits
    ]
    return ahead + lines
