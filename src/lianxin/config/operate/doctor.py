"""`lianxin doctor`: one line for everything that must be right, and what to do if it is not."""

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.paper import console

OK, WARN, BAD = "ok", "warn", "bad"
BEAT = "worker.beat"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do."""

    about: str
    level: str
    sentence: str
    advice: str = ""


Check = Callable[[], Iterator[Finding]]


def beat() -> None:
    """The worker's sign of life, once a minute."""
    (Path(settings.HOME) / BEAT).touch()


def beat_age() -> float | None:
    """Seconds since the worker's last sign of life; none: never."""
    path = Path(settings.HOME) / BEAT
    return time.time() - path.stat().st_mtime if path.exists() else None


def examine() -> list[Finding]:
    """Look at everything; one check that breaks does not hide the others."""
    from lianxin.config.operate import checkup  # noqa: PLC0415 -- its libraries are large

    found: list[Finding] = []
    for about, check in checkup.CHECKS:
        try:
            found += check()
        except DatabaseError as fault:
            why = str(fault).strip().partition("\n")[0]
            sentence = _("The database does not answer as it should: %(why)s") % {"why": why}
            found.append(Finding(about, BAD, sentence))
        except OSError as fault:
            sentence = _("%(name)s cannot be read or written: %(why)s.")
            told = {"name": fault.filename or about, "why": fault.strerror or fault}
            found.append(Finding(about, BAD, sentence % told))
    return found


def command(arguments: list[str]) -> int:
    """Examine, and say it; the exit status is 1 when something is bad."""
    parser = console.Parser(
        "lianxin doctor",
        description=_("Look whether everything that Lianxin needs is in order."),
        epilog=_("Exit status: 0 nothing is bad; 1 something is; 2 wrong use."),
    )
    parser.add_argument("--json", action="store_true", help=_("print one JSON list"))
    given = parser.parse_args(arguments)
    found = examine()
    if given.json:
        told = [
            {"about": f.about, "level": f.level, "sentence": f.sentence, "advice": f.advice}
            for f in found
        ]
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(_lines(found)))
    return int(any(each.level == BAD for each in found))


def _lines(found: list[Finding]) -> Iterator[str]:
    marks = {
        OK: pgettext("doctor", "ok"),
        WARN: pgettext("doctor", "look"),
        BAD: pgettext("doctor", "BAD"),
    }
    wide = max(console.width(mark) for mark in marks.values())
    for each in found:
        mark = marks[each.level]
        blanks = " " * (wide - console.width(mark))
        yield f"{mark}{blanks}  {each.sentence}"
        if each.advice:
            yield f"{' ' * wide}  → {each.advice}"
