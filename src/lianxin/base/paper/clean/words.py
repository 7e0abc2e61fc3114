"""Names of persons, single lines and longer texts."""

import re
import unicodedata
from typing import Any

from django.utils.translation import gettext_noop as _

from lianxin.base.paper import text
from lianxin.base.paper.clean.values import About, Cleaner, as_text, refuse

_NOTHING = re.compile(r"[-—–−/\\.。_=＝－／]+")  # how a filled-in form says "nothing here"
_FOOTNOTE = re.compile(r"(?:\s*\[\d+\])+$|(?<=[^\W\d_])\d+(?:\s*\[\d+\])*$")
_IN_BRACKETS = re.compile(r"\s*[(（〔\[][^)）〕\]]*[)）〕\]]$")
_OTHER_SIGNS = "·'-. ’"
LONGEST_NAME = 50


def _within(value: str, longest: int) -> str:
    if len(value) > longest:
        raise refuse(
            _("%(count)s characters are too many; at most %(longest)s fit here."),
            count=len(value),
            longest=longest,
        )
    return value


def line(longest: int = 200) -> Cleaner:
    """One line of text; dashes and strokes alone mean that there is nothing."""

    def clean(value: Any, about: About) -> str | None:
        words = text.one_line(as_text(value))
        return _within(words, longest) if words and not _NOTHING.fullmatch(words) else None

    return clean


def body(longest: int = 20_000) -> Cleaner:
    """What somebody wrote, with its line breaks."""

    def clean(value: Any, about: About) -> str | None:
        words = text.many_lines(as_text(value))
        return _within(words, longest) if words else None

    return clean


def person_name(value: Any, about: About) -> str | None:
    """马　旭 → 马旭; 木沙 · 买买提 → 木沙·买买提; footnote marks and brackets are left out."""
    given = text.even_name(as_text(value))
    if not given or _NOTHING.fullmatch(given):
        return None
    name = given
    while (shorter := _IN_BRACKETS.sub("", _FOOTNOTE.sub("", name))) != name:
        name = shorter
    name = text.even_name(name)
    if not _may_be_a_name(name):
        raise refuse(_("“%(value)s” does not look like a name."), value=given)
    if name != given:
        about.warn(_("“%(value)s” was read as “%(name)s”."), value=given, name=name)
    return _within(name, LONGEST_NAME)


def _may_be_a_name(name: str) -> bool:
    if len(name) < 2 or not (_is_letter(name[0]) and _is_letter(name[-1])):
        return False
    return all(_is_letter(sign) or sign in _OTHER_SIGNS for sign in name)


def _is_letter(sign: str) -> bool:
    """Letters of any script; rare characters in private use; accents and variation selectors."""
    return sign in "〇." or unicodedata.category(sign) in _LETTERS


_LETTERS = {"Lu", "Ll", "Lt", "Lm", "Lo", "Co", "Cn", "Mn", "Mc", "Nl"}
