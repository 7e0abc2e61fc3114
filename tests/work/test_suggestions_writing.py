"""Writing a suggestion, hanging papers on it, putting names under it."""

from django.core.files.uploadedfile import SimpleUploadedFile

from lianxin.base.files.models import Upload
from lianxin.base.records.models import Entry
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import suggestion
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.models import Contact
from tests.factories import stages, thread
from tests.factories.county import told
from tests.factories.pages import address, photo

# Writing


TEXT = {
    "title": "On a bus to the upper villages",
    "body": "Nobody can get to the hospital. Because the road is long, the old stay at home.",
    "category": "Roads",
    "publicity": "full",
}


def test_a_deputy_writes_and_the_voice_is_its_ground(county, sign_in):
    voice = thread.spoken(county)
    browser = sign_in(county.deputy)
    shown = browser.get(f"/suggestions/new/?voice={voice.pk}&voice=999999&voice=x")
    assert "The road to the school has been broken since the flood." in shown.content.decode()
    wish = {"wished_unit": "Bureau A", "open_to_cosigning": "on", "reply_waived": "on"}
    answer = browser.post(f"/suggestions/new/?voice={voice.pk}", {**TEXT, **wish})
    made = Suggestion.objects.get()
    assert answer["Location"] == f"/suggestions/{made.pk}/"
    assert (made.mandate_id, made.organ_id, made.session_id, made.entered_on_behalf) == (
        county.deputy.mandate_id,
        county.office.pk,
        None,
        False,
    )
    assert (made.wished_unit, made.open_to_cosigning, made.reply_waived) == ("Bureau A", True, True)
    assert queries.grounds(made) == [voice]


def test_a_voice_out_of_scope_is_no_ground(county, elsewhere, sign_in):
    voice = thread.spoken(elsewhere)
    sign_in(county.deputy).post(f"/suggestions/new/?voice={voice.pk}", TEXT)
    assert queries.grounds(Suggestion.objects.get()) == []


def test_what_was_typed_stays_when_something_is_missing(county, sign_in):
    browser = sign_in(county.deputy)
    answer = browser.post("/suggestions/new/", {**TEXT, "title": "Bus", "category": "My own"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'value="Bus"' in shown
    assert 'value="My own"' in shown
    assert TEXT["body"] in shown
    assert Suggestion.objects.count() == 0


def test_on_and_to_the_declarations_in_one_go(county, sign_in):
    browser = sign_in(county.deputy)
    answer = browser.post("/suggestions/new/", {**TEXT, "then": "submit"})
    made = Suggestion.objects.get()
    assert answer["Location"] == f"/suggestions/{made.pk}/submit/"
    refused = browser.post(f"/suggestions/{made.pk}/submit/", {"not_secret_declared": "on"})
    assert refused.status_code == 422
    both = {"not_secret_declared": "on", "no_conflict_declared": "on"}
    assert browser.post(f"/suggestions/{made.pk}/submit/", both).status_code == 302
    made.refresh_from_db()
    entry = Entry.objects.get(move="submit")
    assert made.state == "submitted"
    assert entry.text.body == "Declared: no state secrets in it, no gain of the deputy's own."


def test_a_station_enters_it_for_its_deputy_and_for_no_other(county, sign_in):
    browser = sign_in(county.officer)
    given = {**TEXT, "mandate": county.deputy.mandate_id, "session": county.session.pk}
    assert browser.post("/suggestions/new/", given).status_code == 302
    made = Suggestion.objects.get()
    entry = Entry.objects.get(move="begin")
    assert (made.entered_on_behalf, made.session, made.mandate_id) == (
        True,
        county.session,
        county.deputy.mandate_id,
    )
    assert (entry.on_behalf_of, entry.channel, entry.seat_id) == ("Li", "behalf", county.officer.pk)
    other = {**TEXT, "mandate": county.stranger_deputy.mandate_id}
    assert browser.post("/suggestions/new/", other).status_code == 422
    assert browser.post(f"/suggestions/{made.pk}/submit/", both_declared()).status_code == 409


def both_declared():
    return {"not_secret_declared": "on", "no_conflict_declared": "on"}


def test_who_writes_no_suggestions_gets_no_form(county, sign_in):
    for seat in (county.leader, county.supervision, county.a_clerk, county.auditor):
        assert sign_in(seat).get("/suggestions/new/").status_code == 403


def test_a_changed_text_asks_the_signers_again(county, sign_in):
    draft = thread.cosigned(county, thread.drafted(county))
    browser = sign_in(county.deputy)
    shown = browser.get(f"/suggestions/{draft.pk}/edit/").content.decode()
    assert draft.title in shown
    answer = browser.post(f"/suggestions/{draft.pk}/edit/", {**TEXT, "session": county.session.pk})
    draft.refresh_from_db()
    assert answer.status_code == 302
    assert (draft.title, draft.session) == (TEXT["title"], county.session)
    assert set(draft.cosignatures.values_list("state", flat=True)) == {"invited"}


# Papers


def test_photos_and_scans_are_attached_after_a_look_at_them(county, sign_in):
    draft = thread.drafted(county)
    browser = sign_in(county.deputy)
    place = f"/suggestions/{draft.pk}/attach/"
    assert browser.post(place, {"papers": photo()}).status_code == 302
    page = SimpleUploadedFile("scan.pdf", b"%PDF-1.7 and so on", "application/pdf")
    assert browser.post(place, {"papers": page}).status_code == 302
    kinds = Upload.objects.filter(subject_id=draft.pk).order_by("pk").values_list("kind", flat=True)
    assert list(kinds) == ["image/jpeg", "application/pdf"]
    fake = SimpleUploadedFile("photo.jpg", b"MZ not a picture", "image/jpeg")
    refused = browser.post(place, {"papers": fake})
    assert refused.status_code == 422
    assert "“photo.jpg” is a program, whatever it is called." in (refused.content.decode())
    assert browser.post(place, {}).status_code == 422
    assert Upload.objects.count() == 2
    shown = browser.get(f"/suggestions/{draft.pk}/").content.decode()
    assert shown.count('href="/files/') == 2


def test_only_whoever_has_to_do_with_it_attaches_papers(county, sign_in):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    place = f"/suggestions/{draft.pk}/attach/"
    ours = {"of": "assignment", "id": part.pk}

    def status_of(name, more):
        browser = sign_in(getattr(county, name))
        return browser.post(place, {"papers": photo(), **more}).status_code

    status = {
        (name, of): status_of(name, more)
        for name in ("clerk", "a_clerk", "b_clerk", "second", "c_clerk")
        for of, more in (("suggestion", {}), ("part", ours))
    }
    assert status == {
        ("clerk", "suggestion"): 302,
        ("clerk", "part"): 403,
        ("a_clerk", "suggestion"): 403,
        ("a_clerk", "part"): 302,
        ("b_clerk", "suggestion"): 403,
        ("b_clerk", "part"): 404,
        ("second", "suggestion"): 403,
        ("second", "part"): 403,
        ("c_clerk", "suggestion"): 404,
        ("c_clerk", "part"): 404,
    }


# Names


def test_a_deputy_asks_others_and_each_says_yes_or_no(county, sign_in):
    draft = thread.drafted(county)
    author = sign_in(county.deputy)
    asked = [county.second.mandate_id, county.third.mandate_id]
    answer = author.post(f"/suggestions/{draft.pk}/open_cosigning/", {"mandates": asked})
    assert answer.status_code == 302
    yes, no = draft.cosignatures.order_by("pk")
    second, third = sign_in(county.second), sign_in(county.third)
    page = second.get(address(yes, "confirm"))
    assert draft.body in page.content.decode()
    assert second.post(address(yes, "confirm"), {"read_version": 1}).status_code == 302
    gone = third.post(address(no, "decline"))
    assert (gone.status_code, gone["Location"]) == (302, "/suggestions/")
    assert list(draft.cosignatures.order_by("pk").values_list("state", flat=True)) == [
        "confirmed",
        "declined",
    ]
    assert third.get("/suggestions/").status_code == 200
    more = author.post(
        f"/suggestions/{draft.pk}/invite/", {"mandates": [county.stranger_deputy.mandate_id]}
    )
    assert (more.status_code, draft.cosignatures.count()) == (302, 3)


def test_nobody_signs_a_text_that_was_changed_meanwhile(county, sign_in):
    draft = thread.drafted(county)
    suggestion.open_cosigning(
        draft, actor=county.deputy, mandates=[county.second.mandate], via=told(2026, 1, 6)
    )
    name = draft.cosignatures.get()
    browser = sign_in(county.second)
    suggestion.edit(draft, actor=county.deputy, body="Something else.", via=told(2026, 1, 7))
    stale = browser.post(address(name, "confirm"), {"read_version": 1})
    name.refresh_from_db()
    assert (stale.status_code, name.state) == (409, "invited")
    shown = stale.content.decode()
    assert "The text was changed after you read it; read it again." in shown
    assert "Something else." in shown
    assert 'name="read_version" value="2"' in shown
    assert browser.post(address(name, "confirm"), {"read_version": 2}).status_code == 302


def test_what_is_open_to_all_can_be_signed_by_any_deputy_of_the_congress(county, sign_in):
    draft = stages.begun(county, opened=True)
    suggestion.open_cosigning(draft, actor=county.deputy, via=told(2026, 1, 6))
    place = f"/suggestions/{draft.pk}/join/"
    assert sign_in(county.stranger_deputy).get(place).status_code == 200
    assert sign_in(county.stranger_deputy).post(place).status_code == 302
    assert draft.cosignatures.get().mandate_id == county.stranger_deputy.mandate_id
    assert sign_in(county.deputy).post(place).status_code == 403
    assert sign_in(county.clerk).post(place).status_code == 404


def test_what_is_not_open_is_not_even_seen(county, sign_in):
    draft = thread.drafted(county)
    suggestion.open_cosigning(draft, actor=county.deputy, via=told(2026, 1, 6))
    assert sign_in(county.stranger_deputy).get(f"/suggestions/{draft.pk}/join/").status_code == 404
    assert sign_in(county.second).post(f"/suggestions/{draft.pk}/invite/").status_code == 404


def test_what_is_quoted_of_a_voice_hides_who_spoke(county, sign_in):
    voice = thread.spoken(county)
    body = "I am Wang Guilan of No. 7. Ring 63110. The road is broken."
    type(voice).objects.filter(pk=voice.pk).update(body=body)
    Contact.objects.filter(voice=voice).delete()
    Contact.objects.create(voice=voice, name="Wang Guilan", phone="63110")
    page = sign_in(county.deputy).get(f"/suggestions/new/?voice={voice.pk}")
    quoted = page.context["form"]["body"].value()
    assert "The road is broken." in quoted
    assert [word for word in ("Guilan", "63110") if word in quoted] == []
