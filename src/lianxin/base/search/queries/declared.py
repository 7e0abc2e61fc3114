"""What can be searched: each app says in `apps.py` which of its records have a text."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps


@dataclass(frozen=True)
class Text:
    """
    The text of one record.

    Only what everybody may read who may see the record belongs here: whoever searches would
    learn the rest from whether it is found. Names, telephones and numbers of persons never do.
    """

    record_id: int
    root_id: int
    cell_id: int
    title: str
    body: str
    at: datetime  # the newest is shown first
    near: tuple[str, ...] = ()  # "t5": the town 5; see `Searchable.near`


def _anywhere(seat: Any) -> tuple[str, ...]:
    return ()


@dataclass(frozen=True)
class Searchable:
    """
    A kind of record that can be searched.

    `texts(root ids)` reads many at once; `root` is the type whose entries say that a text may
    have changed. `near(seat)` names the marks of which a record that this seat may see has one
    at least: it makes the search of a small desk quick. It decides nothing: whether a record may
    be seen is asked of its app's `visible`, in the very statement that searches.
    """

    label: str
    root: str
    texts: Callable[[list[int]], Iterable[Text]]
    near: Callable[[Any], tuple[str, ...]] = _anywhere


@cache
def searchables() -> dict[str, Searchable]:
    """{record type: how it is searched}, as the apps declare it."""
    found = {}
    for config in apps.get_app_configs():
        for name, dotted in getattr(config, "searchable", {}).items():
            module, constant = f"{config.name}.{dotted}".rsplit(".", 1)
            found[config.get_model(name)._meta.label_lower] = getattr(
                import_module(module), constant
            )
    return found


def scope(cell_id: int, label: str, near: str = "") -> str:
    """The mark of a cell and a kind, or of a part of them; it is one word to both databases."""
    return f"c{cell_id}k{label.replace('.', '').replace('_', '')}{'n' + near if near else ''}"


def scopes_of(cell_id: int, label: str, near: Iterable[str]) -> list[str]:
    """All marks of a record."""
    return [scope(cell_id, label), *(scope(cell_id, label, each) for each in near)]
