"""
Count what one network address does, so that nobody floods a station or guesses codes.

The counts lie in the cache that all processes share; a lock makes each of them exact. They are
no records: nobody is known by them, and they are gone when their time is over.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.core.files import locks

from lianxin.base.accounts.queries import client_of

__all__ = ["client_of", "count", "counted", "minutes_of", "too_many"]
LIMITS = {"sends": "SENDS", "guesses": "WRONG_CODES"}  # what is counted -> its setting


def count(what: str, client: str) -> int:
    """One more of this address; how many there are now."""
    _most, within = getattr(settings, LIMITS[what])
    key = f"portal.{what}.{client}"
    with _alone():
        n, until = cache.get(key) or (0, time.time() + within)
        cache.set(key, (n + 1, until), max(1, until - time.time()))
    return n + 1


def counted(what: str, client: str) -> int:
    """How many there are of this address now."""
    n, _until = cache.get(f"portal.{what}.{client}") or (0, 0)
    return n


def too_many(what: str, n: int, times: int = 1) -> bool:
    """Whether `n` is more than allowed, or than `times` as many."""
    most, _within = getattr(settings, LIMITS[what])
    return bool(most) and n > most * times


def minutes_of(what: str) -> int:
    """For how long it is counted."""
    return getattr(settings, LIMITS[what])[1] // 60


@contextmanager
def _alone() -> Iterator[None]:
    """One process and one thread at a time."""
    with Path(settings.HOME, "counts.lock").open("a") as file:
        locks.lock(file, locks.LOCK_EX)
        try:
            yield
        finally:
            locks.unlock(file)
