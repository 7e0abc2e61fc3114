"""The lists of suggestions: saved views, filters, rows."""

from dataclasses import dataclass
from typing import Any

from django.db.models import (
    Case,
    Exists,
    F,
    Max,
    Min,
    OuterRef,
    Prefetch,
    Q,
    Subquery,
    Value,
    When,
)
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from lianxin.base.records.models import ClockRun, Entry
from lianxin.institution.congress.models import DeputyGroup, Membership, Role, Seat
from lianxin.institution.congress.queries import calendar_in, light_of, norm
from lianxin.kernel.calendar import add_working_days, working_days_between
from lianxin.kernel.counting import Capped
from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions.lifecycle import assignment as part_life
from lianxin.work.suggestions.lifecycle import evaluation as verdict_life
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.models import (
    Assignment,
    Cosignature,
    Evaluation,
    Reply,
    Suggestion,
)
from lianxin.work.suggestions.queries.desk import has, my_turn
from lianxin.work.suggestions.queries.scope import (
    NO_PART,
    SIGNS,
    assignments_visible_to,
    visible_to,
)
from lianxin.work.suggestions.queries.trail import BEFORE_UNITS, INSIDE, move_of

MANY = 1000  # counts stop here
MOST_OUT, STEP_OUT = 50_000, 500  # rows of a workbook, and how many are read at once
QUIET = 5  # working days without a move are worth a word
ORDERS = ("due", "-due")  # the nearest due first, or the farthest
GONE = (part_life.REASSIGNED.code, part_life.ENDED.code)
ENDED = tuple(state.code for state in (life.CLOSED, life.NOT_FILED, life.WITHDRAWN))
UNITS = (Role.UNIT_CLERK, Role.UNIT_LEADER)
SHORT_REPLY = (
    *("sent_on", "assignment__unit__name"),
    *("assignment__suggestion__number", "assignment__suggestion__title"),
)
SHORT = ("cell_id", "number", "title", "state", "mandate__person__name")


@dataclass(frozen=True)
class View:
    """One saved view: a chip over the list."""

    code: str
    label: Any
    where: Q
    tone: str = ""


# Saved views


def views_for(seat):
    """The saved views of a seat, the first one being its own turn."""
    today = localdate()
    return [View("mine", _("My turn"), my_turn(seat)), *_VIEWS[_desk(seat)](seat, today)]


def _desk(seat):
    if seat.role in UNITS:
        return "unit"
    return "deputy" if seat.role == Role.DEPUTY else "staff"


def _soon(seat, today):
    days = norm("light.yellow.days", today, cell_id=seat.cell_id).value
    return add_working_days(today, days, calendar_in(seat.cell_id))


def _open():
    return ~Q(state__in=ENDED)


def _late(seat, today):
    soon = Q(due__gte=today, due__lte=_soon(seat, today))
    return (
        View("soon", _("Due soon"), soon),
        View("late", _("Overdue"), Q(due__lt=today), "hot"),
    )


def _staff_views(seat, today):
    review = Q(state__in=(life.SUBMITTED.code, life.IN_REVIEW.code))
    again = Q(state__in=(life.IN_REWORK.code, life.ESCALATED.code))
    early = (
        View("review", _("Awaiting review"), review),
        View("assign", _("Awaiting assignment"), Q(state=life.REGISTERED.code)),
    )
    return (
        View("open", _("All open"), _open()),
        *(early[1:] if seat.role == Role.GOV_SUPERVISION else early),
        *_late(seat, today),
        *_verdicts(seat),
        View("again", _("To be handled again"), again, "hot"),
        View("closed", _("Closed"), Q(state=life.CLOSED.code)),
    )


def _verdicts(seat):
    """For an office: those with a verdict that the unit is to be told of."""
    if seat.role not in (Role.OFFICE, Role.TOWN_CLERK):
        return ()
    given = has(Evaluation, state=verdict_life.SUBMITTED.code)
    return (View("verdicts", _("Verdicts to pass on"), Q(organ=seat.organ_id) & given),)


def _deputy_views(seat, today):
    names = has(Cosignature, mandate=seat.mandate_id, state__in=SIGNS)
    mine = Q(mandate=seat.mandate_id)
    ask = Q(state=life.COSIGNING.code, open_to_cosigning=True) & ~mine
    return (
        View("led", _("I lead"), mine),
        View("signed", _("I sign too"), names),
        View("ask", _("Looking for co-signers"), ask),
        View("open", _("All open"), _open()),
        View("closed", _("Closed"), Q(state=life.CLOSED.code)),
    )


def _unit_views(seat, today):
    own = Assignment.objects.filter(suggestion=OuterRef("pk"), unit=seat.unit_id)
    answered = own.filter(state__in=(part_life.REPLY_SIGNED.code, part_life.CO_OPINION_SENT.code))
    again = Q(state=life.IN_REWORK.code)
    return (
        View("open", _("All open"), _open() & ~Q(Exists(answered))),
        View("lead", _("We answer"), Q(Exists(own.exclude(kind=Assignment.Kind.CO)))),
        View("co", _("We give our opinion"), Q(Exists(own.filter(kind=Assignment.Kind.CO)))),
        *_late(seat, today),
        View("again", _("To be handled again"), again, "hot"),
        View("answered", pgettext_lazy("view", "Answered"), Q(Exists(answered))),
    )


_VIEWS = {"staff": _staff_views, "deputy": _deputy_views, "unit": _unit_views}


def counts_of(seat, views):
    """{code of a view: how many, at most a thousand and one}: one query for all chips."""
    found = listed(seat)
    asked = {f"n_{view.code}": Capped(found.filter(view.where), MANY + 1) for view in views}
    row = Seat.objects.filter(pk=seat.pk).values(**asked).get()
    return {name[2:]: number or 0 for name, number in row.items()}


def shown(number):
    """A capped count in words."""
    return f"{MANY - 1}+" if number >= MANY else str(number)


# Rows


def listed(seat):
    """What a seat may know of, with the due date that it may know (`due`)."""
    return visible_to(seat).annotate(due=_due(seat))


def _due(seat):
    """A unit reads its own; nobody learns from a date that a verdict has been given."""
    if seat.role in UNITS:
        own = Assignment.objects.filter(suggestion=OuterRef("pk"), unit=seat.unit_id)
        nearest = own.order_by().values("suggestion").annotate(d=Min("due_date")).values("d")
        return Subquery(nearest)
    if seat.role in (Role.OFFICE, Role.LEADER):
        return F("due_date")
    judging = Q(state=life.REPLIED.code)
    if seat.role == Role.DEPUTY:
        judging &= ~Q(mandate=seat.mandate_id)
    return Case(When(judging, then=Value(None)), default=F("due_date"))


def due_of(suggestion, seat):
    """The last day of one suggestion that a seat may know of."""
    return listed(seat).filter(pk=suggestion.pk).values_list("due", flat=True).first()


def narrowed(found, seat, *, q="", unit=None, category="", group=None):
    """The rows that the filters leave."""
    for word in q.split()[:5]:
        found = found.filter(_named(word, seat))
    if unit:
        parts = Assignment.objects.filter(suggestion=OuterRef("pk"), unit=unit)
        found = found.filter(Exists(parts.exclude(state__in=NO_PART)))
    if category:
        found = found.filter(category=category)
    if group:
        members = Membership.objects.filter(group=group, valid_to=None)
        found = found.filter(mandate__in=members.values("mandate"))
    return found


def _named(word, seat):
    """A word of the title, the number, the deputy, or a unit in charge that the seat knows of."""
    asked = (
        Q(title__icontains=word)
        | Q(number__icontains=word)
        | Q(mandate__person__name__icontains=word)
    )
    if seat.role in UNITS:  # one that gives its opinion does not know of the others
        return asked
    parts = Assignment.objects.filter(suggestion=OuterRef("pk"), unit__name__icontains=word)
    return asked | Q(Exists(parts.filter(assigned_on__isnull=False).exclude(state__in=NO_PART)))


def in_order(found, seat, order="due"):
    """By the last day; with each row its people, the units that the seat may see, its group."""
    group = Membership.objects.filter(mandate=OuterRef("mandate"), valid_to=None).order_by("pk")
    seen = assignments_visible_to(seat).exclude(state__in=GONE).order_by("pk")
    runs = ClockRun.objects.filter(
        root_type=Suggestion._meta.label_lower,
        root_id=OuterRef("pk"),
        due_on=OuterRef("due"),
        stopped_on=None,
        window=False,
    )
    due = F("due")
    way = due.desc(nulls_last=True) if order == "-due" else due.asc(nulls_last=True)
    return (
        found.annotate(
            group_name=Subquery(group.values("group__name")[:1]),
            began_on=Subquery(runs.order_by("started_on").values("started_on")[:1]),
        )
        .select_related("mandate__person", "mandate__region")
        .prefetch_related(Prefetch("assignments", seen, to_attr="parts_seen"))
        .order_by(way, "-pk")
    )


def groups_of(cell_id):
    """The deputy groups of a cell, for the filter."""
    return DeputyGroup.objects.filter(cell=cell_id, valid_to=None).order_by("sort_key", "pk")


@dataclass(frozen=True)
class Row:
    """One row of the list."""

    suggestion: Suggestion
    light: Any
    lead: list  # the units that answer
    others: int  # those that give their opinion
    last: Any
    own: Any = None  # the unit's own part, for a unit
    proposed: bool = False  # the units are not in charge yet
    group: str = ""  # the deputy's, without the places in brackets after its name

    @property
    def badge(self):
        """The record whose state the row shows."""
        return self.own or self.suggestion


@dataclass(frozen=True)
class Last:
    """The last thing that happened, as far as a seat may know, and for how long nothing has."""

    title: str
    on: Any
    who: str
    quiet: str = ""  # in words, where an open matter has been lying for a week or more


def silence(since, cell_id, today):
    """How many working days have passed without a move, in words; nothing for a few."""
    days = working_days_between(localdate(since), today, calendar_in(cell_id))
    if days < QUIET:
        return ""
    said = ngettext("quiet for %(n)d working day", "quiet for %(n)d working days", days)
    return said % {"n": days}


def brief(seat, ids):
    """
    [(suggestion, the record whose state a seat may read)] of some that it was found to see.

    A unit reads the state of its own part; the others that of the suggestion.
    """
    if not ids:
        return []
    found = Suggestion.objects.select_related("mandate__person").only(*SHORT)
    known = {each.pk: each for each in found.filter(pk__in=ids)}
    own = {}
    if seat.role in UNITS:
        mine = Assignment.objects.filter(suggestion__in=ids, unit=seat.unit_id).order_by("pk")
        own = {part.suggestion_id: part for part in mine.exclude(state__in=NO_PART)}
    return [(known[pk], own.get(pk, known[pk])) for pk in ids if pk in known]


def brief_replies():
    """Replies without their texts, each with its suggestion and unit."""
    related = ("assignment__suggestion", "assignment__unit")
    return Reply.objects.select_related(*related).only(*SHORT_REPLY)


def rows_to_take_out(found, seat, order):
    """The rows of a workbook, those of some hundred suggestions at a time."""
    chosen = list(in_order(found, seat, order).values_list("pk", flat=True)[:MOST_OUT])
    for start in range(0, len(chosen), STEP_OUT):
        some = listed(seat).filter(pk__in=chosen[start : start + STEP_OUT])
        yield from rows_of(in_order(some, seat, order), seat)


def rows_of(page, seat):
    """The rows of one page: a query for the last events, none for the lights."""
    today, last = localdate(), last_events(page, seat)
    found = []
    for each in page:
        answering = [p for p in each.parts_seen if p.replies]
        own = [p for p in each.parts_seen if seat.unit_id and p.unit_id == seat.unit_id]
        found.append(
            Row(
                suggestion=each,
                light=light_of(
                    each.due, today=today, cell_id=each.cell_id, started_on=each.began_on
                ),
                lead=[part.unit for part in answering],
                others=len(each.parts_seen) - len(answering),
                last=last.get(each.pk),
                own=own[-1] if own else None,
                proposed=all(part.assigned_on is None for part in answering),
                group=(each.group_name or "").partition("（")[0],
            )
        )
    return found


def told_to(page, seat):
    """The entries of some suggestions that a seat may read in a list, as a condition."""
    ids = [each.pk for each in page]
    parts = assignments_visible_to(seat).exclude(state__in=GONE)
    mine = parts.filter(suggestion__in=ids).order_by()
    told = Q(root_type="suggestions.suggestion", root_id__in=ids) & (
        Q(subject_type="suggestions.assignment", subject_id__in=mine.values("pk"))
        | Q(subject_type="suggestions.suggestion")
    )
    hidden = INSIDE if seat.role in (Role.DEPUTY, Role.LIAISON_OFFICER) else set()
    hidden = BEFORE_UNITS if seat.role in UNITS else hidden
    for kind, move in sorted(hidden):
        told &= ~Q(subject_type=kind, move=move)
    return told


def newest(told):
    """{(type, id) of a root: its newest entry} of those that a condition names: one query."""
    by_root = Entry.objects.filter(told).order_by().values("root_type", "root_id")
    last = by_root.annotate(newest=Max("pk")).values("newest")
    return {(e.root_type, e.root_id): e for e in Entry.objects.filter(pk__in=last)}


def last_of(entry, root, today):
    """An entry as the last thing that happened to a record."""
    move, here = move_of(entry), lifecycle_of(root).state(root.state)
    quiet = "" if here.final else silence(entry.happened_at, root.cell_id, today)
    return Last(str(move.done or move.label), entry.happened_at, entry.who, quiet)


def last_events(page, seat):
    """{suggestion: its last event} that the seat may read; verdicts and what is inside left out."""
    found, today = newest(told_to(page, seat)), localdate()
    roots = {each.pk: each for each in page}
    return {pk: last_of(entry, roots[pk], today) for (_kind, pk), entry in found.items()}
