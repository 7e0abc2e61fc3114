"""One person, one file: lines of the work itself, each on a record that can be opened."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.institution.congress.models import (
    Congress,
    DeputyGroup,
    Mandate,
    Membership,
    Person,
)
from lianxin.reckoning.dossiers import queries
from lianxin.work.voices import actions as voices
from tests.factories import thread
from tests.factories.county import SINCE, told


@pytest.fixture(autouse=True)
def _in_english(english):
    """The pages are read by their English words here."""


KEEPERS = ("clerk", "leader", "town_clerk", "chair")
NO_ROSTER = ("a_clerk", "a_head", "sys_admin", "security_admin", "auditor")
NO_FILE = ("second", "officer", "supervision", *NO_ROSTER)


def file_url(county, name="deputy"):
    return f"/deputies/{getattr(county, name).mandate.person_id}/file/"


def opened(client, seat, url):
    client.force_login(seat.user)
    return client.get(url, headers={"accept-language": "en"})


def parts(client, seat, url):
    """{part: (count in words, [(what, url)])} of a file."""
    answer = opened(client, seat, url)
    return {
        code: (count, [(line.label, line.url) for line in lines])
        for code, _name, count, lines in answer.context["parts"]
    }


def a_years_work(county):
    draft = thread.with_units(county, thread.spoken(county))
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    return thread.judged(county, draft, "satisfied")


# Who may open it


@pytest.mark.parametrize("name", [*KEEPERS, "deputy"])
def test_a_file_is_open_to_its_deputy_and_to_those_who_keep_it(county, client, name):
    assert opened(client, getattr(county, name), file_url(county)).status_code == 200


@pytest.mark.parametrize("name", NO_FILE)
def test_a_file_is_closed_to_everybody_else(county, client, name):
    assert opened(client, getattr(county, name), file_url(county)).status_code == 404


@pytest.mark.parametrize("name", [*KEEPERS, "deputy"])
def test_a_county_opens_no_file_of_another(county, elsewhere, client, name):
    assert opened(client, getattr(elsewhere, name), file_url(county)).status_code == 404


def test_a_person_without_a_mandate_has_no_file(county, client):
    person = Person.objects.create(cell=county.cell, name="Nobody")
    assert opened(client, county.clerk, f"/deputies/{person.pk}/file/").status_code == 404


@pytest.mark.parametrize("name", NO_ROSTER)
def test_the_roster_is_not_for_units_and_administrators(county, client, name):
    assert opened(client, getattr(county, name), "/deputies/").status_code == 404


def test_a_stranger_is_shown_the_door(client, db):
    assert client.get("/deputies/").status_code == 302
    assert client.get("/deputies/1/file/").status_code == 302


# What it holds


def test_every_line_comes_from_the_work_and_opens_its_record(county, client):
    draft = a_years_work(county)
    here = f"/suggestions/{draft.pk}/"
    found = parts(client, county.deputy, file_url(county) + "?year=2026")
    assert found == {
        "suggestions": (
            "1 suggestion",
            [
                ("Handed in a suggestion", here),
                ("A suggestion was registered", here),
                ("A suggestion was answered", here),
            ],
        ),
        "talks": ("1 time", [("A unit talked with the deputy", here)]),
        "judged": ("1 time", [("Judged a reply", here)]),
    }


def test_a_line_that_a_seat_may_not_follow_is_plain_text(county, client):
    draft = thread.drafted(county)
    draft.organ = county.presidium
    draft.save()
    thread.handed_in(county, draft)
    url = file_url(county) + "?year=2026"
    told = ("Handed in a suggestion", f"/suggestions/{draft.pk}/")
    assert parts(client, county.deputy, url)["suggestions"][1] == [told]
    assert parts(client, county.clerk, url)["suggestions"][1] == [(told[0], "")]


def test_a_year_shows_its_own_lines_and_all_years_show_all(county, client):
    a_years_work(county)
    assert parts(client, county.deputy, file_url(county) + "?year=2025") == parts(
        client, county.deputy, file_url(county)
    )  # a year without lines is no choice: the running year is shown
    client.force_login(county.deputy.user)
    everything = client.get(file_url(county) + "?year=all").context
    assert everything["total"] == 5
    assert [(str(label), now) for label, _url, now in everything["years"]][-1] == (
        "All years",
        True,
    )


def test_a_file_has_a_part_for_each_mandate(county, client):
    a_years_work(county)
    higher = Congress.objects.create(cell=county.cell, name="City congress", level="city")
    person = county.deputy.mandate.person
    other = Mandate.objects.create(person=person, congress=higher, begins_on=date(2022, 3, 1))
    url = file_url(county)
    assert parts(client, county.deputy, f"{url}?year=all&mandate={other.pk}") == {}
    own = county.deputy.mandate_id
    client.force_login(county.deputy.user)
    found = client.get(f"{url}?year=all&mandate={own}").context
    assert found["total"] == 5
    assert [(label, now) for label, _url, now in found["mandates"]] == [
        ("All mandates", False),
        ("municipal deputy", False),
        ("county-level deputy", True),
    ]


def test_every_count_leads_to_its_lines(county, client):
    a_years_work(county)
    answer = opened(client, county.clerk, file_url(county) + "?year=all")
    page, kinds = answer.content.decode(), answer.context["kinds"]
    assert sum(count for _label, count, _url in kinds) == answer.context["total"] == 5
    assert [url for _label, _count, url in kinds if f'id="{url[1:]}"' not in page] == []


def test_a_file_costs_the_same_whatever_it_holds(county, client):
    prices = []
    for _n in range(2):
        a_years_work(county)
        thread.judged(county, replied_again(county), "satisfied")
        client.force_login(county.clerk.user)
        with CaptureQueriesContext(connection) as asked:
            client.get(file_url(county))
        prices.append(len(asked))
    assert prices[0] == prices[1] <= 15


def replied_again(county):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    return thread.replied(county, draft)


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        ("suggestion.submitted", "suggestions"),
        ("suggestion.cosigned", "cosigned"),
        ("suggestion.contact", "talks"),
        ("suggestion.evaluated", "judged"),
        ("voice.answered", "voices"),
        ("activity.attended", "other"),
    ],
)
def test_each_kind_of_fact_has_its_part(kind, part):
    assert queries.part_of(kind) == part


# The roster


def names(client, seat, query=""):
    answer = opened(client, seat, f"/deputies/{query}")
    return [row["person"].name for row in answer.context["rows"]]


def test_the_roster_lists_the_deputies_of_the_cell_by_name(county, elsewhere, client):
    Person.objects.create(cell=county.cell, name="Nobody")
    assert names(client, county.clerk) == ["Chen", "Li", "Wu", "Zhao"]


def test_the_roster_is_narrowed_by_words_level_and_town(county, client):
    higher = Congress.objects.create(cell=county.cell, name="City congress", level="city")
    Mandate.objects.create(person=county.deputy.mandate.person, congress=higher)
    assert names(client, county.clerk, "?q=Zh") == ["Zhao"]
    assert names(client, county.clerk, "?level=city") == ["Li"]
    assert names(client, county.clerk, f"?town={county.towns[1].pk}") == ["Wu", "Zhao"]
    assert names(client, county.clerk, f"?level=city&town={county.towns[1].pk}") == []
    assert len(names(client, county.clerk, "?level=nonsense&town=nonsense")) == 4


def test_groups_of_today_stand_beside_a_deputy(county, client):
    group = DeputyGroup.objects.create(cell=county.cell, name="Group One", valid_from=SINCE)
    Membership.objects.create(group=group, mandate=county.deputy.mandate, valid_from=SINCE)
    rows = opened(client, county.clerk, "/deputies/?q=Li").context["rows"]
    assert rows[0]["groups"] == "Group One"


def test_only_those_who_may_open_a_file_are_led_to_it(county, client):
    own = file_url(county)
    for name, expected in (("clerk", own), ("deputy", own), ("second", ""), ("officer", "")):
        rows = opened(client, getattr(county, name), "/deputies/?q=Li").context["rows"]
        assert rows[0]["url"] == expected


def test_the_roster_is_narrowed_by_group(county, client):
    group = DeputyGroup.objects.create(cell=county.cell, name="North", valid_from=SINCE)
    Membership.objects.create(mandate=county.second.mandate, group=group, valid_from=SINCE)
    answer = opened(client, county.clerk, f"/deputies/?group={group.pk}")
    assert [row["person"].name for row in answer.context["rows"]] == ["Chen"]


def test_the_shelf_shows_every_part_and_an_empty_one_opens_on_all_years(county, client):
    a_years_work(county)
    shelf = opened(client, county.clerk, file_url(county)).context["shelf"]
    assert [url for _name, _count, url, _tone in shelf] == [
        "#suggestions",
        "?year=all#cosigned",
        "#talks",
        "#judged",
        "?year=all#voices",
        "?year=all#other",
    ]


def test_twenty_stand_on_a_page_at_one_price(county, client):
    prices = []
    for count in (1, 30):
        for n in range(count):
            county.deputy_of(f"Deputy {count}-{n}")
        client.force_login(county.clerk.user)
        client.get("/deputies/")  # the menu counts once what has changed
        with CaptureQueriesContext(connection) as asked:
            answer = client.get("/deputies/")
        prices.append(len(asked))
    assert len(answer.context["rows"]) == 20
    assert prices[0] == prices[1] <= 15


def test_more_than_a_thousand_are_counted_and_paged_to_the_end(county, client):
    persons = Person.objects.bulk_create(
        Person(cell=county.cell, name=f"Deputy {n}") for n in range(1017)
    )
    Mandate.objects.bulk_create(Mandate(person=one, congress=county.congress) for one in persons)
    answer = opened(client, county.clerk, "/deputies/?page=52")
    last = [row["person"].name for row in answer.context["rows"]]
    assert (answer.context["page"].number, last) == (52, ["Zhao"])
    assert "1021 persons" in answer.content.decode().replace(",", "")


def test_a_talk_that_the_deputy_has_not_confirmed_is_marked_in_the_file(county, client):
    draft = thread.with_units(county)
    draft = thread.replied(county, draft)
    answer = opened(client, county.clerk, f"{file_url(county)}?year=2026")
    marks = {
        line.kind: line.mark for _c, _n, _k, lines in answer.context["parts"] for line in lines
    }
    assert marks["suggestion.contact"] == "not confirmed by the deputy"
    assert marks["suggestion.submitted"] == ""
    assert "not confirmed by the deputy" in answer.content.decode()

    part = thread.part_of(draft, county.units[0])
    part.contacts.update(confirmed_on=date(2026, 3, 3))
    answer = opened(client, county.clerk, f"{file_url(county)}?year=2026")
    assert "not confirmed by the deputy" not in answer.content.decode()


def test_the_file_says_what_another_wrote_down_for_the_deputy(county, client):
    for actor in (county.officer, county.deputy):
        voices.answer_on_spot(
            thread.spoken(county), actor=actor, result="Mended.", via=told(2026, 1, 6)
        )
    answer = opened(client, county.clerk, f"{file_url(county)}?year=2026")
    marks = [
        line.mark
        for code, _name, _count, lines in answer.context["parts"]
        for line in lines
        if code == "voices"
    ]
    assert marks == [f"written down by {county.officer.signature}", ""]
