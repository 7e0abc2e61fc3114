"""What an assignment meeting hands out: suggestions with the units that sign for them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.timezone import localdate

from lianxin.base.records.models import ClockRun
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import calendar_in, norm
from lianxin.kernel.calendar import count
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import assignment as part_life
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.models import Assignment
from lianxin.work.suggestions.queries.scope import visible_to

MEETING = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION)
REPLY = ("reply", "reply_town")
GONE = (part_life.REASSIGNED.code, part_life.ENDED.code)


@dataclass(frozen=True)
class Handout:
    """One line of the sheet: a suggestion, who answers, who helps, by when."""

    suggestion: Any
    lead: list
    others: list
    reply_by: Any


def prints_meeting(seat):
    """Whether a seat of this kind prints what the meeting hands out."""
    return seat.role in MEETING


def convener(seat):
    """The office in whose name the sheet is printed."""
    return seat.organ.name if seat.organ_id else seat.title


def to_sign_for(seat, ids=()):
    """The chosen suggestions that have units; without a choice, all that wait to be assigned."""
    found = visible_to(seat)
    found = found.filter(pk__in=ids) if ids else found.filter(state=life.REGISTERED.code)
    standing = Assignment.objects.exclude(state__in=GONE).select_related("unit")
    found = found.select_related("mandate__person", "congress", "session__term").prefetch_related(
        Prefetch("assignments", standing.order_by("pk"))
    )
    drafts = [draft for draft in found.order_by("number", "pk") if draft.assignments.all()]
    due = _due([part for draft in drafts for part in draft.assignments.all()])
    return [_handout(draft, due) for draft in drafts]


def _due(parts):
    """{part: the last day of its reply period} of those that are with their units already."""
    runs = ClockRun.objects.filter(
        subject_type=Assignment._meta.label_lower,
        subject_id__in=[part.pk for part in parts],
        code__in=REPLY,
    )
    return {run.subject_id: run.due_on for run in runs}


def _handout(draft, due):
    parts = list(draft.assignments.all())
    lead = [part for part in parts if part.replies]
    known = [due[part.pk] for part in lead if part.pk in due]
    by = max(known) if known else _if_assigned_today(draft)
    return Handout(draft, lead, [part for part in parts if not part.replies], by)


def _if_assigned_today(draft):
    """The last day of the reply period if the meeting assigns it today."""
    key = "reply.town.normal" if rules.is_town_matter(draft) else "reply.normal"
    today = localdate()
    period = norm(key, today, cell_id=draft.cell_id, congress_id=draft.congress_id)
    return count(today, period, calendar_in(draft.cell_id))[0]
