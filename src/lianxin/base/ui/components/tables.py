"""Rows of a list of cases, and the options of its filters: many small things, drawn at once."""

from dataclasses import dataclass, field
from functools import cache
from html import escape
from typing import Any

from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from lianxin.base.ui.components import atoms, words

MARK = 7_000_000_007


@dataclass(slots=True)
class Cell:
    """One field of a row: what it says, a small line under it, its name on a phone."""

    label: str
    text: str = ""
    sub: str = ""
    css: str = ""


@dataclass(slots=True)
class CaseRow:
    """A case in a list: its title leads to it, its number and marks stand beneath."""

    pk: int
    url: str
    title: str
    number: str = ""
    marks: tuple[str, ...] = ()
    before: tuple[Cell, ...] = ()  # between the title and the state
    record: Any = None  # its state is drawn
    light: Any = None  # how much time is left, with `due` beneath
    due: Any = None
    after: tuple[Cell, ...] = field(default=())


@cache
def _pieces(route):
    """The address of a record in two pieces: what stands before its key, and behind."""
    head, tail = reverse(route, args=[MARK]).split(str(MARK))
    return head, tail


def address(route: str, pk: int) -> str:
    """The address of a record by its route; lists ask for hundreds of them."""
    head, tail = _pieces(route)
    return f"{head}{pk}{tail}"


def case_rows(*, rows, select=""):
    """The rows of a list of cases. With `select` each can be ticked, under that name."""
    return SafeString("".join(_row(row, select) for row in rows))


def _row(row, select):
    title = escape(str(row.title))
    tick = ""
    if select:
        tick = (
            f'<td class="hide-s"><label class="hit"><input type="checkbox" name="{select}"'
            f' value="{row.pk}" aria-label="{title}"></label></td>'
        )
    marks = "".join(f"　{escape(str(mark))}" for mark in row.marks if mark)
    light = atoms.light(light=row.light)
    time = f'{light}<span class="sub">{words.day(row.due)}</span>' if light else EMPTY
    return (
        f'<tr>{tick}<td class="tbl__t"><a href="{escape(row.url)}">{title}</a><span class="sub">'
        f'<span class="num">{escape(str(row.number))}</span>{marks}</span></td>'
        f"{''.join(map(_cell, row.before))}"
        f'<td class="o1">{atoms.badge(record=row.record)}</td><td class="o2">{time}</td>'
        f"{''.join(map(_cell, row.after))}</tr>\n"
    )


@dataclass(frozen=True)
class Hit:
    """One thing that a search found."""

    url: str
    title: Any  # its words marked
    number: str = ""
    marks: tuple[str, ...] = ()
    excerpt: Any = ""  # the passage, its words marked
    light: Any = None
    record: Any = None  # its state is drawn


def hit_rows(*, rows):
    """The items of a list of what was found."""
    return SafeString("".join(map(_hit, rows)))


def _hit(row):
    excerpt = f'<span class="sm ink2">{conditional_escape(row.excerpt)}</span>'
    number = f'<span class="num">{escape(str(row.number))}</span>'
    marks = "".join(f"<span>{escape(str(mark))}</span>" for mark in row.marks if mark)
    return (
        f'<li><a class="item" href="{escape(row.url)}"><span class="grow">'
        f'<span class="item__t">{conditional_escape(row.title)}</span>'
        f"{excerpt if row.excerpt else ''}"
        f'<span class="item__m">{number if row.number else ""}{marks}'
        f"{atoms.light(light=row.light)}</span></span>"
        f"{atoms.badge(record=row.record) if row.record else ''}</a></li>"
    )


EMPTY = '<span class="mut">—</span>'


def _cell(cell):
    css = f' class="{cell.css}"' if cell.css else ""
    sub = f'<span class="sub">{escape(str(cell.sub))}</span>' if cell.sub else ""
    text = conditional_escape(cell.text) if cell.text else "—"
    return f'<td data-l="{escape(str(cell.label))}"{css}>{text}{sub}</td>'


def options(*, choices, value="", empty=""):
    """The options of a select: (value, words) pairs or plain words; `empty` is no choice."""
    chosen = str(value or "")
    first = [("", empty)] if empty else []
    pairs = [each if isinstance(each, tuple | list) else (each, each) for each in choices]
    return SafeString(
        "".join(
            f'<option value="{escape(str(key))}"{" selected" * (str(key) == chosen and key != "")}>'
            f"{escape(str(label))}</option>"
            for key, label in [*first, *pairs]
        )
    )
