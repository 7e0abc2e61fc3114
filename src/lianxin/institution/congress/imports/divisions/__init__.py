"""Lists of places, province to village: read as a stream, compared with what is here, landed."""

from lianxin.institution.congress.imports.divisions.comparing import (
    EndsTooMany,
    Older,
    Plan,
    compare,
    refuse_if_many_end,
)
from lianxin.institution.congress.imports.divisions.landing import land
from lianxin.institution.congress.imports.divisions.reading import DivisionList, NoList
from lianxin.institution.congress.imports.divisions.telling import COUNTED, printed, told

__all__ = [
    "COUNTED",
    "DivisionList",
    "EndsTooMany",
    "NoList",
    "Older",
    "Plan",
    "compare",
    "land",
    "printed",
    "refuse_if_many_end",
    "told",
]
