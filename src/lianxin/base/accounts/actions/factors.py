"""Lock the secrets of second steps, so that whoever reads the database can make no codes."""

import base64

from django.utils import timezone

from lianxin.base.accounts.models import FactorKey
from lianxin.kernel import keyring

ABOUT = "accounts.factor"


def lock_secret(text: str) -> str:
    """A secret as the database holds it, with the number of the key that opens it."""
    row = FactorKey.objects.order_by("-pk").first()
    if row is None:
        made = keyring.fresh(1, on=timezone.localdate())
        row = FactorKey.objects.create(secret=str(made))
    blob = keyring.read(row.secret).newest.lock(text.encode(), ABOUT)
    return f"{row.pk}.{base64.urlsafe_b64encode(blob).decode()}"


def open_secret(locked: str) -> str:
    """The secret again; nothing where it does not open."""
    number, _dot, coded = locked.partition(".")
    row = FactorKey.objects.filter(pk=number if number.isdecimal() else 0).first()
    try:
        if row is None:
            return ""
        blob = base64.urlsafe_b64decode(coded)
        return keyring.read(row.secret).newest.open(blob, ABOUT).decode()
    except (ValueError, keyring.Unreadable):
        return ""
