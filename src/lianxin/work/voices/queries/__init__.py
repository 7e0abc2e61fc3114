"""Questions about many voices. Every page and endpoint starts from `visible_to`."""

from lianxin.work.voices.queries.codes import by_code, code_digest, code_for, new_code
from lianxin.work.voices.queries.grounds import NOTICE_WAYS, REASONS, REDIRECT_REASONS
from lianxin.work.voices.queries.lists import VIEWS, has_desk, listing, may_enter
from lianxin.work.voices.queries.pages import files_of, gaps, page_of, stages, ties, turn_of
from lianxin.work.voices.queries.scope import (
    Case,
    audience,
    case,
    mandates_at,
    may_know_who,
    places_for,
    resident_of,
    stashed,
    subject_of,
    thumbnail,
    visible_to,
    whole,
    without_numbers,
)

__all__ = [
    "NOTICE_WAYS",
    "REASONS",
    "REDIRECT_REASONS",
    "VIEWS",
    "Case",
    "audience",
    "by_code",
    "case",
    "code_digest",
    "code_for",
    "files_of",
    "gaps",
    "has_desk",
    "listing",
    "mandates_at",
    "may_enter",
    "may_know_who",
    "new_code",
    "page_of",
    "places_for",
    "resident_of",
    "stages",
    "stashed",
    "subject_of",
    "thumbnail",
    "ties",
    "turn_of",
    "visible_to",
    "whole",
    "without_numbers",
]
