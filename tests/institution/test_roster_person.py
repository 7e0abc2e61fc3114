"""A person of the roster entered and put right by hand: names, numbers, photo, the book."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lianxin.base.files.models import Upload
from lianxin.base.files.queries import full_path
from lianxin.base.records.models import Entry
from lianxin.institution.congress import actions
from lianxin.institution.congress.models import Mandate, Person
from lianxin.kernel.lifecycle import Forbidden, Refused
from tests.factories.keeping import congress_at, identity, sits, somebody, typed


@pytest.fixture(autouse=True)
def _in_english(english):
    """The pages are read by their English words here."""


def told(**other):
    return {"name": "陈小满", "sex": "2", "born": "1980-03", **other}


def faults(answer):
    """{field: sentences} of the forms of a page."""
    found = {}
    for name in ("form", "mandate_form"):
        if form := answer.context.get(name):
            found |= {field: list(errors) for field, errors in form.errors.items()}
    return found


def enter(browser, county, **other):
    return browser.post("/roster/new/", typed(county, **other))


def photo(colour="red", name="me.jpg"):
    """A picture that tells where it was taken."""
    picture, paper = Image.new("RGB", (60, 80), colour), BytesIO()
    exif = picture.getexif()
    exif[0x010F] = "SECRETCAMERA"
    picture.save(paper, "JPEG", exif=exif)
    return SimpleUploadedFile(name, paper.getvalue(), "image/jpeg")


# Entering


def test_a_person_is_entered_with_a_mandate(county, sign_in):
    answer = enter(sign_in(county.clerk), county)
    person = Person.objects.get(name="阿依努尔·克里木")
    assert answer.url == f"/roster/{person.pk}/"
    mandate = person.mandates.get()
    assert (person.sex, person.born, person.trade, person.phone) == (
        *("2", "1980-03", "P", "13800001234"),
    )
    assert (mandate.congress, mandate.term, mandate.certificate, mandate.region) == (
        *(county.congress, county.term, "T-003", county.towns[0]),
    )


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("木沙 • 买买提", "木沙·买买提"),
        ("马　旭", "马旭"),
        ("𬭎𠅤", "𬭎𠅤"),  # beyond the first plane
        ("\ue863明", "\ue863明"),  # of the private use area
    ],
)
def test_names_are_kept_as_the_household_register_has_them(county, sign_in, written, kept):
    enter(sign_in(county.clerk), county, name=written)
    assert Person.objects.order_by("pk").last().name == kept


@pytest.mark.parametrize(
    ("other", "where"),
    [
        ({"name": "<b>"}, "name"),
        ({"name": ""}, "name"),
        ({"sex": ""}, "sex"),
        ({"sex": "7"}, "sex"),
        ({"born": "2020-01"}, "born"),
        ({"born": "when"}, "born"),
        ({"ethnicity": "99"}, "ethnicity"),
        ({"trade": "Z"}, "trade"),
        ({"phone": "12"}, "phone"),
        ({"identity_number": identity()[:-1] + "#"}, "identity_number"),
        ({"identity_number": identity("19810315")}, "born"),
        ({"identity_number": identity(woman=False)}, "sex"),
        ({"m-place": ""}, "place"),
        ({"m-begins_on": "soon"}, "begins_on"),
    ],
)
def test_what_does_not_fit_is_said_and_the_form_stays_as_typed(county, sign_in, other, where):
    before = Person.objects.count()
    answer = enter(sign_in(county.clerk), county, **other)
    assert answer.status_code == 422
    assert where in faults(answer)
    assert Person.objects.count() == before
    assert 'value="小学教师"' in answer.content.decode()


def test_the_birth_is_taken_from_the_identity_number(county, sign_in):
    enter(sign_in(county.clerk), county, born="", identity_number=identity())
    assert Person.objects.order_by("pk").last().born == "1980-03-15"


def test_an_identity_number_is_one_persons(county, sign_in):
    owner = somebody(county, "Owner", identity_number=identity())
    answer = enter(sign_in(county.clerk), county, identity_number=identity())
    assert answer.status_code == 422
    assert f'href="/roster/{owner.pk}/"' in answer.content.decode()
    with pytest.raises(Refused):
        actions.add_person(
            told(identity_number=identity()), {"congress": county.congress}, actor=county.clerk
        )


def test_whose_number_it_is_a_town_clerk_hears_only_of_the_own_town(county, sign_in):
    own = congress_at(county, "town", town=0)
    owner = somebody(county, "Owner", identity_number=identity())
    place = {"m-place": f"t{own.terms.get().pk}"}
    answer = enter(sign_in(county.town_clerk), county, identity_number=identity(), **place)
    assert answer.status_code == 422
    assert "Owner" not in answer.content.decode()
    assert f"/roster/{owner.pk}/" not in answer.content.decode()


def test_another_county_may_have_the_same_number(county, elsewhere, sign_in):
    somebody(elsewhere, "Owner", identity_number=identity())
    assert enter(sign_in(county.clerk), county, identity_number=identity()).status_code == 302


def test_a_form_sent_twice_makes_one_person(county, sign_in):
    browser, before = sign_in(county.clerk), Person.objects.count()
    row = browser.get("/roster/new/").context["form"]["row"].value()
    first, second = (enter(browser, county, row=row) for _n in range(2))
    assert (first.status_code, first.url) == (second.status_code, second.url)
    assert Person.objects.count() == before + 1
    assert Entry.objects.filter(move="enter").count() == 1


def test_a_row_of_another_county_is_not_taken_over(county, elsewhere, sign_in):
    other = somebody(elsewhere, "Other")
    answer = enter(sign_in(county.clerk), county, row=str(other.row_id))
    made = Person.objects.order_by("pk").last()
    assert answer.url == f"/roster/{made.pk}/"
    assert (made.cell, made.row_id != other.row_id) == (county.cell, True)


def test_a_namesake_is_offered_and_has_to_be_called_one(county, sign_in):
    browser = sign_in(county.clerk)
    there = somebody(county, "阿依努尔·克里木", born="1980")
    answer = enter(browser, county)
    assert answer.status_code == 409
    assert f'href="/roster/{there.pk}/"' in answer.content.decode()
    assert enter(browser, county, namesake="on").status_code == 302


def test_one_born_otherwise_is_no_double(county, sign_in):
    somebody(county, "阿依努尔·克里木", born="1961-07")
    assert enter(sign_in(county.clerk), county).status_code == 302


def test_a_town_clerk_enters_deputies_of_the_own_congress_alone(county, sign_in):
    own, other = (congress_at(county, "town", town=n) for n in (0, 1))
    browser = sign_in(county.town_clerk)
    for congress in (other, county.congress):
        place = f"t{congress.terms.get().pk}"
        assert enter(browser, county, **{"m-place": place}).status_code == 422
    assert enter(browser, county, **{"m-place": f"t{own.terms.get().pk}"}).status_code == 302


def test_a_congress_whose_terms_are_not_known_has_deputies_too(county, sign_in):
    own = congress_at(county, "town", town=0)
    own.terms.all().delete()
    browser = sign_in(county.town_clerk)
    assert enter(browser, county, **{"m-place": f"c{own.pk}"}).status_code == 302
    twice = {"name": "另一人", "m-place": f"c{own.pk}"}
    answer = enter(browser, county, **twice)
    assert (answer.status_code, list(faults(answer))) == (422, ["certificate"])


# Putting right


def edited(browser, person, **other):
    edition = Person.objects.get(pk=person.pk).edition
    sent = {"name": person.name, "sex": "2", "born": "1980-03", "edition": edition, **other}
    return browser.post(f"/roster/{person.pk}/edit/", sent)


@pytest.fixture
def person(county):
    return somebody(
        *(county, "陈小满"),
        sex="2",
        born="1980-03",
        phone="13800001234",
        identity_number=identity(),
    )


def test_numbers_are_not_in_the_form_and_blanks_keep_them(county, sign_in, person):
    browser = sign_in(county.clerk)
    page = browser.get(f"/roster/{person.pk}/edit/").content.decode()
    assert [number in page for number in ("13800001234", identity())] == [False, False]
    assert "138****1234" in page
    edited(browser, person, post="书记")
    person.refresh_from_db()
    assert (person.post, person.phone, person.identity_number) == (
        "书记",
        "13800001234",
        identity(),
    )


def test_a_town_clerk_is_shown_no_part_of_the_identity_number(county, sign_in):
    own = congress_at(county, "town", town=0)
    person = somebody(county, "陈小满", own, sex="2", identity_number=identity())
    for path in ("", "edit/"):
        page = sign_in(county.town_clerk).get(f"/roster/{person.pk}/{path}").content.decode()
        assert identity()[-4:] not in page


def test_the_book_names_fields_and_nothing_in_them(county, sign_in, person):
    edited(
        *(sign_in(county.clerk), person),
        phone="13911112222",
        post="书记",
        remark="病假",
        identity_number=identity(serial=7),
    )
    entry = Entry.objects.get(move="put_right")
    assert (entry.root_id, entry.who) == (person.pk, county.clerk.signature)
    for words in ("telephone", "identity number", "unit and post", "remark"):
        assert words in entry.text.body
    for secret in ("13911112222", identity(serial=7), "书记", "病假"):
        assert secret not in entry.text.body


def test_what_changes_nothing_is_no_entry(county, sign_in, person):
    edited(sign_in(county.clerk), person)
    assert not Entry.objects.filter(move="put_right").exists()


def test_the_number_on_file_is_compared_with_a_new_birth(county, sign_in, person):
    answer = edited(sign_in(county.clerk), person, born="1981-03")
    assert (answer.status_code, list(faults(answer))) == (422, ["born"])


def test_who_was_slower_is_told_and_changes_nothing(county, sign_in, person):
    browser = sign_in(county.clerk)
    edited(browser, person, post="first")
    answer = edited(browser, person, post="second", edition=0)
    assert answer.status_code == 409
    assert 'value="second"' in answer.content.decode()
    person.refresh_from_db()
    assert person.post == "first"


def test_the_actions_refuse_whoever_only_reads(county, person):
    for seat in (county.leader, county.deputy, county.officer, county.sys_admin):
        with pytest.raises(Forbidden):
            actions.edit_person(person, told(post="x"), actor=seat, edition=0)
        with pytest.raises(Forbidden):
            actions.add_person(told(), {"congress": county.congress}, actor=seat)


# The photo


def test_a_photo_is_drawn_anew_and_shown_to_keepers_alone(county, sign_in, person):
    browser = sign_in(county.clerk)
    assert edited(browser, person, photo=photo()).status_code == 302
    upload = Upload.objects.get(subject_type="congress.person", subject_id=person.pk)
    data = full_path(upload).read_bytes()
    assert b"SECRETCAMERA" not in data
    assert not Image.open(BytesIO(data)).getexif()
    seen = {}
    for who in ("clerk", "leader", "a_clerk", "deputy", "sys_admin", "town_clerk"):
        answer = sign_in(getattr(county, who)).get(f"/files/{upload.token}/")
        seen[who] = answer.status_code
        if answer.streaming:
            b"".join(answer)
    assert seen == dict.fromkeys(seen, 404) | {"clerk": 200, "leader": 200}


def test_a_second_photo_takes_the_place_of_the_first(county, sign_in, person):
    browser = sign_in(county.clerk)
    for colour in ("red", "blue"):
        edited(browser, person, photo=photo(colour))
    assert Upload.objects.filter(subject_type="congress.person").count() == 1


def test_a_disguised_file_is_refused_and_a_good_photo_outlives_a_mistake(county, sign_in, person):
    browser = sign_in(county.clerk)
    fake = SimpleUploadedFile("me.jpg", b"<script>alert(1)</script>", "image/jpeg")
    assert "photo" in faults(edited(browser, person, photo=fake))
    answer = edited(browser, person, photo=photo(), born="when")
    kept = answer.context["form"]["photo_kept"].value()
    assert (answer.status_code, bool(kept)) == (422, True)
    edited(browser, person, photo_kept=kept)
    assert Upload.objects.get(token=kept).subject_id == person.pk


def test_nobody_elses_stash_becomes_a_photo(county, elsewhere, sign_in, person):
    own = somebody(elsewhere, "Own", sex="2")
    edited(sign_in(elsewhere.clerk), own, photo=photo(), born="when")
    stash = Upload.objects.get(subject_type="")
    edited(sign_in(county.clerk), person, photo_kept=stash.token, post="x")
    stash.refresh_from_db()
    assert stash.subject_type == ""


def test_a_second_mandate_of_the_same_term_is_refused(county, sign_in, person):
    browser = sign_in(county.clerk)
    sent = {"place": f"t{county.term.pk}", "begins_on": "2022-01-06"}
    answer = browser.post(f"/roster/{person.pk}/mandates/new/", sent)
    assert answer.status_code == 409
    assert person.mandates.count() == 1


def test_a_mandate_of_a_higher_congress_is_not_the_offices_to_enter(county, sign_in, person):
    city = congress_at(county, "city")
    sent = {"place": f"t{city.terms.get().pk}", "begins_on": "2022-01-06"}
    assert sign_in(county.clerk).post(f"/roster/{person.pk}/mandates/new/", sent).status_code == 422
    high = sits(person, city)
    path = f"/roster/mandates/{high.pk}/end/"
    sent = {"ends_on": "2026-01-01", "reason": "died"}
    browser = sign_in(county.clerk)
    assert (browser.get(path).status_code, browser.post(path, sent).status_code) == (403, 403)
    assert Mandate.objects.get(pk=high.pk).ends_on is None
