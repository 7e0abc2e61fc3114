"""Countable facts: written with the move, counted once, never changed."""

from datetime import date

import pytest
from django.db import DatabaseError, transaction

from lianxin.base.facts.models import Fact
from lianxin.base.facts.queries import file_of, standing, total
from lianxin.base.records.models import Entry
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.registry import fact_labels
from lianxin.work.suggestions.actions import assignment, suggestion
from lianxin.work.voices import actions as voices
from tests.factories import stages, thread
from tests.factories.county import told


def test_a_fact_is_written_with_the_move_and_leads_to_its_entry_and_record(county):
    draft = thread.handed_in(county, thread.drafted(county))
    fact, person = Fact.objects.get(), county.deputy.mandate.person
    assert (fact.kind, fact.person_id, fact.on) == (
        "suggestion.submitted",
        person.pk,
        date(2026, 1, 8),
    )
    assert fact.entry_id == Entry.objects.get(move="submit").pk
    assert (fact.root_type, fact.root_id, fact.title) == (
        "suggestions.suggestion",
        draft.pk,
        draft.title,
    )


def test_what_is_handed_in_again_is_counted_once(county):
    draft = thread.handed_in(county, thread.drafted(county))
    draft = suggestion.take_up(draft, actor=county.clerk, via=told(2026, 1, 9))
    draft = suggestion.return_to_deputy(draft, actor=county.clerk, via=told(2026, 1, 9))
    suggestion.resubmit(draft, actor=county.deputy, via=told(2026, 1, 10))
    assert Fact.objects.get(kind="suggestion.submitted").on == date(2026, 1, 8)


def test_a_refused_move_leaves_no_fact(county):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    before = Fact.objects.count()
    with pytest.raises(Refused):
        assignment.send_reply(part, actor=county.a_clerk, via=told(2026, 1, 13))
    assert Fact.objects.count() == before


def test_some_facts_count_every_round_and_some_every_time(county):
    draft = thread.judged(county, stages.answered(county))
    part = thread.part_of(draft, county.units[0])
    for day in (4, 5):
        part = assignment.record_contact(
            part,
            actor=county.a_clerk,
            on=date(2026, 5, day),
            via=told(2026, 5, day),
            **thread.TALK,
        )
    draft = thread.replied(county, draft, day=(2026, 5, 11), rework=True)
    counted = {
        kind: Fact.objects.filter(kind=kind).count()
        for kind in ("suggestion.submitted", "suggestion.replied", "suggestion.contact")
    }
    assert counted == {
        "suggestion.submitted": 1,  # in a life
        "suggestion.replied": 2,  # in a round
        "suggestion.contact": 4,  # every time
    }


def test_a_deputys_file_is_in_the_order_of_the_days(county):
    stages.answered(county)
    lines = file_of(county.deputy.mandate.person_id)
    assert [(line.kind, str(line.on)) for line in lines] == [
        ("suggestion.submitted", "2026-01-08"),
        ("suggestion.registered", "2026-01-09"),
        ("suggestion.contact", "2026-03-02"),
        ("suggestion.replied", "2026-03-02"),
    ]
    signed = file_of(county.second.mandate.person_id)
    assert [(line.kind, str(line.on)) for line in signed] == [("suggestion.cosigned", "2026-01-07")]


def test_a_corrected_fact_is_not_counted_but_stays(county):
    thread.handed_in(county, thread.drafted(county))
    old = Fact.objects.get()
    in_january = {"since": date(2026, 1, 1), "until": date(2026, 1, 31)}
    assert total(county.cell.pk, "suggestion.submitted", **in_january) == 1
    values = {f.attname: getattr(old, f.attname) for f in Fact._meta.concrete_fields}
    values |= {"id": None, "supersedes_id": old.pk, "key": "corrected", "on": date(2026, 2, 1)}
    new = Fact.objects.create(**values)
    assert total(county.cell.pk, "suggestion.submitted", **in_january) == 0
    assert list(standing(county.cell.pk)) == [new]
    assert Fact.objects.count() == 2


def test_a_countys_facts_are_counted_in_that_county(county, elsewhere):
    thread.handed_in(county, thread.drafted(county))
    in_january = {"since": date(2026, 1, 1), "until": date(2026, 1, 31)}
    assert total(elsewhere.cell.pk, "suggestion.submitted", **in_january) == 0


def test_the_database_refuses_to_change_a_fact(county):
    thread.handed_in(county, thread.drafted(county))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        Fact.objects.update(quantity=9)
    assert Fact.objects.get().quantity == 1


def test_every_kind_of_fact_has_its_words():
    labels = fact_labels()
    assert "suggestion.submitted" in labels
    assert [kind for kind, label in labels.items() if not str(label)] == []


def test_what_the_station_told_a_resident_is_not_counted_for_the_deputy(county):
    for told_by, deputy in ((county.officer, None), (county.deputy, county.deputy.mandate_id)):
        voice = voices.answer_on_spot(
            thread.spoken(county), actor=county.deputy, result="Mended.", via=told(2026, 1, 6)
        )
        voices.feed_back(voice, actor=told_by, via=told(2026, 1, 7))
        fact = Fact.objects.get(kind="voice.fed_back", source_id=voice.pk)
        person = county.deputy.mandate.person_id if deputy else None
        assert (fact.mandate_id, fact.person_id) == (deputy, person)
        assert fact.venue_id == voice.venue_id
