"""Home, deputies, what was published: real figures, statutory fields, nothing else."""

import re
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from lianxin.institution.congress.models import Mandate, Person
from lianxin.institution.stations.models import Venue
from lianxin.work.suggestions.models import Publication
from tests.factories import thread

PAGES = ("portal:home", "portal:say", "portal:track", "portal:published", "portal:deputies")


class Outside(HTMLParser):
    """Collects inline styles, handlers and scripts, which the policy of the pages forbids."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        names = dict(attrs)
        self.found += [name for name in names if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and not names.get("src")):
            self.found.append(tag)


@pytest.fixture
def public(county):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.judged(county, thread.replied(county, draft), "satisfied")
    return thread.published(county, draft)


@pytest.mark.parametrize("route", PAGES)
def test_a_page_without_a_county_is_honest_about_it(visitor, db, route):
    answer = visitor.get(reverse(route))
    assert answer.status_code == 404
    assert "No county is set up here yet" in answer.content.decode()


@pytest.mark.parametrize("route", PAGES)
def test_every_page_opens_for_a_stranger_and_holds_nothing_inline(visitor, county, route):
    answer = visitor.get(reverse(route))
    assert answer.status_code == 200
    outside = Outside()
    outside.feed(answer.content.decode())
    assert outside.found == []


@pytest.mark.parametrize("seat", ["deputy", "officer", "clerk", "a_clerk", "auditor", "sys_admin"])
def test_whoever_is_signed_in_reads_the_public_pages_too(visitor, county, seat):
    visitor.force_login(getattr(county, seat).user)
    assert [visitor.get(reverse(route)).status_code for route in PAGES] == [200] * 5


def test_the_figures_of_the_home_page_are_counted_and_each_is_a_link(visitor, county, public):
    text = visitor.get("/").content.decode()
    stats = re.findall(r'<a class="stat" href="([^"]+)"><span class="stat__n">(\d+)', text)
    assert stats == [
        ("/published/", "1"),
        ("/published/?year=2026", "1"),
        ("/deputies/find/", "2"),
        ("/deputies/find/", "1"),
    ]


def test_an_empty_home_page_invents_nothing(visitor, county):
    Venue.objects.all().delete()
    text = visitor.get("/").content.decode()
    assert ("stat__n" in text, "Nothing is published yet" in text) == (False, True)


@pytest.mark.row("Y9")
@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("Village 11", 1),
        ("Village 12", 1),
        ("Village 2", 0),
        ("Town 1", 1),
        ("Station", 1),
        ("Chen", 1),
        ("Wu", 0),
        ("Nowhere", 0),
        ("%", 0),
        ("'; --", 0),
        ("", 1),
        ("x" * 500, 0),
    ],
)
def test_a_village_a_town_a_station_or_a_deputy_leads_to_the_station(visitor, county, q, found):
    answer = visitor.get(reverse("portal:deputies"), {"q": q})
    assert answer.status_code == 200
    assert len(answer.context["page"].object_list) == found


def test_a_village_without_a_station_leads_to_that_of_its_town(visitor, county):
    county.venue.serves.set(county.villages[:1])
    answer = visitor.get(reverse("portal:deputies"), {"q": "Village 12"})
    assert list(answer.context["page"]) == [county.venue]


def test_a_deputy_is_shown_with_statutory_fields_and_never_with_a_private_number(visitor, county):
    person = Person.objects.get(name="Li")
    person.post, person.phone, person.born = "Head of the mill", "13900001111", "1970"
    person.save()
    county.venue.phone = "0800-5550101"
    county.venue.save()
    text = visitor.get(reverse("portal:deputies")).content.decode()
    assert ("Head of the mill" in text, "0800-5550101" in text) == (True, True)
    assert ("13900001111" in text, "1970" in text) == (False, False)


def test_a_deputy_whose_mandate_has_ended_is_not_offered(visitor, county):
    Mandate.objects.filter(pk=county.deputy.mandate_id).update(ends_on="2020-01-01")
    names = [
        m.person.name
        for v in visitor.get(reverse("portal:deputies")).context["page"]
        for m in v.deputies.all()
    ]
    assert names == ["Chen"]


def test_another_county_is_not_shown(visitor, county, elsewhere):
    answer = visitor.get(reverse("portal:deputies"), {"q": "Village"})
    assert list(answer.context["page"]) == [county.venue]


def test_a_published_suggestion_is_read_with_its_reply(visitor, public):
    Publication.objects.filter(pk=public.pk).update(
        public_title="On the road", public_body="<b>Mend</b> it.", public_reply="It is mended."
    )
    assert "On the road" in visitor.get(reverse("portal:published")).content.decode()
    text = visitor.get(reverse("portal:published_one", args=[public.pk])).content.decode()
    assert ("&lt;b&gt;Mend&lt;/b&gt; it." in text, "It is mended." in text) == (True, True)


def test_a_suggestion_published_by_title_shows_no_text(visitor, public):
    Publication.objects.filter(pk=public.pk).update(
        level="title", public_title="On the road", public_body="Secret.", public_reply="Secret."
    )
    text = visitor.get(reverse("portal:published_one", args=[public.pk])).content.decode()
    assert ("Only the title is published." in text, "Secret." in text) == (True, False)


def test_what_is_not_published_or_of_another_county_is_not_there(
    visitor, county, elsewhere, public
):
    for change in ({"state": "checked"}, {"state": "published", "cell_id": elsewhere.cell.pk}):
        Publication.objects.filter(pk=public.pk).update(**change)
        assert visitor.get(reverse("portal:published_one", args=[public.pk])).status_code == 404
        assert list(visitor.get(reverse("portal:published")).context["page"]) == []


@pytest.mark.parametrize(
    "query", ["year=2026", "year=1999", "year=x", "year=99999", "q=%25", "page=9", "page=x"]
)
def test_strange_questions_get_plain_answers(visitor, public, query):
    assert visitor.get(f"{reverse('portal:published')}?{query}").status_code == 200


def test_pages_cost_the_same_whatever_stands_on_them(
    visitor, county, public, django_assert_max_num_queries
):
    for route in ("portal:home", "portal:published", "portal:deputies"):
        with django_assert_max_num_queries(14):
            visitor.get(reverse(route))
    for n in range(3):
        venue = Venue.objects.create(
            cell=county.cell, name=f"Point {n}", kind="contact_point", region=county.towns[0]
        )
        venue.serves.set(county.villages)
        venue.deputies.set([county.deputy.mandate, county.second.mandate])
    for route in ("portal:home", "portal:published", "portal:deputies"):
        with django_assert_max_num_queries(14):
            visitor.get(reverse(route))
