"""A letter or some printouts as JSON and back: what is to be printed waits as data for a worker."""

import hashlib
import json
from dataclasses import asdict
from datetime import date
from typing import Any

from lianxin.base.paper.letter import Letter
from lianxin.base.paper.printout import Cell, Printout, Row

Paper = Letter | tuple[Printout, ...]


def to_json(paper: Paper) -> dict[str, Any]:
    """What stands on the paper."""
    if isinstance(paper, Letter):
        told = asdict(paper)
        told["day"] = paper.day.isoformat() if paper.day else None
        return {"letter": told}
    return {"sheets": [asdict(each) for each in paper]}


def from_json(told: dict[str, Any]) -> Paper:
    """The paper of what `to_json` told."""
    if "letter" in told:
        given = dict(told["letter"])
        given["day"] = date.fromisoformat(given["day"]) if given["day"] else None
        for name in ("title", "paragraphs"):
            given[name] = tuple(given[name])
        return Letter(**given)
    return tuple(_sheet(each) for each in told["sheets"])


def _sheet(told):
    rows = tuple(
        Row(tuple(Cell(**cell) for cell in row["cells"]), row["height"]) for row in told["rows"]
    )
    kept = {name: tuple(told[name]) for name in ("widths", "notes")}
    return Printout(**(told | kept | {"rows": rows}))


def digest_of(told: dict[str, Any], *more: Any) -> str:
    """The mark of a paper's content: the same paper has the same."""
    text = json.dumps([told, *more], ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
