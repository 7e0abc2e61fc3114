"""The way round: what a role may not see is not offered to it; the price is one query."""

import pytest
from django.test import RequestFactory
from django.utils import translation

from lianxin.config.shell import shell
from lianxin.institution.congress.models import ANYONE
from lianxin.institution.congress.queries import seats_of
from tests.factories import thread
from tests.factories.county import SINCE


def around(seat, path="/desk/", seats=None):
    """What the shell says to a seat that looks at a page."""
    request = RequestFactory().get(path)
    request.seat, request.seats = seat, seats or [seat]
    with translation.override("en"):
        return shell(request)


def labels(found):
    return [str(item.label) for item in found["nav"]]


def fetched(seat):
    """The seat as the middleware reads it."""
    return seats_of(seat.user, on=SINCE)[0]


STATION = ["Workbench", "Suggestions", "Residents' voices", "Notices", "Deputies"]
OFFICE = [*STATION, "Keeping the roster", "Import"]
DESK = [*OFFICE, "Signed papers", "Letters and print", "Messages sent", "Erasing"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("deputy", ["Today", "Voices", "Papers", "Notices", "File"]),
        ("officer", STATION),
        ("town_clerk", DESK[:8]),
        ("clerk", DESK),
        ("leader", OFFICE[:6]),
        ("a_clerk", [*STATION[:4], "Signed papers"]),
        ("a_head", STATION[:4]),
        ("supervision", ["Workbench", "Suggestions", "Notices", "Deputies"]),
        ("sys_admin", ["Workbench", "Setting up", "Seats", "Mark of the day"]),
        ("security_admin", ["Workbench", "The door"]),
        ("auditor", ["Workbench", "Sign-in log", "New ways in", "Mark of the day"]),
    ],
)
def test_each_role_is_offered_what_it_may_see(county, name, expected):
    assert labels(around(fetched(getattr(county, name)))) == expected


def test_a_stranger_is_offered_the_public_pages(county):
    found = around(ANYONE, "/")
    assert labels(found) == ["Home", "Find a deputy", "Speak", "Published", "How far is it"]
    assert [item.hero for item in found["nav"]].index(True) == 2
    assert found["shell_template"] == "ui/public.html"


def test_each_shell_goes_with_its_role(county):
    templates = {
        name: around(fetched(getattr(county, name)))["shell_template"]
        for name in ("deputy", "clerk", "a_clerk")
    }
    assert templates == {
        "deputy": "ui/deputy.html",
        "clerk": "ui/staff.html",
        "a_clerk": "ui/staff.html",
    }


def test_the_page_one_stands_on_is_marked(county):
    seat = fetched(county.clerk)
    current = [str(item.label) for item in around(seat, "/suggestions/7/")["nav"] if item.current]
    assert current == ["Suggestions"]
    assert [item.current for item in around(seat, "/desk/")["nav"]].index(True) == 0


def test_the_shell_costs_one_query_when_nothing_has_happened(county, django_assert_num_queries):
    for name in ("clerk", "deputy", "a_clerk", "auditor"):
        seat = fetched(getattr(county, name))
        around(seat)
        with django_assert_num_queries(1):
            around(seat)
    with django_assert_num_queries(1):
        around(ANYONE, "/")


def test_the_menu_says_how_much_waits(county):
    thread.handed_in(county, thread.drafted(county))
    thread.spoken(county)
    counts = {
        name: {str(i.label): i.count for i in around(fetched(getattr(county, name)))["nav"]}
        for name in ("clerk", "officer", "deputy")
    }
    assert counts["clerk"] == dict.fromkeys(DESK, "") | {"Workbench": "1", "Suggestions": "1"}
    assert counts["officer"] == dict.fromkeys(OFFICE[:5], "") | {
        "Workbench": "1",
        "Residents' voices": "1",
    }
    assert set(counts["deputy"].values()) == {""}


def test_who_runs_the_platform_has_nothing_to_search(county):
    offered = {
        name: around(fetched(getattr(county, name)))["shell"]["search"]
        for name in ("clerk", "deputy", "a_head", "auditor", "sys_admin")
    }
    assert offered == {
        "clerk": True,
        "deputy": True,
        "a_head": True,
        "auditor": False,
        "sys_admin": False,
    }


def test_who_sits_here_and_which_other_seats_there_are(county):
    seat = fetched(county.clerk)
    said = around(seat, seats=[seat, fetched(county.leader)])["shell"]
    assert (said["user_name"], said["seat_name"], said["place_name"]) == (
        "clerk",
        "deputy-affairs office",
        "County 990101",
    )
    assert [(pk, current) for pk, _label, current in said["seats"]] == [
        (county.clerk.pk, True),
        (county.leader.pk, False),
    ]
