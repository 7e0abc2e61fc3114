"""Saying something on the public page: one form, one post, no script needed."""

import re
from html import unescape

import pytest
from django.urls import reverse

from lianxin.base.files.models import Upload
from lianxin.institution.congress.models import Congress, Mandate, Region
from lianxin.work.voices.models import Contact, Voice
from lianxin.work.voices.queries import by_code
from tests.factories import recordings
from tests.portal.conftest import SAY, WORDS, file, picture, sent


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
    assert text.count("To deal with this matter and to answer you, and for nothing else.") == 1
    assert text.count("erased 5 years") == 1
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
    code = sent(visitor, form, phone="", told_by="code")
    assert by_code(code).contact.phone == ""


def test_a_number_that_is_not_needed_is_not_kept(visitor, form):
    code = sent(visitor, form, told_by="code")
    assert (by_code(code).contact.name, by_code(code).contact.phone) == ("Wang", "")


@pytest.mark.parametrize(
    ("given", "needed"),
    [({}, True), ({"told_by": "code"}, False), ({"naming": "none"}, False)],
)
def test_the_form_says_whether_a_number_is_needed(visitor, form, given, needed):
    text = visitor.post(SAY, form | given | {"body": ""}).content.decode()
    label = re.search(r'<label for="id_phone">(.*?)</label>', text).group(1)
    assert ("(optional)" in label) is not needed
    assert 'name="phone" value="138 0826 5100"' in text
    assert not re.search(r'name="phone"[^>]* required', text)


def test_whoever_is_to_be_rung_is_told_in_a_sentence_that_the_number_is_missing(visitor, form):
    answer = visitor.post(SAY, form | {"phone": ""})
    assert answer.context["form"].errors["phone"] == [
        "Please leave a number, or choose to look it up yourself."
    ]


def test_every_field_that_is_needed_carries_the_sentence_that_scripts_say(visitor, county):
    text = visitor.get(SAY).content.decode()
    assert re.findall(r'data-missing="([^"]+)"', text) == [
        "Please write at least 5 characters, or speak.",
        "Please choose the village or community it is about.",
        "Please leave a number, or choose to look it up yourself.",
    ]


def test_whoever_wants_to_be_known_to_nobody_leaves_no_name(visitor, form):
    code = sent(visitor, form, naming="none")
    assert by_code(code).naming == "none"
    assert Contact.objects.count() == 0


def test_photos_are_drawn_anew_and_opened_by_whoever_holds_the_code(visitor, client, form):
    code = sent(visitor, form, photos=[file("a.jpg", picture()), file("b.png", picture("PNG"))])
    visitor.get(f"/track/{code}/")
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
        ("trojan.jpg", b"MZ\x90\x00" + b"\x00" * 200, "is a program, whatever it is called"),
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
    code = sent(visitor, form, body="", sound=file("v.ogg", recordings.ogg(1), "audio/ogg"))
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
    for deputy in (county.third, county.stranger_deputy):
        with django_assert_max_num_queries(9):
            visitor.get(SAY, {"village": county.villages[0].pk})
        county.venue.deputies.add(deputy.mandate)


def test_what_is_sent_costs_fourteen_statements_whatever_the_county(
    visitor, county, form, django_assert_num_queries
):
    sent(visitor, form)
    for n in range(30):
        Region.objects.create(
            code=f"9{n:011d}",
            name=f"Village {n}",
            rank="village",
            parent=county.towns[0],
            valid_from="2020-01-01",
        )
        county.deputy_of(f"Deputy {n}")
    with django_assert_num_queries(14):
        sent(visitor, form, once="b" * 22)


# The deputies of a village


def offered(answer):
    """{group: names} of the choice of deputies on a page."""
    text = unescape(answer.content.decode())
    choice = re.search(r'<select name="deputy".*?</select>', text, re.S).group()
    return {
        group: re.findall(r"<option[^>]*>\s*([^<]+?)\s*</option>", options)
        for group, options in re.findall(
            r'<optgroup label="([^"]+)">(.*?)</optgroup>', choice, re.S
        )
    }


COUNTY, CITY = "deputy to the county's congress", "deputy to the city's congress"


def test_the_deputies_of_the_chosen_village_are_listed_and_no_others(visitor, county):
    assert offered(visitor.get(SAY)) == {}
    county.deputy_of("Sun", town=0)  # of the town, at no station
    here = visitor.get(SAY, {"village": county.villages[0].pk})
    assert offered(here) == {COUNTY: [f"{n} · {COUNTY}" for n in ("Chen", "Li", "Sun")]}
    there = visitor.get(SAY, {"village": county.villages[2].pk})
    assert offered(there) == {COUNTY: [f"{n} · {COUNTY}" for n in ("Wu", "Zhao")]}


def test_a_person_with_two_mandates_is_listed_once_with_both_offices(visitor, county):
    city = Congress.objects.create(cell=county.cell, name="City congress", level="city")
    second = Mandate.objects.create(
        person=county.deputy.mandate.person, congress=city, region=county.towns[0]
    )
    county.venue.deputies.add(second)
    page = visitor.get(SAY, {"village": county.villages[0].pk})
    assert offered(page) == {COUNTY: [f"Chen · {COUNTY}", f"Li · {COUNTY}, {CITY}"]}
    assert f'value="{county.deputy.mandate_id}"' in page.content.decode()

    chosen = visitor.get(SAY, {"deputy": second.pk})
    assert offered(chosen) == {COUNTY: [f"Li · {COUNTY}, {CITY}"]}
    assert f'<option value="{second.pk}" selected>' in chosen.content.decode()

    [station] = visitor.get(reverse("portal:deputies")).context["page"]
    assert [(face.name, len(face.mandates)) for face in station.people] == [("Chen", 1), ("Li", 2)]


def test_without_scripts_a_button_lists_the_deputies_and_keeps_what_was_filled_in(visitor, form):
    answer = visitor.post(
        SAY, form | {"look": "deputies", "phone": "", "photos": [file("a.jpg", picture())]}
    )
    assert (answer.status_code, Voice.objects.count()) == (200, 0)
    kept = answer.context["form"]
    assert (kept.errors, kept["body"].value(), kept["place"].value()) == (
        {},
        WORDS,
        "by the bridge",
    )
    assert [name for _token, name, _thumb in kept.kept_files] == ["a.jpg"]
    assert offered(answer) == {COUNTY: [f"{n} · {COUNTY}" for n in ("Chen", "Li")]}


def test_scripts_ask_for_the_list_alone(visitor, county):
    asked = {
        "part": "deputies",
        "village": county.villages[0].pk,
        "deputy": county.second.mandate_id,
    }
    answer = visitor.get(SAY, asked)
    assert "<h1" not in answer.content.decode()
    assert f'<option value="{county.second.mandate_id}" selected>' in answer.content.decode()


@pytest.mark.parametrize("village", ["", "x", "-1", "9" * 40, "999999"])
def test_a_village_that_is_none_lists_nobody(visitor, county, village):
    assert offered(visitor.get(SAY, {"part": "deputies", "village": village})) == {}


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("v.m4a", recordings.m4a(5, b"vide"), "“v.m4a” cannot be opened as a recording."),
        ("v.m4a", recordings.m4a(601), "“v.m4a” is longer than 10 min; send a shorter one."),
        ("v.mp3", b"MZ\x90\x00" * 50, "“v.mp3” is a program, whatever it is called."),
    ],
)
def test_a_file_that_is_refused_leaves_the_words_and_the_photos_there(
    visitor, county, form, name, content, said
):
    photo = file("road.jpg", picture())
    given = form | {"photos": [photo], "sound": file(name, content, "audio/mp4")}
    answer = visitor.post(SAY, given)
    text = unescape(answer.content.decode())
    assert wrong(answer) == ["sound"]
    assert (said in text, WORDS in text, "road.jpg" in text) == (True, True, True)
    assert Voice.objects.count() == 0
