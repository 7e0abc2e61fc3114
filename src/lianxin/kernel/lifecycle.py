"""
Describe how a record lives, once.

A lifecycle is data: its states, the moves between them, who may make each move, what
must hold first, which clocks run and which facts a move leaves behind. The engine, the
buttons, the API, the permission table, the clock table, the diagram and the handbook
are all read from it. Nothing here imports Django.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

Verdict = Callable[[Any, Any], bool]  # (seat, subject) -> may it be so?


class LifecycleError(Exception):
    """The declaration itself is wrong; raised at import time, never to a user."""


class Refused(Exception):
    """A move may not be made now (409). `reasons` are sentences fit to show to a person."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(*reasons)
        self.reasons = reasons


class Forbidden(Refused):
    """This seat may never make this move on this record (403)."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A named question about a seat and a record, and what a "no" means in words."""

    name: str
    holds: Verdict
    otherwise: str

    def __call__(self, seat: Any, subject: Any) -> bool:
        return bool(self.holds(seat, subject))


def rule(otherwise: str) -> Callable[[Verdict], Rule]:
    """Make a rule of a question; `otherwise` is the sentence shown when the answer is no."""
    return lambda verdict: Rule(verdict.__name__, verdict, otherwise)


def binds(role: Rule, must: Rule) -> Rule:
    """A condition that binds one kind of seat only: `town_clerk>entered_on_behalf`."""
    return Rule(
        f"{role.name}>{must.name}",
        lambda seat, subject: not role(seat, subject) or must(seat, subject),
        must.otherwise,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)  # a state is itself
class State:
    code: str
    label: str
    final: bool = False
    tone: str = "doing"  # how its badge looks: wait, doing, replied, done or back


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Back:
    """A computed target: the state the record left when it came to where it is now."""

    among: tuple[State, ...]
    otherwise: State | None = None  # where to go when it came from none of `among`

    @property
    def all(self) -> tuple[State, ...]:
        return (*self.among, self.otherwise) if self.otherwise else self.among


class Stay:
    """The target of a move that leaves the record where it is (`=` in the golden tables)."""

    def __repr__(self) -> str:
        return "STAY"


STAY = Stay()


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """
    A period that runs between moves. It names a rule; the number is in the profile.

    `starts_on` and `stops_on` name moves of the record itself, or of a child: a root may
    write "assignment.request_return".
    """

    code: str
    label: str
    rule: str  # a key of the rule profile, such as "reply.normal"
    ceiling: str | None = None  # the key of the longest period any extension may reach
    starts_on: tuple[str, ...]
    stops_on: tuple[str, ...]
    pauses_in: tuple[State, ...] = ()  # only for clocks an office defined: statutes never rest
    when: Rule | None = None  # runs only for records of which this holds
    since: str = ""  # a method of the record: the day it counts from, if not the day of the move
    window: bool = False  # True: its end shuts a door; nobody is late when it has passed
    beside: bool = False  # True: runs beside the matter's course, and heads it only when alone


@dataclass(frozen=True, slots=True, kw_only=True)
class FactLine:
    """A countable fact that a move leaves behind. Values are attribute paths on the record."""

    kind: str
    label: str = ""  # its words in a file or a ledger
    person: str = ""
    mandate: str = ""
    unit: str = ""
    venue: str = ""
    quantity: str | int = 1
    per_round: bool = False  # False: once in the record's life, however often the move is made
    each_time: bool = False  # True: a line for every time the move is made
    own: bool = False  # True: it is that deputy's only if the deputy made the move


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Move:
    """
    One verb. A verb that leads elsewhere from other states has several rows of one code.

    `tells` names audiences; the owning app's query turns each into seats. `asks` says what is
    now for an audience to do: without it, it is only told.
    """

    code: str  # URL segment, API operation and entry code alike
    label: str
    source: tuple[State, ...] = ()  # empty: the record is born by this move
    target: State | Back | Stay
    by: tuple[Rule, ...]  # any one of these admits the seat
    provided: tuple[Rule, ...] = ()  # every one of these must hold
    facts: tuple[FactLine, ...] = ()
    tells: tuple[str, ...] = ()
    asks: dict[str, Any] = field(default_factory=dict)  # audience: sentence
    opens_round: str = ""  # "rework", "reopen": the record goes around once more
    quiet: bool = False  # not worth showing while it is blocked (a way back, an answer to nothing)
    aside: bool = False  # puts something right: never anybody's turn, shown beside the trail
    formal: bool = False  # an act with legal effect: a square node in the trail
    done: str = ""  # the sentence of the trail when the label is no statement
    dated: str = ""  # the field of the record that keeps the day of this move, if one does
    tone: str = "plain"

    @property
    def targets(self) -> tuple[State, ...]:
        if isinstance(self.target, Back):
            return self.target.all
        return self.source if isinstance(self.target, Stay) else (self.target,)

    def leads_from(self, state: State) -> tuple[State, ...]:
        """Where this row may lead when it is made in `state`."""
        return (state,) if isinstance(self.target, Stay) else self.targets

    def admits(self, seat: Any, subject: Any) -> bool:
        return any(may(seat, subject) for may in self.by)

    def obstacles(self, seat: Any, subject: Any) -> tuple[str, ...]:
        return tuple(must.otherwise for must in self.provided if not must(seat, subject))


everywhere: dict[str, Move] = {}  # verbs that no lifecycle lists and every record may meet


@dataclass(frozen=True, slots=True)
class Offer:
    """A move as one seat sees it now: ready to make, or blocked and why."""

    move: Move
    obstacles: tuple[str, ...]


@dataclass(frozen=True)
class Lifecycle:
    name: str
    states: tuple[State, ...]
    moves: tuple[Move, ...]
    clocks: tuple[Clock, ...] = ()
    actions: dict[str, Callable] = field(default_factory=dict, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._refuse_doubles()
        known = set(self.states)
        for move in self.moves:
            if not known.issuperset({*move.source, *move.targets}):
                raise LifecycleError(f"{self.name}: {move.code} joins a state it does not list")
        if not any(not move.source for move in self.moves):
            raise LifecycleError(f"{self.name}: nothing begins it")
        reached = {state for m in self.moves if m.target is not STAY for state in m.targets}
        for state in self.states:
            leaves = any(
                state in move.source and set(move.leads_from(state)) != {state}
                for move in self.moves
            )
            if state not in reached:
                raise LifecycleError(f"{self.name}: nothing leads to {state.code}")
            if not leaves and not state.final:
                raise LifecycleError(f"{self.name}: {state.code} is a dead end and not final")
        for clock in self.clocks:
            self._refuse_a_clock_that_cannot_be_right(clock)

    def _refuse_doubles(self) -> None:
        for kind, items in (("state", self.states), ("clock", self.clocks)):
            codes = [item.code for item in items]
            if len(codes) != len(set(codes)):
                raise LifecycleError(f"{self.name}: two {kind}s share a code")
        named = [(m.code, state) for m in self.moves for state in (m.source or (None,))]
        if len(named) != len(set(named)):
            raise LifecycleError(f"{self.name}: two moves share a code from one state")

    def _refuse_a_clock_that_cannot_be_right(self, clock: Clock) -> None:
        """
        A clock with a ceiling starts once in a round, or an extension could be restarted away.

        Another may start again once it has stopped; the engine never touches a running one.
        """
        codes = {move.code for move in self.moves}
        own = {code for code in (*clock.starts_on, *clock.stops_on) if "." not in code}
        if unknown := own - codes:
            raise LifecycleError(f"{self.name}: clock {clock.code} names {sorted(unknown)}")
        if not clock.ceiling:
            return
        starts = [move for move in self.moves if move.code in clock.starts_on]
        seen: set[State] = set()
        ahead = [state for move in starts for state in move.targets]
        while ahead:
            here = ahead.pop()
            if here in seen:
                continue
            seen.add(here)
            for move in self.moves:
                if here not in move.source or move.opens_round:
                    continue
                if move in starts:
                    raise LifecycleError(f"{self.name}: clock {clock.code} may start twice")
                ahead += move.leads_from(here)

    @cached_property
    def _states(self) -> dict[str, State]:
        return {state.code: state for state in self.states}

    @cached_property
    def _moves(self) -> dict[str, Move]:
        return {move.code: move for move in reversed(self.moves)}

    @cached_property
    def _rows(self) -> dict[tuple[str, State | None], Move]:
        return {(m.code, state): m for m in self.moves for state in (m.source or (None,))}

    @property
    def choices(self) -> list[tuple[str, str]]:
        return [(state.code, state.label) for state in self.states]

    def state(self, code: str) -> State:
        return self._states[code]

    def move(self, code: str) -> Move:
        """The (first) row of a verb; who may and what it says are the same in every row."""
        return self._moves.get(code) or everywhere[code]

    def row(self, code: str, state: str) -> Move | None:
        """The row of a verb that holds in a state, or none."""
        return self._rows.get((code, self._states.get(state)))

    def clock(self, code: str) -> Clock:
        return next(clock for clock in self.clocks if clock.code == code)

    def rule_keys(self) -> set[str]:
        return {key for c in self.clocks for key in (c.rule, c.ceiling) if key}

    def offers(self, seat: Any, subject: Any, *, aside: bool = False) -> Iterator[Offer]:
        """
        The moves a seat may make where the record is now, blocked ones with their reasons.

        With `aside`, those that put something right; without, those of the record's course.
        """
        here = self.state(subject.state)
        for move in self.moves:
            if move.aside is aside and here in move.source and move.admits(seat, subject):
                yield Offer(move, move.obstacles(seat, subject))

    def check(self, code: str, seat: Any, subject: Any) -> tuple[Move, State]:
        """Return the move and the state it will lead to, or refuse with reasons."""
        row = self.row(code, subject.state)
        move = row or self.move(code)
        if not move.admits(seat, subject):
            raise Forbidden(*(may.otherwise for may in move.by))
        if row is None:
            raise Refused(f"{move.label}: {self.state(subject.state).label}")
        if obstacles := row.obstacles(seat, subject):
            raise Refused(*obstacles)
        if isinstance(row.target, Back):
            back = self.state(subject.came_from)
            return row, back if back in row.target.among else row.target.otherwise or back
        return row, self.state(subject.state) if isinstance(row.target, Stay) else row.target

    def table(self) -> Iterator[dict[str, str]]:
        """The permission table: one row per move, ready for a page, a CSV or a document."""
        for move in self.moves:
            stays = isinstance(move.target, Stay)
            yield {
                "move": move.code,
                "label": str(move.label),
                "from": ", ".join(state.code for state in move.source) or "(new)",
                "to": "=" if stays else " or back to ".join(s.code for s in move.targets),
                "by": " or ".join(may.name for may in move.by),
                "provided": " and ".join(must.name for must in move.provided),
                "facts": ", ".join(line.kind for line in move.facts),
                "round": move.opens_round,
            }

    def clock_table(self) -> Iterator[dict[str, str]]:
        """The clock table: one row per period, by rule key, never by number."""
        for clock in self.clocks:
            yield {
                "clock": clock.code,
                "label": str(clock.label),
                "rule": clock.rule,
                "ceiling": clock.ceiling or "",
                "starts on": ", ".join(clock.starts_on),
                "stops on": ", ".join(clock.stops_on),
                "pauses in": ", ".join(state.code for state in clock.pauses_in),
                "only when": clock.when.name if clock.when else "",
                "kind": "window" if clock.window else "duty",
            }

    def mermaid(self) -> str:
        """The state diagram, in the notation every forge and documentation site can draw."""
        lines = ["stateDiagram-v2"]
        for move in self.moves:
            for before in move.source or (None,):
                after = move.targets if before is None else move.leads_from(before)
                name = before.code if before else "[*]"
                lines += [f"{name} --> {state.code}: {move.code}" for state in after]
        lines += [f"{state.code} --> [*]" for state in self.states if state.final]
        return "\n    ".join(lines)
