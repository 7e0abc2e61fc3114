"""A voice from the first word to the end: whose it is, reopened once, told where to turn."""

import pytest

from lianxin.base.records.models import Entry
from lianxin.institution.congress.models import ANYONE
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import by_code, new_code, resident_of
from tests.factories import stages, thread
from tests.factories.county import moment, told

pytestmark = pytest.mark.usefixtures("english")


# Voices


def test_a_stranger_becomes_the_resident_of_what_was_said(county):
    code = new_code()
    voice = voices.receive(
        actor=ANYONE,
        cell_id=county.cell.pk,
        body="The lamp is dark! Nobody comes.",
        region=county.villages[0],
        code=code,
        name="Wang",
        phone="1",
    )
    assert (voice.state, voice.title, voice.entered_on_behalf) == (
        "submitted",
        "The lamp is dark",
        False,
    )
    assert (voice.venue_id, voice.town_id) == (county.venue.pk, county.towns[0].pk)
    assert (by_code(code.lower().replace("-", " ")), by_code("AAAA")) == (voice, None)
    assert code not in str(Voice.objects.values().get())
    assert Contact.objects.get().name == "Wang"
    assert voice.number.endswith("-00001")


def test_a_resident_is_one_only_of_the_voice_whose_code_he_has(county):
    one, two = (stages.said(county) for _n in range(2))
    with pytest.raises(Forbidden):
        voices.submit(two, actor=resident_of(one))
    assert voices.submit(one, actor=resident_of(one)).state == "submitted"


def test_a_voice_is_reopened_once_and_goes_to_whoever_answered(county):
    voice = stages.said(county)
    resident = resident_of(voice)
    voice = voices.submit(voice, actor=resident, via=told(2026, 1, 5, 11))
    voice = voices.take_up(voice, actor=county.officer, via=told(2026, 1, 5, 12))
    voice = voices.assign_village(
        voice, actor=county.town_clerk, unit=county.units[0], via=told(2026, 1, 6)
    )
    for day, reopened in ((7, "assigned_village"), (9, None)):
        voice = voices.record_result(
            voice, actor=county.a_clerk, result="Done.", signed_by="Head", via=told(2026, 1, day)
        )
        voice = voices.feed_back(voice, actor=county.deputy, via=told(2026, 1, day, 11))
        if reopened:
            voice = voices.reopen(voice, actor=resident, via=told(2026, 1, day, 12))
            assert (voice.state, voice.round, voice.result) == (reopened, 2, "")
    with pytest.raises(Refused, match="reopened once already"):
        voices.reopen(voice, actor=resident, via=told(2026, 1, 10))


def test_whoever_was_told_where_to_turn_is_done_with(county):
    voice = thread.spoken(county)
    voice = voices.redirect(
        voice, actor=county.officer, reason_code="R02", organ="Court", via=told(2026, 1, 6)
    )
    voice = voices.record_notice(
        voice,
        actor=county.officer,
        notice_on=moment(2026, 1, 7).date(),
        how="letter",
        via=told(2026, 1, 7),
    )
    assert (voice.state, Entry.objects.get(move="close_told").role) == ("closed", "machine")
