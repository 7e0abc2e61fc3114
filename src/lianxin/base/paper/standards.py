"""
Code lists of a roster, from the data files beside this one: code → name as printed in rosters.

Sheets hold the names, in many short forms; records hold the codes. An office may send its own
`sector` and `expertise`, for which there is no national standard.
"""

import csv
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import get_language

_FOLDER = Path(__file__).with_name("codes")


def _read(name: str) -> dict[str, tuple[str, str]]:
    with (_FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return {row["code"]: (row["name"], row["english"]) for row in csv.DictReader(file)}


_BOTH = {path.stem: _read(path.stem) for path in sorted(_FOLDER.glob("*.csv"))}
LISTS: Mapping[str, Mapping[str, str]] = {
    name: {code: chinese for code, (chinese, _english) in rows.items()}
    for name, rows in _BOTH.items()
}

SEXES = LISTS["sex"]  # GB/T 2261.1
ETHNIC_GROUPS = LISTS["ethnicity"]  # GB/T 3304; 97 and 98 are used in household registers
PARTIES = LISTS["party"]  # GB/T 4762, by the short names in use
EDUCATION = LISTS["education"]  # GB/T 4658: main levels, and the two that people tell apart
DEGREES = LISTS["degree"]  # GB/T 6864, the levels
TRADES = LISTS["trade"]  # GB/T 4754, the sections
SECTORS = LISTS["sector"]
EXPERTISE = LISTS["expertise"]


def name_of(code_list: str, code: str) -> str:
    """What a code means, in the reader's language; a code of no list stays as it is."""
    chinese, english = _BOTH[code_list].get(code, (code, code))
    return english if (get_language() or "").startswith("en") else chinese


def choices_of(code_list: str) -> list[tuple[str, str]]:
    """The codes of a list with their names, to choose from."""
    return [(code, name_of(code_list, code)) for code in _BOTH[code_list]]
