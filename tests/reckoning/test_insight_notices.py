"""The inbox page: by day, each line leads to its record, one button reads all."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.base.notices.actions import mark_read
from lianxin.base.notices.models import Notice
from lianxin.base.notices.queries import unread
from lianxin.base.records.commands import drain
from lianxin.work.suggestions.actions import assignment
from tests.factories import thread
from tests.factories.county import moment, told


@pytest.fixture(autouse=True)
def _in_english(english):
    """The page is read by its English words here."""


def inbox(client, seat, query=""):
    client.force_login(seat.user)
    answer = client.get(f"/notices/{query}", headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.context


def noted(seat, count):
    """That many notices, one an hour."""
    Notice.objects.bulk_create(
        Notice(
            seat_id=seat.pk,
            entry_id=n,
            act_id=n,
            cell_id=seat.cell_id,
            root_type="suggestions.suggestion",
            root_id=1,
            subject_type="suggestions.suggestion",
            move="register",
            title="The road",
            happened_at=moment(2026, 1, 1 + n // 10, 8 + n % 10),
        )
        for n in range(count)
    )


def test_a_line_says_what_happened_to_what_and_leads_there(county, client):
    draft = thread.handed_in(county, thread.drafted(county))
    drain([])
    ((_day, (news,)),) = inbox(client, county.clerk)["days"]
    assert (news.said, news.title, news.url, news.is_new) == (
        "The suggestion was handed in",
        draft.title,
        f"/suggestions/{draft.pk}/",
        True,
    )
    assert (news.who, news.asks) == (county.deputy.signature, "Take it up for review.")
    assert "Your turn: Take it up for review." in client.get("/notices/").content.decode()


def test_what_was_read_asks_for_nothing(county, client):
    thread.handed_in(county, thread.drafted(county))
    drain([])
    mark_read(county.clerk)
    ((_day, (news,)),) = inbox(client, county.clerk)["days"]
    assert (news.is_new, news.asks) == (False, "")


def test_what_is_no_longer_ones_own_is_told_but_leads_nowhere(county, client):
    draft = thread.with_units(county)
    drain([])
    part = thread.part_of(draft, county.units[0])
    assignment.change_unit(part, actor=county.leader, note="Not theirs.", via=told(2026, 1, 13))
    ((_day, (news,)),) = inbox(client, county.a_clerk)["days"]
    assert (news.said, news.title, news.url, news.asks) == (
        "Given to the unit",
        draft.title,
        "",
        "",
    )


def test_lines_stand_under_their_days_the_newest_first(county, client):
    noted(county.clerk, 25)
    days = inbox(client, county.clerk)["days"]
    assert [(day.day, len(found)) for day, found in days] == [(3, 5), (2, 10), (1, 10)]


def test_thirty_stand_on_a_page(county, client):
    noted(county.clerk, 31)
    assert sum(len(found) for _day, found in inbox(client, county.clerk)["days"]) == 30
    assert sum(len(found) for _day, found in inbox(client, county.clerk, "?page=2")["days"]) == 1


def test_one_button_marks_all_of_the_seats_own_as_read(county, client):
    noted(county.clerk, 2)
    noted(county.leader, 1)
    client.force_login(county.clerk.user)
    assert client.get("/notices/").context["shell"]["unread"] == 2
    assert client.post("/notices/").status_code == 302
    assert (unread(county.clerk), unread(county.leader)) == (0, 1)


def test_the_inbox_costs_the_same_whatever_lies_in_it(county, client):
    prices = []
    for count in (1, 6):
        noted(county.clerk, count)
        client.force_login(county.clerk.user)
        client.get("/notices/")  # the menu counts once what has changed
        with CaptureQueriesContext(connection) as asked:
            client.get("/notices/")
        prices.append(len(asked))
    assert prices[0] == prices[1] <= 12


def test_an_empty_inbox_says_so(county, client):
    client.force_login(county.clerk.user)
    assert "No notices yet" in client.get("/notices/").content.decode()


def test_a_stranger_has_no_inbox(client, db):
    assert client.get("/notices/").status_code == 302
