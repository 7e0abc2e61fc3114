"""Show where in a text the words of a question stand, in full width too."""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.html import escape
from django.utils.safestring import SafeString

from lianxin.base.search.queries.words import HAN, RUN, plain

BEFORE, AROUND = 16, 90  # characters of an excerpt before the first word, and of all of it
WIDE = {0x3000: " "} | {0xFF01 + n: chr(0x21 + n) for n in range(94)}


def _unfolded(text: str) -> tuple[str, Sequence[int]]:
    """The text as it is compared, and for each of its characters where it stood."""
    low = text.translate(WIDE).lower()  # sign for sign, which is enough for nearly all texts
    if len(low) == len(text) and unicodedata.is_normalized("NFKC", low):
        return low, range(len(text))
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(text):
        for each in unicodedata.normalize("NFKC", char).lower():
            folded.append(each)
            places.append(place)
    return "".join(folded), places


def _pattern(asked: str) -> re.Pattern[str] | None:
    groups: list[str] = []
    end = -1
    for match in RUN.finditer(plain(asked)):
        if match.start() == end:
            groups[-1] += match.group()
        else:
            groups.append(match.group())
        end = match.end()
    said = [
        re.escape(each) if re.match(f"[{HAN}]", each) else rf"(?<![a-z0-9]){re.escape(each)}"
        for each in sorted(set(groups), key=len, reverse=True)
    ]
    return re.compile("|".join(said)) if said else None


def _spans(text: str, asked: str) -> list[tuple[int, int]]:
    pattern = _pattern(asked)
    if pattern is None:
        return []
    folded, places = _unfolded(text)
    return [
        (places[match.start()], places[match.end() - 1] + 1) for match in pattern.finditer(folded)
    ]


def marked(text: str, asked: str) -> SafeString:
    """The text as HTML, the words of a question marked in it."""
    out, last = [], 0
    for start, end in _spans(text, asked):
        start = max(start, last)
        out += [escape(text[last:start]), "<mark>", escape(text[start:end]), "</mark>"]
        last = max(end, last)
    return SafeString("".join([*out, escape(text[last:])]))


def excerpt(text: str, asked: str) -> SafeString:
    """The place of a text where the question is answered, marked; nothing if it is not."""
    one_line = " ".join(text.split())
    spans = _spans(one_line, asked)
    if not spans:
        return SafeString("")
    first = max(spans[0][0] - BEFORE, 0)
    cut = one_line[first : first + AROUND]
    head, tail = "…" * (first > 0), "…" * (first + AROUND < len(one_line))
    return SafeString(f"{head}{marked(cut, asked)}{tail}")
