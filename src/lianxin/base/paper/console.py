"""What the command line says of a sheet that was brought in: words, a table, or JSON."""

import argparse
import json
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, NoReturn
from unicodedata import east_asian_width

from django.utils.translation import gettext as _

from lianxin.base.paper import errors
from lianxin.base.paper.layout import Fault
from lianxin.base.paper.reasons import WithReason
from lianxin.base.paper.sheets import column_letters

DONE, FAULTS, MISUSE, NO_DATABASE = 0, 1, 2, 3
JSON = "--json"
COUNTED = ("new", "changed", "unchanged")
_FEW = 20  # faults that are shown; --errors and --json give all


class Parser(argparse.ArgumentParser):
    """A parser whose complaints are sentences, and one JSON object where that was asked for."""

    wants_json = False

    def parse_args(self, args=None, namespace=None):
        self.wants_json = JSON in (args or ())
        return super().parse_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        told = _in_words(message)
        sentence = _("%(told)s See: %(program)s --help") % {"told": told, "program": self.prog}
        raise SystemExit(misuse(sentence, as_json=self.wants_json))


def _in_words(message: str) -> str:
    """What argparse says most often, in the language of whoever typed it."""
    for pattern, sentence in (
        (r"the following arguments are required: (.*)", _("%(names)s is missing.")),
        (r"unrecognized arguments: (.*)", _("%(names)s is not known here.")),
        (r"argument (.*): expected one argument", _("%(names)s needs a value behind it.")),
        (r"argument (.*?): invalid .*", _("The value of %(names)s is not possible.")),
    ):
        if found := re.fullmatch(pattern, message):
            return sentence % {"names": found[1]}
    return f"{message}."


def sheet_parser(program: str, description: str, formats: str) -> Parser:
    """The arguments that all kinds of sheets have; a kind may add its own."""
    parser = Parser(
        program,
        description=description,
        epilog=_(
            "Exit status: 0 done; 1 nothing could be landed: the file cannot be read, no row is "
            "right, or there are faults and all or nothing was asked for; 2 wrong use; 3 the "
            "database does not answer."
        ),
    )
    parser.add_argument("file", metavar="FILE", type=Path, help=formats)
    parser.add_argument("--cell", metavar="CODE", required=True, help=_("code of the cell"))
    told = {
        "--dry-run": _("say what would be done and change nothing"),
        "--all-or-nothing": _("land nothing when there is a single fault"),
        JSON: _("print one JSON object: new, changed, unchanged, faults; error if it failed"),
    }
    for name, meaning in told.items():
        parser.add_argument(name, action="store_true", help=meaning)
    meaning = _("write the sheet there once more, with a column that says what is wrong")
    parser.add_argument("--errors", metavar="OUT.xlsx", type=Path, help=meaning)
    return parser


def misuse(sentence: str, *, as_json: bool = False, status: int = MISUSE) -> int:
    """Say what was wrong with the command; its exit status comes back."""
    if as_json:
        print(json.dumps(_nothing() | {"error": sentence}, ensure_ascii=False))
    else:
        print(sentence, file=sys.stderr)
    return status


def _nothing() -> dict[str, Any]:
    return dict.fromkeys(COUNTED, 0) | {"faults": []}


def no_such_cell(code: str, *, as_json: bool = False) -> int:
    """Say that there is no such cell; the exit status comes back."""
    sentence = _("There is no cell %(code)s; `lianxin cell list` names them all.")
    return misuse(sentence % {"code": code}, as_json=as_json)


def bring_in(given: argparse.Namespace, land: Callable[..., tuple[Any, bool]]) -> int:
    """
    Read the file, `land` it and print what came of it; the exit status comes back.

    `land(content, name, whole=…, dry=…)` gives an outcome — sheets, reading, counts,
    unreadable — and whether it was landed; it may raise WithReason.
    """
    try:
        content = given.file.read_bytes()
        if given.errors:
            given.errors.touch()
    except OSError as fault:
        return misuse(_about(fault), as_json=given.json)
    whole, dry = given.all_or_nothing, given.dry_run
    try:
        outcome, landed = land(content, given.file.name, whole=whole, dry=dry)
    except WithReason as fault:
        return misuse(str(fault), as_json=given.json, status=FAULTS)
    if given.errors and not outcome.unreadable:
        errors.write(str(given.errors), outcome.sheets, outcome.reading)
    _print(given, outcome, landed)
    return FAULTS if _fails(given, outcome) else DONE


def _about(fault: OSError) -> str:
    if isinstance(fault, FileNotFoundError):
        return _("There is no file %(name)s.") % {"name": fault.filename}
    told = {"name": fault.filename, "why": fault.strerror}
    return _("%(name)s cannot be read or written: %(why)s.") % told


def _print(given: argparse.Namespace, outcome: Any, landed: bool) -> None:
    faults = outcome.reading.faults
    if given.json:
        print(as_json(outcome.counts, faults, outcome.unreadable, outcome.beware))
    elif outcome.unreadable:
        print(outcome.unreadable, file=sys.stderr)
    else:
        if outcome.beware:
            print(outcome.beware, file=sys.stderr)
        print(as_words(outcome.counts, faults, landed=landed, places=outcome.places))


def _fails(given: argparse.Namespace, outcome: Any) -> bool:
    """Whether nothing could be landed, or could have been."""
    right = any(outcome.counts.get(key) for key in COUNTED)
    return not right or (given.all_or_nothing and outcome.faulty)


def as_json(
    counts: Mapping[str, int],
    faults: Sequence[Fault],
    unreadable: Any = None,
    beware: Any = None,
) -> str:
    """One object: the counts, every fault with its place, and a warning if there is any."""
    told = [
        {
            "sheet": fault.sheet,
            "row": fault.row,
            "column": None if fault.column is None else column_letters(fault.column),
            "reason": str(fault.reason),
        }
        for fault in faults
    ]
    said: dict[str, Any] = {key: counts.get(key, 0) for key in COUNTED} | {"faults": told}
    if beware:
        said["warning"] = str(beware)
    if unreadable:
        told.append({"sheet": "", "row": 0, "column": None, "reason": str(unreadable)})
        said["error"] = str(unreadable)
    return json.dumps(said, ensure_ascii=False)


def as_words(
    counts: Mapping[str, int], faults: Sequence[Fault], *, landed: bool, places: int = 0
) -> str:
    """A sentence, a short table of counts, and the first faults."""
    names = {
        "new": _("new"),
        "changed": _("changed"),
        "unchanged": _("unchanged"),
        "maybe": _("maybe somebody who is there; held back"),
        "fault": _("faulty"),
        "left_out": _("no record, left out"),
    }
    if not counts.get("maybe"):
        del names["maybe"]
    widest = max(map(width, names.values()))
    lines = [_("Landed.") if landed else _("Nothing was changed.")]
    if landed and not counts.get("new", 0) + counts.get("changed", 0):
        lines = [_("Everything was there already")]
    for key, name in names.items():
        lines.append(f"  {name}{' ' * (widest - width(name))}  {counts.get(key, 0):>7,}")
        if key == "fault" and places > counts.get(key, 0):
            lines[-1] += "  " + _("(%(n)d cells)") % {"n": places}
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


def width(words: str) -> int:
    """Columns of a terminal: Chinese signs take two."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in words)
