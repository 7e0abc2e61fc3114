"""Find rows of one file that are the same, by the identity a layout declares."""

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from lianxin.base.paper.declare import Identity

R = TypeVar("R")  # a row with `values`


def find_same(rows: Sequence[R], identity: Identity) -> Iterator[tuple[R, R, bool]]:
    """(row, the earlier one, whether they certainly are the same), in the order of the rows."""
    firsts: dict[tuple[Any, ...], list[R]] = {}
    wholes: dict[frozenset[tuple[str, Any]], R] = {}
    likes: dict[tuple[Any, ...], list[R]] = {}
    for row in rows:
        values: dict[str, Any] = row.values
        key = tuple(values.get(name) for name in identity.keys)
        like = tuple(values.get(name) for name in identity.alike)
        whole = frozenset((name, value) for name, value in values.items() if value is not None)
        earlier = firsts.get(key, []) if None not in key else []
        same = next((one for one in earlier if not _apart(one, row, identity.apart)), None)
        same = same or wholes.get(whole)
        if same is not None:
            yield row, same, True
            continue
        maybe = next((one for one in likes.get(like, []) if _may_be(one, row, identity)), None)
        if identity.alike and maybe is not None:
            yield row, maybe, False
        firsts.setdefault(key, []).append(row)
        wholes.setdefault(whole, row)
        likes.setdefault(like, []).append(row)


def _apart(one: Any, other: Any, names: Sequence[str]) -> bool:
    """Whether something that is given in both tells them apart."""
    pairs = [(one.values.get(name), other.values.get(name)) for name in names]
    return any(a is not None and b is not None and a != b for a, b in pairs)


def _may_be(one: Any, other: Any, identity: Identity) -> bool:
    return not _apart(one, other, (*identity.keys, *identity.apart))
