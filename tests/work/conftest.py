"""A browser for every seat, and a place for uploads that is thrown away."""

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sign_in():
    """A browser of its own for every seat, reading English."""

    def for_seat(seat):
        browser = Client()
        browser.cookies["django_language"] = "en"
        browser.force_login(seat.user)
        return browser

    return for_seat
