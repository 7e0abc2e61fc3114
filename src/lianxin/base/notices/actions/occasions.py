"""On what occasions a message goes, in what words, with which numbered parameters."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from lianxin.base.notices.models import Way
from lianxin.base.notices.rules import fits, parts_of

SUBJECT = _("Liaison platform of the deputies")


@dataclass(frozen=True)
class Occasion:
    """The text as it is to be registered with the operator; its parameters in their order."""

    code: str
    label: Any
    text: Any
    parameters: tuple[str, ...]
    at_once: bool = False  # somebody waits for it: the hours of the night do not count

    def words(self, given) -> str:
        """The message in the language of the place; refuses what has no business in it."""
        if set(given) != set(self.parameters):
            raise ValueError(f"{self.code} takes {self.parameters}")
        wrong = [name for name in self.parameters if not fits(name, given[name])]
        if wrong:
            raise ValueError(f"{self.code}: {', '.join(wrong)} may not hold that")
        with translation.override(settings.LANGUAGE_CODE):
            return str(self.text) % given

    def in_order(self, given) -> list[str]:
        """The parameters as the operator numbers them: {1}, {2} and so on."""
        return [given[name] for name in self.parameters]

    def registered(self) -> str:
        """The text to register with the operator, with numbers in the place of parameters."""
        places = {name: f"{{{n}}}" for n, name in enumerate(self.parameters, start=1)}
        with translation.override(settings.LANGUAGE_CODE):
            return signed(str(self.text) % places)


OCCASIONS = {
    each.code: each
    for each in (
        Occasion(
            "confirm",
            _("code for an address"),
            _("Your code is %(code)s. It holds for 30 minutes; tell it to nobody."),
            ("code",),
            at_once=True,
        ),
        Occasion(
            "due",
            _("due soon"),
            _("%(number)s is due by %(day)s and waits for you: %(address)s"),
            ("number", "day", "address"),
        ),
        Occasion(
            "late",
            _("overdue"),
            _("%(number)s was due by %(day)s and still waits for you: %(address)s"),
            ("number", "day", "address"),
        ),
        Occasion(
            "digest",
            _("once a day"),
            _("Matters that wait for you: %(count)s, of them overdue: %(late)s. %(address)s"),
            ("count", "late", "address"),
        ),
        Occasion(
            "received",
            _("query code to a resident"),
            _("We have received what you said. Query code: %(code)s. See %(address)s"),
            ("code", "address"),
            at_once=True,
        ),
        Occasion(
            "answer",
            _("answer to a resident"),
            _("There is an answer to %(number)s. Read it with your query code: %(address)s"),
            ("number", "address"),
        ),
    )
}


def signed(text: str) -> str:
    """With the signature that operators demand in front."""
    return f"【{settings.SMS_SIGN}】{text}" if settings.SMS_SIGN else text


def bill(text: str) -> tuple[int, int]:
    """(parts, cost in fen) of a text message."""
    parts = parts_of(signed(text))
    return parts, parts * settings.SMS_PRICE


def is_open(way: str, *codes: str) -> bool:
    """Whether messages go by a way at all, and whether the operator knows these occasions."""
    if way == Way.MAIL:
        return settings.MAIL_NOTICES
    if settings.SMS == "http":
        return bool(settings.SMS_URL) and all(code in settings.SMS_TEMPLATES for code in codes)
    return settings.SMS == "recorder"
