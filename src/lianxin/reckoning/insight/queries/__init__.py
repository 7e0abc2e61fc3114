"""What waits for whom, the workbench of a seat, and the first page of a deputy."""

from lianxin.kernel.counting import COUNTED
from lianxin.reckoning.insight.queries.asked import awaited, turns
from lianxin.reckoning.insight.queries.bench import (
    NO_BUSINESS,
    ORDERS,
    Asked,
    Desk,
    desk,
    filters_of,
)
from lianxin.reckoning.insight.queries.counters import MOST, Menu, menu_of
from lianxin.reckoning.insight.queries.day import Home, arches_of, home
from lianxin.reckoning.insight.queries.find import FEW, KINDS, SIZE, Found, find, find_one_kind
from lianxin.reckoning.insight.queries.lately import Last, lately
from lianxin.reckoning.insight.queries.trail import trail_of
from lianxin.reckoning.insight.queries.units import is_unit, rows_waiting, unit_desk
from lianxin.reckoning.insight.queries.waiting import CAP, Row, Turn, holder_of

__all__ = [
    "CAP",
    "COUNTED",
    "FEW",
    "KINDS",
    "MOST",
    "NO_BUSINESS",
    "ORDERS",
    "SIZE",
    "Asked",
    "Desk",
    "Found",
    "Home",
    "Last",
    "Menu",
    "Row",
    "Turn",
    "arches_of",
    "awaited",
    "desk",
    "filters_of",
    "find",
    "find_one_kind",
    "holder_of",
    "home",
    "is_unit",
    "lately",
    "menu_of",
    "rows_waiting",
    "trail_of",
    "turns",
    "unit_desk",
]
