"""The clocks of a case in words, and the seven stages it passes."""

from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.records.queries import explain
from lianxin.base.ui.components import words
from lianxin.institution.congress.queries import light_of
from lianxin.kernel.registry import lifecycle_named, lifecycle_of
from lianxin.work.suggestions.lifecycle import publication as public_life
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.queries.hands import name_of


@dataclass(frozen=True)
class Stage:
    label: str
    sub: Any = ""
    mark: str = ""


@dataclass(frozen=True)
class ClockLine:
    """A period in words: what for, until when, how that day was found, how much is left."""

    label: str
    due_on: Any
    sentence: str
    light: Any
    run: Any
    stopped_on: Any = None
    late: bool = False


def _of_seen(run, suggestion, seen):
    found = {
        (each._meta.label_lower, each.pk) for each in living(suggestion) if (type(each), each.pk) in seen
    }
    return (run.subject_type, run.subject_id) in found


def _set_clocks(made, runs):
    owners = {(e._meta.label_lower, e.pk): e for e in living(made.suggestion)}
    for run in runs:
        line = _clock(run, owners[run.subject_type, run.subject_id], made.today)
        (made.clocks if run.stopped_on is None else made.done_clocks).append(line)
    made.clocks.sort(key=lambda line: line.due_on)
    nearest = [line for line in made.clocks if is_open_duty(line.run)]
    if nearest:
        made.clock, made.light = nearest[0], nearest[0].light


def _clock(run, owner, today):
    label = lifecycle_named(run.subject_type).clock(run.code).label
    name = name_of(owner)
    over = run.stopped_on is not None or (run.window and run.due_on < today)
    light = None
    if not over:
        light = light_of(run.due_on, today=today, cell_id=run.cell_id, started_on=run.started_on)
    return ClockLine(
        label=f"{label} · {name}" if name else str(label),
        due_on=run.due_on,
        sentence=explain(run),
        light=light,
        run=run,
        stopped_on=run.stopped_on,
        late=bool(run.stopped_on and run.stopped_on > run.due_on and not run.window),
    )


REACHED = {  # how many stages lie behind a suggestion in a state
    life.DRAFT.code: 0,
    life.COSIGNING.code: 0,
    life.RETURNED.code: 0,
    life.SUBMITTED.code: 1,
    life.IN_REVIEW.code: 1,
    life.NOT_FILED.code: 2,
    life.REGISTERED.code: 2,
    life.WITH_UNITS.code: 3,
    life.IN_REWORK.code: 3,
    life.REPLIED.code: 5,
    life.ESCALATED.code: 5,
    life.EVALUATED.code: 6,
    life.CLOSED.code: 6,
}


def _stages(made, told):
    """Raised, reviewed, assigned, handled, answered, judged, published: with their days."""
    suggestion = made.suggestion
    days = {}
    for entry in told:
        if entry.subject_type in ("suggestions.suggestion", "suggestions.publication"):
            days[entry.move] = localdate(entry.happened_at)
    labels = (
        (pgettext("stage", "Raised"), days.get("resubmit") or days.get("submit")),
        (pgettext("stage", "Reviewed"), days.get("register")),
        (pgettext("stage", "Assigned"), suggestion.assigned_on),
        (pgettext("stage", "Handled"), ""),
        (pgettext("stage", "Answered"), days.get("reply")),
        (pgettext("stage", "Judged"), days.get("evaluate")),
        (pgettext("stage", "Published"), days.get("publish")),
    )
    behind = REACHED.get(suggestion.state, REACHED.get(suggestion.came_from, 0))
    public = getattr(suggestion, "publication", None)
    if behind == 6 and public and lifecycle_of(public).state(public.state).final:
        behind = 7 if public.state == public_life.PUBLISHED.code else 6
    ended = lifecycle_of(suggestion).state(suggestion.state).final and behind < 6
    return [
        Stage(label, _sub(made, number, behind, day), _mark(number, behind, ended))
        for number, (label, day) in enumerate(labels)
    ]


def _mark(number, behind, ended):
    if number < behind:
        return "done"
    return "now" if number == behind and not ended else ""


def _sub(made, number, behind, day):
    if number < behind and day:
        return words.day(day)
    if number == 3 and behind == 3:
        if made.suggestion.round > 1:
            return _("round %(n)d") % {"n": made.suggestion.round}
        return _("going on")
    if number == 4 and behind == 3:
        reply = [c for c in made.clocks if c.run.code in ("reply", "reply_town", "rework")]
        return _("by %(day)s") % {"day": words.day(reply[0].due_on)} if reply else ""
    return ""
