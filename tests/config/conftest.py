"""A county that was begun, and its administrator at the pages."""

import pytest
from django.contrib.auth import authenticate
from django.test import Client

from lianxin.base.accounts.models import User
from lianxin.institution.congress.models import Cell
from tests.factories.first_day import PHRASE, init, list_of_places


@pytest.fixture
def one_step(settings):
    """What is tried here begins behind the door."""
    settings.SECOND_FACTOR_ROLES = frozenset()
    settings.WRONG_CODES = (0, 600)


@pytest.fixture
def listed(rules):
    return list_of_places()


@pytest.fixture
def begun(one_step, listed, capsys, english):
    """A county that was begun, and its administrator at the pages."""
    said = init(capsys)
    client = Client(headers={"accept-language": "en"})
    code = said["activate"].rstrip("/").rpartition("/")[2]
    client.post("/activate/", {"code": code, "password": PHRASE, "again": PHRASE})
    assert authenticate(None, username="admin", password=PHRASE) is not None
    client.force_login(User.objects.get(username="admin"))
    client.cell = Cell.objects.get()
    return client
