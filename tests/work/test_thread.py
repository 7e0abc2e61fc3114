"""The main thread, end to end, each step by its own seat."""

from datetime import date

import pytest

from lianxin.base.facts.models import Fact
from lianxin.base.records.models import ClockRun, Entry
from lianxin.base.records.queries import explain, verify
from lianxin.work.suggestions.actions import suggestion
from lianxin.work.voices import actions as voices
from tests.factories import thread
from tests.factories.county import told

IN_THE_FILE = [  # of the deputy, in the order of the days
    "suggestion.submitted",
    "suggestion.registered",
    "suggestion.contact",
    "suggestion.replied",
    "suggestion.evaluated",
    "suggestion.reworked",
    "suggestion.contact",
    "suggestion.replied",
    "suggestion.evaluated",
    "suggestion.closed",
    "suggestion.published",
    "voice.fed_back",
]


@pytest.mark.row("Y30", "Y31", "H20")
def test_a_residents_words_become_a_duty_an_answer_and_a_line_in_the_file(county, english):
    voice = thread.spoken(county)
    draft = thread.with_units(county, voice)
    voice.refresh_from_db()
    assert (voice.state, draft.state, draft.number) == ("converted", "with_units", "T2026-001")

    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    voice.refresh_from_db()
    assert (draft.state, draft.round, bool(voice.result)) == ("replied", 1, True)

    draft = thread.judged(county, draft)
    part = thread.part_of(draft, county.units[0])
    assert (draft.state, draft.round, part.state, part.round) == ("in_rework", 2, "handling", 2)
    rework = ClockRun.objects.get(subject_type="suggestions.assignment", code="rework")
    assert (rework.started_on, rework.due_on) == (date(2026, 4, 15), date(2026, 5, 15))

    draft = thread.replied(county, draft, day=(2026, 5, 11), rework=True)
    draft = thread.judged(county, draft, "satisfied", (2026, 5, 12), (2026, 6, 8))
    assert draft.state == "evaluated"
    draft = suggestion.close(draft, actor=county.clerk, via=told(2026, 6, 9))
    public = thread.published(county, draft, (2026, 6, 10))
    assert (draft.state, public.state) == ("closed", "published")

    voices.feed_back(voice, actor=county.deputy, via=told(2026, 6, 11))
    kinds = Fact.objects.filter(person_id=county.deputy.mandate.person_id)
    assert list(kinds.order_by("on", "pk").values_list("kind", flat=True)) == IN_THE_FILE
    assert verify(county.cell.pk).unsealed == Entry.objects.count()
    assert explain(rework).startswith("1")
