"""The list of the desk: saved views, filters, twenty a page; nothing is counted past a thousand."""

from dataclasses import dataclass
from types import SimpleNamespace

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.base.records.queries import until_something_happens
from lianxin.base.search.queries import records as found_by_words
from lianxin.institution.congress.models import Cell, Region, Role
from lianxin.institution.congress.queries import lights_in
from lianxin.kernel.counting import Capped
from lianxin.work.voices import lifecycle as life
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries.scope import visible_to

SIZE, CAP = 20, 1000
MOST_OUT = 50_000  # rows of a workbook
AT_DESK = (life.SUBMITTED.code, life.TRIAGE.code)
WITH_UNIT = tuple(state.code for state in life.HANDED)
AWAY = (*WITH_UNIT, life.CONVERTED.code, life.ANSWERED_ON_SPOT.code)
TO_NOTICE = (life.REDIRECTED.code, life.NOT_ACCEPTED.code)
ANSWERED = (life.RESULT_BACK.code,)
SETTLED = (life.CLOSED.code, life.WITHDRAWN.code)
UNDER_WAY = (*AT_DESK, *AWAY, *TO_NOTICE)

VIEWS = {
    "mine": _("Waiting for me"),
    "desk": _("To be sorted"),
    "away": _("Being handled"),
    "notice": _("To be told"),
    "answered": _("To be rated"),
    "closed": _("Closed"),
    "overdue": _("Overdue"),
    "all": _("All"),
}
BY_DUE = ("mine", "overdue")  # what is due first stands first; elsewhere the newest
NOTHING_DUE = ("answered", "closed", "all")  # and too many to be put in another order
DESKS = (
    Role.DEPUTY,
    Role.LIAISON_OFFICER,
    Role.TOWN_CLERK,
    Role.LEADER,
    Role.OFFICE,
    Role.UNIT_CLERK,
    Role.UNIT_LEADER,
)


def has_desk(seat):
    """Whether residents' voices are any business of a seat."""
    return seat.role in DESKS


def may_enter(seat):
    """Whether a seat may write down what somebody else said."""
    return seat.role in (Role.DEPUTY, Role.LIAISON_OFFICER, Role.TOWN_CLERK)


# Views


def _waits_for(seat):
    """What is the seat's own turn."""
    told = Q(state__in=AWAY) & ~Q(result="")
    undecided = Q(state=life.TRIAGE.code, slip_unit=None)  # else the chair is waited for
    at_desk = Q(state__in=(life.SUBMITTED.code, *TO_NOTICE)) | undecided
    turns = {
        Role.DEPUTY: Q(mandate=seat.mandate_id) & (undecided | told),
        Role.LIAISON_OFFICER: at_desk | told,
        Role.TOWN_CLERK: at_desk,
        Role.LEADER: Q(state=life.TRIAGE.code, slip_unit__isnull=False),
        Role.UNIT_CLERK: Q(state__in=WITH_UNIT, result=""),
    }
    if seat.role == Role.LEADER and not seat.region_id:
        return None  # the head of the county's office signs no slips
    return turns.get(seat.role)


def in_view(found, name, seat, today):
    """The voices of a saved view."""
    if name == "mine":
        waiting = _waits_for(seat)
        return found.none() if waiting is None else found.filter(waiting)
    if name == "overdue":
        return found.filter(state__in=UNDER_WAY, due_date__lt=today)
    states = {
        "desk": AT_DESK,
        "away": AWAY,
        "notice": TO_NOTICE,
        "answered": ANSWERED,
        "closed": SETTLED,
    }
    return found.filter(state__in=states[name]) if name in states else found


def counts_of(seat, today):
    """{view: how many}, up to the cap each; counted anew once something has happened."""
    key = ("voices", seat.pk, today)
    return until_something_happens(seat.cell_id, key, lambda: _counted(seat, today))


def _counted(seat, today):
    """All the counts in one query."""
    found = visible_to(seat)
    asked = {name: in_view(found, name, seat, today) for name in VIEWS}
    asked = {name: each for name, each in asked.items() if not each.query.is_empty()}
    row = (
        Cell.objects.filter(pk=seat.cell_id)
        .annotate(**{f"in_{name}": Capped(each, CAP) for name, each in asked.items()})
        .values(*(f"in_{name}" for name in asked))
        .first()
    )
    return {name: (row or {}).get(f"in_{name}", 0) for name in VIEWS}


def said(number):
    """A capped number as a page says it."""
    return f"{CAP - 1}+" if number >= CAP else str(number)


# The list

SHORT = (
    *("cell_id", "number", "title", "state", "said_at", "due_date"),
    *("region__name", "town__name"),
)
SHOWN = (
    *("cell_id", "number", "title", "category", "channel", "state", "said_at", "due_date"),
    *("region__name", "town__name", "mandate__person__name", "unit__name"),
)


@dataclass(frozen=True)
class Listing:
    """One page of the list. Each voice carries its light."""

    view: str
    order: str
    may_order: bool
    voices: list
    views: list
    towns: list
    total: str
    many: bool  # more than are counted
    first: int
    last: int
    previous: int | None
    next: int | None
    filtered: bool


def listing(seat, view="", *, order="", page=1, q="", **filters):
    """A page of a saved view for a seat, narrowed by what is asked for."""
    today = timezone.localdate()
    counts = counts_of(seat, today)
    if view not in VIEWS:
        view = "mine" if counts["mine"] else "all"
    found, count = narrowed_by(seat, view, today, q, filters)
    filtered = bool(q or any(filters.values()))
    count = counts[view] if count is None else count
    page, more = _turned_to(max(page, 1), count, found)
    if view in NOTHING_DUE:
        order = "new"
    elif order not in ("new", "due"):
        order = "due" if view in BY_DUE else "new"
    start = (page - 1) * SIZE
    rows = list(_in_order(found, order)[start : start + SIZE])
    shine = lights_in(seat.cell_id, today=today)
    for row in rows:
        row.light = shine(row.due_date)
    return Listing(
        view=view,
        order=order,
        may_order=view not in NOTHING_DUE,
        voices=rows,
        views=_chips(view, counts),
        towns=_towns(seat),
        total=str(count),
        many=count >= CAP,
        first=start + 1,
        last=start + len(rows),
        previous=page - 1 if page > 1 else None,
        next=page + 1 if more else None,
        filtered=filtered,
    )


def _turned_to(page, count, found):
    """The page that there is, and whether one follows; past the cap only its rows can tell."""
    if count < CAP or page * SIZE < CAP:
        page = min(page, max(-(-count // SIZE), 1))
        return page, page * SIZE < count
    waits = len(found.order_by("pk").values("pk")[(page - 1) * SIZE : page * SIZE + 1])
    if not waits:  # somebody typed a number beyond the end
        return max(-(-found.order_by().count() // SIZE), 1), False
    return page, waits > SIZE


def narrowed_by(seat, view, today, q="", filters=None):
    """(the rows of a view that filters and words leave, how many, or None: as many as it has)."""
    filters = {name: value for name, value in (filters or {}).items() if value}
    found = in_view(visible_to(seat), view, seat, today).filter(**filters)
    if not q:
        return found, found.order_by()[:CAP].count() if filters else None
    ids = found_by_words("voices.voice", seat, q, found, CAP)
    numbered = Q(number=q) | Q(number__endswith=q) if q.isdecimal() else Q(number=q)
    ids += [
        pk for pk in found.filter(numbered).values_list("pk", flat=True)[:SIZE] if pk not in ids
    ]
    return Voice.objects.filter(pk__in=ids), len(ids)  # all of them are in `found`


def to_take_out(seat, view, *, order="", q="", **filters):
    """The rows that a workbook of this list holds, read a few hundred at a time."""
    view = view if view in VIEWS else "all"
    found, _count = narrowed_by(seat, view, timezone.localdate(), q, filters)
    found = _in_order(found, "new" if view in NOTHING_DUE else order or "due")[:MOST_OUT]
    return found.iterator(chunk_size=500)


def with_names(found):
    """Rows of a list with all that they name."""
    return _in_order(found, "new")


def brief():
    """Voices without their texts, for a page that has found them within a seat's scope."""
    return Voice.objects.select_related("region", "town").only(*SHORT)


def _in_order(found, order):
    found = found.select_related("region", "town", "mandate__person", "unit").only(*SHOWN)
    if order == "due":
        return found.order_by(F("due_date").asc(nulls_last=True), "pk")
    return found.order_by("-said_at", "pk")


def _chips(view, counts):
    """The saved views that hold something, the one in hand, and the two that are always there."""
    return [
        SimpleNamespace(
            name=name,
            label=label,
            count=said(counts[name]),
            current=name == view,
            tone="hot" if name == "overdue" and counts[name] else "",
        )
        for name, label in VIEWS.items()
        if counts[name] or name in (view, "mine", "all")
    ]


def _towns(seat):
    """The towns to choose from; none for a seat that has only one."""
    if seat.region_id or seat.venue_id or seat.unit_id or seat.mandate_id:
        return []
    here = Region.objects.filter(parent=seat.cell.region_id, valid_to=None)
    return list(here.order_by("code").values_list("pk", "name"))
