"""Query codes: the resident's only key. They are shown once; what is stored is a digest."""

import hashlib
import re
import secrets

from django.utils.crypto import salted_hmac

from lianxin.base.paper.text import narrow
from lianxin.work.voices.models import Voice

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0 O 1 I L
GROUPS, SIZE = 3, 4


def new_code() -> str:
    """A query code of twelve letters and figures (59 bits), in groups that can be read out."""
    return in_groups(secrets.choice(ALPHABET) for _n in range(GROUPS * SIZE))


def code_for(once: str, *said) -> str:
    """
    The query code of one form as it was filled in: the same for the same words sent twice.

    `once` is the form's own secret; without the platform's key nobody can work the code out.
    """
    seed = "\x1f".join([once, *(str(each) for each in said)])
    number = int.from_bytes(salted_hmac("lianxin.voices.code", seed, algorithm="sha256").digest())
    signs = []
    for _n in range(GROUPS * SIZE):
        number, rest = divmod(number, len(ALPHABET))
        signs.append(ALPHABET[rest])
    return in_groups(signs)


def in_groups(signs) -> str:
    """Four signs, a dash, four signs, a dash, four signs."""
    plain = "".join(signs)
    return "-".join(plain[at : at + SIZE] for at in range(0, len(plain), SIZE))


def plain_code(typed: str) -> str:
    """The signs of a code however it was typed: case, width, blanks and dashes do not matter."""
    return re.sub(r"[^0-9A-Z]", "", narrow(typed).upper())


def written(typed: str) -> str:
    """A code as the receipt has it; what cannot be one stays as it was typed."""
    plain = plain_code(typed)
    return in_groups(plain) if len(plain) == GROUPS * SIZE else typed


def code_digest(code: str) -> str:
    """What is stored of a query code."""
    return hashlib.sha256(f"voice {plain_code(code)}".encode()).hexdigest()


def by_code(code: str) -> Voice | None:
    """The voice of a query code, or none."""
    if not plain_code(code):
        return None
    found = Voice.objects.filter(code_digest=code_digest(code))
    return found.select_related(
        "region", "town", "venue", "mandate__person", "unit", "contact"
    ).first()
