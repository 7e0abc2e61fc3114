"""docs/status.md: which rows of the contract are proved, and by which tests.

    status.py            write the page anew
    status.py --check    change nothing; fail when the page is not what the tests say

A test names the rows it proves with `@pytest.mark.row("Y8", "F15")`; nobody marks a row done by
hand. The rows themselves, with a short title each, stand in tools/contract.csv. A mark for a row
that is not in the contract is an error.
"""

import contextlib
import csv
import io
import sys
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs/status.md"
SERIES = {
    "Y": "Groups, suggestions, publicity",
    "C": "Training, platform, suggestions",
    "H": "Stations, roles, mechanisms",
    "L": "A township and its ledgers",
    "F": "Networks of stations",
}


class Rows:
    """A pytest plug-in that gathers the marks of all collected tests."""

    def __init__(self) -> None:
        """Nothing is gathered yet."""
        self.proofs: dict[str, set[str]] = defaultdict(set)

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        """Remember each test, once for all its parameters, under each row it names."""
        for item in session.items:
            for mark in item.iter_markers("row"):
                for row in mark.args:
                    self.proofs[row].add(item.nodeid.partition("[")[0])


def contract(path: Path) -> dict[str, str]:
    """Row and title, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as lines:
        return {line["row"]: line["title"] for line in csv.DictReader(lines)}


def page(rows: dict[str, str], proofs: dict[str, set[str]]) -> str:
    """The whole page as text."""
    proved = [row for row in rows if row in proofs]
    out = [
        "# Status",
        "",
        "Computed from the marks of the tests by `make handbook`; `make check` compares. A row is",
        "proved when at least one test names it, and `make test` runs them all.",
        "",
        f"**{len(proved)} of {len(rows)} rows are proved.**",
    ]
    for letter, title in SERIES.items():
        out += [
            "",
            f"## {letter}: {title}",
            "",
            "| Row | What | Proved by |",
            "| --- | --- | --- |",
        ]
        for row in (row for row in rows if row.startswith(letter)):
            tests = "<br>".join(
                f"`{test.removeprefix('tests/')}`" for test in sorted(proofs.get(row, ()))
            )
            out.append(f"| {row} | {rows[row]} | {tests or '–'} |")
    return "\n".join(out) + "\n"


def main(*arguments: str) -> int:
    """Write the page or, with --check, compare it."""
    gathered, said = Rows(), io.StringIO()
    with contextlib.redirect_stdout(said):
        code = pytest.main(
            ["--collect-only", "-q", "-p", "no:cacheprovider", str(ROOT / "tests")], [gathered]
        )
    if code != pytest.ExitCode.OK:
        print(said.getvalue()[said.getvalue().find("= ERRORS =") :])
        return 1
    rows = contract(ROOT / "tools/contract.csv")
    if unknown := sorted(gathered.proofs.keys() - rows.keys()):
        print(
            "no such row in the contract:",
            *(f"{row} ({', '.join(sorted(gathered.proofs[row]))})" for row in unknown),
        )
        return 1
    text = page(rows, gathered.proofs)
    if "--check" in arguments:
        if not PAGE.exists() or PAGE.read_text("utf-8") != text:
            print("docs/status.md is stale; run: make handbook")
            return 1
    else:
        PAGE.write_text(text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
