"""What waits for whom, the workbench of a seat, and the first page of a deputy."""

from lianxin.reckoning.insight.queries.awaited import awaited, turns
from lianxin.reckoning.insight.queries.desk import (
    NO_BUSINESS,
    Desk,
    desk,
    is_unit,
    trail_of,
    unit_desk,
)
from lianxin.reckoning.insight.queries.home import Home, home, stage_of
from lianxin.reckoning.insight.queries.waiting import Row, Turn

__all__ = [
    "NO_BUSINESS",
    "Desk",
    "Home",
    "Row",
    "Turn",
    "awaited",
    "desk",
    "home",
    "is_unit",
    "stage_of",
    "trail_of",
    "turns",
    "unit_desk",
]
