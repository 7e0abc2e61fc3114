"""What the public may read, and whose query codes this browser knows."""

from lianxin.portal.queries.places import (
    cell_of,
    examples,
    handler_of,
    promises,
    stations,
    stations_by_name,
)
from lianxin.portal.queries.published import figures, published, shows_text
from lianxin.portal.queries.residents import REMEMBERED, residents_of
from lianxin.portal.queries.tracking import tracked

__all__ = [
    "REMEMBERED",
    "cell_of",
    "examples",
    "figures",
    "handler_of",
    "promises",
    "published",
    "residents_of",
    "shows_text",
    "stations",
    "stations_by_name",
    "tracked",
]
