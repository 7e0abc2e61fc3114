"""What waits for whom, the workbench of a seat, and the first page of a deputy."""

from lianxin.reckoning.insight.queries.asked import awaited, turns
from lianxin.reckoning.insight.queries.bench import (
    COUNTED,
    NO_BUSINESS,
    Desk,
    desk,
    is_unit,
    trail_of,
    unit_desk,
)
from lianxin.reckoning.insight.queries.day import Home, arches_of, home
from lianxin.reckoning.insight.queries.waiting import CAP, Row, Turn, holder_of

__all__ = [
    "CAP",
    "COUNTED",
    "NO_BUSINESS",
    "Desk",
    "Home",
    "Row",
    "Turn",
    "arches_of",
    "awaited",
    "desk",
    "holder_of",
    "home",
    "is_unit",
    "trail_of",
    "turns",
    "unit_desk",
]
