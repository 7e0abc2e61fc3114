"""The workbench of a seat: its lights, its views with their counts, and one page of rows."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Exists, IntegerField, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from lianxin.base.records.models import Entry
from lianxin.base.records.queries import unsealed, verify
from lianxin.institution.congress.models import Cell, Role
from lianxin.institution.congress.queries import calendar_in, norm
from lianxin.kernel.calendar import add_working_days
from lianxin.reckoning.insight.queries import waiting
from lianxin.reckoning.insight.queries.waiting import CAP, UNITS, Row
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.lifecycle import SUGGESTION
from lianxin.work.suggestions.lifecycle import assignment as part_life
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.models import Assignment
from lianxin.work.suggestions.queries.scope import WRITING
from lianxin.work.voices import lifecycle as voice_life
from lianxin.work.voices import queries as voices

COUNTED = 1000  # more are not counted: "999+"
A_PAGE = 20
WALKED = 5000  # a chain of as many links is walked while the page is made

SEES_SUGGESTIONS = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION)
NO_BUSINESS = (Role.SYS_ADMIN, Role.SECURITY_ADMIN, Role.AUDITOR, Role.ANYONE)
OPEN = tuple(s.code for s in SUGGESTION.states if not s.final and s.code not in WRITING)
OPEN_VOICES = tuple(
    s.code for s in voice_life.VOICE.states if not s.final and s is not voice_life.DRAFT
)
OPEN_PARTS = tuple(s.code for s in part_life.ASSIGNMENT.states if not s.final)


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
    waiting_count: int | None = None


class Capped(Subquery):
    """How many rows a query finds, counted no further than its own limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"

    def __init__(self, found):
        super().__init__(found.order_by().values("pk")[:COUNTED], output_field=IntegerField())


class KnownPages(Paginator):
    """Pages of rows whose number was counted already."""

    def __init__(self, rows, per_page, count):
        super().__init__(rows, per_page)
        self.__dict__["count"] = count


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


def counts_of(seat, views: list[View]) -> dict[str, int]:
    """How many are in each view, counted up to a thousand: one query for all of them."""
    asked = {view.code: Capped(_scope(seat, view.kind).filter(view.where)) for view in views}
    if not asked:
        return {}
    found = Cell.objects.filter(pk=seat.cell_id).values_list(*asked.values()).get()
    return dict(zip(asked, found, strict=True))


def _by_tone(view):
    return "gyrn".index(view.tone)


def _bars(views, counts):
    found = []
    for kind in ("suggestion", "voice"):
        lights = sorted((v for v in views if v.tone and v.kind == kind), key=_by_tone)
        parts = [(v.tone, counts[v.code], v) for v in lights]
        if any(count for _tone, count, _view in parts):
            found.append(Bar(kind, parts))
    return found


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


def waiting_rows(seat, words="") -> list[Row]:
    """Everything that waits for the seat, the nearest due first."""
    rows = []
    found = waiting.candidates(seat, asking("suggestion", words))
    if found is not None:
        rows += waiting.waiting_suggestions(seat, waiting.fetch(found, seat))
    spoken = waiting.candidate_voices(seat, asking("voice", words))
    if spoken is not None:
        rows += waiting.waiting_voices(seat, waiting.fetch_voices(spoken))
    return waiting.by_due([row for row in rows if row.turns])


def _grouped(rows):
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


def desk(seat, *, today: date, view="", do="", words="", number=1) -> Desk:
    """The workbench of a seat of an office, a station or the government's supervision."""
    views = views_of(seat, today)
    chosen = next((each for each in views if each.code == view), MINE)
    counts = counts_of(seat, views[1:])
    made = Desk(chosen, [], None, bars=_bars(views, counts), counts=counts, do=do)
    if chosen is MINE:
        rows = waiting_rows(seat, words)
        made.groups = _grouped(rows)
        made.waiting_count = len(rows)
        shown = [row for row in rows if does(row, do)] if do else rows
        made.page = Paginator(shown, A_PAGE).get_page(number)
    else:
        made.page = _page_of(seat, chosen, counts, words, number)
    made.views = [(v, made.waiting_count if v is MINE else counts[v.code]) for v in views if v.chip]
    return made


def _page_of(seat, view, counts, words, number):
    found = _scope(seat, view.kind).filter(view.where, asking(view.kind, words))
    count = found.order_by()[:COUNTED].count() if words.strip() else counts[view.code]
    page = KnownPages(waiting.nearest(found), A_PAGE, count).get_page(number)
    if view.kind == "voice":
        page.object_list = waiting.waiting_voices(seat, waiting.fetch_voices(page.object_list))
    else:
        fetched = waiting.fetch(page.object_list, seat, also={"verdicts"})
        page.object_list = waiting.waiting_suggestions(seat, fetched)
    return page


# Units


UNIT_VIEWS = (
    MINE,
    View("open", _("All our parts"), "part"),
    View("soon", _("Due soon"), "part", tone="y"),
    View("late", _("Late"), "part", hot=True, tone="r"),
    View("fine", _("On time"), "part", tone="g", chip=False),
    View("idle", _("No period runs"), "part", tone="n", chip=False),
)


def unit_rows(seat, words="") -> list[Row]:
    """The open parts of a unit and the voices handed to it, with what waits for this seat."""
    own = Assignment.objects.filter(
        suggestion=OuterRef("pk"),
        unit=seat.unit_id,
        state__in=OPEN_PARTS,
        assigned_on__isnull=False,
    )
    found = suggestions.visible_to(seat).filter(
        Exists(own), asking("suggestion", words), state__in=OPEN
    )
    fetched = waiting.fetch(waiting.nearest(found)[:CAP], seat)
    rows = [
        Row(row.root, part, [turn for turn in row.turns if _on(turn, part)])
        for row in waiting.waiting_suggestions(seat, fetched)
        for part in row.root._parts
        if part.unit_id == seat.unit_id and part.assigned_on and part.state in OPEN_PARTS
    ]
    spoken = waiting.candidate_voices(seat, asking("voice", words))
    if spoken is not None:
        rows += waiting.waiting_voices(seat, waiting.fetch_voices(spoken))
    ordered = waiting.by_due(rows)
    return [r for r in ordered if r.turns] + [r for r in ordered if not r.turns]


def _on(turn, part):
    """A part's own turn, or that of its request for more time."""
    return turn.record is part or getattr(turn.record, "assignment_id", None) == part.pk


def unit_desk(seat, *, today: date, view="", do="", words="", number=1) -> Desk:
    """The workbench of a unit: its parts by what is to be done next, each with its own light."""
    rows = unit_rows(seat, words)
    soon = soon_before(seat, today)
    sorted_out = {
        "mine": [r for r in rows if r.turns],
        "open": rows,
        "soon": [r for r in rows if r.due_on and today <= r.due_on < soon],
        "late": [r for r in rows if r.due_on and r.due_on < today],
        "fine": [r for r in rows if r.due_on and r.due_on >= soon],
        "idle": [r for r in rows if not r.due_on],
    }
    counts = {code: len(found) for code, found in sorted_out.items()}
    chosen = next((each for each in UNIT_VIEWS if each.code == view), MINE)
    shown = sorted_out[chosen.code]
    if do and chosen is MINE:
        shown = [row for row in shown if does(row, do)]
    lights = sorted((v for v in UNIT_VIEWS if v.tone), key=_by_tone)
    parts = [(v.tone, counts[v.code], v) for v in lights]
    return Desk(
        chosen,
        [(v, counts[v.code]) for v in UNIT_VIEWS if v.chip],
        Paginator(shown, A_PAGE).get_page(number),
        groups=_grouped(sorted_out["mine"]),
        bars=[Bar("part", parts)] if rows else [],
        counts=counts,
        do=do,
        waiting_count=counts["mine"],
    )


def is_unit(seat) -> bool:
    """Whether the seat is a unit's."""
    return seat.role in UNITS


# The trail, for the auditor: codes, times and seats, no business record


@dataclass(frozen=True)
class Trail:
    """The state of a cell's chain, and its newest links."""

    verdict: Any  # none: too long to be walked unasked
    sealed: int
    head: str
    unsealed: int
    entries: list[Entry]


def trail_of(cell_id, *, walk=False) -> Trail:
    """The chain of a cell; a long one is walked from its first link only when asked."""
    newest = list(Entry.objects.filter(cell_id=cell_id).order_by("-pk")[:A_PAGE])
    links = Entry.objects.filter(cell_id=cell_id, seq__isnull=False).order_by("-seq")
    last = links.values_list("seq", "hash").first() or (0, "")
    sealed = last[0] or 0
    verdict = verify(cell_id) if walk or sealed <= WALKED else None
    waiting_links = verdict.unsealed if verdict else unsealed(cell_id)[:COUNTED].count()
    return Trail(verdict, sealed, last[1], waiting_links, newest)
