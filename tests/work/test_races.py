"""What two people do in the same instant: one wins, the other is told so, nothing is half done."""

import pytest
from django.db import IntegrityError, transaction

from lianxin.kernel.lifecycle import Refused
from lianxin.work.suggestions.actions import assignment
from lianxin.work.suggestions.models import Assignment
from tests.factories import thread
from tests.factories.county import told


@pytest.fixture
def on_the_books(county):
    return thread.registered(county, thread.handed_in(county, thread.drafted(county)))


def test_a_second_lead_unit_is_refused_by_the_action(county, on_the_books):
    _propose(county, on_the_books, 0)
    with pytest.raises(Refused):
        _propose(county, on_the_books, 1)
    assert Assignment.objects.count() == 1


def test_and_by_the_database_when_the_action_could_not_know(county, on_the_books):
    _propose(county, on_the_books, 0)
    row = Assignment.objects.get()
    row.pk, row.unit = None, county.units[1]
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)
    assert Assignment.objects.count() == 1


def _propose(county, suggestion, unit):
    return assignment.propose(
        actor=county.clerk,
        suggestion=suggestion,
        unit=county.units[unit],
        kind="lead",
        via=told(2026, 1, 12),
    )
