"""Why a cell, a row or a file was not taken: a sentence in English and the values in it.

A reason is kept apart from its translation, because it is stored with the staged row and read
later by somebody who may use the other language.
"""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext


@dataclass(frozen=True, slots=True)
class Reason:
    """An English msgid with its values; `str()` says it in the reader's language."""

    text: str
    values: dict[str, Any] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return gettext(self.text) % self.values if self.values else gettext(self.text)

    def as_json(self) -> dict[str, Any]:
        """For a staged row; `from_json` makes the same reason of it."""
        return {"text": self.text, "values": {k: str(v) for k, v in self.values.items()}}

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Reason":
        return cls(told["text"], told["values"])


def because(text: str, /, **values: Any) -> Reason:
    """`because(_("“%(value)s” is no year."), value=v)`, with `_` meaning `gettext_noop`."""
    return Reason(text, values)


class WithReason(Exception):
    """An error whose text is a reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason

    def __str__(self) -> str:
        return str(self.reason)
