"""What the public may read, and whose query codes this browser knows."""

from lianxin.portal.queries.handling import read
from lianxin.portal.queries.people import deputies_for, faces, mandate_of, with_people
from lianxin.portal.queries.places import (
    cell_of,
    examples,
    handler_of,
    phone_for,
    promises,
    stations,
)
from lianxin.portal.queries.published import figures, published, shows_text
from lianxin.portal.queries.residents import REMEMBERED, residents_of
from lianxin.portal.queries.tracking import tracked

__all__ = [
    "REMEMBERED",
    "cell_of",
    "deputies_for",
    "examples",
    "faces",
    "figures",
    "handler_of",
    "mandate_of",
    "phone_for",
    "promises",
    "published",
    "read",
    "residents_of",
    "shows_text",
    "stations",
    "tracked",
    "with_people",
]
