"""The desk of those who see no business records; the auditor sees the trail, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.apps import apps
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lianxin.institution.congress.models import Role
from lianxin.kernel.registry import acts_of, lifecycle_named
from lianxin.reckoning.insight import queries

DOORS = {
    "web": pgettext_lazy("door", "web page"),
    "api": pgettext_lazy("door", "interface"),
    "behalf": pgettext_lazy("door", "on behalf"),
    "import": pgettext_lazy("door", "imported sheet"),
    "scenario": pgettext_lazy("door", "demonstration"),
}
SHEET = "jobs.job"  # the only acts whose words the desk repeats: they name no business record


@dataclass(frozen=True)
class Link:
    """An entry of the trail: what was done to which record, as whom, through which door."""

    seq: int | None
    happened_at: datetime
    recorded_at: datetime
    record: str
    number: int
    move: str
    role: str
    door: str
    words: str = ""  # of a sheet: who brought in which, and what came of it


def no_business(request):
    """Who keeps the platform running sees none; the auditor sees the state of the trail."""
    seat, trail = request.seat, None
    if seat.role == Role.AUDITOR:
        trail = queries.trail_of(seat.cell_id, walk=bool(request.GET.get("walk")))
    page = {
        "trail": trail,
        "links": [_link(entry) for entry in trail.entries] if trail else [],
        "seat": seat,
        "why": _(trail.verdict.why) if trail and trail.verdict and trail.verdict.why else "",
    }
    return render(request, "insight/no_business.html", page)


def _words(entry):
    text = getattr(entry, "text", None)
    said = (entry.who or _("Command line"), text.body if text else "")
    return "　".join(each for each in said if each)


def _link(entry):
    roles, lifecycle = dict(Role.choices), lifecycle_named(entry.subject_type)
    moves = {move.code: move.label for move in lifecycle.moves} if lifecycle else {}
    moves = moves or acts_of(entry.subject_type)
    return Link(
        seq=entry.seq,
        happened_at=entry.happened_at,
        recorded_at=entry.recorded_at,
        record=str(apps.get_model(entry.subject_type)._meta.verbose_name),
        number=entry.subject_id,
        move=str(moves.get(entry.move, entry.move)),
        role=str(roles.get(entry.role, entry.role)),
        door=str(DOORS.get(entry.channel, entry.channel)),
        words=_words(entry) if entry.subject_type == SHEET else "",
    )
