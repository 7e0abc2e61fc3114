"""One county with two of everything, and a second county that must never be seen."""

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.utils import translation

from lianxin.institution.congress import queries as congress
from lianxin.institution.congress.actions import load_default_rules
from lianxin.kernel import counting
from lianxin.reckoning.insight.queries import bench
from tests.factories.county import build_county


@pytest.fixture(autouse=True, scope="session")
def _quick_passwords():
    """A county has a user for every seat; hashing each password slowly would take seconds."""
    hasher = "django.contrib.auth.hashers.MD5PasswordHasher"
    with override_settings(PASSWORD_HASHERS=[hasher]):
        yield


@pytest.fixture(autouse=True, scope="session")
def _one_step_is_enough():
    """Most tests come in by one step; those of the second step ask for it themselves."""
    with override_settings(SECOND_FACTOR_ROLES=frozenset()):
        yield


@pytest.fixture(autouse=True, scope="session")
def _static_files_as_they_lie():
    """Pages are rendered without collecting the static files first."""
    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": plain}):
        yield


@pytest.fixture(autouse=True)
def _no_rules_of_another_test():
    """Each test's database is rolled back; what the process kept of it must go too."""
    congress._book.clear()
    counting.KEPT.clear()
    bench._filters_in.cache_clear()


@pytest.fixture
def rules(db):
    load_default_rules()


@pytest.fixture
def county(rules):
    return build_county("990101")


@pytest.fixture
def elsewhere(rules):
    return build_county("990102")


@pytest.fixture
def english():
    """For tests that read sentences: Chinese is what is spoken otherwise."""
    with translation.override("en"):
        yield


@pytest.fixture
def sign_in():
    """A browser of its own for every seat, reading English."""

    def for_seat(seat):
        browser = Client()
        browser.cookies["django_language"] = "en"
        browser.force_login(seat.user)
        return browser

    return for_seat
