"""What is kept about somebody is written down for them, and erased by two persons."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.urls import reverse

from lianxin.base.records import actions as book
from lianxin.base.records.models import Entry
from lianxin.base.records.queries import verify
from lianxin.config.command import main
from lianxin.institution.congress.models import Mandate, Person
from lianxin.kernel.fields import holding
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.reckoning.privacy import actions, queries, tasks
from lianxin.reckoning.privacy.models import Erasure
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Contact, Voice
from tests.factories.thread import drafted, handed_in, spoken

TODAY = date(2026, 11, 25)
CODE, PHONE = "QXYJ-2345-6789", "13808265100"
NUMBER = "110101198003070041"


@pytest.fixture
def voice(county):
    return voices.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body="The lamp at the bridge is broken.",
        region=county.villages[0],
        channel="station",
        code=CODE,
        name="王小明",
        phone=PHONE,
    )


@pytest.fixture
def person(county):
    person = county.third.mandate.person
    person.phone, person.identity_number = "13900001234", NUMBER
    person.save()
    return person


@pytest.fixture
def second_clerk(county):
    return county.seat("another", "office", organ=county.office)


def old_voices(county, years, count=3):
    """Voices that were closed so many years ago."""
    found = []
    for _each in range(count):
        voice = spoken(county)
        ended = voice.state_since - timedelta(days=366 * years)
        Voice.objects.filter(pk=voice.pk).update(state="closed", state_since=ended)
        found.append(voice)
    return found


def asked(actor, **about):
    return actions.propose(
        actor=actor, cell_id=actor.cell_id, note="She asked at the desk.", **about
    )


# Two persons


def test_one_proposes_and_another_erases(county, voice):
    proposed = asked(county.officer, voice=voice)
    assert (proposed.state, Contact.objects.count()) == ("proposed", 1)
    done = actions.carry_out(proposed, actor=county.clerk)
    assert (done.state, done.count, Contact.objects.count()) == ("done", 1, 0)
    while book.seal(county.cell.pk):
        pass
    assert verify(county.cell.pk).whole


def test_nobody_erases_what_he_proposed(county, voice):
    proposed = asked(county.clerk, voice=voice)
    with pytest.raises(Refused) as refusal:
        actions.carry_out(proposed, actor=county.clerk)
    assert not isinstance(refusal.value, Forbidden)
    assert Contact.objects.count() == 1


def test_another_seat_of_the_same_user_is_no_second_person(county, voice, second_clerk):
    type(second_clerk).objects.filter(pk=second_clerk.pk).update(user=county.clerk.user)
    second_clerk.refresh_from_db()
    proposed = asked(county.clerk, voice=voice)
    with pytest.raises(Refused):
        actions.carry_out(proposed, actor=second_clerk)
    assert Contact.objects.count() == 1


@pytest.mark.parametrize("role", ["officer", "chair", "deputy", "a_clerk", "auditor"])
def test_only_the_office_of_the_county_erases(county, voice, role):
    proposed = asked(county.clerk, voice=voice)
    seat = getattr(county, role)
    with pytest.raises(Forbidden):
        actions.carry_out(proposed, actor=seat)


@pytest.mark.parametrize("role", ["deputy", "a_clerk", "auditor", "sys_admin", "supervision"])
def test_only_those_at_a_desk_propose(county, voice, role):
    with pytest.raises(Forbidden):
        asked(getattr(county, role), voice=voice)


def test_a_declined_proposal_erases_nothing(county, voice):
    proposed = asked(county.officer, voice=voice)
    done = actions.decline(proposed, actor=county.clerk, note="The case is before a court.")
    assert (done.state, Contact.objects.count()) == ("declined", 1)


def test_the_numbers_of_a_deputy_in_office_stay(county, person):
    proposed = asked(county.clerk, person=person)
    with pytest.raises(Refused):
        actions.carry_out(proposed, actor=county.leader)
    Mandate.objects.filter(person=person).update(ends_on="2020-12-31")
    actions.carry_out(proposed, actor=county.leader)
    left = Person.objects.get(pk=person.pk)
    assert (left.name, left.phone, left.identity_number) == (person.name, "", "")
    assert (left.phone_index, left.identity_index) == ("", "")


# Kept long enough


def test_what_was_kept_long_enough_is_proposed_and_nothing_is_erased(county):
    old_voices(county, 6)
    spoken(county)
    tasks.propose(county.cell.pk, TODAY)
    proposed = Erasure.objects.get()
    assert (proposed.count, proposed.before, proposed.proposed_by) == (3, date(2021, 11, 25), None)
    assert Contact.objects.count() == 4
    tasks.propose(county.cell.pk, TODAY + timedelta(days=1))
    assert Erasure.objects.count() == 1  # one at a time


def test_nothing_old_is_nothing_proposed(county):
    old_voices(county, 4)
    tasks.propose(county.cell.pk, TODAY)
    assert Erasure.objects.count() == 0


def test_carrying_it_out_forgets_the_old_ones_alone(county, elsewhere):
    old_voices(county, 6, count=2)
    kept = spoken(county)
    old_voices(elsewhere, 6, count=1)
    tasks.propose(county.cell.pk, TODAY)
    done = actions.carry_out(Erasure.objects.get(), actor=county.clerk)
    assert done.count == 2
    assert set(Contact.objects.values_list("voice__cell_id", flat=True)) == {
        county.cell.pk,
        elsewhere.cell.pk,
    }
    assert Contact.objects.filter(voice=kept).exists()


def test_the_end_of_february_is_counted_back_to_its_end():
    assert queries.years_before(date(2028, 2, 29), 5) == date(2023, 2, 28)


# Pages


def opened(client, seat, address):
    client.force_login(seat.user)
    return client.get(address)


def test_the_pages_lead_from_the_desk_to_the_end(client, county, voice):
    propose = reverse("privacy:of_voice", args=[voice.pk])
    assert opened(client, county.officer, propose).status_code == 200
    assert client.post(propose, {}).status_code == 422
    assert client.post(propose, {"note": "She asked."}).status_code == 302
    one = reverse("privacy:detail", args=[Erasure.objects.get().pk])
    assert opened(client, county.clerk, reverse("privacy:list")).status_code == 200
    assert client.get(one).status_code == 200
    assert client.post(f"{one}carry_out/", {}).status_code == 422
    assert client.post(f"{one}carry_out/", {"sure": "on"}).status_code == 302
    assert (Contact.objects.count(), client.get(one).status_code) == (0, 200)


@pytest.mark.parametrize("role", ["deputy", "a_clerk", "auditor", "sys_admin", "supervision"])
def test_the_pages_are_closed_to_others(client, county, voice, role):
    proposed = asked(county.clerk, voice=voice)
    seat = getattr(county, role)
    for name, pk in (("list", None), ("detail", proposed.pk), ("of_voice", voice.pk)):
        address = reverse(f"privacy:{name}", args=[pk] if pk else [])
        assert opened(client, seat, address).status_code == 404


def test_another_county_sees_none_of_it(client, county, elsewhere, voice):
    proposed = asked(county.clerk, voice=voice)
    one = reverse("privacy:detail", args=[proposed.pk])
    assert opened(client, elsewhere.clerk, one).status_code == 404
    assert client.post(f"{one}carry_out/", {"sure": "on"}).status_code == 404
    assert (
        client.get(reverse("privacy:of_person", args=[county.third.mandate.person_id])).status_code
        == 404
    )


# A deputy's numbers


def numbers(person):
    return reverse("dossiers:numbers", args=[person.pk])


def test_the_office_reads_both_numbers_for_a_reason_that_is_kept(client, county, person):
    file = opened(client, county.clerk, reverse("dossiers:file", args=[person.pk]))
    text = file.content.decode()
    assert ("139****1234" in text, "110***********0041" in text) == (True, True)
    assert (NUMBER in text, "13900001234" in text) == (False, False)
    shown = client.post(numbers(person), {"purpose": "check"}).content.decode()
    assert (NUMBER in shown, "13900001234" in shown) == (True, True)
    looked = Entry.objects.filter(root_type="congress.person", root_id=person.pk)
    assert sorted(looked.values_list("move", flat=True)) == ["show_identity_number", "show_phone"]


def test_a_town_reads_the_telephone_alone(client, county, person):
    shown = opened(client, county.chair, numbers(person))
    assert "1101" not in shown.content.decode()
    text = client.post(numbers(person), {"purpose": "ask"}).content.decode()
    assert (NUMBER in text, "13900001234" in text) == (False, True)


@pytest.mark.parametrize("role", ["a_clerk", "officer", "second", "auditor", "supervision"])
def test_others_read_no_number(client, county, person, role):
    assert opened(client, getattr(county, role), numbers(person)).status_code == 404
    assert client.post(numbers(person), {"purpose": "ask"}).status_code == 404


def test_a_deputy_reads_what_is_kept_of_the_deputy(client, county, person):
    text = opened(client, county.third, reverse("dossiers:file", args=[person.pk]))
    assert (NUMBER in text.content.decode(), text.status_code) == (True, 200)


# The commands


def test_all_that_is_kept_of_one_who_spoke_is_written_down(county, voice, tmp_path, capsys):
    voices.show_contact(voice, actor=county.officer, reason="To tell the answer")
    assert main(["privacy", "export", "--code", CODE, "--out", str(tmp_path), "--json"]) == 0
    files = json.loads(capsys.readouterr().out)["files"]
    told = json.loads(Path(files[0]).read_text("utf-8"))
    assert told["contact"] == [{"name": "王小明", "phone": PHONE, "address": ""}]
    assert told["voice"][0]["text"] == "The lamp at the bridge is broken."
    assert [look["words"] for look in told["looks"]] == ["To tell the answer"]
    assert len(told["notice"]) == 5
    page = Path(files[1]).read_text("utf-8")
    assert (PHONE in page, "To tell the answer" in page) == (True, True)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o600, 0o600]
    assert Entry.objects.filter(move="export", root_type="voices.contact").count() == 1


def test_all_that_is_kept_of_a_deputy_is_written_down(county, tmp_path, capsys):
    handed_in(county, drafted(county))
    person = county.deputy.mandate.person
    person.phone = "13900001234"
    person.save()
    told = ["--person", str(person.pk), "--cell", county.cell.code]
    assert main(["privacy", "export", *told, "--out", str(tmp_path), "--json"]) == 0
    kept = json.loads(Path(json.loads(capsys.readouterr().out)["files"][0]).read_text("utf-8"))
    assert kept["person"][0]["phone"] == "13900001234"
    assert [row["title"] for row in kept["suggestions"]] == ["On mending the road to the school"]
    assert len(kept["mandates"]) == 1


def erase(*words):
    return main(["privacy", "erase", *words, "--reason", "She asked in writing."])


def test_the_command_erases_by_two_persons_and_the_book_stays_whole(county, voice, capsys):
    by = ["--by", county.officer.user.username, "--and", county.clerk.user.username]
    assert erase("--code", CODE, *by) == 0
    assert Contact.objects.count() == 0
    while book.seal(county.cell.pk):
        pass
    assert verify(county.cell.pk).whole
    assert not Contact.objects.filter(holding(Contact, "phone", PHONE)).exists()


def test_the_command_leaves_nothing_behind_when_it_is_refused(county, voice, capsys):
    clerk = county.clerk.user.username
    for by in (["--by", clerk, "--and", clerk], ["--by", clerk, "--and", "nobody"]):
        assert erase("--code", CODE, *by) == 2
    assert (Contact.objects.count(), Erasure.objects.count()) == (1, 0)


@pytest.mark.parametrize(
    "words",
    [[], ["--code", "AAAA-BBBB-CCCC"], ["--person", "Li"], ["--code", "x", "--person", "y"]],
)
def test_the_command_asks_for_one_person(county, words, capsys):
    assert main(["privacy", "export", *words]) == 2
    assert capsys.readouterr().err.strip() != ""


def test_a_name_that_two_bear_is_nobody(county, person):
    Person.objects.create(cell=county.cell, name=person.name)
    assert queries.person_named(person.name, county.cell.pk) is None
    assert queries.person_named(str(person.pk), county.cell.pk) == person
