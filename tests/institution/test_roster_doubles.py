"""Doubles found, made one, and made two again: nothing is lost and nothing is counted twice."""

from collections import Counter
from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lianxin.base.facts.models import Fact
from lianxin.base.facts.queries import file_of, standing
from lianxin.base.records.models import Entry
from lianxin.base.records.queries import verify
from lianxin.institution.congress import actions
from lianxin.institution.congress.models import (
    DeputyGroup,
    Mandate,
    Membership,
    Merge,
    Person,
    Seat,
    Term,
)
from lianxin.institution.congress.queries import seats_of
from lianxin.institution.congress.queries.doubles import likely_doubles
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.work.suggestions.models import Cosignature
from tests.factories import thread
from tests.factories.county import SINCE
from tests.factories.keeping import congress_at, identity, sits, somebody

TODAY = timezone.localdate()


@pytest.fixture(autouse=True)
def _in_english(english):
    """The pages are read by their English words here."""


def merge(county, stays, goes, actor=None, **told):
    return actions.merge(stays, goes, actor=actor or county.clerk, on=TODAY, **told)


def undo(county, merged, actor=None, on=TODAY):
    return actions.undo_merge(merged, actor=actor or county.clerk, on=on)


def pairs(county, who="clerk"):
    found = likely_doubles(getattr(county, who))
    return {(p.one.name, p.other.name, tuple(p.why)) for p in found}


# Finding


def test_the_same_name_and_birth_or_number_is_found(county):
    somebody(county, "A B", born="1967-03")
    somebody(county, "A B", born="1967")
    somebody(county, "A B", born="1980")
    somebody(county, "C D", identity_number=identity())
    somebody(county, "C E", identity_number=identity())
    somebody(county, "E F", phone="13800001234")
    somebody(county, "G H", phone="138 0000 1234")
    assert pairs(county) == {
        ("A B", "A B", ("born",)),
        ("C D", "C E", ("identity",)),
        ("E F", "G H", ("phone",)),
    }


def test_nobody_is_a_double_of_another_county(county, elsewhere):
    for one in (county, elsewhere):
        somebody(one, "A B", born="1967", identity_number=identity(), phone="13800001234")
    assert pairs(county) == set()


def test_a_town_clerk_finds_those_of_the_own_congress(county):
    own = congress_at(county, "town", town=0)
    somebody(county, "A B", own, born="1967")
    somebody(county, "A B", born="1967")
    assert pairs(county, "town_clerk") == set()
    assert pairs(county) == {("A B", "A B", ("born",))}


def test_who_was_said_to_be_another_is_not_offered_again(county, sign_in):
    one, two = (somebody(county, "A B", born="1967") for _n in "12")
    somebody(county, "A B", born="1967")
    browser = sign_in(county.clerk)
    join = f"/roster/doubles/{two.pk}/{one.pk}/"
    sent = {"stays": one.pk, "words": "father and son", "apart": "1"}
    for _n in "12":  # said twice
        assert browser.post(join, sent).url == "/roster/doubles/"
    assert Person.objects.filter(name="A B").count() == 3
    assert len(likely_doubles(county.clerk)) == 2
    assert len(browser.get(f"/roster/{one.pk}/").context["doubles"]) == 1
    assert Entry.objects.filter(move="keep_apart").count() == 2


def test_two_who_are_both_another_than_a_third_can_be_one(county):
    one, two, third = (somebody(county, "A B", born="1967") for _n in "123")
    for each in (one, two):
        actions.keep_apart(each, third, actor=county.clerk)
    before = snapshot()
    merged = merge(county, one, two)
    assert likely_doubles(county.clerk) == []
    undo(county, merged)
    assert snapshot() == before


# Making one


@pytest.fixture
def twice(county):
    """One deputy who is there twice: with work, a seat, a group and a station on each side."""
    stays, goes = county.deputy.mandate.person, county.second.mandate.person
    draft = thread.with_units(county, thread.spoken(county))
    thread.opinion_sent(county, draft)
    thread.judged(county, thread.replied(county, draft), "satisfied")
    sits(goes, congress_at(county, "city"), certificate="C-1")
    group = DeputyGroup.objects.create(cell=county.cell, name="Group", valid_from=SINCE)
    Membership.objects.create(group=group, mandate=county.second.mandate, valid_from=SINCE)
    goes.phone, goes.party = "13800001234", "08"
    goes.save()
    return stays, goes


def snapshot():
    """Every row that points to a person or a mandate, with where it points; and the persons."""
    rows = {}
    for model in apps.get_models(include_auto_created=True):
        columns = [
            field.attname
            for field in model._meta.concrete_fields
            if field.is_relation and field.related_model in (Person, Mandate)
        ]
        if columns and model is not Merge:
            rows[model._meta.label] = sorted(model.objects.values_list("pk", *columns))
    rows["persons"] = sorted(
        (p.pk, p.name, p.born, p.party, p.phone, p.identity_number, str(p.row_id))
        for p in Person.objects.all()
    )
    rows["mandates"] = sorted(
        Mandate.objects.values_list("pk", "person", "congress", "certificate", "ends_on")
    )
    rows["seats"] = sorted(Seat.objects.values_list("pk", "user", "mandate", "valid_to"))
    return rows


def lines(county):
    """The file lines that count, by whose they are."""
    found = standing(county.cell.pk).values_list("person_id", "mandate_id", "kind", "root_id")
    return Counter(found)


def test_mandates_seats_and_lines_go_over(county, twice):
    stays, goes = twice
    kinds = Counter(standing(county.cell.pk).values_list("kind", flat=True))
    before = file_of(stays.pk).count() + file_of(goes.pk).count()
    merged = merge(county, stays, goes, reason="typed twice")
    assert not Person.objects.filter(pk=goes.pk).exists()
    assert sorted(stays.mandates.values_list("congress__level", flat=True)) == ["city", "county"]
    assert file_of(stays.pk).count() == before
    assert file_of(goes.pk).count() == 0
    assert Counter(standing(county.cell.pk).values_list("kind", flat=True)) == kinds
    stays.refresh_from_db()
    assert (stays.phone, stays.party) == ("13800001234", "08")
    assert Membership.objects.get().mandate == stays.mandates.get(congress=county.congress)
    users = Seat.objects.filter(mandate__person=stays).values_list("user", flat=True)
    assert set(users) == {county.deputy.user_id}
    assert len(seats_of(county.deputy.user, on=TODAY)) == 1
    told = Entry.objects.filter(move__in=("merge", "merge_away")).order_by("pk")
    assert [(e.move, e.root_id) for e in told] == [("merge", stays.pk), ("merge_away", goes.pk)]
    assert not any(secret in e.text.body for e in told for secret in ("1380", "Chen", "Li"))
    assert "1380" not in str(Merge.objects.filter(pk=merged.pk).values_list("image"))


def test_undoing_puts_every_row_back(county, twice):
    before, counted = snapshot(), lines(county)
    undo(county, merge(county, *twice))
    assert snapshot() == before
    assert lines(county) == counted
    moves = Entry.objects.filter(move__in=("undo_merge", "come_back")).count()
    assert (moves, verify(county.cell.pk).whole) == (2, True)


def test_what_comes_after_a_merge_follows_its_mandate_back(county, twice):
    stays, goes = twice
    city = goes.mandates.get(congress__level="city")
    merged = merge(county, stays, goes)
    Fact.objects.create(
        cell_id=county.cell.pk, kind="voice.x", on=TODAY, person_id=stays.pk, mandate_id=city.pk,
        source_type="x", source_id=1, root_type="x", root_id=1, entry_id=1, key="later",
    )  # fmt: skip
    Person.objects.filter(pk=stays.pk).update(party="09")
    undo(county, merged)
    assert file_of(goes.pk).filter(kind="voice.x").count() == 1
    stays.refresh_from_db()
    assert (stays.party, stays.phone) == ("09", "")  # what was written since then stays


def test_numbers_erased_meanwhile_do_not_come_back(county, twice):
    stays, goes = twice
    merged = merge(county, stays, goes)
    actions.forget_numbers(stays, actor=county.clerk, reason="asked")
    undo(county, merged)
    back = Person.objects.get(pk=goes.pk)
    assert (back.phone, Person.objects.get(pk=stays.pk).phone) == ("", "")


def test_two_who_signed_one_matter_each_are_not_made_one(county):
    draft = thread.drafted(county)
    for seat in (county.second, county.third):
        Cosignature.objects.create(suggestion=draft, mandate=seat.mandate, cell_id=county.cell.pk)
    before = snapshot()
    with pytest.raises(Refused):
        merge(county, county.second.mandate.person, county.third.mandate.person)
    assert snapshot() == before
    assert Entry.objects.filter(move="merge").count() == 0


def test_who_came_by_by_election_comes_back_so(county):
    left = actions.end_mandate(
        somebody(county, "Old one").mandates.get(),
        ends_on=TODAY,
        reason="died",
        actor=county.clerk,
        today=TODAY,
    )
    Mandate.objects.filter(pk=county.second.mandate_id).update(fills=left)
    before = snapshot()
    pair = (county.deputy.mandate.person, county.second.mandate.person)
    merged = merge(county, *pair)
    assert Mandate.objects.get(fills=left).pk == county.deputy.mandate_id
    undo(county, merged)
    assert snapshot() == before


def test_it_can_be_undone_for_thirty_days_and_once(county, twice):
    merged = merge(county, *twice)
    with pytest.raises(Refused):
        undo(county, merged, on=TODAY + timedelta(days=31))
    undo(county, merged, on=TODAY + timedelta(days=30))
    with pytest.raises(Refused):
        undo(county, merged)


def test_its_image_is_forgotten_when_the_days_are_over(county, twice):
    merged = merge(county, *twice)
    assert actions.forget_images(today=TODAY + timedelta(days=30)) == 0
    assert actions.forget_images(today=TODAY + timedelta(days=31)) == 1
    assert Merge.objects.get(pk=merged.pk).image == ""


def test_two_identity_numbers_are_two_persons(county):
    one = somebody(county, "A B", identity_number=identity(serial=1))
    two = somebody(county, "A B", identity_number=identity(serial=2))
    with pytest.raises(Refused):
        merge(county, one, two)


def test_never_across_counties_nor_by_whoever_only_reads(county, elsewhere):
    one, two = somebody(county, "A B"), somebody(county, "A B")
    other = somebody(elsewhere, "A B")
    for pair, actor in (
        ((one, other), county.clerk),
        ((one, other), elsewhere.clerk),
        ((one, two), elsewhere.clerk),
        ((one, two), county.leader),
        ((one, two), county.town_clerk),
    ):
        with pytest.raises(Forbidden):
            merge(county, *pair, actor=actor)
    merged = merge(county, one, two)
    with pytest.raises(Forbidden):
        undo(county, merged, actor=elsewhere.clerk)
    with pytest.raises(Refused):
        merge(county, one, one)


def test_a_town_clerk_does_not_merge_who_sits_elsewhere_too(county):
    own = congress_at(county, "town", town=0)
    one, two = somebody(county, "A B", own), somebody(county, "A B", own)
    sits(two, county.congress)
    with pytest.raises(Forbidden):
        merge(county, one, two, actor=county.town_clerk)


# Any merges, undone in turn, leave what was


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    seats=st.lists(st.sets(st.integers(0, 3), min_size=1), min_size=3, max_size=4),
    order=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=3),
)
def test_any_merges_undone_in_turn_leave_every_count_as_it_was(county, seats, order):
    congresses = _congresses(county)
    persons = []
    for n, held in enumerate(seats):
        person = Person.objects.create(cell=county.cell, name="Same name", remark=str(n))
        persons.append(person)
        for place in held:
            mandate = sits(person, congresses[place])
            Fact.objects.create(
                cell_id=county.cell.pk, kind="voice.x", on=TODAY, person_id=person.pk,
                mandate_id=mandate.pk, source_type="x", source_id=mandate.pk, root_type="x",
                root_id=mandate.pk, entry_id=1, key=f"f{mandate.pk}",
            )  # fmt: skip
    before, counted, done = snapshot(), lines(county), []
    alive = dict(enumerate(persons))
    for one, other in order:
        if one != other and one in alive and other in alive:
            done.append(merge(county, alive[one], alive.pop(other)))
            assert sum(lines(county).values()) == sum(counted.values())
            assert set(standing(county.cell.pk).values_list("mandate_id", flat=True)) <= set(
                Mandate.objects.values_list("pk", flat=True)
            )
    for merged in reversed(done):
        undo(county, merged)
    assert snapshot() == before
    assert lines(county) == counted
    Seat.objects.filter(mandate__person__in=persons).delete()


def _congresses(county):
    """Three congresses besides the county's: made once for all the tries of a test."""
    found = list(Term.objects.filter(congress__cell=county.cell).order_by("pk"))
    if len(found) < 4:
        for level in ("city", "province", "national"):
            congress_at(county, level)
    terms = Term.objects.filter(congress__cell=county.cell).order_by("pk")
    return [term.congress for term in terms]


# The pages


def test_the_pages_lead_from_finding_to_one_and_back(county, sign_in):
    browser = sign_in(county.clerk)
    one, two = (somebody(county, "A B", born="1967", phone="13800001234") for _n in "12")
    page = browser.get("/roster/doubles/").content.decode()
    join = f"/roster/doubles/{one.pk}/{two.pk}/"
    assert f'href="{join}"' in page
    side = browser.get(join).content.decode()
    assert "13800001234" not in side
    assert browser.post(join, {"stays": two.pk, "words": ""}).status_code == 422
    assert browser.post(join, {"stays": 1, "words": "x"}).status_code == 422
    answer = browser.post(join, {"stays": two.pk, "words": "typed twice"})
    assert answer.url == f"/roster/{two.pk}/"
    assert browser.post(join, {"stays": two.pk, "words": "twice"}).status_code == 404
    back = f"/roster/merges/{Merge.objects.get().pk}/undo/"
    assert f'href="{back}"' in browser.get("/roster/doubles/").content.decode()
    assert browser.post(back, {"words": "namesakes"}).url == f"/roster/{one.pk}/"
    assert browser.post(back, {"words": "namesakes"}).status_code == 409
    assert browser.get(join).status_code == 200


def test_other_offices_find_no_merge_of_ours(county, elsewhere, sign_in):
    one, two = (somebody(county, "A B", born="1967") for _n in "12")
    merged = merge(county, one, two)
    path = f"/roster/merges/{merged.pk}/undo/"
    assert sign_in(elsewhere.clerk).post(path, {"words": "x"}).status_code == 404
    assert sign_in(county.leader).post(path, {"words": "x"}).status_code == 403
    assert sign_in(county.town_clerk).post(path, {"words": "x"}).status_code == 404
