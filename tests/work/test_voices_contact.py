"""Who spoke: hidden on every page, shown for a reason that is kept, and erased for good."""

import pytest
from django.urls import reverse

from lianxin.base.records import actions as book
from lianxin.base.records.models import Entry, EntryText
from lianxin.base.records.queries import story, verify
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.lifecycle import Forbidden
from lianxin.work.voices import actions
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import (
    NOTICE,
    code_digest,
    looks,
    masked,
    new_code,
    notice,
    resident_of,
)
from lianxin.work.voices.queries.purpose import NOTICES
from tests.factories import thread

NAME, PHONE = "王小明", "13808265100"


@pytest.fixture
def voice(county):
    """A voice of a walk-in who left name and number, and named both in the words."""
    spoken = actions.receive(
        actor=county.officer,
        cell_id=county.cell.pk,
        body=f"The lamp is broken. I am {NAME}, ring me at {PHONE}.",
        region=county.villages[0],
        channel="station",
        code=new_code(),
        name=NAME,
        phone=PHONE,
    )
    return actions.take_up(
        spoken, actor=county.officer, mandate=county.deputy.mandate, note=f"{NAME} rang twice."
    )


def page(client, seat, address):
    client.force_login(seat.user)
    return client.get(address)


def address(voice):
    return reverse("voices:contact", args=[voice.pk])


def test_a_page_shows_half_of_a_name_and_of_a_number(client, county, voice):
    text = page(client, county.officer, reverse("voices:detail", args=[voice.pk])).content.decode()
    facts = text[text.index("Who spoke") :]
    assert ("138****5100" in facts, "王某某" in facts) == (True, True)
    assert (PHONE in facts, NAME in facts) == (False, False)


def test_whoever_says_what_for_reads_it_and_stands_in_the_book(client, county, voice):
    closed = page(client, county.officer, address(voice)).content.decode()
    assert (PHONE in closed, Entry.objects.filter(move="show").count()) == (False, 0)
    answer = client.post(address(voice), {"purpose": "answer", "words": "on Friday"})
    text = answer.content.decode()
    assert (PHONE in text, NAME in text) == (True, True)
    look = looks(voice)[0]
    assert (look.who, look.seat_id) == (county.officer.signature, county.officer.pk)
    assert look.text.body == "To tell the answer on Friday"
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    "sent", [{}, {"purpose": "nonsense"}, {"purpose": "other"}, {"purpose": "other", "words": " "}]
)
def test_without_a_reason_nothing_is_shown(client, county, voice, sent):
    client.force_login(county.officer.user)
    answer = client.post(address(voice), sent)
    assert (answer.status_code, PHONE in answer.content.decode()) == (422, False)
    assert not Entry.objects.filter(move="show").exists()


@pytest.mark.parametrize("role", ["clerk", "leader", "a_clerk", "second", "auditor", "sys_admin"])
def test_who_need_not_answer_is_shown_nothing(client, county, voice, role):
    seat = getattr(county, role)
    assert page(client, seat, address(voice)).status_code == 404
    assert client.post(address(voice), {"purpose": "ask"}).status_code == 404
    with pytest.raises(Forbidden):
        actions.show_contact(voice, actor=seat, reason="curious")
    assert not Entry.objects.filter(move="show").exists()


def test_another_county_and_a_stranger_find_no_such_page(client, county, elsewhere, voice):
    assert client.get(address(voice)).status_code == 302
    assert page(client, elsewhere.officer, address(voice)).status_code == 404


def test_the_resident_reads_who_has_looked(client, county, voice):
    code = new_code()
    type(voice).objects.filter(pk=voice.pk).update(code_digest=code_digest(code))
    case = reverse("portal:case", args=[code])
    before = client.get(case).content.decode()
    assert ("Nobody has looked" in before, "138****5100" in before) == (True, True)
    actions.show_contact(voice, actor=county.deputy, reason="To ask about the matter")
    after = client.get(case).content.decode()
    assert county.deputy.signature in after
    assert PHONE not in after.replace(f"ring me at {PHONE}", "")


def test_the_resident_has_name_and_number_erased_with_the_code(client, county, voice):
    code = new_code()
    type(voice).objects.filter(pk=voice.pk).update(code_digest=code_digest(code))
    forget = reverse("portal:forget", args=[code])
    assert client.get(forget).status_code == 200
    assert Contact.objects.count() == 1
    assert client.post(forget, follow=True).status_code == 200
    assert Contact.objects.count() == 0
    assert client.post(forget).status_code == 302  # once more does no harm


def test_erasing_leaves_neither_name_nor_number_and_the_book_whole(county, voice):
    while book.seal(county.cell.pk):
        pass
    assert actions.forget_contact(voice, actor=resident_of(voice), reason="Asked for.") is True
    while book.seal(county.cell.pk):
        pass
    voice.refresh_from_db()
    words = [voice.title, voice.body, *EntryText.objects.values_list("body", flat=True)]
    assert [word for word in words if NAME in word or PHONE in word] == []
    assert "The lamp is broken" in voice.body
    verdict = verify(county.cell.pk)
    assert (verdict.whole, verdict.erased) == (True, 1)
    moves = list(Entry.objects.order_by("pk").values_list("move", flat=True))
    assert (moves.count("erase_text"), moves.count("forget")) == (1, 1)
    assert actions.forget_contact(voice, actor=MACHINE, reason="again") is False


def test_pages_of_a_voice_whose_words_were_erased_open(client, county, voice):
    actions.forget_contact(voice, actor=MACHINE, reason="Kept long enough.")
    detail = reverse("voices:detail", args=[voice.pk])
    assert page(client, county.officer, detail).status_code == 200
    assert {entry.move for entry in story(voice)} & {"erase_text", "forget"} == set()


def test_a_name_that_does_not_open_is_told_of_and_the_page_opens(client, county, voice):
    Contact.objects.filter(pk=voice.pk).delete()
    other = actions.receive(
        actor=county.officer, cell_id=county.cell.pk, body="Another lamp.", code="", name="李四"
    )
    Contact.objects.filter(pk=other.pk).update(voice=voice)
    assert masked(Contact.objects.get())["name"].startswith("A locked value does not open")
    detail = reverse("voices:detail", args=[voice.pk])
    assert page(client, county.officer, detail).status_code == 200
    answer = client.post(address(voice), {"purpose": "ask"})
    assert (answer.status_code, "Traceback" in answer.content.decode()) == (503, False)


# What people are told


def test_a_voice_keeps_the_version_of_the_notice_it_was_sent_under(voice):
    assert voice.purpose == NOTICE


def test_every_version_is_written_once_and_shown_with_the_period_of_the_county(county):
    """The wording of a version must never change: put a new version beside it."""
    assert {version: len(rows) for version, rows in NOTICES.items()} == {"2026-1": 5}
    told = notice(cell_id=county.cell.pk)
    assert told.rows[3][1].startswith("Name and number are kept encrypted and are erased 5 years")
    assert notice("1999-1") is None


def test_the_notice_is_a_page_for_anybody_in_every_version(client, county):
    shown = client.get(reverse("portal:privacy"))
    assert (shown.status_code, "Art. 13(3)" in shown.content.decode()) == (200, True)
    assert client.get(reverse("portal:privacy"), {"version": NOTICE}).status_code == 200
    assert client.get(reverse("portal:privacy"), {"version": "x"}).status_code == 404


@pytest.mark.parametrize("role", ["clerk", "chair"])
def test_whoever_may_not_know_who_spoke_reads_no_name_in_the_words_either(client, county, role):
    voice = thread.spoken(county)
    Voice.objects.filter(pk=voice.pk).update(body="I am Wang Guilan. The road is broken.")
    Contact.objects.filter(voice=voice).delete()
    Contact.objects.create(voice=voice, name="Wang Guilan", phone="13808265100")
    client.force_login(getattr(county, role).user)
    page = client.get(reverse("voices:detail", args=[voice.pk])).content.decode()
    assert ("Guilan" in page, "The road is broken." in page) == (False, True)
    client.force_login(county.deputy.user)
    assert "Wang Guilan" in client.get(reverse("voices:detail", args=[voice.pk])).content.decode()
