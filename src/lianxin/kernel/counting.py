"""Counting that knows when to stop, and that is not done twice for the same answer."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery

COUNTED = 1000  # more are not counted: "999+"
MOST = 8000  # figures that a process remembers

KEPT: OrderedDict[Any, tuple[Any, Any]] = OrderedDict()


class Capped(Subquery):
    """How many rows a query finds, counted no further than its own limit."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"

    def __init__(self, found: QuerySet[Any], most: int | None = COUNTED) -> None:
        super().__init__(found.order_by().values("pk")[:most], output_field=IntegerField())


def remembered(key: Any, at: Any, count: Callable[[], Any]) -> Any:
    """`count()`, asked again only when `at`, the point to which the figure belongs, has moved."""
    was, value = KEPT.get(key, (None, None))
    if was != at:
        value = count()
        KEPT[key] = (at, value)
        KEPT.move_to_end(key)
        while len(KEPT) > MOST:
            KEPT.popitem(last=False)
    return value
