"""What writes to the book, the chain, the stream and the clocks."""

from lianxin.base.records.actions.book import erase, put_down
from lianxin.base.records.actions.clocks import extend, recompute
from lianxin.base.records.actions.dates import restate
from lianxin.base.records.actions.ledger import Ledger
from lianxin.base.records.actions.links import link, unlink
from lianxin.base.records.actions.numbers import take_number
from lianxin.base.records.actions.stream import at_once, deliver, seal
from lianxin.base.records.actions.undo import forget_ways_back, take_back

__all__ = [
    "Ledger",
    "at_once",
    "deliver",
    "erase",
    "extend",
    "forget_ways_back",
    "link",
    "put_down",
    "recompute",
    "restate",
    "seal",
    "take_back",
    "take_number",
    "unlink",
]
