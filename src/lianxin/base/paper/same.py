"""Find rows of one file that are the same, by the identity a layout declares."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeVar

from lianxin.base.paper.declare import Identity


class Valued(Protocol):
    """A row with its values by key."""

    values: dict[str, Any]


R = TypeVar("R", bound=Valued)


_MOST = 100  # rows of one name that a row is compared with; keeps silly files from taking hours


def find_same(rows: Sequence[R], identity: Identity) -> Iterator[tuple[R, R, bool]]:
    """(row, the earlier one, whether they certainly are the same), in the order of the rows."""
    firsts: dict[tuple[Any, ...], list[R]] = {}
    wholes: dict[frozenset[tuple[str, Any]], R] = {}
    likes: dict[tuple[Any, ...], list[R]] = {}
    numbers: dict[tuple[str, Any], list[R]] = {}
    for row in rows:
        values = row.values
        key = tuple(values.get(name) for name in identity.keys)
        whole = frozenset((name, value) for name, value in values.items() if value is not None)
        earlier = firsts.get(key, []) if None not in key else []
        same = next((one for one in earlier if not _apart(one, row, identity.apart)), None)
        same = same or wholes.get(whole) or _of_one_number(row, numbers, identity)
        if same is not None:
            yield row, same, True
            continue
        wholes[whole] = row
        _keep(firsts, key, row)
        for name in identity.sure:
            if values.get(name) is not None:
                _keep(numbers, (name, values[name]), row)
        if identity.alike:
            like = tuple(values.get(name) for name in identity.alike)
            maybe = next((one for one in likes.get(like, []) if _may_be(one, row, identity)), None)
            if maybe is not None:
                yield row, maybe, False
            _keep(likes, like, row)


def _of_one_number(row: R, numbers: dict[tuple[Any, ...], list[R]], identity: Identity) -> R | None:
    """The row with the same number of those that only one has, whatever else was mistyped."""
    for name in identity.sure:
        for one in numbers.get((name, row.values.get(name)), []):
            if not _apart(one, row, identity.several):
                return one
    return None


def _keep(known: dict[tuple[Any, ...], list[R]], key: tuple[Any, ...], row: R) -> None:
    if len(kept := known.setdefault(key, [])) < _MOST:
        kept.append(row)


def _apart(one: Any, other: Any, names: Sequence[str]) -> bool:
    """Whether something that is given in both tells them apart."""
    pairs = [(one.values.get(name), other.values.get(name)) for name in names]
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _may_be(one: Any, other: Any, identity: Identity) -> bool:
    return not _apart(one, other, (*identity.keys, *identity.apart))
