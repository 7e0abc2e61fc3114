"""The sheet that a workbench goes out as."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _

from lianxin.base.paper.export import Heading, Table, save
from lianxin.base.ui.components import words


def sheet_of(name: str, lines: Iterable[Any], today: date) -> tuple[str, bytes]:
    """(name, bytes) of a workbench's rows as .xlsx, as they stand on the page."""
    headings = (
        Heading(_("Number"), 16),
        Heading(_("Matter"), 48),
        Heading(_("Kind"), 10),
        Heading(_("Deputy"), 12),
        Heading(_("Lead unit"), 22),
        Heading(_("Where it stands"), 14),
        Heading(_("Due"), 14),
        Heading(_("Time left"), 18),
        Heading(_("Whose turn"), 26),
        Heading(_("Last event"), 32),
    )
    paper = BytesIO()
    save(paper, Table(name, headings, (_row(line) for line in lines), title=name))
    return f"{name} {today.isoformat()}.xlsx", paper.getvalue()


def _row(line):
    return (
        line.number,
        line.title,
        _("Voice") if line.is_voice else _("Suggestion"),
        line.deputy,
        line.unit,
        line.state,
        line.light.due_on if line.light else "",
        line.light.text if line.light else "",
        "；".join(label for label, _url in line.acts) or line.holder,
        f"{words.day(line.last.on)} {line.last.title}" if line.last else "",
    )
