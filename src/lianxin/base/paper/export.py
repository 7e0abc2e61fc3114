"""Write tables to .xlsx: lists, ledgers, and the empty sheet that people fill in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

from django.utils.translation import gettext as _

from lianxin.base.paper.cells import Pen
from lianxin.base.paper.declare import Layout

_HEADING = {"bold": True, "text_wrap": True, "valign": "vcenter", "bottom": 1}
_BLANK_ROWS = 2_000  # rows of the empty sheet that have a list of choices


@dataclass(frozen=True)
class Heading:
    """A column of a table that goes out; the width is in characters."""

    title: str
    width: int = 14


@dataclass(frozen=True)
class Table:
    """One sheet. Rows may be a generator: they are written as they come and then forgotten."""

    name: str
    headings: Sequence[Heading | str]
    rows: Iterable[Sequence[Any]]
    title: str = ""


def save(target: str | BinaryIO, *tables: Table) -> int:
    """Write the tables, one sheet each, and return the number of rows below the headings."""
    pen = Pen(target, constant_memory=True)
    count = sum(_write(pen, table) for table in tables)
    pen.book.close()
    return count


def _write(pen: Pen, table: Table) -> int:
    paper = pen.sheet(table.name)
    headings = [h if isinstance(h, Heading) else Heading(str(h)) for h in table.headings]
    for column, heading in enumerate(headings):
        paper.set_column(column, column, heading.width)
    first = 0
    if table.title:
        pen.put(paper, 0, 0, table.title, bold=True, font_size=14)
        first = 1
    for column, heading in enumerate(headings):
        pen.put(paper, first, column, heading.title, **_HEADING)
    paper.freeze_panes(first + 1, 0)
    row = first
    for row, values in enumerate(table.rows, first + 1):  # noqa: B007 -- counted below
        for column, value in enumerate(values):
            pen.put(paper, row, column, value)
    paper.autofilter(first, 0, row, max(len(headings) - 1, 0))
    return row - first


def blank(target: str | BinaryIO, layout: Layout, keys: Sequence[str] = ()) -> None:
    """The empty sheet for a layout, with one example row that is passed over when read.

    All cells are text, so that Excel changes no phone, date or identity number.
    """
    pen = Pen(target)
    paper = pen.sheet(str(layout.name))
    columns = [column for column in layout.columns if not keys or column.key in keys]
    as_text = pen.style(num_format="@")
    for index, column in enumerate(columns):
        paper.set_column(index, index, 14, as_text)
        looks = _HEADING | ({"font_color": "#B42318"} if column.required else {})
        pen.put(paper, 0, index, column.aliases[0] + ("*" if column.required else ""), **looks)
        if column.choices:
            choices = {"validate": "list", "source": list(column.choices), "error_type": "warning"}
            paper.data_validation(1, index, _BLANK_ROWS, index, choices)
        example = "示例" if index == 0 else column.example
        pen.put(paper, 1, index, example, num_format="@", font_color="#667085", italic=True)
    paper.freeze_panes(1, 0)
    paper.write_comment(0, 0, _("Leave the example or delete it; it is not read."))
    pen.book.close()
