"""Pages are read by their English words here, whichever language the platform speaks otherwise."""

import pytest


@pytest.fixture(autouse=True)
def _pages_in_english(settings):
    settings.LANGUAGE_CODE = "en"
