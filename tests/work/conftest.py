"""A browser for every seat, a place for uploads that is thrown away, a case with its units."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.factories import thread


@pytest.fixture(autouse=True)
def _uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def look(client):
    """Open an address as a seat; the page is in English."""
    client.cookies["django_language"] = "en"

    def open_as(seat, address):
        client.force_login(seat.user)
        return client.get(address)

    return open_as


@pytest.fixture
def counted(client, look):
    """How many queries an address costs a seat that is signed in, when nothing has happened."""

    def count(seat, address):
        client.force_login(seat.user)
        client.get(address)  # the menu counts what waits once a change
        with CaptureQueriesContext(connection) as found:
            answer = client.get(address)
        assert answer.status_code == 200
        return len(found)

    return count


@pytest.fixture
def case(look):
    def open_case(seat, draft, more=""):
        return look(seat, f"/suggestions/{draft.pk}/{more}")

    return open_case


@pytest.fixture
def draft(county):
    """With the units since Monday 12 January 2026."""
    return thread.with_units(county)


@pytest.fixture
def part(county, draft):
    return thread.part_of(draft, county.units[0])


@pytest.fixture
def co_part(county, draft):
    return thread.part_of(draft, county.units[1])
