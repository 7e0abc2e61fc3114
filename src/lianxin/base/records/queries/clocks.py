"""The clocks of records, and how each due date came about, in words."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from lianxin.base.records.models import ClockRun
from lianxin.kernel.prepared import Prepared
from lianxin.kernel.registry import lifecycle_named

_runs_under = Prepared(
    lambda kind, root: ClockRun.objects.filter(root_type=kind, root_id=root).order_by("pk"),
    kind=str,
)


def runs_under(root):
    """All clock runs of a root and its children, oldest first."""
    return _runs_under(kind=root._meta.label_lower, root=root.pk)


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
