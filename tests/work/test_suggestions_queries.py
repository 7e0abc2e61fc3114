"""What pages of suggestions ask for: requests in a text, the desk, whom one may write for."""

import pytest

from lianxin.institution.congress.models import Congress, Person
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.queries.checks import writing
from lianxin.work.suggestions.queries.trail import Line, with_silence
from tests.factories import thread
from tests.factories.county import moment


@pytest.mark.parametrize(
    ("body", "requests"),
    [
        ("路坏了。建议：一是修路；二是装灯。", ["修路", "装灯"]),
        ("情况如下。\n【建议】\n1. 修路\n2、装灯", ["修路", "装灯"]),
        ("（一）修路。\n（二）装灯。", ["修路", "装灯"]),
        ("一、先说情况。建议：请尽快修路。", []),
        ("没有编号的话。", []),
    ],
)
def test_the_requests_of_a_text_are_found_as_they_are_numbered(body, requests):
    assert queries.requests_in(body) == requests


def test_a_suggestion_goes_to_the_office_of_its_congress(county):
    assert queries.desk_of(county.deputy.mandate) == county.office
    town = Congress.objects.create(
        cell=county.cell, name="Town congress", level="town", region=county.towns[0]
    )
    person = Person.objects.create(cell=county.cell, name="Sun")
    mandate = person.mandates.create(congress=town, region=county.towns[0])
    assert queries.desk_of(mandate) == county.presidium
    Congress.objects.filter(pk=town.pk).update(region=county.towns[1])
    mandate.congress.refresh_from_db()
    assert queries.desk_of(mandate) is None


def test_whom_a_seat_may_write_for(county):
    names = {
        seat.role: sorted(m.person.name for m in queries.mandates_for(seat))
        for seat in (county.deputy, county.officer, county.town_clerk, county.clerk, county.leader)
    }
    assert names == {
        "deputy": ["Li"],
        "liaison_officer": ["Chen", "Li"],
        "town_clerk": ["Chen", "Li"],
        "office": ["Chen", "Li", "Wu", "Zhao"],
        "leader": [],
    }


def test_who_was_asked_to_sign_is_not_asked_twice(county):
    draft = thread.cosigned(county, thread.drafted(county))
    assert [m.person.name for m in queries.cosigners_for(draft)] == ["Zhao"]


@pytest.mark.usefixtures("english")
def test_the_advice_on_a_text_names_what_is_missing(county):
    draft = thread.drafted(county)
    draft.title, draft.body = "On roads、water、light", "Bad."
    assert {check.title: check.ok for check in writing(draft)} == {
        "The situation is described": False,
        "It says why": False,
        "It says what should be done": False,
        "One matter": False,
    }


@pytest.mark.usefixtures("english", "rules")
def test_silence_is_marked_loudly_only_when_it_is_long(county):
    days = (moment(2026, 3, 30), moment(2026, 3, 27), moment(2026, 3, 16), moment(2026, 2, 9))
    lines = [Line(title=str(d.day), when=d, day=d.date()) for d in days]
    marked = with_silence(
        lines, cell_id=county.cell.pk, today=moment(2026, 4, 1).date(), open_ended=True
    )
    assert [(line.title, line.kind) for line in marked] == [
        ("30", "human"),
        ("27", "human"),
        ("9 working days between", "gap"),
        ("16", "human"),
        ("nothing happened for 21 working days", "slow"),
        ("9", "human"),
    ]
