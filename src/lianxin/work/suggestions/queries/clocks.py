"""The clocks of a case in words, and the seven stages it passes."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.records.queries import explain, moment_of, pressing
from lianxin.base.ui.components import words
from lianxin.institution.congress.queries import light_of
from lianxin.kernel.registry import lifecycle_named, lifecycle_of
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import publication as public_life
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.lifecycle.assignment.states import ENDED, REASSIGNED
from lianxin.work.suggestions.queries.hands import name_of

PART = "suggestions.assignment"


@dataclass(frozen=True)
class ClockLine:
    """A period in words: what for, until when, how that day was found, how much is left."""

    what: str
    name: str  # of the unit, if it is a unit's
    due_on: Any
    sentence: str
    light: Any
    run: Any
    ended: bool = False  # nothing was done: the part ended, and the period with it

    @property
    def label(self):
        """What has to be done, and by which unit."""
        return f"{self.what} · {self.name}" if self.name else self.what

    @property
    def stopped_on(self):
        """The day the step was made."""
        return self.run.stopped_on

    @property
    def late(self):
        """Whether the step was made after the last day."""
        if self.ended or self.run.window or self.stopped_on is None:
            return False
        return self.stopped_on > self.due_on


@dataclass(frozen=True)
class Stage:
    """One arch of the bridge."""

    label: str
    sub: str = ""
    mark: str = ""


def clock_lines(runs, seen, today):
    """The clocks of the records that a seat sees, in the order of their last days."""
    owners = {(each._meta.label_lower, each.pk): each for each in seen}
    found = [
        _clock(run, owners[run.subject_type, run.subject_id], today)
        for run in runs
        if (run.subject_type, run.subject_id) in owners
    ]
    return sorted(found, key=lambda line: (line.due_on, line.run.pk))


def briefly(lines):
    """The same lines; the unit is named only where several units have the same clock."""
    whats = [line.what for line in lines]
    return [line if whats.count(line.what) > 1 else replace(line, name="") for line in lines]


def reply_clock(part, today):
    """The clock by which a unit has to reply, of the round in hand; or none."""
    run = part.open_run("rework") or rules.reply_run(part)
    return _clock(run, part, today) if run else None


def nearest(lines):
    """The open duty that ends first, or none; publication waits behind what is still handled."""
    pressed = pressing([line.run for line in lines])
    return next((line for line in lines if line.run in pressed), None)


def _clock(run, owner, today):
    label, name = lifecycle_named(run.subject_type).clock(run.code).label, name_of(owner)
    light = None
    if run.stopped_on is None and not (run.window and run.due_on < today):
        light = light_of(run.due_on, today=today, cell_id=run.cell_id, started_on=run.started_on)
    gone = run.subject_type == PART and owner.state in (REASSIGNED.code, ENDED.code)
    ended = gone and run.stopped_on == localdate(owner.state_since)
    ended = ended and not run.window and run.code != "decide_return"  # that was decided
    return ClockLine(str(label), name, run.due_on, explain(run), light, run, ended)


# The arches

RAISED, REVIEWED, ASSIGNED, HANDLED, ANSWERED, JUDGED, PUBLISHED = range(7)
BEHIND = {  # how many stages lie behind a suggestion that is there
    life.DRAFT.code: RAISED,
    life.COSIGNING.code: RAISED,
    life.RETURNED.code: RAISED,
    life.SUBMITTED.code: REVIEWED,
    life.IN_REVIEW.code: REVIEWED,
    life.NOT_FILED.code: REVIEWED,
    life.REGISTERED.code: ASSIGNED,
    life.WITH_UNITS.code: HANDLED,
    life.IN_REWORK.code: HANDLED,
    life.REPLIED.code: JUDGED,
    life.ESCALATED.code: JUDGED,
    life.EVALUATED.code: PUBLISHED,
    life.CLOSED.code: PUBLISHED,
}
REPLY_CLOCKS = ("reply", "reply_town", "rework")


def stages_of(suggestion, told, clocks):
    """Raised, reviewed, assigned, handled, answered, judged, published: with their days."""
    days: dict[str, date | None] = {}
    for entry in told:
        if entry.subject_type in ("suggestions.suggestion", "suggestions.publication"):
            days[entry.move] = localdate(moment_of(entry))
    days["submit"] = days.get("resubmit", days.get("submit"))
    stages = (
        (pgettext("stage", "Raised"), "submit"),
        (pgettext("stage", "Reviewed"), "register"),
        (pgettext("stage", "Assigned"), "assign"),
        (pgettext("stage", "Handled"), ""),
        (pgettext("stage", "Answered"), "reply"),
        (pgettext("stage", "Judged"), "evaluate"),
        (pgettext("stage", "Published"), "publish"),
    )
    if suggestion.assigned_on:
        days["assign"] = suggestion.assigned_on
    behind = BEHIND.get(suggestion.state, BEHIND.get(suggestion.came_from, RAISED))
    public = getattr(suggestion, "publication", None)
    if behind == PUBLISHED and public and public.state == public_life.PUBLISHED.code:
        behind += 1
    ended = behind < PUBLISHED and lifecycle_of(suggestion).state(suggestion.state).final
    return [
        Stage(
            label,
            _sub(number, behind, days.get(move), suggestion, clocks),
            _mark(number, behind, ended),
        )
        for number, (label, move) in enumerate(stages)
    ]


def _mark(number, behind, ended):
    if number < behind:
        return "done"
    return "now" if number == behind and not ended else ""


def _sub(number, behind, day, suggestion, clocks):
    if number < behind and day:
        return words.day(day)
    if behind != HANDLED:
        return ""
    if number == HANDLED:
        again = {"n": suggestion.round}
        return _("round %(n)d") % again if suggestion.round > 1 else _("going on")
    owed = next((c for c in clocks if c.run.code in REPLY_CLOCKS and not c.stopped_on), None)
    if number == ANSWERED and owed:
        return _("by %(day)s") % {"day": words.day(owed.due_on)}
    return ""
