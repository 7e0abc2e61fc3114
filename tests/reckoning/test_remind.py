"""Reminders of what waits: once when it is soon due and once when it is late, or all once a day."""

import json
from datetime import date, timedelta

import pytest
from django.utils import timezone

from lianxin.base.notices.models import Reach, Sending
from lianxin.institution.congress.actions import override_day
from lianxin.institution.congress.queries import seats_of
from lianxin.reckoning.insight.queries import remind as queries
from lianxin.reckoning.insight.tasks import remind
from lianxin.work.suggestions.models import Suggestion
from tests.factories import thread

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _mail(settings):
    settings.MAIL_NOTICES, settings.SITE_ADDRESS = True, "https://rd.example"


def reached(seat, wish, confirmed=True):
    return Reach.objects.create(
        user_id=seat.user_id,
        way="mail",
        address="li@example.cn",
        wish=wish,
        confirmed_at=timezone.now() if confirmed else None,
    )


@pytest.fixture
def waits(county):
    """A suggestion that waits for the desk, and the days on which it is soon due and late."""
    draft = thread.handed_in(county, thread.drafted(county))
    due = Suggestion.objects.get(pk=draft.pk).due_date
    return draft, due


def told():
    rows = Sending.objects.order_by("pk")
    return [(each.occasion, each.turn, each.person) for each in rows]


def test_each_matter_is_told_of_once_soon_and_once_late(county, waits):
    _draft, due = waits
    reached(county.clerk, "each")
    person = f"user:{county.clerk.user_id}"
    remind(county.cell.pk, due - timedelta(days=60))
    assert told() == []
    for day in (1, 0):
        remind(county.cell.pk, due - timedelta(days=day))
        remind(county.cell.pk, due - timedelta(days=day))
    assert told() == [("due", due.isoformat(), person)]
    for day in (1, 2, 30):
        remind(county.cell.pk, due + timedelta(days=day))
    assert told()[1:] == [("late", due.isoformat(), person)]
    assert Sending.objects.get(occasion="due").deadline_on == due
    given = json.loads(Sending.objects.get(occasion="late").parameters)
    assert set(given) == {"number", "day", "address"}


def test_once_a_day_all_that_waits(county, waits):
    draft, due = waits
    thread.handed_in(county, thread.drafted(county))
    reached(county.clerk, "daily")
    day = date(2026, 11, 24)
    override_day(day, works=True, notice="test")
    remind(county.cell.pk, day)
    remind(county.cell.pk, day)
    [sending] = Sending.objects.all()
    given = json.loads(sending.parameters)
    assert given == {"count": "2", "late": "2", "address": "https://rd.example/desk/"}
    override_day(date(2026, 11, 25), works=False, notice="test")
    remind(county.cell.pk, date(2026, 11, 25))
    assert Sending.objects.count() == 1
    override_day(date(2026, 11, 25), works=True, notice="test")
    remind(county.cell.pk, date(2026, 11, 25))
    assert Sending.objects.count() == 2


@pytest.mark.parametrize(("wish", "confirmed"), [("nothing", True), ("each", False)])
def test_whoever_did_not_wish_or_confirm_it_is_left_alone(county, waits, wish, confirmed):
    reached(county.clerk, wish, confirmed)
    remind(county.cell.pk, waits[1])
    assert told() == []


def test_nobody_is_reminded_of_what_waits_for_others(county, elsewhere, waits):
    for seat in (county.a_clerk, county.deputy, elsewhere.clerk):
        reached(seat, "each")
    for cell in (county.cell, elsewhere.cell):
        remind(cell.pk, waits[1])
    assert told() == []


def test_whoever_has_left_is_not_reminded(county, waits):
    reached(county.clerk, "each")
    county.clerk.valid_to = waits[1] - timedelta(days=1)
    county.clerk.save()
    assert list(seats_of(county.clerk.user_id, on=waits[1])) == []
    assert queries.waits_for(county.clerk.user_id, county.cell.pk, today=waits[1]) == []
    remind(county.cell.pk, waits[1])
    assert told() == []
