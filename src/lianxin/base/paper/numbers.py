"""Numbers that prove themselves: check digits of identity numbers and bank cards."""

import re
from datetime import date

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK = "10X98765432"
_SHAPE = re.compile(r"[1-9]\d{5}(18|19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dX]")
MOBILE = r"1[3-9]\d{9}"


def identity_check_digit(first17: str) -> str:
    """The eighteenth character by GB 11643 (ISO 7064, MOD 11-2)."""
    return _CHECK[sum(int(d) * w for d, w in zip(first17, _WEIGHTS, strict=True)) % 11]


def is_identity_number(text: str) -> bool:
    """Eighteen characters, a day that exists and the right check digit."""
    return (
        _SHAPE.fullmatch(text) is not None
        and birth_in(text) is not None
        and identity_check_digit(text[:17]) == text[17]
    )


def birth_in(identity_number: str) -> date | None:
    """The day of birth that an identity number tells, if there is such a day."""
    year, month, day = identity_number[6:10], identity_number[10:12], identity_number[12:14]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def sex_in(identity_number: str) -> str:
    """The sex that an identity number tells, as a GB/T 2261.1 code."""
    return "1" if int(identity_number[16]) % 2 else "2"


def is_luhn(digits: str) -> bool:
    """The check of bank cards (ISO/IEC 7812)."""
    total = 0
    for place, digit in enumerate(reversed(digits)):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
