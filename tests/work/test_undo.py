"""One's own last step is taken back: everything stands again, and the trail tells of both."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from lianxin.base.facts.actions import undo
from lianxin.base.facts.models import VOID, Fact
from lianxin.base.facts.queries import file_of, standing
from lianxin.base.notices.models import Notice
from lianxin.base.records.actions import forget_ways_back, seal
from lianxin.base.records.commands import drain
from lianxin.base.records.models import ClockRun, Entry, Link, Series, WayBack
from lianxin.base.records.queries import story, verify
from lianxin.institution.congress.models import Seat
from lianxin.kernel.lifecycle import Refused
from lianxin.work.suggestions.actions import assignment, suggestion
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Contact
from tests.config.test_closed_moves import WALKS, knocks
from tests.factories import stages, thread
from tests.factories.clocks import running
from tests.factories.doors import PLACES, Doors, clock_at, filled
from tests.golden.matrix import BY_ROLES, LIVES, wanted

FOR_GOOD = {  # somebody outside holds it in hand, or it is put right by doing it again
    "Suggestion": {"correct_date"},
    "Assignment": {"correct_date"},
    "Evaluation": set(),
    "Publication": set(),
    "Voice": {"submit", "correct_date"},
}


def as_it_stands():
    """Every row of the work, the ties, the numbers, the clocks and facts that count."""
    found = {}
    for app in ("suggestions", "voices"):
        for model in apps.get_app_config(app).get_models():
            found[model._meta.label] = list(model._base_manager.order_by("pk").values())
    for rows in (Link.objects, Series.objects.exclude(last=0), ClockRun.objects):
        found[rows.model._meta.label] = list(rows.order_by("pk").values())
    facts = Fact.objects.filter(fact__isnull=True).exclude(kind=VOID)
    found["facts"] = list(facts.order_by("pk").values())
    return found


def differing(before, after):
    """{table: the rows that are not the same in both}."""
    return {
        name: [row for row in (*rows, *after[name]) if row not in rows or row not in after[name]]
        for name, rows in before.items()
        if rows != after[name]
    }


def who_may(record, stage, code, county, elsewhere):
    """Somebody who can make the move now, with the record as it is for him."""
    for role, seat, subject in knocks(record, stage, code, county, elsewhere, []):
        if seat.pk and wanted(record, LIVES[record], code, role, seat, subject)[0] == "yes":
            return seat, subject
    return None, None


@pytest.mark.parametrize("record", list(WALKS))
def test_every_step_of_a_person_can_be_taken_back_as_if_it_had_not_been(county, elsewhere, record):
    doors, lifecycle = Doors(Seat.objects.select_related("user")), LIVES[record]
    kept, done = set(), set()
    for stage in WALKS[record](county):
        here = {m.code for m in lifecycle.moves if lifecycle.state(stage.state) in m.source}
        codes = sorted(here & {code for of, code in BY_ROLES if of == record})
        with clock_at(stage.at):
            for code in codes:
                seat, subject = who_may(record, stage, code, county, elsewhere)
                if seat is None:
                    continue
                with stages.aside():
                    body = filled(record, code, seat, subject)
                    before, address = as_it_stands(), f"/{PLACES[record]}/{subject.pk}/{code}/"
                    if doors.clients[seat.pk].post(address, body).status_code != 302:
                        continue
                    done.add(code)
                    way = WayBack.objects.filter(seat_id=seat.pk).first()
                    if way is None:
                        kept.add(code)
                        continue
                    undo(way.pk, actor=seat)
                    assert differing(before, as_it_stands()) == {}, (stage.state, code)
    assert kept == FOR_GOOD[record] & done
    assert len(done) >= {"Evaluation": 3, "Publication": 5}.get(record, 9)


@pytest.fixture
def signed_for(county):
    """A unit has just signed for a suggestion, with its own hand."""
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    return assignment.acknowledge(part, actor=county.a_clerk)


def way_of(seat):
    return WayBack.objects.get(seat_id=seat.pk).pk


def test_what_is_done_again_counts_again_and_starts_its_clocks_anew(county, signed_for):
    clocks, facts = running(signed_for), standing(county.cell.pk).count()
    undo(way_of(county.a_clerk), actor=county.a_clerk, note="The wrong matter.")
    part = stages.again(signed_for)
    assert (part.state, "return_window" in running(part)) == ("assigned", False)

    part = assignment.acknowledge(part, actor=county.a_clerk)
    assert (running(part), standing(county.cell.pk).count()) == (clocks, facts)


def test_the_files_line_is_gone_and_comes_once_when_the_step_is_made_again(county):
    draft, person = thread.cosigned(county, thread.drafted(county)), county.deputy.mandate.person
    suggestion.submit(draft, actor=county.deputy)
    undo(way_of(county.deputy), actor=county.deputy)
    assert file_of(person.pk).count() == 0
    suggestion.submit(stages.again(draft), actor=county.deputy)
    assert [fact.kind for fact in file_of(person.pk)] == ["suggestion.submitted"]


def test_the_book_keeps_both_and_stays_whole(county, signed_for):
    undo(way_of(county.a_clerk), actor=county.a_clerk, note="The wrong matter.")
    root = signed_for.root()
    *_rest, step, taken_back = story(root, whole=True)
    assert (step.move, step.undone.by_id, taken_back.move) == (
        "acknowledge",
        taken_back.pk,
        "undo",
    )
    assert taken_back.text.body.endswith("The wrong matter.")
    assert step.pk not in [entry.pk for entry in story(root)]
    seal(county.cell.pk)
    assert verify(county.cell.pk).whole


def test_only_whoever_did_it_can_take_it_back(county, signed_for):
    with pytest.raises(Refused):
        undo(way_of(county.a_clerk), actor=county.a_head)
    assert stages.again(signed_for).state == "received"


def test_nobody_can_who_waited_too_long(county, signed_for):
    WayBack.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(Refused, match="over"):
        undo(way_of(county.a_clerk), actor=county.a_clerk)
    assert stages.again(signed_for).state == "received"


def test_nor_once_somebody_has_gone_on_from_it(county, signed_for):
    other = thread.part_of(signed_for.suggestion, county.units[1])
    assignment.acknowledge(other, actor=county.b_head)
    with pytest.raises(Refused, match="gone on"):
        undo(way_of(county.a_clerk), actor=county.a_clerk)
    assert stages.again(signed_for).state == "received"


def test_nor_twice(county, signed_for):
    way = way_of(county.a_clerk)
    undo(way, actor=county.a_clerk)
    with pytest.raises(Refused):
        undo(way, actor=county.a_clerk)
    assert Entry.objects.filter(move="undo").count() == 1


def test_a_number_goes_back_into_its_series_unless_the_next_one_was_given(county):
    first, second = (thread.handed_in(county, thread.drafted(county)) for _each in "ab")
    first, second = (stages.reviewed(county, draft) for draft in (first, second))
    first = suggestion.register(first, actor=county.leader)
    series = Series.objects.get(key__startswith="suggestion")
    undo(way_of(county.leader), actor=county.leader)
    series.refresh_from_db()
    assert (stages.again(first).number, series.last) == ("", 0)

    first = suggestion.register(stages.again(first), actor=county.leader)
    second = suggestion.register(second, actor=county.leader)
    entry = Entry.objects.get(move="register", subject_id=first.pk, undone__isnull=True)
    with pytest.raises(Refused, match="number"):
        undo(entry.pk, actor=county.leader)
    assert stages.again(first).number == first.number


def test_who_has_not_read_of_it_never_hears_and_who_has_is_told(county):
    draft = thread.cosigned(county, thread.drafted(county))
    colleague = county.seat("clerk2", "office", organ=county.clerk.organ)
    suggestion.submit(draft, actor=county.deputy)
    drain([])
    told = Notice.objects.filter(move="submit", seat_id__in=[county.clerk.pk, colleague.pk])
    assert told.count() == 2
    told.filter(seat_id=colleague.pk).update(read_at=timezone.now())
    undo(way_of(county.deputy), actor=county.deputy)
    drain([])
    heard = Notice.objects.filter(seat_id__in=[county.clerk.pk, colleague.pk], read_at=None)
    assert [(n.seat_id, n.move) for n in heard] == [(colleague.pk, "undo")]


def test_the_page_offers_it_to_whoever_did_it_and_to_nobody_else(client, county, signed_for):
    page, way = f"/suggestions/{signed_for.suggestion_id}/", way_of(county.a_clerk)
    client.force_login(county.a_clerk.user)
    assert f'href="/undo/{way}/"' in client.get(page).content.decode()
    assert client.get(f"/undo/{way}/").status_code == 200
    client.force_login(county.clerk.user)
    assert "/undo/" not in client.get(page).content.decode()
    assert client.post(f"/undo/{way}/").status_code == 404


def test_by_the_page_it_is_done_once_and_a_second_press_says_so(client, county, signed_for):
    way = way_of(county.a_clerk)
    client.force_login(county.a_clerk.user)
    answers = [client.post(f"/undo/{way}/", {"note": ""}).status_code for _press in "ab"]
    assert answers == [302, 302]
    page = client.get(f"/suggestions/{signed_for.suggestion_id}/").content.decode()
    assert "(taken back)" in page
    assert "This was taken back already." in page


def test_too_late_is_said_in_a_sentence(client, county, signed_for):
    way = way_of(county.a_clerk)
    WayBack.objects.update(made_at=timezone.now() - timedelta(minutes=11))
    client.force_login(county.a_clerk.user)
    answer = client.post(f"/undo/{way}/", {"note": "Oh."})
    assert (answer.status_code, "Oh." in answer.content.decode()) == (409, True)


def test_how_things_were_is_forgotten_when_it_can_serve_no_more(county, signed_for):
    assert forget_ways_back(county.cell.pk) == 0
    WayBack.objects.update(made_at=timezone.now() - timedelta(hours=2))
    assert forget_ways_back(county.cell.pk + 1) == 0
    assert (forget_ways_back(county.cell.pk), WayBack.objects.count()) == (1, 0)
    first = Entry.objects.get(move="acknowledge").pk
    with pytest.raises(Refused):
        undo(first, actor=county.a_clerk)


def test_nothing_is_kept_of_a_voice_whose_speaker_is_forgotten(county):
    voice = thread.spoken(county)
    voices.answer_on_spot(voice, actor=county.deputy, result="The road is being mended.")
    assert WayBack.objects.count() == 1
    voices.forget_contact(stages.again(voice), actor=county.officer, reason="Asked for it.")
    assert WayBack.objects.count() == 0


def test_what_went_out_as_a_text_message_stands(county):
    voice = thread.spoken(county)
    Contact.objects.filter(voice=voice.pk).update(by_message=True)
    voices.refuse(voice, actor=county.officer, reason_code="R03")
    assert WayBack.objects.count() == 0
