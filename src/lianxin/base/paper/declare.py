"""The layout of a sheet, declared as data: its columns, its headings, who is the same."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from lianxin.base.paper import text
from lianxin.base.paper.clean import Cleaner
from lianxin.base.paper.reasons import Reason

Values = dict[str, Any]
# What is wrong with a row as a whole: the key of the column to be marked, and why
Check = Callable[[Values, date], Iterable[tuple[str, Reason]]]

_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_MARKS = re.compile(r"[*＊:：/、,，.。\-_]")


def bare_title(title: Any) -> str:
    """姓 名＊ and 出生\\n年月（如1970.05） as they are compared: 姓名, 出生年月."""
    plain = _MARKS.sub("", text.bare(str(title)))
    return _BRACKETS.sub("", plain) or plain


@dataclass(frozen=True)
class Column:
    """A column by its key; `title` is a lazy English msgid, `aliases` what offices call it."""

    key: str
    title: Any
    aliases: tuple[str, ...]
    cleaner: Cleaner
    required: bool = False
    lenient: bool = False  # a wrong value is left out with a warning; the row is taken
    secret: bool = False  # a wrong value is not repeated in faults
    missing: Reason | None = None  # what to say of a required cell that is blank
    choices: tuple[str, ...] = ()  # for the empty sheet that is handed out, with the example
    example: str = ""


@dataclass(frozen=True)
class Section:
    """Rows like 北京市代表团（54名） that give a value to all rows below them.

    `pattern` matches the whole text of the row, with a group `value` and perhaps `count`.
    """

    key: str
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class Identity:
    """When two rows of a file are the same.

    Same in all of `keys` and none of them blank: the same, unless one of `apart` is given in
    both and differs. Same in one of `sure`: the same, unless one of `several` differs.

    With a blank among the keys, only a row that is the same in everything is taken for the same;
    one that is the same in `alike` alone is remarked.
    """

    keys: tuple[str, ...]
    apart: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    sure: tuple[str, ...] = ()  # numbers that nobody shares
    several: tuple[str, ...] = ()  # what one and the same may have several of


@dataclass(frozen=True)
class Layout:
    """A kind of sheet."""

    name: Any  # a lazy msgid, for people
    columns: tuple[Column, ...]
    section: Section | None = None
    identity: Identity | None = None
    checks: tuple[Check, ...] = ()  # each finding is a fault: the row is not taken
    hints: tuple[Check, ...] = ()  # each finding is a warning
    running: str | None = None  # the column of running numbers: alone, it makes no row
    main: str | None = None  # the column without which a lone cell makes no row
    ignored: tuple[str, ...] = ("问题", "problems")  # headings to pass over in silence
    enough: int = 3  # so many titles make a row of headings

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    @cached_property
    def keys_by_title(self) -> dict[str, str]:
        """Every way to write a heading, made bare."""
        return {
            bare_title(alias): column.key
            for column in self.columns
            for alias in (column.key, *column.aliases)
        }
