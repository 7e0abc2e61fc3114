"""What the command line says of a sheet that was brought in: words, a table, or JSON."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from lianxin.base.paper import errors
from lianxin.base.paper.layout import Fault
from lianxin.base.paper.sheets import column_letters

DONE, FAULTS, MISUSE = 0, 1, 2
COUNTED = ("new", "changed", "unchanged")
_FEW = 20  # faults that are shown; --errors and --json give all


def sheet_parser(program: str, description: str, formats: str) -> argparse.ArgumentParser:
    """The arguments that all kinds of sheets have; a kind may add its own."""
    parser = argparse.ArgumentParser(
        program,
        description=description,
        epilog=_(
            "Exit status: 0 done; 1 nothing could be landed: the file cannot be read, no row is "
            "right, or there are faults and all or nothing was asked for; 2 wrong use."
        ),
    )
    parser.add_argument("file", metavar="FILE", type=Path, help=formats)
    parser.add_argument("--cell", metavar="CODE", required=True, help=_("code of the cell"))
    told = {
        "--dry-run": _("say what would be done and change nothing"),
        "--all-or-nothing": _("land nothing when there is a single fault"),
        "--json": _("print one JSON object: new, changed, unchanged, faults"),
    }
    for name, meaning in told.items():
        parser.add_argument(name, action="store_true", help=meaning)
    meaning = _("write the sheet there once more, with a column that says what is wrong")
    parser.add_argument("--errors", metavar="OUT.xlsx", type=Path, help=meaning)
    return parser


def misuse(sentence: str) -> int:
    """Say what was wrong with the command; its exit status comes back."""
    print(sentence, file=sys.stderr)
    return MISUSE


def no_such_cell(code: str) -> int:
    """Say that there is no such cell; the exit status comes back."""
    return misuse(
        _("There is no cell %(code)s; `lianxin cell list` names them all.") % {"code": code}
    )


def bring_in(given: argparse.Namespace, land: Callable[..., tuple[Any, bool]]) -> int:
    """
    Read the file, land it, and say what came of it.

    `land(content, name, whole=…, dry=…)` gives an outcome — its counts, sheets, reading, and why
    it was unreadable — and whether it was landed.
    """
    try:
        content = given.file.read_bytes()
    except OSError as fault:
        return misuse(f"{given.file}: {fault.strerror}")
    outcome, landed = land(content, given.file.name, whole=given.all_or_nothing, dry=given.dry_run)
    reading = outcome.reading
    if given.errors and not outcome.unreadable:
        errors.write(str(given.errors), outcome.sheets, reading)
    if given.json:
        print(as_json(outcome.counts, reading.faults, outcome.unreadable))
    elif outcome.unreadable:
        print(outcome.unreadable, file=sys.stderr)
    else:
        print(as_words(outcome.counts, reading.faults, landed=landed))
    return FAULTS if _fails(given, outcome) else DONE


def _fails(given: argparse.Namespace, outcome: Any) -> bool:
    """Whether nothing could be landed, or could have been."""
    right = any(outcome.counts.get(key) for key in COUNTED)
    return not right or (given.all_or_nothing and outcome.faulty)


def as_json(counts: Mapping[str, int], faults: Sequence[Fault], unreadable: Any = None) -> str:
    """One object: the counts, and every fault with its place."""
    told = [
        {
            "sheet": fault.sheet,
            "row": fault.row,
            "column": None if fault.column is None else column_letters(fault.column),
            "reason": str(fault.reason),
        }
        for fault in faults
    ]
    if unreadable:
        told.append({"sheet": "", "row": 0, "column": None, "reason": str(unreadable)})
    return json.dumps(
        {key: counts.get(key, 0) for key in COUNTED} | {"faults": told}, ensure_ascii=False
    )


def as_words(counts: Mapping[str, int], faults: Sequence[Fault], *, landed: bool) -> str:
    """A sentence, a short table of counts, and the first faults."""
    names = {
        "new": _("new"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "fault": _("faulty"),
        "left_out": _("no record, left out"),
    }
    width = max(map(_width, names.values()))
    lines = [_("Landed.") if landed else _("Nothing was changed.")]
    if landed and not counts.get("new", 0) + counts.get("changed", 0):
        lines = [_("Everything was there already")]
    for key, name in names.items():
        lines.append(f"  {name}{' ' * (width - _width(name))}  {counts.get(key, 0):>7,}")
    if faults:
        lines.append(_("What must be put right:"))
        lines += [f"  {fault.sheet} {fault.place}  {_sentence(fault)}" for fault in faults[:_FEW]]
    if len(faults) > _FEW:
        lines.append(_("  … and %(n)d more; see --errors OUT.xlsx") % {"n": len(faults) - _FEW})
    return "\n".join(lines)


def _sentence(fault: Fault) -> str:
    if not fault.heading:
        return str(fault.reason)
    return _("%(heading)s: %(reason)s") % {"heading": fault.heading, "reason": fault.reason}


def _width(words: str) -> int:
    """Columns of a terminal: Chinese signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)
