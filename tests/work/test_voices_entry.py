"""Writing down what somebody said at a desk, on the telephone, at the door, on paper."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.urls import reverse
from django.utils import timezone

from lianxin.base.paper.qr import as_svg
from lianxin.base.records.models import Entry
from lianxin.institution.congress.models import ANYONE
from lianxin.work.voices import actions, queries
from lianxin.work.voices.models import Voice
from tests.portal.conftest import picture

NEW = reverse("voices:new")
WORDS = "The lamp by the school is out."


@pytest.fixture(autouse=True)
def _english(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client.cookies["django_language"] = "en"


@pytest.fixture
def form(county):
    return {
        "once": "b" * 22,
        "channel": "phone",
        "body": WORDS,
        "region": county.villages[0].pk,
        "naming": "deputy",
        "name": "Wang",
        "phone": "13808265100",
    }


def send(client, seat, form, **more):
    client.force_login(seat.user)
    return client.post(NEW, form | more)


def test_a_call_is_written_down_and_the_receipt_is_printed_on_the_next_page(client, county, form):
    answer = send(client, county.officer, form, mandate=county.deputy.mandate_id)
    assert answer.status_code == 302
    voice = Voice.objects.get()
    assert (voice.state, voice.channel, voice.entered_on_behalf, voice.mandate_id) == (
        "submitted",
        "phone",
        True,
        county.deputy.mandate_id,
    )
    receipt = client.get(answer["Location"])
    code = receipt.context["code"]
    assert queries.by_code(code) == voice
    text = receipt.content.decode()
    assert (code in text, voice.number in text) == (True, True)
    entry = Entry.objects.get(move="submit")
    assert (entry.channel, entry.on_behalf_of, entry.who) == (
        "behalf",
        "somebody who came to the desk",
        "officer office　officer",
    )


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("officer", 200),
        ("town_clerk", 200),
        ("deputy", 200),
        ("clerk", 403),
        ("leader", 403),
        ("chair", 403),
        ("a_clerk", 403),
        ("supervision", 403),
        ("auditor", 403),
        ("sys_admin", 403),
    ],
)
def test_only_those_who_meet_residents_write_their_words_down(client, county, form, role, status):
    seat = getattr(county, role)
    client.force_login(seat.user)
    assert client.get(NEW).status_code == status
    assert client.post(NEW, form).status_code == (302 if status == 200 else 403)
    assert Voice.objects.count() == (status == 200)


@pytest.mark.row("F6")
@pytest.mark.parametrize("channel", ["station", "phone", "visit", "paper"])
def test_each_way_of_reaching_a_deputy_is_kept_and_can_be_looked_for(client, county, form, channel):
    assert send(client, county.officer, form, channel=channel).status_code == 302
    assert Voice.objects.get().channel == channel
    found = queries.listing(county.officer, "all", channel=channel).voices
    others = queries.listing(county.officer, "all", channel="web").voices
    assert ([row.channel for row in found], others) == ([channel], [])


def test_a_deputy_writes_down_what_was_said_to_him(client, county, form):
    assert send(client, county.deputy, form, channel="visit").status_code == 302
    voice = Voice.objects.get()
    assert (voice.mandate_id, voice.venue, voice.channel) == (
        county.deputy.mandate_id,
        county.venue,
        "visit",
    )


def test_a_desk_writes_down_what_belongs_to_its_own_places_only(client, county, form):
    for seat in (county.officer, county.town_clerk):
        answer = send(client, seat, form, region=county.villages[2].pk)
        assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["region"])
    assert send(client, county.officer, form, mandate=county.third.mandate_id).status_code == 422
    assert Voice.objects.count() == 0


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"body": ""}, "body"),
        ({"body": "x" * 10_001}, "body"),
        ({"channel": "web"}, "channel"),
        ({"channel": "smoke"}, "channel"),
        ({"region": ""}, "region"),
        ({"phone": "1380826510"}, "phone"),
        ({"happened_on": "2999-01-01"}, "happened_on"),
        ({"happened_on": "yesterday"}, "happened_on"),
    ],
)
def test_a_faulty_entry_comes_back_as_it_was(client, county, form, given, fault):
    answer = send(client, county.officer, form | given)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [fault])


def test_what_was_said_days_ago_needs_a_reason(client, county, form):
    long_ago = (timezone.localdate() - timedelta(days=20)).isoformat()
    answer = send(client, county.officer, form, happened_on=long_ago)
    assert answer.status_code == 409
    assert "Say why this is entered so late." in answer.content.decode()
    answer = send(client, county.officer, form, happened_on=long_ago, note="The line was down.")
    assert answer.status_code == 302
    assert Voice.objects.get().received_on().isoformat() == long_ago


def test_photos_of_a_faulty_entry_are_kept(client, county, form, tmp_path):
    photo = tmp_path / "a.jpg"
    photo.write_bytes(picture())
    with photo.open("rb") as file:
        answer = send(client, county.officer, form, body="", photos=[file])
    [(token, _name, _thumb)] = answer.context["form"].kept_files
    assert send(client, county.officer, form, kept=[token]).status_code == 302
    voice = Voice.objects.get()
    assert [each.name for each in queries.case(voice, county.officer).uploads] == ["a.jpg"]


def test_an_entry_sent_twice_is_one_voice(client, county, form):
    first = send(client, county.officer, form)["Location"]
    assert send(client, county.officer, form)["Location"] == first
    assert Voice.objects.count() == 1


def test_a_receipt_is_shown_for_the_right_code_alone(client, county, elsewhere, form):
    address = send(client, county.officer, form)["Location"]
    voice = Voice.objects.get()
    assert client.get(address).status_code == 200
    assert client.get(reverse("voices:receipt", args=[voice.pk, "WRONG"])).status_code == 404
    client.force_login(elsewhere.officer.user)
    assert client.get(address).status_code == 404


def test_whoever_wished_to_be_known_to_nobody_leaves_no_contact(client, county, form):
    send(client, county.officer, form, naming="none")
    assert not hasattr(Voice.objects.get(), "contact")


@pytest.mark.django_db(transaction=True)
def test_two_copies_of_a_form_on_their_way_at_once_are_one_voice(county):
    code = queries.code_for("c" * 22, WORDS)
    barrier, made = threading.Barrier(3), []

    def post():
        barrier.wait()
        try:
            voice = actions.receive_once(
                actor=ANYONE,
                cell_id=county.cell.pk,
                code=code,
                body=WORDS,
                region=county.villages[0],
            )
            made.append(voice.pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=post) for _n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (Voice.objects.count(), len(set(made)), len(made)) == (1, 1, 3)


def test_a_code_cannot_be_worked_out_without_the_key(settings):
    one = queries.code_for("a" * 22, WORDS)
    assert (one, len(one)) == (queries.code_for("a" * 22, WORDS), 14)
    others = {queries.code_for("a" * 21 + "b", WORDS), queries.code_for("a" * 22, WORDS + " ")}
    settings.SECRET_KEY = "another"
    others.add(queries.code_for("a" * 22, WORDS))
    assert one not in others
    assert len(others) == 3


def test_the_receipt_has_a_square_that_leads_to_the_residents_page(client, county, form):
    answer = send(client, county.officer, form, mandate=county.deputy.mandate_id)
    receipt = client.get(answer["Location"])
    track = f"http://testserver/track/{receipt.context['code']}/"
    assert as_svg(track) in receipt.content.decode()
    assert "style=" not in receipt.context["square"]


def test_the_desk_is_asked_of_the_speaker_and_not_as_the_speaker(client, county, form):
    client.force_login(county.officer.user)
    page = client.get(NEW).content.decode()
    assert "The speaker&#x27;s name" in page
    assert [str(label) for _key, label in Voice.Naming.choices if str(label) in page] == []
    send(client, county.officer, form, mandate=county.deputy.mandate_id)
    case = client.get(reverse("voices:detail", args=[Voice.objects.get().pk])).content.decode()
    assert str(queries.NAMING["deputy"]) in case
    assert str(Voice.Naming.DEPUTY.label) not in case
