"""Read the book: the story of a record, its clocks, its ties, and whether the chain is whole."""

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, gettext_noop, ngettext
from django.utils.translation import gettext as _

from lianxin.base.records.lifecycle import UNDO
from lianxin.base.records.models import ClockRun, Entry, Head, Link, WayBack
from lianxin.kernel.counting import remembered
from lianxin.kernel.ports import ports
from lianxin.kernel.registry import lifecycle_named, lifecycle_of

CORRECTION = "correct_date"  # the move that puts a moment right
A_CELL = 2**62 + 2  # stands for a cell in a statement that is compiled once

FIELDS = (
    *("pk", "cell_id", "root_type", "root_id", "subject_type", "subject_id", "move", "before"),
    *("after", "round", "seat_id", "user_id", "role", "who", "on_behalf_of", "channel"),
    *("cause_id", "text_digest"),
)


def reference(subject):
    """The plain reference to a record and its root that entries and clock runs hold."""
    root = subject.root()
    return {
        "cell_id": subject.cell_id,
        "root_type": root._meta.label_lower,
        "root_id": root.pk,
        "subject_type": subject._meta.label_lower,
        "subject_id": subject.pk,
    }


ERASING = ("erase_text", "forget")  # in the chain, but no step of the matter


def story(root, *, whole=False):
    """
    All that happened to a record and its children, oldest first; not what was erased of it.

    Steps that were taken back, and the taking back, are told only by the `whole` story.
    """
    kind = root._meta.label_lower
    found = Entry.objects.filter(root_type=kind, root_id=root.pk).exclude(move__in=ERASING)
    if not whole:
        found = standing(found)
    return found.select_related("text", "restated", "undone").order_by("pk")


def standing(entries):
    """Of some entries, those that were not taken back, without the taking back."""
    return entries.filter(undone__isnull=True).exclude(move=UNDO.code)


def stands(entry):
    """The same of one entry that was read with its `undone`."""
    return getattr(entry, "undone", None) is None and entry.move != UNDO.code


def title_of(entry, words):
    """What happened, in words; said of a step that was taken back."""
    if getattr(entry, "undone", None) is None:
        return str(words)
    return _("%(what)s (taken back)") % {"what": words}


def way_back(told, seat) -> "WayBack | None":
    """
    The act that a seat may still take back: its own, the last of a whole story, and fresh.

    Asks the database only when the last entry is the seat's own and young enough.
    """
    last = told[-1] if told else None
    if last is None or seat.pk is None or not stands(last):
        return None
    root = apps.get_model(last.root_type)(pk=last.root_id, cell_id=last.cell_id)
    if timezone.now() - last.recorded_at > time_to_undo(root):
        return None
    known = {entry.pk: entry for entry in told}
    first = last
    while first.cause_id in known:
        first = known[first.cause_id]
    if first.seat_id != seat.pk:
        return None
    return WayBack.objects.filter(seat_id=seat.pk, pk=first.pk).first()


def own_act(first_id, seat):
    """
    The first entry of an act that a seat itself made, if it can be or has been taken back.

    Whether it still can be is asked when it is tried; too late is told in words.
    """
    own = Entry.objects.filter(pk=first_id, seat_id=seat.pk) if seat.pk else Entry.objects.none()
    found = own.filter(Q(way_back__isnull=False) | Q(undone__isnull=False))
    return found.select_related("undone").first()


def time_to_undo(subject) -> timedelta:
    """How long one's own last step may be taken back, by the profile in force today."""
    minutes = ports().resolve("undo.minutes", subject, timezone.localdate()).value
    return timedelta(minutes=min(minutes, 60))


def moment_of(entry):
    """When a step happened, put right where it was written down wrongly."""
    put_right = getattr(entry, "restated", None)
    return put_right.happened_at if put_right else entry.happened_at


def steps_of(told, subject):
    """Of a story, the entries of one record."""
    about = subject._meta.label_lower, subject.pk
    return [entry for entry in told if (entry.subject_type, entry.subject_id) == about]


def follows(entry, known):
    """Whether an entry was brought about by another one ({id: entry}) in the same act."""
    cause = known.get(entry.cause_id)
    return cause is not None and cause.happened_at == entry.happened_at


def steps_to_put_right(subject):
    """(entry id, words) of the steps of a record whose moment can be put right, oldest first."""
    told = list(story(subject.root()))
    known = {entry.pk: entry for entry in told}
    lifecycle = lifecycle_of(subject)
    for entry in steps_of(told, subject):
        if entry.move not in (CORRECTION, UNDO.code) and not follows(entry, known):
            row = lifecycle.row(entry.move, entry.before) or lifecycle.move(entry.move)
            when = date_format(timezone.localtime(moment_of(entry)), "Y-m-d H:i")
            yield entry.pk, f"{when} {row.done or row.label}"


def first_cause(entry):
    """The entry of what was done in the first place; the moves it brought about name it."""
    while entry.cause_id:
        entry = Entry.objects.get(pk=entry.cause_id)
    return entry


@cache
def _length_statement() -> tuple[str, tuple[Any, ...]]:
    """Compiled once, with a mark in the place of the cell: every list asks for it."""
    sealed, of = Head.objects.filter(pk=A_CELL).values("seq").query.sql_with_params()
    waiting = unsealed(A_CELL).order_by().values("cell_id").annotate(n=Count("pk")).values("n")
    open_ones, of_too = waiting.query.sql_with_params()
    sql = f"SELECT COALESCE(({sealed}), 0) + COALESCE(({open_ones}), 0)"  # noqa: S608 -- compiled
    return sql, (*of, *of_too)


def length_of_book(cell_id) -> int:
    """How many entries the book of a cell holds, sealed or not: it only grows."""
    sql, params = _length_statement()
    with connection.cursor() as cursor:
        cursor.execute(sql, [cell_id if each == A_CELL else each for each in params])
        return cursor.fetchone()[0]


def until_something_happens(cell_id, key, count):
    """
    `count()`, remembered by this process until the book of the cell has grown.

    For figures beside a list: whoever reads them again and again must not count again and again.
    """
    return remembered((cell_id, key), length_of_book(cell_id), count)


def runs_under(root):
    """All clock runs of a root and its children, oldest first."""
    kind = root._meta.label_lower
    return list(ClockRun.objects.filter(root_type=kind, root_id=root.pk).order_by("pk"))


def runs_under_each(roots):
    """[(root, its runs and its children's)] of many roots of any type, one query a type."""
    found: dict[tuple[str, int], list[ClockRun]] = {
        (root._meta.label_lower, root.pk): [] for root in roots
    }
    for kind in {kind for kind, _pk in found}:
        ids = [pk for of, pk in found if of == kind]
        for run in ClockRun.objects.filter(root_type=kind, root_id__in=ids).order_by("pk"):
            found[kind, run.root_id].append(run)
    return [(root, found[root._meta.label_lower, root.pk]) for root in roots]


def runs_of(subject):
    """The clock runs of one record, oldest first."""
    kind = subject._meta.label_lower
    return list(ClockRun.objects.filter(subject_type=kind, subject_id=subject.pk).order_by("pk"))


def prime(root, *children):
    """Hand each record its clock runs: one query for the root and all that hangs on it."""
    runs = runs_under(root)
    for each in (root, *children):
        key = (each._meta.label_lower, each.pk)
        each._runs = [run for run in runs if (run.subject_type, run.subject_id) == key]
    return runs


def is_open_duty(run):
    """Whether somebody owes something by this run's last day."""
    return run.stopped_on is None and run.paused_on is None and not run.window


def pressing(runs):
    """The open duties of a matter; what only runs beside it counts when nothing else is due."""
    duties = [run for run in runs if is_open_duty(run)]
    return [run for run in duties if not run.beside] or duties


def overdue(cell_id, *, on: date):
    """The open duties of a cell whose last day is before `on`."""
    return ClockRun.objects.filter(
        cell_id=cell_id, stopped_on=None, paused_on=None, window=False, due_on__lt=on
    ).order_by("due_on")


def day(text):
    """A stored ISO date in the words of the reader's language."""
    return date_format(date.fromisoformat(text), "DATE_FORMAT")


def period(value, unit):
    """A number of the profile in words: "3 months", "7 working days"."""
    said = {
        "wd": ngettext("%(n)d working day", "%(n)d working days", value),
        "d": ngettext("%(n)d day", "%(n)d days", value),
        "m": ngettext("%(n)d month", "%(n)d months", value),
        "y": ngettext("%(n)d year", "%(n)d years", value),
        "n": "%(n)d",
    }
    return said[unit] % {"n": value}


def basis_of(how):
    """What a period rests on, as one cites it: in Chinese, or in English where we have it."""
    chinese = (get_language() or "").startswith("zh")
    return how["basis"] if chinese else how.get("basis_en") or how["basis"]


def explain(run):
    """Say in a sentence how a due date came about, in the language of the reader."""
    how = run.explanation
    said = [
        _("%(period)s from %(start)s (%(basis)s)")
        % {
            "period": period(how["value"], how["unit"]),
            "start": day(how["start"]),
            "basis": basis_of(how),
        }
    ]
    if not how["verified"]:
        said.append(_("this number has not been verified"))
    if how["last"] != how["end"]:
        said.append(
            _("%(last)s is a day of rest, so it ends on %(end)s")
            % {"last": day(how["last"]), "end": day(how["end"])}
        )
    for start, end, rest in how.get("rests", []):
        said.append(
            _("rested from %(start)s to %(end)s (%(n)d)")
            % {"start": day(start), "end": day(end), "n": rest}
        )
    for step in how.get("extended", []):
        said.append(
            _("extended to %(given)s, asked for %(asked)s")
            % {"given": day(step["given"]), "asked": day(step["asked"])}
        )
    if run.ceiling_on:
        said.append(_("never later than %(on)s") % {"on": day(run.ceiling_on.isoformat())})
    for year in how["unpublished"]:
        said.append(
            _("the days off of %(year)d are not announced yet, so this may still move")
            % {"year": year}
        )
    return _("; ").join(said) + _(".")


def told_of(run):
    """A clock run as programs are told of it: what is owed by when, and what that rests on."""
    lifecycle = lifecycle_named(run.subject_type)
    return {
        "code": run.code,
        "label": str(lifecycle.clock(run.code).label) if lifecycle else run.code,
        "started_on": run.started_on,
        "due_on": run.due_on,
        "stopped_on": run.stopped_on,
        "window": run.window,
        "basis": explain(run),
    }


# Ties


def linked_from(target, kind):
    """Ids of the records that are tied to `target`, by their type."""
    return _ends(
        Link.objects.filter(to_type=target._meta.label_lower, to_id=target.pk, kind=kind),
        "from_type",
        "from_id",
    )


def linked_to(origin, kind):
    """Ids of the records that `origin` is tied to, by their type."""
    return _ends(
        Link.objects.filter(from_type=origin._meta.label_lower, from_id=origin.pk, kind=kind),
        "to_type",
        "to_id",
    )


def _ends(links, type_field, id_field):
    found: dict[str, list[int]] = {}
    for kind, pk in links.order_by("pk").values_list(type_field, id_field):
        found.setdefault(kind, []).append(pk)
    return found


# The chain


def digest(salt, words):
    """What the entry holds of its words, so that they can be erased and the chain stays whole."""
    return hashlib.sha256((salt + words).encode()).hexdigest()


def chain_hash(previous, seq, entry):
    """The hash of one link: the link before it, its place, and every plain value of the entry."""
    values = [getattr(entry, name) for name in FIELDS] + [
        moment.astimezone(UTC).isoformat(timespec="microseconds")
        for moment in (entry.happened_at, entry.recorded_at)
    ]
    body = json.dumps([previous, seq, *values], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def unsealed(cell_id):
    """The entries of a cell that wait for their place in the chain."""
    return Entry.objects.filter(cell_id=cell_id, seq=None)


def cells_of_the_book():
    """Every cell that has entries (a few rows, read from the index of the chain)."""
    return list(Entry.objects.values_list("cell_id", flat=True).distinct().order_by("cell_id"))


@dataclass(frozen=True)
class Verdict:
    sealed: int
    broken_at: int | None  # the seq of the first link that does not fit
    why: str
    erased: int
    unsealed: int
    oldest_unsealed: timedelta | None
    head: str = ""

    @property
    def whole(self):
        return self.broken_at is None


def verify(cell_id):
    """Walk the chain of a cell from its first link."""
    waiting = unsealed(cell_id)
    first = waiting.order_by("recorded_at").values_list("recorded_at", flat=True).first()
    previous, seq, erased, broken, why = "", 0, 0, None, ""
    links = Entry.objects.filter(cell_id=cell_id, seq__isnull=False).select_related("text")
    for entry in links.order_by("seq").iterator(2000):
        seq += 1
        text = getattr(entry, "text", None)
        if entry.seq != seq:
            broken, why = seq, gettext_noop("a link is missing")
        elif chain_hash(previous, seq, entry) != entry.hash:
            broken, why = seq, gettext_noop("the entry was changed")
        elif text and digest(text.salt, text.body) != entry.text_digest:
            broken, why = seq, gettext_noop("the words were changed")
        if broken:
            break
        erased += bool(entry.text_digest and not text)
        previous = entry.hash
    head = Head.objects.filter(cell_id=cell_id).first() or Head()
    if broken is None and (head.seq, head.hash) != (seq, previous):
        broken, why = seq + 1, gettext_noop("a link is missing at the end")
    age = first and timezone.now() - first
    return Verdict(seq, broken, why, erased, waiting.count(), age, head.hash)


def last_entries(root_type, root_ids):
    """The newest entry of each root, as {root id: entry}: one query for a whole list."""
    newest: dict[int, Entry] = {}
    found = Entry.objects.filter(Q(root_type=root_type), root_id__in=list(root_ids))
    for entry in found.order_by("root_id", "-pk"):
        newest.setdefault(entry.root_id, entry)
    return newest
