"""Saying something on the public page: one form, one post, no script needed."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from lianxin.base.files.models import Upload
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import by_code
from tests.portal.conftest import picture

SAY = reverse("portal:say")
WORDS = "The road to the school is broken since the flood."


@pytest.fixture
def form(county):
    return {
        "once": "a" * 22,
        "body": WORDS,
        "region": county.villages[0].pk,
        "place": "by the bridge",
        "naming": "deputy",
        "name": "Wang",
        "phone": "138 0826 5100",
    }


def file(name, content, kind="image/jpeg"):
    return SimpleUploadedFile(name, content, kind)


def sent(visitor, form, **more):
    """Send the form; the code in the address that it leads to."""
    answer = visitor.post(SAY, form | more)
    assert answer.status_code == 302
    return re.fullmatch(r"/track/([0-9A-Z-]{14})/\?new=1", answer["Location"]).group(1)


def wrong(answer):
    """The fields that the page wants mended."""
    assert answer.status_code == 422
    return sorted(answer.context["form"].errors)


@pytest.mark.row("F16")
def test_a_resident_speaks_to_a_deputy_at_any_hour_and_gets_a_code(visitor, county, form):
    page = visitor.get(SAY, {"deputy": county.deputy.mandate_id})
    assert page.status_code == 200
    assert f'<option value="{county.deputy.mandate_id}" selected>' in page.content.decode()

    code = sent(visitor, form, deputy=county.deputy.mandate_id)
    voice = by_code(code)
    assert (voice.state, voice.body, voice.channel) == ("submitted", WORDS, "web")
    assert (voice.mandate, voice.venue, voice.region) == (
        county.deputy.mandate,
        county.venue,
        county.villages[0],
    )
    assert (voice.contact.name, voice.contact.phone) == ("Wang", "13808265100")
    receipt = visitor.get(f"/track/{code}/?new=1")
    assert voice.number in receipt.content.decode()
    assert code in receipt.content.decode()


def test_the_privacy_notice_stands_on_the_form(visitor, county):
    text = visitor.get(SAY).content.decode()
    assert (
        text.count("It is used to deal with this matter and to answer you, for nothing else.") == 1
    )
    assert text.count("Responsible: Office.") == 1
    assert "110, 119 or 120" in text


def test_every_sign_is_kept_as_it_was_typed(visitor, county, form):
    words = "  𠮷村的㐂家门口，水渠塌了 🙏👨‍👩‍👧\r\n第二行 <script>alert(1)</script>  "
    code = sent(visitor, form, body=words)
    assert by_code(code).body == words.replace("\r\n", "\n")
    shown = visitor.get(f"/track/{code}/").content.decode()
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"body": ""}, ["body"]),
        ({"body": "four"}, ["body"]),
        ({"body": "\u3000\u3000 \n \u3000\u3000"}, ["body"]),
        ({"body": "x" * 10_001}, ["body"]),
        ({"body": "a bell \x07 in it"}, ["body"]),
        ({"body": "a nothing \x00 in it"}, ["body"]),
        ({"region": ""}, ["region"]),
        ({"region": "999999"}, ["region"]),
        ({"region": "1 OR 1=1"}, ["region"]),
        ({"deputy": "999999"}, ["deputy"]),
        ({"naming": "everybody"}, ["naming"]),
        ({"phone": "138082651"}, ["phone"]),
        ({"phone": "12345"}, ["phone"]),
        ({"phone": "call me"}, ["phone"]),
        ({"phone": ""}, ["phone"]),
        ({"place": "x" * 121}, ["place"]),
        ({"name": "x" * 51, "region": ""}, ["name", "region"]),
    ],
)
def test_a_faulty_form_comes_back_with_a_sentence_and_nothing_is_lost(visitor, form, given, fault):
    answer = visitor.post(SAY, form | given)
    assert wrong(answer) == fault
    kept = answer.context["form"]
    assert [kept[name].value() for name in ("place", "name")] == [
        given.get("place", "by the bridge"),
        given.get("name", "Wang"),
    ]
    assert Voice.objects.count() == 0


def test_the_longest_words_are_taken_even_with_the_line_ends_of_the_wire(visitor, county, form):
    words = "word\n" * 2000
    code = sent(visitor, form, body=words.replace("\n", "\r\n"))
    assert len(by_code(code).body) == 10_000


def test_a_short_number_is_told_how_many_figures_are_missing(visitor, form):
    answer = visitor.post(SAY, form | {"phone": "138 0826 51"})
    assert answer.context["form"].errors["phone"] == [
        "The number is 2 figures short; please look again."
    ]


def test_whoever_comes_back_with_the_code_needs_no_number(visitor, form):
    code = sent(visitor, form, phone="", come_back="on")
    assert by_code(code).contact.phone == ""


def test_whoever_wants_to_be_known_to_nobody_leaves_no_name(visitor, form):
    code = sent(visitor, form, naming="none")
    assert by_code(code).naming == "none"
    assert Contact.objects.count() == 0


def test_photos_are_drawn_anew_and_opened_by_whoever_holds_the_code(visitor, client, form):
    code = sent(visitor, form, photos=[file("a.jpg", picture()), file("b.png", picture("PNG"))])
    uploads = Upload.objects.order_by("pk")
    assert [(each.name, each.kind, each.subject_id) for each in uploads] == [
        ("a.jpg", "image/jpeg", by_code(code).pk),
        ("b.png", "image/jpeg", by_code(code).pk),
    ]
    address = reverse("file", args=[uploads[0].token])
    assert b"".join(visitor.get(address))[:3] == b"\xff\xd8\xff"
    client.cookies.clear()
    assert client.get(address).status_code == 404


def test_files_that_came_through_are_kept_when_something_else_is_wrong(visitor, form):
    answer = visitor.post(
        SAY,
        form
        | {
            "body": "",
            "photos": [file("a.jpg", picture()), file("x.jpg", b"MZ\x90\x00 not a photo")],
        },
    )
    assert wrong(answer) == ["body", "photos"]
    [(token, name, thumb)] = answer.context["form"].kept_files
    assert (name, thumb[:23]) == ("a.jpg", "data:image/jpeg;base64,")
    assert token in answer.content.decode()

    code = sent(visitor, form, kept=[token])
    assert Upload.objects.get(name="a.jpg").subject_id == by_code(code).pk


def test_nobody_takes_over_a_file_by_its_name_alone(visitor, form):
    visitor.post(SAY, form | {"body": "", "photos": [file("a.jpg", picture())]})
    upload = Upload.objects.get()
    sent(visitor, form, kept=[upload.token, f"{upload.token}:forged"])
    assert Upload.objects.get().subject_type == ""


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("trojan.jpg", b"MZ\x90\x00" + b"\x00" * 200, "not a file of a kind"),
        ("page.png", b"<html><script>1</script></html>", "not a file of a kind"),
        ("broken.jpg", b"\xff\xd8\xff\xe0" + b"garbage" * 9, "cannot be opened as a picture"),
        ("large.jpg", b"\xff\xd8\xff" + b"\x00" * 25_000_000, "is larger than 20 MB"),
        ("nothing.jpg", b"", "is empty"),
    ],
)
def test_a_photo_that_is_none_is_refused_with_a_sentence(visitor, form, name, content, sentence):
    answer = visitor.post(SAY, form | {"photos": [file(name, content)]})
    assert wrong(answer) == ["photos"]
    [told] = answer.context["form"].errors["photos"]
    assert (name in told, sentence in told) == (True, True)
    assert Voice.objects.count() == 0


def test_ten_photos_are_too_many(visitor, form):
    photos = [file(f"{n}.jpg", picture()) for n in range(10)]
    assert wrong(visitor.post(SAY, form | {"photos": photos})) == ["photos"]


def test_a_recording_is_enough_for_whoever_does_not_write(visitor, form):
    code = sent(visitor, form, body="", sound=file("v.ogg", b"OggS" + b"\x00" * 99, "audio/ogg"))
    voice = by_code(code)
    assert voice.body == "A spoken message; the recording is with it."
    assert [each.kind for each in Upload.objects.all()] == ["audio/ogg"]
    assert "<audio" in visitor.get(f"/track/{code}/").content.decode()


def test_a_text_is_no_recording(visitor, form):
    given = {"sound": file("v.mp3", b"just some words", "audio/mpeg")}
    assert wrong(visitor.post(SAY, form | given)) == ["sound"]


def test_the_same_form_sent_twice_is_one_voice_with_one_receipt(visitor, form):
    assert sent(visitor, form) == sent(visitor, form)
    assert Voice.objects.count() == 1


def test_other_words_on_the_same_form_are_another_voice(visitor, form):
    assert sent(visitor, form) != sent(visitor, form, body="And the lamp is out, too.")
    assert Voice.objects.count() == 2


def test_a_form_without_its_secret_is_taken_all_the_same(visitor, form):
    assert sent(visitor, form, once="") != sent(visitor, form, once="")


def test_the_words_of_another_county_cannot_be_reached_from_here(visitor, county, elsewhere, form):
    assert wrong(visitor.post(SAY, form | {"region": elsewhere.villages[0].pk})) == ["region"]
    assert wrong(visitor.post(SAY, form | {"deputy": elsewhere.deputy.mandate_id})) == ["deputy"]


def test_the_form_costs_the_same_whatever_the_county(
    visitor, county, django_assert_max_num_queries
):
    with django_assert_max_num_queries(14):
        visitor.get(SAY)
    county.venue.deputies.add(county.third.mandate, county.stranger_deputy.mandate)
    with django_assert_max_num_queries(14):
        visitor.get(SAY)
