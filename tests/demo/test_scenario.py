"""The demonstration county: built by actions alone, one account a role, at every stage."""

import re
from collections import Counter
from datetime import date

import pytest
from django.utils.timezone import localdate

from lianxin.base.accounts.models import User
from lianxin.base.facts.models import Fact
from lianxin.base.records.commands import drain
from lianxin.base.records.models import Entry
from lianxin.base.records.queries import verify
from lianxin.demo import house, scenario, spoken
from lianxin.institution.congress.models import Cell, Mandate, Seat
from lianxin.institution.congress.queries import calendar_in
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.models import Voice


@pytest.fixture
def demonstration(rules):
    scenario.build(today=date(2026, 11, 24))
    return Cell.objects.get()


def test_suggestions_and_voices_stand_at_every_stage(demonstration):
    assert Counter(Suggestion.objects.values_list("state", flat=True)) == {
        "in_rework": 1,
        "with_units": 2,
        "replied": 1,
        "in_review": 1,
        "registered": 1,
        "closed": 1,
    }
    assert Counter(Voice.objects.values_list("state", flat=True)) == {
        "closed": 1,
        "result_back": 1,
        "assigned_town": 1,
        "redirected": 1,
        "submitted": 5,
    }


def test_numbers_have_no_gaps(demonstration):
    numbers = Suggestion.objects.exclude(number="").order_by("number")
    assert [s.number for s in numbers] == [f"青建2026-{n:03d}" for n in range(1, 7)]


def test_numbers_follow_the_days_of_registration(demonstration):
    entries = Entry.objects.filter(move="register").order_by("happened_at")
    by_id = Suggestion.objects.in_bulk([entry.root_id for entry in entries])
    numbers = [by_id[entry.root_id].number for entry in entries]
    assert numbers == sorted(numbers)


@pytest.mark.parametrize("today", [date(2026, 10, 5), date(2026, 11, 22), date(2026, 11, 30)])
def test_nobody_of_an_office_acts_on_a_day_of_rest(rules, today):
    scenario.build(today=today)
    works = calendar_in(None).works
    acts = Entry.objects.exclude(role__in=("resident", "machine"))
    assert [e.move for e in acts if not works(localdate(e.happened_at))] == []


def test_what_is_done_to_a_record_is_done_in_the_order_of_its_days(demonstration):
    moments: dict[tuple, list] = {}
    for entry in Entry.objects.order_by("pk"):
        moments.setdefault((entry.subject_type, entry.subject_id), []).append(entry.happened_at)
    assert [record for record, found in moments.items() if found != sorted(found)] == []


def test_what_is_said_in_a_place_is_about_that_place(demonstration):
    village = re.compile("石滩|杨家湾|茶山村|稻香社区|竹溪村|南门社区")
    said = Voice.objects.select_related("region").order_by("pk")
    named = [(v.region.name, village.search(v.body)) for v in said]
    assert [
        (place, word.group()) for place, word in named if word and word.group() not in place
    ] == []


def test_the_code_of_the_demonstration_tells_of_the_second_round(demonstration, client):
    text = client.get(f"/track/{spoken.OPEN_CODE}/").content.decode()
    assert spoken.OPEN_CODE in text


def test_every_account_of_the_table_signs_in_to_its_seat(demonstration, client):
    seats = {seat.user.username: seat for seat in Seat.objects.select_related("user")}
    for account in scenario.accounts():
        assert client.login(username=account.name, password=account.password)
        assert account.who == f"{seats[account.name].title} {seats[account.name].holder}"
    assert len(scenario.accounts()) == len(house.ACCOUNTS)


def test_the_whole_story_is_in_the_chain_and_in_the_files(demonstration):
    drain([])
    verdict = verify(demonstration.pk)
    assert (verdict.whole, verdict.sealed, verdict.unsealed) == (True, Entry.objects.count(), 0)
    shen = Mandate.objects.get(person__name="沈明禾", congress__level="county")
    kinds = Fact.objects.filter(person_id=shen.person_id).values_list("kind", flat=True)
    assert Counter(kinds) == {
        "suggestion.submitted": 1,
        "suggestion.registered": 1,
        "suggestion.contact": 2,
        "suggestion.replied": 1,
        "suggestion.evaluated": 1,
        "suggestion.reworked": 1,
        "voice.answered": 1,
        "voice.fed_back": 1,
    }


@pytest.mark.row("Y2")
def test_one_person_sits_in_congresses_of_several_levels(demonstration):
    lu = Mandate.objects.filter(person__name="陆怀川").order_by("pk")
    assert [m.congress.level for m in lu] == ["county", "city", "province"]


def test_nothing_of_the_demonstration_can_be_taken_for_a_real_account(demonstration):
    assert demonstration.demo is True
    assert not User.objects.filter(is_superuser=True).exists()
