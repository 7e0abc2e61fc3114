"""A deputy's day: what waits, their suggestions, what residents say, this year so far."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, Subquery, Value, When

from lianxin.base.facts.queries import years_side_by_side
from lianxin.base.files.models import Upload
from lianxin.institution.congress.models import Membership
from lianxin.reckoning.insight.queries import asked as a
from lianxin.reckoning.insight.queries import waiting
from lianxin.reckoning.insight.queries.waiting import CAP, Row
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.lifecycle import SUGGESTION
from lianxin.work.suggestions.models import Cosignature
from lianxin.work.suggestions.queries.clocks import BEHIND, PUBLISHED
from lianxin.work.voices import queries as voices

TASKS = 30  # three stand open on the page of a phone, the others are folded beneath
LISTED = 4
RECENT = 60  # of a deputy's voices, those that wait first, then the newest


@dataclass(frozen=True)
class Home:
    """All that a deputy's first page shows."""

    tasks: list[Row]  # one thing that waits in each
    waiting: int
    suggestions: list[Row]
    voices: list[Row]
    years: list[tuple[str, int, int]]  # kind of fact, this year, the same days of last year
    groups: list[Membership]


def arches_of(suggestion) -> list[str]:
    """The marks of a suggestion's bridge: "done", "now" or nothing for each of its stages."""
    behind = BEHIND.get(suggestion.state)
    if behind is None:
        return []
    ended = SUGGESTION.state(suggestion.state).final
    now = "" if ended else "now"
    return ["done" if n < behind else now if n == behind else "" for n in range(PUBLISHED + 1)]


def home(seat, *, today: date) -> Home:
    """The first page of a deputy: seven queries whatever there is."""
    rows = waiting.waiting_suggestions(seat, waiting.fetch(_my_suggestions(seat), seat))
    spoken = waiting.waiting_voices(seat, waiting.fetch_voices(_my_voices(seat)))
    tasks = [Row(row.root, turn.record, [turn]) for row in (*rows, *spoken) for turn in row.turns]
    tasks = waiting.by_due(tasks)
    mine = [row for row in rows if row.root.mandate_id == seat.mandate_id]
    mine.sort(key=lambda row: (row.root.moved_at, row.root.pk), reverse=True)
    spoken.sort(key=lambda row: (row.root.said_at, row.root.pk), reverse=True)
    return Home(
        tasks=tasks[:TASKS],
        waiting=len(tasks),
        suggestions=mine[:LISTED],
        voices=spoken[:LISTED],
        years=years_side_by_side(seat.mandate.person_id, today),
        groups=groups_of(seat.mandate_id, today),
    )


def _my_suggestions(seat):
    """One's own, and those that one is asked to sign."""
    invited = Cosignature.objects.filter(a.asked_in(a.NAMES, seat.role), mandate=seat.mandate_id)
    own = Q(mandate=seat.mandate_id) | Q(Exists(invited.filter(suggestion=OuterRef("pk"))))
    return waiting.nearest(suggestions.visible_to(seat).filter(own))[:CAP]


def _my_voices(seat):
    """Those addressed to the deputy: first what waits, then the newest; with a recording."""
    sound = Upload.objects.filter(
        subject_type=a.VOICES, subject_id=OuterRef("pk"), kind__startswith="audio/"
    )
    waits = Case(When(a.asked_in(a.VOICES, seat.role), then=Value(0)), default=Value(1))
    found = voices.visible_to(seat).filter(mandate=seat.mandate_id)
    found = found.annotate(recording=Subquery(sound.order_by("pk").values("token")[:1]))
    return found.order_by(waits, "-said_at", "-pk")[:RECENT]


def groups_of(mandate_id, on: date) -> list[Any]:
    """The groups that a mandate belongs to on a day."""
    lasts = Q(valid_to=None) | Q(valid_to__gte=on)
    found = Membership.objects.filter(lasts, mandate=mandate_id, valid_from__lte=on)
    return list(found.select_related("group").order_by("pk"))
