"""The workbench of a seat: its lights, its views with their counts, and one page of rows."""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from time import time
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.models import Cell, Membership, Role
from lianxin.institution.congress.queries import calendar_in, norm, units_of
from lianxin.kernel.calendar import add_working_days
from lianxin.kernel.counting import COUNTED, Capped
from lianxin.reckoning.insight.queries import waiting
from lianxin.reckoning.insight.queries.counted import KnownPages
from lianxin.reckoning.insight.queries.counters import both_of
from lianxin.reckoning.insight.queries.waiting import CAP, Row
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.lifecycle import SUGGESTION
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.models import Assignment
from lianxin.work.suggestions.queries.scope import NO_PART, WRITING
from lianxin.work.voices import lifecycle as voice_life
from lianxin.work.voices import queries as voices

A_PAGE = 20
ORDERS = ("due", "-due")  # the nearest due first, or the farthest

SEES_SUGGESTIONS = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION)
NO_BUSINESS = (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.ANYONE)
OPEN = tuple(s.code for s in SUGGESTION.states if not s.final and s.code not in WRITING)
OPEN_VOICES = tuple(
    s.code for s in voice_life.VOICE.states if not s.final and s is not voice_life.DRAFT
)


@dataclass(frozen=True)
class View:
    """A saved view: what is to be seen in it, and how many that are."""

    code: str
    label: Any
    kind: str  # "suggestion", "voice" or "": what waits for the seat
    where: Q = Q()
    hot: bool = False
    tone: str = ""  # a part of the light bar, not a chip
    chip: bool = True


MINE = View("mine", _("Waiting for you"), "")


@dataclass(frozen=True)
class Asked:
    """What a workbench is asked to show: which view, narrowed by what, in which order."""

    view: str = ""
    do: str = ""
    words: str = ""
    unit: int | None = None
    group: int | None = None
    order: str = "due"
    number: Any = 1
    size: int = A_PAGE

    @property
    def narrows(self) -> bool:
        """Whether a view is to be narrowed."""
        return bool(self.words or self.unit or self.group)

    def where(self, kind: str) -> Q:
        """The condition on suggestions or on voices."""
        found = asking(kind, self.words)
        if self.unit:
            found &= _with_unit(kind, self.unit)
        if self.group:
            members = Membership.objects.filter(group=self.group, valid_to=None)
            found &= Q(mandate__in=members.values("mandate"))
        return found


def _with_unit(kind, unit):
    if kind == "voice":
        return Q(unit=unit)
    parts = Assignment.objects.filter(suggestion=OuterRef("pk"), unit=unit)
    return Q(Exists(parts.exclude(state__in=NO_PART)))


@dataclass(frozen=True)
class Bar:
    """The lights of one kind of record: (tone, count, view)."""

    kind: str
    parts: list[tuple[str, int, View]]


@dataclass
class Desk:
    """All that a workbench shows."""

    view: View
    views: list[tuple[View, int | None]]
    page: Any
    groups: list[tuple[str, int, str]] = field(default_factory=list)  # code, count, label
    bars: list[Bar] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    do: str = ""
    waiting_count: int = 0


# Views


def soon_before(seat, today: date) -> date:
    """The first day whose light is green: what is due before it is due soon."""
    days = norm("light.yellow.days", today, cell_id=seat.cell_id).value
    return add_working_days(today, days + 1, calendar_in(seat.cell_id))


def _lights(kind, prefix, today, soon, *, near, late):
    return [
        View(f"{prefix}soon", near, kind, Q(due_date__gte=today, due_date__lt=soon), tone="y"),
        View(f"{prefix}late", late, kind, Q(due_date__lt=today), hot=True, tone="r"),
        View(f"{prefix}fine", _("On time"), kind, Q(due_date__gte=soon), tone="g", chip=False),
        View(f"{prefix}idle", _("No period runs"), kind, Q(due_date=None), tone="n", chip=False),
    ]


def _of_suggestions(seat, today, soon):
    if seat.role not in SEES_SUGGESTIONS:
        return []
    review = Q(state__in=(life.SUBMITTED.code, life.IN_REVIEW.code))
    again = Q(state__in=(life.IN_REWORK.code, life.ESCALATED.code))
    found = [View("open", _("All open"), "suggestion")]
    if seat.role != Role.GOV_SUPERVISION:
        found.append(View("review", _("To be reviewed"), "suggestion", review))
    assign = Q(state=life.REGISTERED.code)
    found.append(View("assign", _("To be assigned"), "suggestion", assign))
    found += _lights("suggestion", "", today, soon, near=_("Due soon"), late=_("Late"))
    found.append(View("again", _("Handled again"), "suggestion", again, hot=True))
    return found


def _of_voices(seat, today, soon):
    at_town = seat.role == Role.LEADER and seat.region_id
    if seat.role not in (Role.LIAISON_OFFICER, Role.TOWN_CLERK) and not at_town:
        return []
    words = {"near": _("Voices due soon"), "late": _("Late voices")}
    return [
        View("voices", _("Open voices"), "voice"),
        *_lights("voice", "voices_", today, soon, **words),
    ]


def views_of(seat, today: date) -> list[View]:
    """The views of a seat's desk, its own work first."""
    soon = soon_before(seat, today)
    return [MINE, *_of_suggestions(seat, today, soon), *_of_voices(seat, today, soon)]


def _scope(seat, kind):
    if kind == "voice":
        return voices.visible_to(seat).filter(state__in=OPEN_VOICES)
    return suggestions.visible_to(seat).filter(state__in=OPEN)


def counts_of(seat, views: list[View], *beside: Capped) -> tuple[dict[str, int], int]:
    """How many are in each view, counted up to a thousand, and beside them: one query."""
    asked = [Capped(_scope(seat, view.kind).filter(view.where)) for view in views]
    if not (asked or beside):
        return {}, 0
    found: Any = Cell.objects.filter(pk=seat.cell_id).values_list(*asked, *beside).get()
    counted = [number or 0 for number in found]
    codes = [view.code for view in views]
    return dict(zip(codes, counted, strict=False)), sum(counted[len(codes) :])


def by_tone(view):
    return "gyrn".index(view.tone)


def _bars(views, counts):
    found = []
    for kind in ("suggestion", "voice"):
        lights = sorted((v for v in views if v.tone and v.kind == kind), key=by_tone)
        parts = [(v.tone, counts[v.code], v) for v in lights]
        if any(count for _tone, count, _view in parts):
            found.append(Bar(kind, parts))
    return found


def filters_of(seat) -> tuple[list[Any], list[Any]]:
    """The units and the deputy groups that a seat may narrow its workbench by."""
    if seat.role not in SEES_SUGGESTIONS:
        return [], []
    return _filters_in(seat.cell_id, int(time()) // 60)


@lru_cache(maxsize=256)
def _filters_in(cell_id, _minute):
    """Read once a minute: units and groups seldom change, and nothing hangs on a late one."""
    units = units_of(cell_id).values_list("pk", "name")
    return list(units), list(suggestions.groups_of(cell_id).values_list("pk", "name"))


# Rows


def asking(kind: str, words: str) -> Q:
    """What a search box of a desk looks in: title, number, deputy and unit."""
    words = words.strip()[:60]
    if not words:
        return Q()
    found = (
        Q(title__icontains=words)
        | Q(number__icontains=words)
        | Q(mandate__person__name__icontains=words)
    )
    if kind == "voice":
        return found | Q(unit__name__icontains=words)
    parts = Assignment.objects.filter(suggestion=OuterRef("pk"), unit__name__icontains=words)
    return found | Q(Exists(parts.filter(assigned_on__isnull=False)))


def waiting_rows(seat, asked: Asked = Asked()) -> list[Row]:
    """Everything that waits for the seat, the nearest due first."""
    rows = []
    found = waiting.candidates(seat, asked.where("suggestion"))
    if found is not None:
        rows += waiting.waiting_suggestions(seat, waiting.fetch(found, seat))
    spoken = waiting.candidate_voices(seat, asked.where("voice"))
    if spoken is not None:
        rows += waiting.waiting_voices(seat, waiting.fetch_voices(spoken))
    return in_order([row for row in rows if row.turns], asked.order)


def in_order(rows: list[Row], order: str) -> list[Row]:
    """Rows by their last days; what has none comes last, whichever way round."""
    if order != "-due":
        return waiting.by_due(rows)
    return sorted(rows, key=lambda row: (row.due_on is None, -(row.due_on or date.max).toordinal()))


def grouped(rows):
    """[(code, count, label)] of what is to be done, most of all first."""
    found: dict[str, tuple[str, int]] = {}
    for row in rows:
        turn = row.turns[0]
        code = f"{turn.record._meta.model_name}.{turn.code}"
        label, count = found.get(code, (turn.label, 0))
        found[code] = (label, count + 1)
    listed = [(code, count, label) for code, (label, count) in found.items()]
    return sorted(listed, key=lambda each: -each[1])


def does(row: Row, code: str) -> bool:
    """Whether the first thing that waits on a row is of this kind."""
    turn = row.turns[0] if row.turns else None
    return turn is not None and f"{turn.record._meta.model_name}.{turn.code}" == code


def desk(seat, asked: Asked, *, today: date) -> Desk:
    """The workbench of a seat of an office, a station or the government's supervision."""
    views = views_of(seat, today)
    chosen = next((each for each in views if each.code == asked.view), MINE)
    mine = () if chosen is MINE else both_of(seat, today, CAP)  # the rows are counted there
    counts, waits = counts_of(seat, views[1:], *mine)
    made = Desk(chosen, [], None, bars=_bars(views, counts), counts=counts, do=asked.do)
    made.waiting_count = waits
    if chosen is MINE:
        rows = waiting_rows(seat, asked)
        made.groups = grouped(rows)
        made.waiting_count = len(rows)
        shown = [row for row in rows if does(row, asked.do)] if asked.do else rows
        made.page = Paginator(shown, asked.size).get_page(asked.number)
    else:
        made.page = _page_of(seat, chosen, counts, asked)
    known = counts | {MINE.code: made.waiting_count}
    made.views = [(view, known[view.code]) for view in views if view.chip]
    return made


def _page_of(seat, view, counts, asked):
    found = _scope(seat, view.kind).filter(view.where, asked.where(view.kind))
    count = found.order_by()[:COUNTED].count() if asked.narrows else counts[view.code]
    if count >= COUNTED:  # the chip says no more; whoever pages comes to the end all the same
        count = found.order_by().count()
    due = F("due_date")
    way = due.desc(nulls_last=True) if asked.order == "-due" else due.asc(nulls_last=True)
    page = KnownPages(found.order_by(way, "-pk"), asked.size, count).get_page(asked.number)
    if view.kind == "voice":
        page.object_list = waiting.waiting_voices(seat, waiting.fetch_voices(page.object_list))
    else:
        fetched = waiting.fetch(page.object_list, seat, also={"verdicts"})
        page.object_list = waiting.waiting_suggestions(seat, fetched)
    return page
