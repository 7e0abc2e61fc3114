"""The list of suggestions as a workbook."""

from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.paper.export import Heading, Table, save
from lianxin.base.ui.components import words
from lianxin.kernel.registry import lifecycle_of


def sheet_of(rows, seat, today):
    """(name, bytes) of rows of the list as .xlsx, as they stand on the page."""
    name = _("Suggestions of the deputies")
    headings = [
        Heading(_("Number"), 16),
        Heading(_("Title"), 48),
        Heading(_("Field"), 12),
        Heading(_("Lead deputy"), 12),
        Heading(_("Deputy group"), 20),
        Heading(_("Our part") if seat.unit_id else _("Lead unit"), 24),
        Heading(_("State"), 14),
        Heading(_("Due"), 14),
        Heading(_("Time left"), 18),
        Heading(_("Last event"), 32),
    ]
    paper = BytesIO()
    save(paper, Table(name, headings, (_line(row, seat) for row in rows), title=name))
    return f"{name} {today.isoformat()}.xlsx", paper.getvalue()


def _line(row, seat):
    suggestion, record = row.suggestion, row.badge
    units = pgettext("between names", ", ").join(unit.name for unit in row.lead)
    return (
        suggestion.number,
        suggestion.title,
        suggestion.category,
        suggestion.mandate.person.name,
        row.group,
        row.own.get_kind_display() if seat.unit_id and row.own else units,
        str(lifecycle_of(record).state(record.state).label),
        row.light.due_on if row.light else "",
        row.light.text if row.light else "",
        f"{words.day(row.last.on)} {row.last.title}" if row.last else "",
    )
