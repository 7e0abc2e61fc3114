"""The workbench: each role its own, counted, in scope, at a fixed price."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from lianxin.base.paper import sheets
from lianxin.institution.congress.models import DeputyGroup, Membership
from lianxin.kernel.ports import Via
from lianxin.reckoning.insight import queries
from lianxin.work.suggestions.actions import publication
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices import actions as voices
from lianxin.work.voices.queries import new_code
from tests.factories import stages, thread
from tests.factories.county import SINCE, told

OFFICES = ("clerk", "leader", "supervision", "town_clerk", "chair", "officer")
UNITS = ("a_clerk", "a_head", "b_clerk", "b_head")


@pytest.fixture(autouse=True)
def _in_english(english):
    """The pages are read by their English words here."""


def lines(client, seat, query=""):
    """The rows of a seat's workbench."""
    client.force_login(seat.user)
    answer = client.get(f"/desk/{query}", headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.context["lines"]


def titles(client, seat, query=""):
    return [line.title for line in lines(client, seat, query)]


def acts(client, seat, query=""):
    """What each row says is to be done."""
    return [[label for label, _url in line.acts] for line in lines(client, seat, query)]


def busy(county):
    """Something at every stage: for each desk there is something to do, and to see."""
    voice = thread.spoken(county)
    handled = thread.with_units(county, voice)
    thread.opinion_sent(county, handled)
    thread.replied(county, handled)
    thread.with_units(county)
    thread.handed_in(county, thread.drafted(county))
    thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    thread.spoken(county)
    _at_the_presidium(county)


def _at_the_presidium(county):
    draft = thread.drafted(county)
    draft.organ = county.presidium
    draft.save()
    thread.handed_in(county, draft)


def prices(county, client):
    """{(seat, view): how many queries its workbench costs}."""
    found = {}
    for name in (*OFFICES, *UNITS):
        client.force_login(getattr(county, name).user)
        for query in ("", "?view=open"):
            with CaptureQueriesContext(connection) as asked:
                client.get(f"/desk/{query}")
            found[name, query] = len(asked)
    return found


def test_a_workbench_costs_the_same_whatever_waits(county, client):
    busy(county)
    prices(county, client)  # the menu counts once what has changed
    one = prices(county, client)
    for _n in range(5):
        busy(county)
    prices(county, client)
    assert prices(county, client) == one
    assert {name for name, cost in one.items() if cost > 12} <= {("town_clerk", "")}
    assert max(one.values()) <= 13  # a town's desk holds suggestions and voices


def test_the_desk_of_the_office_says_what_is_to_be_done_and_leads_there(county, client):
    draft = thread.handed_in(county, thread.drafted(county))
    (line,) = lines(client, county.clerk)
    assert line.title == draft.title
    assert line.deputy == "Li"
    assert line.acts == [("Take it up for review", f"/suggestions/{draft.pk}/take_up/")]


def test_whoever_wrote_the_opinion_is_not_asked_to_decide(county, client):
    thread.handed_in(county, thread.drafted(county))
    stages.reviewed(county, thread.handed_in(county, thread.drafted(county)))
    assert acts(client, county.clerk) == [["Take it up for review"]]
    assert acts(client, county.leader) == [["Register and number it"]]


def test_a_registered_suggestion_waits_for_units_to_be_named(county, client):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    (line,) = lines(client, county.clerk)
    assert line.acts == [("Propose a unit", f"/suggestions/{draft.pk}/propose/")]


def test_the_second_pair_of_eyes_is_asked_to_publish(county, client):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    public = publication.check(
        draft.publication,
        actor=county.clerk,
        level="full",
        public_body="…",
        public_reply="…",
        via=told(2026, 3, 10),
    )
    assert ["Check for secrets and personal data"] not in acts(client, county.clerk)
    (line,) = lines(client, county.leader)
    assert line.acts == [("Publish it", f"/publications/{public.pk}/publish/")]


def test_the_nearest_due_comes_first_and_what_has_no_period_last(county, client):
    late = thread.handed_in(county, thread.drafted(county))
    today = timezone.now()
    fresh = thread.drafted(county)
    fresh = thread.suggestion.submit(fresh, actor=county.deputy, via=Via("scenario", today))
    found = lines(client, county.clerk)
    assert [line.url for line in found] == [f"/suggestions/{each.pk}/" for each in (late, fresh)]
    assert [line.light.tone for line in found] == ["r", "g"]


def test_the_figures_of_the_lights_are_links_to_what_they_count(county, client):
    thread.handed_in(county, thread.drafted(county))
    client.force_login(county.clerk.user)
    answer = client.get("/desk/")
    ((_label, parts),) = answer.context["bars"]
    assert [(tone, count, url) for tone, count, _words, url in parts if count] == [
        ("r", 1, "/desk/?view=late")
    ]
    assert titles(client, county.clerk, "?view=late") == ["On mending the road to the school"]
    assert titles(client, county.clerk, "?view=soon") == []
    chips = {str(label): count for label, _url, count, _now, _hot in answer.context["chips"]}
    assert chips == {
        "Waiting for you": 1,
        "All open": 1,
        "To be reviewed": 1,
        "Late": 1,
    }  # what is empty is not offered


def test_what_waits_can_be_narrowed_to_one_kind_of_work(county, client):
    busy(county)
    client.force_login(county.clerk.user)
    groups = {code: count for code, _l, count, _now in client.get("/desk/").context["groups"]}
    assert groups == {
        "suggestion.take_up": 1,
        "suggestion.propose": 1,
        "publication.check": 1,
    }
    assert acts(client, county.clerk, "?do=suggestion.take_up") == [["Take it up for review"]]


@pytest.mark.parametrize("words", ["road to the", "T2026-001", "Li", "Bureau A"])
def test_the_search_finds_titles_numbers_deputies_and_units(county, client, words):
    thread.with_units(county)
    thread.handed_in(county, thread.drafted(county))
    found = lines(client, county.leader, f"?view=open&q={words}")
    assert {line.number for line in found} >= {"T2026-001"}
    assert lines(client, county.leader, "?view=open&q=nothing") == []


def test_a_row_of_others_says_whose_turn_it_is(county, client):
    thread.with_units(county)
    (line,) = lines(client, county.leader, "?view=open")
    assert (line.acts, line.holder, line.unit, line.others) == (
        [],
        "Bureau A, Bureau B",
        "Bureau A",
        1,
    )


def test_nobody_but_the_desk_learns_whether_a_verdict_is_there(county, client):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    thread.replied(county, draft)
    assert lines(client, county.leader, "?view=open")[0].holder == "Li"
    assert lines(client, county.supervision, "?view=open")[0].holder == ""


def test_a_station_sees_what_is_to_be_taken_up_sorted_and_told(county, client):
    sorted_one = thread.spoken(county)
    fresh = voices.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="The well has no cover.",
        region=county.villages[0],
        channel="station",
        code=new_code(),
        via=told(2026, 1, 6),
    )
    answered = voices.answer_on_spot(
        thread.spoken(county), actor=county.deputy, result="Done.", via=told(2026, 1, 7)
    )
    found = {line.url: line.acts for line in lines(client, county.officer)}
    assert found == {
        f"/voices/{sorted_one.pk}/": [("Decide where it goes", f"/voices/{sorted_one.pk}/")],
        f"/voices/{fresh.pk}/": [("Take it up and sort it", f"/voices/{fresh.pk}/take_up/")],
        f"/voices/{answered.pk}/": [("Tell the resident", f"/voices/{answered.pk}/feed_back/")],
    }


def test_the_presidium_chair_signs_the_slips_of_the_own_town_only(county, client):
    voice = thread.spoken(county)
    assert lines(client, county.chair) == []
    voices.draft_slip(
        voice, actor=county.officer, unit=county.units[2], slip="Mend it.", via=told(2026, 1, 6)
    )
    (line,) = lines(client, county.chair)
    assert line.acts == [
        ("Sign the slip and hand it to the unit", f"/voices/{voice.pk}/assign_town/")
    ]
    other = county.seat("chair2", "leader", organ=county.presidium, region=county.towns[1])
    assert lines(client, other) == []
    assert lines(client, county.leader) == []


def test_a_unit_sees_its_own_parts_with_the_light_of_each(county, client):
    draft = thread.with_units(county)
    (lead,) = lines(client, county.a_clerk)
    assert lead.acts == [("Sign for it", f"/assignments/{lead.record.pk}/acknowledge/")]
    assert lead.light.due_on == lead.record.due_date
    thread.opinion_sent(county, draft)
    assert lines(client, county.b_clerk, "?view=open") == []  # its part is done
    assert lines(client, county.c_clerk, "?view=open") == []


def test_a_head_sees_what_waits_for_others_apart(county, client):
    thread.with_units(county)
    assert lines(client, county.a_head) == []
    (line,) = lines(client, county.a_head, "?view=open")
    assert (line.group, line.holder) == ("Waiting for others", "unit's clerk")


def test_a_voice_handed_to_a_unit_waits_for_its_clerk(county, client):
    voice = voices.assign_village(
        thread.spoken(county), actor=county.town_clerk, unit=county.units[2], via=told(2026, 1, 6)
    )
    (line,) = lines(client, county.c_clerk)
    assert line.acts == [("Record what was done", f"/voices/{voice.pk}/record_result/")]


@pytest.mark.parametrize("name", [*OFFICES, *UNITS])
def test_a_county_never_sees_another(county, elsewhere, client, name):
    busy(county)
    seat = getattr(elsewhere, name)
    assert lines(client, seat) == lines(client, seat, "?view=open") == []


def test_a_town_clerk_sees_no_voice_of_another_town(county, client):
    thread.spoken(county)
    other = county.seat("clerk2", "town_clerk", organ=county.presidium, region=county.towns[1])
    assert len(lines(client, county.town_clerk)) == 1
    assert lines(client, other) == lines(client, other, "?view=voices") == []


@pytest.mark.parametrize("name", ["sys_admin", "security_admin"])
def test_administrators_see_no_business_records(county, client, name):
    busy(county)
    client.force_login(getattr(county, name).user)
    page = client.get("/desk/").content.decode()
    assert "You see no business records here" in page
    assert "On mending the road" not in page


def test_the_auditor_sees_the_state_of_the_trail_and_no_words_of_it(county, client):
    thread.with_units(county)
    client.force_login(county.auditor.user)
    answer = client.get("/desk/")
    trail, page = answer.context["trail"], answer.content.decode()
    assert (trail.verdict.whole, trail.sealed) == (True, 0)
    assert trail.unsealed == trail.verdict.unsealed > 10
    assert "The chain is whole." in page
    assert "On mending the road" not in page
    newest = answer.context["links"][0]
    told = (newest.record, newest.move, newest.role, newest.door)
    assert told == ("assignment", "Assign", "head of the organ", "demonstration")
    assert "liaison_officer" not in page


def test_a_long_chain_is_walked_only_when_asked(county, monkeypatch):
    monkeypatch.setattr(queries.trail, "WALKED", -1)
    assert queries.trail_of(county.cell.pk).verdict is None
    assert queries.trail_of(county.cell.pk, walk=True).verdict.whole


def test_a_stranger_is_shown_the_door(client, db):
    assert client.get("/desk/").status_code == 302


def test_a_workbench_is_narrowed_by_unit_and_by_group(county, client):
    roads = thread.with_units(county)
    thread.handed_in(county, thread.drafted(county))
    group = DeputyGroup.objects.create(cell=county.cell, name="North", valid_from=SINCE)
    Membership.objects.create(mandate=county.third.mandate, group=group, valid_from=SINCE)
    unit, other = county.units[0], county.units[2]
    found = {
        asked: [line.url for line in lines(client, county.leader, f"?view=open&{asked}")]
        for asked in (f"unit={unit.pk}", f"unit={other.pk}", f"group={group.pk}")
    }
    assert found == {
        f"unit={unit.pk}": [f"/suggestions/{roads.pk}/"],
        f"unit={other.pk}": [],
        f"group={group.pk}": [],
    }
    Membership.objects.create(mandate=county.deputy.mandate, group=group, valid_from=SINCE)
    assert len(lines(client, county.leader, f"?view=open&group={group.pk}")) == 2
    assert len(lines(client, county.clerk, f"?group={group.pk}")) == 1
    assert len(lines(client, county.clerk, "?view=open&unit=x&group=999999")) == 2


def test_the_order_can_be_turned_round_and_what_has_no_period_stays_last(county, client):
    for day in ("2030-01-01", None, "2029-01-01"):
        draft = thread.handed_in(county, thread.drafted(county))
        Suggestion.objects.filter(pk=draft.pk).update(due_date=day)

    def days(query):
        found = lines(client, county.clerk, query)
        return [line.light.due_on.year if line.light else None for line in found]

    assert days("?sort=due") == days("?view=open") == [2029, 2030, None]
    assert days("?sort=-due") == days("?view=open&sort=-due") == [2030, 2029, None]


def test_a_row_says_what_happened_last_and_how_long_it_has_been_quiet(county, client):
    fresh = thread.drafted(county)
    thread.suggestion.submit(fresh, actor=county.deputy, via=Via("scenario", timezone.now()))
    thread.handed_in(county, thread.drafted(county))
    last = sorted((line.last.title, bool(line.last.quiet)) for line in lines(client, county.clerk))
    assert last == [
        ("The suggestion was handed in", False),
        ("The suggestion was handed in", True),
    ]


def test_what_was_weighed_before_a_unit_had_a_part_is_not_its_last_event(county, client):
    thread.with_units(county)
    (line,) = lines(client, county.b_clerk)
    assert line.last.title == "Given to the unit"


def test_the_chosen_rows_of_a_workbench_go_out_as_a_workbook(county, client):
    draft = thread.handed_in(county, thread.drafted(county))
    thread.handed_in(county, thread.drafted(county))
    voice = thread.spoken(county)

    def sheet(seat, query):
        client.force_login(seat.user)
        answer = client.get(f"/desk/sheet/{query}")
        (found,) = sheets.read(b"".join(answer.streaming_content))
        return [list(row.cells) for row in found.rows][2:]

    assert len(sheet(county.clerk, "")) == 2
    (row,) = sheet(county.clerk, f"?row={draft.pk}")
    assert (row[1], row[2], row[8]) == (draft.title, "Suggestion", "Take it up for review")
    (row,) = sheet(county.officer, f"?row=v{voice.pk}")
    assert (row[0], row[2]) == (voice.number, "Voice")
    assert sheet(county.officer, f"?row={draft.pk}") == []


@pytest.mark.parametrize("name", ["deputy", "auditor", "sys_admin"])
def test_who_has_no_workbench_takes_none_out(county, client, name):
    client.force_login(getattr(county, name).user)
    assert client.get("/desk/sheet/").status_code == 404


def test_when_nothing_waits_the_page_leads_to_what_is_late(county, client):
    thread.with_units(county)
    client.force_login(county.leader.user)
    shown = client.get("/desk/").context
    assert (shown["else_url"], shown["else_label"]) == ("/desk/?view=late", "See what is late")


def test_a_page_beyond_the_last_is_the_last(county, client):
    thread.handed_in(county, thread.drafted(county))
    assert len(lines(client, county.clerk, "?page=99")) == 1
    assert len(lines(client, county.clerk, "?view=open&page=nonsense")) == 1


def test_due_soon_is_what_the_profile_says(county):
    today = timezone.localdate()
    first_green = queries.bench.soon_before(county.clerk, today)
    assert first_green > today + timedelta(days=5)
