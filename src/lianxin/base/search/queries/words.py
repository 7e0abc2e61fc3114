"""
What is a word: pairs of neighbouring characters for Chinese, whole words for letters and figures.

电梯口 becomes 电梯, 梯口 and, last, 口 alone, so that a single character is found too. Words that
stand side by side are looked for as a phrase. The same words are kept in both databases.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

HAN = "\u3005-\u3007\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUN = re.compile(f"[{HAN}]+|[a-z0-9]+")
MOST_TOKENS = 16_000  # PostgreSQL knows no place beyond 16,383
MOST_PHRASES = 8
A_NUMBER = 3  # figures at the least that may go on: 2 is not the beginning of 2026
LONGEST = 60  # characters of a question


def plain(text: str) -> str:
    """Full width as half width, capitals as small letters."""
    return unicodedata.normalize("NFKC", text).lower()


def _pairs(run: str) -> list[str]:
    return [run[i : i + 2] for i in range(len(run) - 1)]


def _is_han(run: str) -> bool:
    return not run.isascii()


def tokens(text: str) -> list[str]:
    """The words of a text, in their order."""
    found: list[str] = []
    for match in RUN.finditer(plain(text)):
        run = match.group()
        found += [*_pairs(run), run[-1]] if _is_han(run) else [run]
        if len(found) >= MOST_TOKENS:
            return found[:MOST_TOKENS]
    return found


@dataclass(frozen=True)
class Phrase:
    """Words that must stand side by side; of an `open` one the last may go on."""

    words: tuple[str, ...]
    open: bool


def phrases(asked: str) -> list[Phrase]:
    """What a question asks for: each of these must be found."""
    groups: list[list[str]] = []
    end = -1
    for match in RUN.finditer(plain(asked)[:LONGEST]):
        if match.start() == end:
            groups[-1].append(match.group())
        else:
            groups.append([match.group()])
        end = match.end()
    return [_phrase(group) for group in groups[:MOST_PHRASES]]


def _phrase(runs: list[str]) -> Phrase:
    *before, last = runs
    words = [word for run in before for word in tokens(run)]
    if _is_han(last) and len(last) > 1:
        return Phrase((*words, *_pairs(last)), open=False)
    return Phrase((*words, last), open=not last.isdecimal() or len(last) >= A_NUMBER)


# In the language of each database


def for_sqlite(asked: Iterable[Phrase], scopes: Iterable[str]) -> str:
    """The question to FTS5. Nothing but words in the sense of `RUN` gets here."""
    said = [f'"{" ".join(each.words)}"{"*" * each.open}' for each in asked]
    return f"{{scope}} : ({' OR '.join(scopes)}) AND {{title body}} : ({' AND '.join(said)})"


def for_postgres(asked: Iterable[Phrase], scopes: Iterable[str] = ()) -> str:
    """The question as a tsquery. A scope has no place in the text: with one there is no rank."""
    said = []
    for each in asked:
        words = [f"'{word}'" for word in each.words]
        said.append(f"({' <-> '.join(words)}{':*' * each.open})")
    if scopes:
        said.insert(0, f"({' | '.join(repr('@' + scope) for scope in scopes)})")
    return " & ".join(said)


def vector(scopes: Iterable[str], title: str, body: str) -> str:
    """A tsvector as text: no configuration of the database decides what a word is."""
    places: dict[str, list[str]] = {}
    for place, word in enumerate(tokens(title), 1):
        places.setdefault(word, []).append(f"{place}A")
    start = len(tokens(title)) + 3  # nothing stands side by side across the two
    for place, word in enumerate(tokens(body)[: MOST_TOKENS - start], start):
        places.setdefault(word, []).append(str(place))
    told = [f"'{word}':{','.join(where[:255])}" for word, where in places.items()]
    return " ".join([*(f"'@{scope}'" for scope in scopes), *told])
