"""Cells that hold numbers or numbers that are really names: phones, identity numbers."""

import re
from typing import Any

from django.utils.translation import gettext_noop as _

from lianxin.base.paper import numbers, text
from lianxin.base.paper.clean.values import About, Unclean, as_text, refuse

_SCIENTIFIC = re.compile(r"\d(\.\d+)?e\+?\d+", re.IGNORECASE)
_LANDLINE = re.compile(r"(0\d{2,3})?[2-9]\d{6,7}(-\d{1,6})?")
_CODED_LANDLINE = re.compile(r"(0\d{2,3})-?([2-9]\d{6,7})((?:-|转)\d{1,6})?")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+")


def serial(value: Any, about: About) -> int | None:
    """A running number. It is not stored, so a wrong one is only remarked."""
    try:
        return whole(value, about)
    except Unclean:
        about.warn(_("“%(value)s” is no running number."), value=text.one_line(as_text(value)))
        return None


def whole(value: Any, about: About) -> int | None:
    """A whole number from nought, also in full-width digits."""
    given = text.bare(as_text(value))
    if not given or not given.strip("-—/"):
        return None
    given = given.replace(",", "") if _THOUSANDS.fullmatch(given) else given
    given = re.sub(r"\.0+$", "", given)
    if not (given.isdecimal() and given.isascii()) or len(given) > 15:
        raise refuse(_("“%(value)s” is no whole number."), value=text.one_line(as_text(value)))
    return int(given)


def phone(value: Any, about: About) -> str | None:
    """Mobile numbers as eleven digits; landlines as 0871-6312345, extensions behind."""
    given = text.bare(as_text(value))
    if not given or not given.strip("-—/"):
        return None
    if _SCIENTIFIC.fullmatch(given):
        raise _digits_lost()
    dialled = re.sub(r"[-.()‐-―−]+", "-", given).strip("-")
    if mobile := re.fullmatch(rf"(?:(?:\+|00)?86)?({numbers.MOBILE})", dialled.replace("-", "")):
        return mobile[1]
    dialled = re.sub(r"^(\+|00)86-?(?=0)", "", dialled)
    if found := _CODED_LANDLINE.fullmatch(dialled):
        area, number, extension = found.groups()
        return f"{area}-{number}{(extension or '').replace('转', '-')}"
    if _LANDLINE.fullmatch(dialled):
        return dialled
    raise refuse(_("“%(value)s” is no phone number."), value=text.one_line(as_text(value)))


def identity_number(value: Any, about: About) -> str | None:
    """Eighteen characters with the right check digit. Excel spoils them when they are numbers."""
    given = text.bare(as_text(value)).upper().strip("-—/")
    if not given:
        return None
    if _SCIENTIFIC.fullmatch(given) or (
        isinstance(value, int | float) and not isinstance(value, bool) and value >= 1e15
    ):
        raise _digits_lost()
    if numbers.is_identity_number(given):
        return given
    if len(given) == 15 and given.isdigit():
        raise refuse(_("This identity number has 15 digits; write the one with 18."))
    if len(given) != 18:
        raise refuse(
            _("An identity number has 18 characters; this one has %(count)s."), count=len(given)
        )
    raise refuse(_("The identity number is mistyped: its check digit does not fit."))


def _digits_lost() -> Unclean:
    return refuse(
        _(
            "The cell holds a number, and Excel has cut off its last digits; "
            "make the column text and write it again."
        )
    )
