"""
What of a suggestion the public may read: deputies and units by name, days, rounds; no official.

The verdicts are those that were passed on (§2.12(8)); whether they and the names of the other
signers may be shown is for whoever asks, by the level of the publication.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from lianxin.base.records.models import Entry
from lianxin.base.records.queries import runs_under_each, standing
from lianxin.base.ui.components.words import long_day
from lianxin.work.suggestions.lifecycle import cosignature as name_life
from lianxin.work.suggestions.lifecycle import publication as public_life
from lianxin.work.suggestions.models import (
    Assignment,
    Cosignature,
    Evaluation,
    Publication,
    Reply,
    Suggestion,
)
from lianxin.work.suggestions.queries.scope import OUT, QUIET

PART, MORE_TIME, PUBLIC = (
    f"suggestions.{name}" for name in ("assignment", "extension", "publication")
)
OWES = ("reply", "reply_town", "rework")  # the clocks of a reply
TOLD = {  # (whose act, move) that the public is told of, each once however many records it moved
    *(("suggestions.suggestion", move) for move in ("register", "evaluate", "rework")),
    *(("suggestions.suggestion", move) for move in ("escalate", "conclude", "close")),
    *((PART, move) for move in ("assign", "start_handling", "record_contact", "send_reply")),
    (MORE_TIME, "grant"),
    (PUBLIC, "publish"),
}


@dataclass
class Step:
    """One act that the public is told of, with the units and the verdicts it is about."""

    move: str
    at: datetime
    round: int
    units: list[Assignment] = field(default_factory=list)
    due_on: date | None = None
    verdicts: list[Evaluation] = field(default_factory=list)

    @property
    def dissatisfied(self):
        """Whether one of the verdicts asks for another round."""
        return any(each.dissatisfied for each in self.verdicts)


@dataclass(frozen=True)
class OpenStory:
    """A suggestion as the public follows it."""

    suggestion: Suggestion
    signers: list[str]  # the other deputies whose names stand under it
    units: list[Assignment]  # that have a part in it now, the lead unit first
    steps: list[Step]
    waits_for: list[Assignment]  # who owes an answer now
    due_on: date | None  # by when

    @property
    def answered_on(self):
        """The day of the last answer, if there is one."""
        return max(
            (step.at.date() for step in self.steps if step.move == "send_reply"), default=None
        )


def published(cell_id):
    """What the public may read, newest first."""
    return (
        Publication.objects.filter(cell_id=cell_id, state=public_life.PUBLISHED.code)
        .exclude(level=Suggestion.Publicity.NONE)
        .select_related("suggestion__mandate__person", "suggestion__congress")
        .order_by("-published_on", "-pk")
    )


def open_stories(suggestions: Iterable[Suggestion]) -> dict[int, OpenStory]:
    """The stories of some suggestions, by their keys: five queries, however many they are."""
    suggestions = list(suggestions)
    if not suggestions:
        return {}
    ids = [each.pk for each in suggestions]
    parts = _by_suggestion(
        Assignment.objects.filter(assigned_on__isnull=False).select_related("unit"), ids
    )
    names = _by_suggestion(
        Cosignature.objects.filter(state=name_life.CONFIRMED.code).select_related(
            "mandate__person"
        ),
        ids,
    )
    verdicts = _by_suggestion(
        Evaluation.objects.filter(state__in=OUT).select_related("assignment__unit"), ids
    )
    entries: dict[int, list[Entry]] = {}
    told = Entry.objects.filter(
        root_type=Suggestion._meta.label_lower, root_id__in=ids, move__in={m for _k, m in TOLD}
    )
    for entry in standing(told).order_by("happened_at", "pk"):
        if (entry.subject_type, entry.move) in TOLD:
            entries.setdefault(entry.root_id, []).append(entry)
    return {
        suggestion.pk: _story(
            suggestion,
            parts.get(suggestion.pk, []),
            [each.mandate.person.name for each in names.get(suggestion.pk, [])],
            verdicts.get(suggestion.pk, []),
            entries.get(suggestion.pk, []),
            runs,
        )
        for suggestion, runs in runs_under_each(suggestions)
    }


def _by_suggestion(found, ids) -> dict[int, list[Any]]:
    rows: dict[int, list[Any]] = {}
    for each in found.filter(suggestion__in=ids).order_by("pk"):
        rows.setdefault(each.suggestion_id, []).append(each)
    return rows


def _story(suggestion, parts, signers, verdicts, entries, runs):
    standing = [part for part in parts if part.state not in QUIET]
    by_id = {part.pk: part for part in standing}
    replies = [run for run in runs if run.subject_type == PART and run.code in OWES]
    owed = [run for run in replies if run.stopped_on is None and run.subject_id in by_id]
    return OpenStory(
        suggestion=suggestion,
        signers=signers,
        units=sorted(standing, key=lambda part: (part.kind == Assignment.Kind.CO, part.pk)),
        steps=_steps(entries, by_id, verdicts, replies),
        waits_for=[by_id[run.subject_id] for run in owed],
        due_on=max((run.due_on for run in owed), default=None),
    )


def _steps(entries, parts, verdicts, replies):
    """What happened; an act on several parts at once is one step."""
    steps: list[Step] = []
    by_act: dict[tuple, Step] = {}
    turn = 1
    for entry in entries:
        turn += entry.move == "rework"
        act = (entry.move, entry.cause_id) if entry.cause_id else (entry.move, None, entry.pk)
        step = by_act.get(act)
        if step is None:
            step = by_act[act] = Step(entry.move, entry.happened_at, turn)
            steps.append(step)
        if entry.subject_type == PART and entry.subject_id in parts:
            step.units.append(parts[entry.subject_id])
        if entry.move == "evaluate":
            step.verdicts = [each for each in verdicts if each.of_round == turn]
        if entry.move == "rework":
            due = [run.due_on for run in replies if run.code == "rework" and run.round == turn]
            step.due_on = max(due, default=None)
    of_units = {move for kind, move in TOLD if kind == PART}  # who handed it back is not named
    return [step for step in steps if step.units or step.move not in of_units]


def replies_for_public(suggestion):
    """
    The replies of every round, unit by unit, for whoever checks what is to be published.

    One round is told plainly; of several each begins with a line that says which it is.
    """
    sent = Reply.objects.filter(assignment__suggestion=suggestion, sent_on__isnull=False)
    newest = {
        (reply.round, reply.assignment_id): reply
        for reply in sent.select_related("assignment__unit").order_by("round", "version")
    }
    several = len({reply.round for reply in newest.values()}) > 1
    blocks = []
    for reply in newest.values():
        unit = reply.assignment.unit.name
        if several:
            said = {"turn": nth(reply.round), "unit": unit, "day": long_day(reply.sent_on)}
            head = _("%(turn)s, %(unit)s, %(day)s") % said
        else:
            head = f"{unit}："
        blocks.append(f"{head}\n{reply.text}")
    return "\n\n".join(blocks)


def nth(turn):
    """Which reply it is, in words."""
    words = {1: _("First reply"), 2: _("Second reply"), 3: _("Third reply")}
    return words.get(turn) or _("Reply %(n)d") % {"n": turn}
