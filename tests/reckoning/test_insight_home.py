"""A deputy's first page: three things at most, each one tap away, and nothing scored."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from lianxin.base.facts.models import Fact
from lianxin.base.files.models import Upload
from lianxin.institution.congress.models import DeputyGroup, Membership
from lianxin.reckoning.insight import queries
from lianxin.reckoning.insight.views.day import greeting
from lianxin.work.suggestions.actions import suggestion
from lianxin.work.voices import actions as voices
from tests.factories import thread
from tests.factories.county import SINCE, told


@pytest.fixture(autouse=True)
def _in_english(english):
    """The page is read by its English words here."""


def page(client, seat):
    client.force_login(seat.user)
    answer = client.get("/desk/", headers={"accept-language": "en"})
    assert answer.status_code == 200
    return answer.context


def tasks(client, seat):
    """[(kind, title, [(label, url)])] of what waits."""
    return [
        (task.kind, task.title, [(str(label), url) for label, url, _icon, _tone in task.acts])
        for task in page(client, seat)["tasks"]
    ]


def invited(county):
    draft = thread.drafted(county)
    return suggestion.open_cosigning(
        draft, actor=county.deputy, mandates=[county.second.mandate], via=told(2026, 1, 6)
    )


def everything(county):
    """A deputy with something of every kind."""
    replied = thread.with_units(county, thread.spoken(county))
    thread.opinion_sent(county, replied)
    thread.replied(county, replied)
    thread.spoken(county)
    thread.drafted(county)
    invited(county)


def test_a_signature_is_given_or_declined_from_here(county, client):
    draft = invited(county)
    name = draft.cosignatures.get()
    assert tasks(client, county.second) == [
        (
            "Co-signature",
            "Li asks you to sign “On mending the road to the school”",
            [
                ("Sign it", f"/cosignatures/{name.pk}/confirm/"),
                ("Decline", f"/cosignatures/{name.pk}/decline/"),
            ],
        )
    ]
    assert tasks(client, county.deputy) == []


def test_a_reply_is_judged_and_a_talk_confirmed_from_here(county, client):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    part, verdict = thread.part_of(draft, county.units[0]), draft.evaluations.get()
    assert tasks(client, county.deputy) == [
        (
            "Verdict",
            "Bureau A replied to your “On mending the road to the school”",
            [("Give the verdict", f"/evaluations/{verdict.pk}/submit/")],
        ),
        (
            "Talk",
            "Bureau A noted a talk with you on Mar 2 about “On mending the road to the school”",
            [("Confirm this talk", f"/assignments/{part.pk}/confirm_contact/")],
        ),
    ]
    verdict_task, talk_task = page(client, county.deputy)["tasks"][-2:]
    assert talk_task.quote == "Build it before the rain."
    assert (bool(verdict_task.light), talk_task.light) == (True, None)  # a talk has no last day


def test_a_voice_is_answered_from_here(county, client):
    voice = thread.spoken(county)
    ((kind, title, acts),) = tasks(client, county.deputy)
    assert (kind, title) == (
        "Residents' voices",
        f"Village 11: {voice.title}",
    )
    assert acts[0] == ("Answer on the spot", f"/voices/{voice.pk}/answer_on_spot/")


def test_three_things_stand_open_and_the_others_are_folded_beneath(county, client):
    for _n in range(5):
        thread.spoken(county)
    found = page(client, county.deputy)
    assert (len(found["tasks"]), found["folded"], found["waiting"]) == (5, 2, 5)
    shown = client.get("/desk/").content.decode()
    assert "2 more things" in shown
    assert shown.index("2 more things") < shown.index("</details>")


def test_three_things_need_no_fold(county, client):
    for _n in range(3):
        thread.spoken(county)
    page(client, county.deputy)
    assert "more thing" not in client.get("/desk/").content.decode()


def test_only_the_first_button_stands_out(county, client):
    everything(county)
    tones = [tone for task in page(client, county.deputy)["tasks"] for *_rest, tone in task.acts]
    assert (tones[0], set(tones[1:])) == ("primary", {""})


def test_the_first_page_costs_twelve_queries_whatever_there_is(county, client):
    everything(county)
    client.force_login(county.deputy.user)
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/")
    for _n in range(5):
        everything(county)
    with CaptureQueriesContext(connection) as six:
        client.get("/desk/")
    assert len(one) == len(six) == 12


def test_another_deputys_work_is_not_here(county, elsewhere, client):
    everything(county)
    for seat in (county.stranger_deputy, elsewhere.deputy):
        found = page(client, seat)
        assert (found["tasks"], found["suggestions"], found["voices"]) == ([], [], [])


def test_the_ring_sets_this_year_beside_the_same_days_of_last_year(county, client, freeze):
    mandate = county.deputy.mandate
    for n, day in enumerate(("2025-01-10", "2025-08-01", "2026-01-10", "2026-02-10")):
        _fact(county, mandate, n, day)
    freeze(date(2026, 3, 1))
    found = page(client, county.deputy)
    assert found["ring"] == {"now": 2, "before": 1, "of": 2}
    file = f"/deputies/{mandate.person_id}/file/?year=2026#voice.answered"
    assert found["kinds"] == [("Answered a resident", 2, file)]


def _fact(county, mandate, n, day):
    Fact.objects.create(
        cell_id=county.cell.pk,
        kind="voice.answered",
        on=day,
        person_id=mandate.person_id,
        mandate_id=mandate.pk,
        source_type="voices.voice",
        source_id=n,
        root_type="voices.voice",
        root_id=n,
        entry_id=n,
        key=f"k{n}",
    )


@pytest.fixture
def freeze(monkeypatch):
    """Let the page believe that it is another day."""

    def on(day):
        monkeypatch.setattr("django.utils.timezone.localdate", lambda *_given: day)

    return on


def test_the_groups_of_today_are_named(county, client):
    group = DeputyGroup.objects.create(cell=county.cell, name="Group One", valid_from=SINCE)
    old = DeputyGroup.objects.create(cell=county.cell, name="Group Old", valid_from=SINCE)
    mandate = county.deputy.mandate
    Membership.objects.create(group=group, mandate=mandate, convenes=True, valid_from=SINCE)
    Membership.objects.create(group=old, mandate=mandate, valid_from=SINCE, valid_to=SINCE)
    groups = page(client, county.deputy)["groups"]
    assert [(m.group.name, m.convenes) for m in groups] == [("Group One", True)]


def test_the_bridge_shows_where_a_suggestion_stands(county):
    draft = thread.drafted(county)
    assert queries.arches_of(draft) == ["now", *[""] * 6]
    draft = thread.with_units(county)
    assert queries.arches_of(draft) == ["done", "done", "done", "now", "", "", ""]
    draft.state = "withdrawn"
    assert queries.arches_of(draft) == []


def test_a_recording_can_be_heard_here(county, client):
    voice = thread.spoken(county)
    recorded(voice)
    assert page(client, county.deputy)["tasks"][0].clip == "/files/sound/"


def recorded(voice):
    return Upload.objects.create(
        token="sound",
        cell_id=voice.cell_id,
        subject_type="voices.voice",
        subject_id=voice.pk,
        name="sound.webm",
        kind="audio/webm",
        size=1,
        sha256="0" * 64,
        path="00/0",
    )


@pytest.mark.parametrize(
    ("hour", "said"),
    [
        (3, "Good evening, deputy Li"),
        (8, "Good morning, deputy Li"),
        (12, "Good day, deputy Li"),
        (15, "Good afternoon, deputy Li"),
        (21, "Good evening, deputy Li"),
    ],
)
def test_the_greeting_knows_the_time_of_day(hour, said):
    assert greeting(hour, "Li") == said


def test_a_voice_told_is_no_task_any_more(county, client):
    voice = voices.answer_on_spot(
        thread.spoken(county), actor=county.deputy, result="Done.", via=told(2026, 1, 6)
    )
    assert [kind for kind, *_rest in tasks(client, county.deputy)] == ["Residents' voices"]
    voices.feed_back(voice, actor=county.deputy, via=told(2026, 1, 7))
    assert tasks(client, county.deputy) == []
