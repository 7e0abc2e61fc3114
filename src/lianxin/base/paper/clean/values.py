"""What cleaners share: what they know about the cell, and a cell's value as text."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from lianxin.base.paper.reasons import Reason, WithReason, because

_ESCAPED = re.compile(r"'(?=[=+\-@])")  # as our own exports write it


class Unclean(WithReason):
    """The value cannot be taken; the reason is for whoever filled in the sheet."""


@dataclass(slots=True)
class About:
    """What a cleaner may know besides the value, and where it leaves a remark."""

    on: date  # the day by which ages and "in the future" are judged
    heading: str = ""  # as it stands in the sheet
    typed: bool = True  # False for text files, where 1975.10 and 1975.1 may be the same number
    warnings: list[Reason] = field(default_factory=list)

    def warn(self, text: str, /, **values: Any) -> None:
        """The value was taken, but somebody should look at it."""
        self.warnings.append(because(text, **values))


Cleaner = Callable[[Any, About], Any]


def refuse(text: str, /, **values: Any) -> Unclean:
    """`raise refuse(_("…"), value=…)`."""
    return Unclean(because(text, **values))


def as_text(value: Any) -> str:
    """A cell as a person would read it: 3.0 is "3", a date is written with hyphens."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _ESCAPED.sub("", value, count=1) if value[:1] == "'" else value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    return str(value)
