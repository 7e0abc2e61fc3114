"""One function per kind of cell: `(value, about) -> value`, or `Unclean` with the reason.

A blank cell gives `None`. A cleaned value may be cleaned again and stays what it is, so that
staged rows can be checked a second time. Nothing that Excel can put into a cell makes a
cleaner fail in any other way than by `Unclean`.
"""

from lianxin.base.paper.clean.codes import (
    degree,
    education,
    ethnic_group,
    expertise,
    one_of,
    party,
    sector,
    sex,
    trade,
)
from lianxin.base.paper.clean.dates import PartialDate, birth, day, moment
from lianxin.base.paper.clean.digits import identity_number, phone, serial, whole
from lianxin.base.paper.clean.values import About, Cleaner, Unclean, as_text
from lianxin.base.paper.clean.words import body, line, person_name

__all__ = [
    "About",
    "Cleaner",
    "PartialDate",
    "Unclean",
    "as_text",
    "birth",
    "body",
    "day",
    "degree",
    "education",
    "ethnic_group",
    "expertise",
    "identity_number",
    "line",
    "moment",
    "one_of",
    "party",
    "person_name",
    "phone",
    "sector",
    "serial",
    "sex",
    "trade",
    "whole",
]
