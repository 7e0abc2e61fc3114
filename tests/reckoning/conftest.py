"""Pages are read by their English words here, whichever language the platform speaks otherwise."""

from importlib import import_module

import pytest


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture(autouse=True)
def _no_minute_ends(monkeypatch):
    """What a process reads once a minute is not read again because a test began late in one."""
    for name, clock in (("bench", "time"), ("find", "monotonic")):
        module = import_module(f"lianxin.reckoning.insight.queries.{name}")
        monkeypatch.setattr(module, clock, lambda: 0.0)
