"""What writes to the book, the chain, the stream and the clocks."""

from lianxin.base.records.actions.book import erase
from lianxin.base.records.actions.clocks import extend, recompute
from lianxin.base.records.actions.ledger import Ledger
from lianxin.base.records.actions.links import link, unlink
from lianxin.base.records.actions.numbers import take_number
from lianxin.base.records.actions.stream import deliver, seal

__all__ = [
    "Ledger",
    "deliver",
    "erase",
    "extend",
    "link",
    "recompute",
    "seal",
    "take_number",
    "unlink",
]
