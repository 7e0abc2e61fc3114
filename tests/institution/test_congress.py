"""Seats, rules kept in the process, places and people: each by its day and its county."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from lianxin.institution.congress import queries
from lianxin.institution.congress import rules as who
from lianxin.institution.congress.actions import load_default_rules, override_day, set_rule
from lianxin.institution.congress.models import (
    ANYONE,
    MACHINE,
    Mandate,
    Role,
    RuleProfile,
    RuleStamp,
    RuleValue,
    Seat,
)
from lianxin.institution.stations.queries import (
    deputies_serving,
    serves,
    venue_serving,
    venues_of,
)

TODAY = date(2026, 1, 12)
HAN = re.compile("[\u3400-\u9fff]")

# Seats


def test_a_user_puts_on_only_the_hats_of_the_day(county):
    user = county.deputy.user
    for since, until in ((2021, 2022), (2025, None), (2027, None), (2020, 2030)):
        Seat.objects.create(
            user=user,
            role="liaison_officer",
            cell=county.cell,
            venue_id=county.venue.pk,
            holder="Li",
            title=str(since),
            valid_from=date(since, 1, 1),
            valid_to=until and date(until, 1, 1),
        )
    found = queries.seats_of(user, on=TODAY)
    assert [seat.title for seat in found] == ["Li office", "2025", "2020"]


def test_who_is_told_are_the_seats_of_today_in_the_county(county, elsewhere):
    today = timezone.localdate()
    later, gone = (county.seat(name, "office", organ=county.office) for name in ("later", "gone"))
    Seat.objects.filter(pk=later.pk).update(valid_to=today + timedelta(30))
    Seat.objects.filter(pk=gone.pk).update(valid_to=today - timedelta(1))
    found = queries.seats_for(county.cell.pk, "office", organ_id=county.office.pk)
    assert set(found) == {county.clerk, later}


def test_there_is_a_question_for_every_role_and_each_role_answers_only_its_own(county):
    asked = {
        name: getattr(who, "stranger" if name == "anyone" else name)
        for name in (*Role.values,)
        if name not in ("machine", "sys_admin", "security_admin", "auditor")
    }
    asked["machine"] = who.system
    for role in asked:
        seat = {"anyone": ANYONE, "machine": MACHINE}.get(role) or Seat(role=role)
        assert [name for name, rule in asked.items() if rule(seat, None)] == [role]


# Rules


def test_the_shipped_rules_are_loaded_once_and_a_change_of_an_office_stays(rules):
    shipped = RuleValue.objects.count()
    profile = RuleProfile.objects.get(cell=None, congress=None)
    set_rule(profile, "eval.window", 20, unit="wd", basis="here", valid_from=date(2026, 1, 1))
    assert (load_default_rules(), RuleValue.objects.count()) == (0, shipped + 1)
    RuleValue.objects.filter(key="reply.max").delete()
    assert load_default_rules() == 1
    assert queries.norm("eval.window", TODAY).value == 20
    assert queries.norm("eval.window", date(2025, 12, 31)).value == 15


def test_every_shipped_rule_has_a_unit_a_key_and_a_basis_to_cite_in_both_languages(rules):
    values = RuleValue.objects.all()
    assert {value.unit for value in values} <= {"wd", "d", "m", "y", "n"}
    assert len({value.key for value in values}) == values.count()
    no_code = re.compile(r"R-[A-Z]|§|seed|[\u3400-\u9fff].*Art\b")
    assert [value.key for value in values if not HAN.search(value.basis)] == []
    assert [value.key for value in values if no_code.search(value.basis)] == []
    assert [value.key for value in values if not value.basis_en or HAN.search(value.basis_en)] == []


def test_the_book_is_read_again_only_when_something_changed(rules, django_assert_num_queries):
    queries.book()
    with django_assert_num_queries(1):  # the stamp
        first = queries.book()
    with django_assert_num_queries(1):
        assert queries.book() is first
    override_day(date(2026, 3, 2), works=False, notice="…")
    assert queries.book() is not first
    before = RuleStamp.objects.get().stamp
    set_rule(RuleProfile.objects.get(), "eval.window", 9, unit="wd", basis="…", valid_from=TODAY)
    assert RuleStamp.objects.get().stamp != before
    assert queries.norm("eval.window", TODAY).value == 9


# Places and people


def test_places_are_those_of_the_county(county, elsewhere):
    towns = queries.towns_and_villages(county.cell)
    assert [(town, villages) for town, villages in towns] == [
        (county.towns[0], county.villages[:2]),
        (county.towns[1], county.villages[2:]),
    ]
    assert queries.towns_and_villages(None) == []
    assert set(queries.villages_of(county.cell)) == set(county.villages)
    assert list(queries.units_of(county.cell.pk)) == county.units


def test_a_place_that_is_gone_is_not_offered(county):
    type(county.towns[0]).objects.filter(pk=county.villages[0].pk).update(valid_to=TODAY)
    offered = [
        village for _town, each in queries.towns_and_villages(county.cell) for village in each
    ]
    assert offered == county.villages[1:]


@pytest.mark.parametrize(
    ("role", "sees"),
    [("clerk", True), ("deputy", True), ("sys_admin", False), ("auditor", False)],
)
def test_the_roster_is_read_by_those_at_work_in_their_own_county(county, elsewhere, role, sees):
    found = queries.persons_visible_to(getattr(county, role))
    assert (found.count() > 0, found.filter(cell=elsewhere.cell).count()) == (sees, 0)
    assert queries.persons_visible_to(ANYONE).count() == 0


def test_a_mandate_holds_from_its_first_day_to_its_last(county):
    mandates = Mandate.objects.filter(person__cell=county.cell).order_by("pk")
    dates = [(None, None), (date(2026, 1, 12), None), (date(2026, 1, 13), None)]
    dates.append((None, date(2026, 1, 11)))
    for mandate, (begins, ends) in zip(mandates, dates, strict=True):
        Mandate.objects.filter(pk=mandate.pk).update(begins_on=begins, ends_on=ends)
    found = queries.mandates_in_office(county.cell.pk, on=TODAY).order_by("pk")
    assert list(found) == list(mandates)[:2]


# Stations


def test_a_village_is_served_by_its_station_or_by_one_of_its_town(county, elsewhere):
    served, other = county.villages[0], county.villages[2]
    assert (venue_serving(served), venue_serving(other), venue_serving(None)) == (
        county.venue,
        None,
        None,
    )
    county.venue.serves.clear()
    assert venue_serving(served) == county.venue  # the first of its town
    by_name = [county.second.mandate, county.deputy.mandate]  # He, Li
    assert deputies_serving(served) == by_name
    assert deputies_serving(other) == []
    assert list(venues_of(county.cell.pk)) == [county.venue]


def test_a_station_serves_with_its_own_deputies(county):
    asked = (county.deputy, county.second, county.third)
    assert [serves(county.venue.pk, seat.mandate_id) for seat in asked] == [True, True, False]
