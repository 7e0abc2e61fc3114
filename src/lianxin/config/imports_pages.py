"""What the pages of bringing sheets in show: kinds, jobs in words, staged rows cell by cell."""

from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, npgettext, pgettext_lazy

from lianxin.base.jobs import actions as jobs
from lianxin.base.jobs import queries
from lianxin.base.jobs.models import Job, StagedRow
from lianxin.base.paper.declare import bare_title
from lianxin.base.paper.layout import Fault
from lianxin.institution.congress.imports import ROAD as ROSTER
from lianxin.institution.congress.queries import congresses_of
from lianxin.institution.congress.rules import is_administrator
from lianxin.work.voices.imports import ROAD as VOICES

VERDICT, PHASE = StagedRow.Verdict, Job.Phase


@dataclass(frozen=True)
class Kind:
    """A kind of sheet as the pages speak of it."""

    slug: str
    road: jobs.Road
    hint: Any
    icon: str
    home: str  # the page where what has landed can be seen

    def many(self, n: int) -> str:
        """So many of what the sheet holds, in words."""
        if self.slug == "roster":
            text = npgettext("to land", "%(n)s person", "%(n)s persons", n)
        else:
            text = npgettext("to land", "%(n)s message", "%(n)s messages", n)
        return text % {"n": f"{n:,}"}


KINDS = {
    kind.road.kind: kind
    for kind in (
        Kind(
            "roster",
            ROSTER,
            gettext_lazy(
                "Persons and their mandates; telephones and identity numbers are kept encrypted"
            ),
            "users",
            "dossiers:list",
        ),
        Kind(
            "voices",
            VOICES,
            gettext_lazy("Messages from another platform, with their replies if there are any"),
            "message-heart",
            "voices:list",
        ),
    )
}


def kinds_for(seat) -> list[Kind]:
    """The kinds of sheets that a seat may bring in; who sets up brings in the roster alone."""
    return [kind for kind in KINDS.values() if kind.slug == "roster" or not is_administrator(seat)]


def jobs_of(seat):
    """
    The sheets that a seat may look at and say yes to, newest first.

    A town's clerk: the roster of the town's congress, the messages for the town, and what was
    handed in from this very seat.
    """
    found = queries.jobs_in(seat.cell_id, [kind.road.kind for kind in kinds_for(seat)])
    if seat.role != "town_clerk" and not seat.region_id:
        return found
    own = [each.pk for each in congresses_of(seat)]
    return found.filter(
        Q(kind=ROSTER.kind, parameters__options__congress__in=own)
        | Q(kind=VOICES.kind, parameters__options__town=seat.region_id)
        | Q(seat_id=seat.pk)
    )


def home_of(seat, kind: Kind) -> str:
    """Where what has landed can be seen: whoever sets up goes on there."""
    return "setup:roster" if is_administrator(seat) else kind.home


HALF = 7  # characters that half a phone has room for
TONES = {  # verdict -> how it looks
    VERDICT.NEW: ("doing", "circle-plus"),
    VERDICT.CHANGED: ("doing", "switch-horizontal"),
    VERDICT.UNCHANGED: ("done", ""),
    VERDICT.MAYBE: ("wait", "help-circle"),
    VERDICT.FAULT: ("back", "alert-triangle"),
    VERDICT.LEFT_OUT: ("wait", "minus"),
}
VERDICTS = {
    VERDICT.NEW: pgettext_lazy("row of a sheet", "New"),
    VERDICT.CHANGED: pgettext_lazy("row of a sheet", "Changed"),
    VERDICT.UNCHANGED: pgettext_lazy("row of a sheet", "Unchanged"),
    VERDICT.MAYBE: pgettext_lazy("row of a sheet", "Maybe the same person"),
    VERDICT.FAULT: pgettext_lazy("row of a sheet", "Faulty"),
    VERDICT.LEFT_OUT: pgettext_lazy("row of a sheet", "Left out"),
}
PHASES = {
    PHASE.QUEUED: (pgettext_lazy("sheet", "Waiting"), "wait"),
    PHASE.RUNNING: (pgettext_lazy("sheet", "Being worked on"), "doing"),
    PHASE.READY: (pgettext_lazy("sheet", "Waits for your yes"), "doing"),
    PHASE.DONE: (pgettext_lazy("sheet", "Landed"), "done"),
    PHASE.FAILED: (pgettext_lazy("sheet", "Not read"), "back"),
    PHASE.CANCELLED: (pgettext_lazy("sheet", "Given up"), "back"),
}


# A job in words


@dataclass(frozen=True)
class Told:
    """One job for a list or at the head of its page."""

    job: Job
    kind: Kind
    who: str

    @property
    def name(self):
        return self.job.parameters.get("name", "")

    @property
    def url(self):
        return reverse("import_job", args=[self.job.pk])

    @property
    def phase(self):
        """(label, tone) of its badge."""
        return PHASES[PHASE(self.job.phase)]

    @property
    def summary(self):
        """The counts in one line, as far as there are any."""
        counts = self.job.result.get("counts", {})
        said = {
            code: f"{label} {counts[code]:,}"
            for code, label in VERDICTS.items()
            if counts.get(code)
        }
        places = self.job.result.get("places", 0)
        if places > counts.get(VERDICT.FAULT, 0) > 0:
            told = {"rows": counts[VERDICT.FAULT], "cells": places}
            said[VERDICT.FAULT] = _("Faulty: %(rows)d rows, %(cells)d cells") % told
        return "　".join(said.values())


def told(found, seats):
    """Jobs in words; `seats` are {id: holder}."""
    machine = _("Command line")
    return [Told(each, KINDS[each.kind], seats.get(each.seat_id, machine)) for each in found]


@dataclass(frozen=True)
class Figure:
    """One verdict and how many rows have it: a figure, and a filter."""

    code: str
    label: str
    number: str
    url: str
    current: bool
    tone: str = ""


def verdicts_of(job):
    """The verdicts whose rows are there: after landing what was changed, and what is open."""
    there = tuple(VERDICTS)
    if job.phase == PHASE.DONE:
        there = (VERDICT.FAULT, VERDICT.MAYBE, VERDICT.CHANGED)
    if job.result.get("counts", {}).get(VERDICT.MAYBE):
        return there
    return tuple(each for each in there if each != VERDICT.MAYBE)


def verdict_to_show(job, wanted):
    """The one that was asked for; otherwise what needs attention, then what there is."""
    there, counts = verdicts_of(job), job.result.get("counts", {})
    if wanted in there:
        return VERDICT(wanted)
    order = (VERDICT.MAYBE, VERDICT.FAULT, VERDICT.CHANGED, *there)
    return next((code for code in order if counts.get(code)), there[0])


def figures(job, chosen):
    """The counts of a job, each a link to its rows."""
    counts = job.result.get("counts", {})
    tones = {VERDICT.FAULT: "r", VERDICT.MAYBE: "y", VERDICT.NEW: "g"}
    return [
        Figure(
            code,
            str(VERDICTS[code]),
            f"{counts.get(code, 0):,}",
            f"?show={code.value}#rows",
            code == chosen,
            tones.get(code, "") if counts.get(code) else "",
        )
        for code in verdicts_of(job)
    ]


def sentences(told_faults):
    """Stored faults of a sheet or of the whole file, in the reader's language."""
    return [_of(fault.sheet, fault.reason) for fault in map(Fault.from_json, told_faults)]


def _of(what, reason):
    if not what:
        return str(reason)
    return _("%(heading)s: %(reason)s") % {"heading": what, "reason": reason}


# A staged row, cell by cell


@dataclass
class Cell:
    """What stands in a cell; what stood there before, or what is wrong with it."""

    key: str
    label: str
    text: str
    old: str | None = None
    both: bool = False  # neither is right yet: somebody must say
    faults: list[str] = field(default_factory=list)

    @property
    def blank(self):
        """Nothing to show: a phone leaves it out."""
        return not (self.text or self.faults)

    @property
    def wide(self):
        """Too much for half a phone."""
        return bool(self.faults or self.old is not None or len(self.text) > HALF)


@dataclass(frozen=True)
class Answer:
    """One thing that may be said of a row that may be somebody who is there."""

    name: str
    value: str
    label: str
    current: bool


def answers(row):
    """The same person, another one, or nothing yet: then the row stays where it is."""
    known = [("same", _("The same person: put the roster right by this row"))]
    said = [
        *(known if row.target_id else ()),
        ("new", _("Another person: add")),
        ("", _("Leave this row out for now")),
    ]
    return [Answer(f"row-{row.pk}", value, label, row.says == value) for value, label in said]


@dataclass
class Line:
    """One row of the preview."""

    place: str
    verdict: str
    tone: str
    icon: str
    cells: list[Cell]
    notes: list[tuple[str, str]]  # (tone, sentence): what no cell of the table can say
    left_out: bool = False
    asks: list[Answer] = field(default_factory=list)  # what may be said of it


def columns(job, road):
    """(key, heading) of the columns that the file has, of those worth showing."""
    there = set(job.result.get("keys", road.shown))
    if "delegation" in there:
        there.add("district")
    return [(key, road.label(key)) for key in road.shown if key in there]


def line(row, road, shown, several):
    """A staged row as the table shows it; `several` sheets are told apart by name."""
    tone, icon = TONES[row.verdict]
    found = Line(
        f"{row.sheet} {row.row}" if several else str(row.row),
        str(VERDICTS[row.verdict]),
        tone,
        icon,
        [Cell(key, label, road.words(row.values, key)) for key, label in shown],
        [],
        row.verdict == VERDICT.LEFT_OUT,
    )
    cells = {cell.key: cell for cell in found.cells}
    maybe = row.verdict == VERDICT.MAYBE
    for fault in map(Fault.from_json, row.faults):
        _put_fault(found, None if maybe else cells.get(_key_of(fault, road)), fault)
    for key, (old, new) in row.changes.items():
        _put_change(
            found, cells.get(key), road, key, _words(road, key, old), _words(road, key, new)
        )
    if maybe:
        found.notes = [("y", str(Fault.from_json(fault).reason)) for fault in row.faults]
        found.asks = answers(row)
        for cell in found.cells:
            cell.both = cell.old is not None
    found.notes += [("", _said(warning)) for warning in map(Fault.from_json, row.warnings)]
    return found


def _key_of(fault, road):
    return road.layout.keys_by_title.get(bare_title(fault.heading)) if fault.heading else None


def _put_fault(found, cell, fault):
    if cell is None:
        found.notes.append(("r", _said(fault)))
        return
    cell.text = cell.text or fault.value
    cell.faults.append(str(fault.reason))


def _put_change(found, cell, road, key, old, new):
    if cell is not None:
        cell.old, cell.text = old, new
        return
    words = {"label": road.label(key), "old": old or "—", "new": new}
    found.notes.append(("g", _("%(label)s: %(old)s → %(new)s") % words))


def _words(road, key, value):
    return road.words({key: value}, key) if key in road.shown else value


def _said(fault):
    return _of(fault.heading or fault.value, fault.reason)
