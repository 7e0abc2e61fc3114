"""What is written at length stands there again, is gone once it is sent, and is nobody else's."""

import re
from urllib.parse import urlencode

from django.contrib.sessions.models import Session

from lianxin.base.drafts.models import Draft
from lianxin.base.ui import drafting
from lianxin.kernel.lifecycle import Refused
from lianxin.work.suggestions.actions import assignment, cosignature
from lianxin.work.suggestions.actions import suggestion as verbs
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices import actions as voices
from lianxin.work.voices.models import Voice
from tests.factories import stages, thread
from tests.factories.county import told
from tests.factories.pages import address, handled, photo

JSON = {"HTTP_ACCEPT": "application/json"}
NEW, ENTRY = "/suggestions/new/", "/voices/new/"
WORDS = "Old Wang cannot get to the hospital since the bridge is closed."
TEXT = {"title": "On a bus to the upper villages", "body": WORDS, "publicity": "title"}
REPLY = {"category": "resolved", "text": WORDS, "contact_name": "He", "contact_phone": "5220018"}


def mark_in(page):
    found = re.search(r'name="draft" value="([^"]+)"', page.content.decode())
    return found and found[1]


def typed(browser, place, **fields):
    """Open a form, type, and let the page save it. Returns the mark of the page."""
    mark = mark_in(browser.get(place))
    assert browser.post("/drafts/", {"draft": mark} | fields, **JSON).status_code == 200
    return mark


def restored(browser, place):
    page = browser.get(place).content.decode()
    return (WORDS in page, "stands here again." in page)


def long_forms(county):
    """(name, whose, address, the field) of each kind of long form."""
    draft = thread.with_units(county)
    part, co = (thread.part_of(draft, unit) for unit in county.units[:2])
    voice = thread.spoken(county)
    mine = thread.drafted(county)
    verdict = stages.answered(county).evaluations.get()
    submitted = thread.handed_in(county, thread.drafted(county))
    submitted = verbs.take_up(submitted, actor=county.clerk, via=told(2026, 1, 9))
    handled(county, draft)
    for move in (assignment.acknowledge, assignment.start_handling):
        plan = thread.PLAN if move is assignment.start_handling else {}
        co = move(co, actor=county.b_clerk, via=told(2026, 1, 14), **plan)
    return [
        ("suggestion", county.deputy, NEW, "body"),
        ("changed text", county.deputy, address(mine, "edit"), "body"),
        ("review opinion", county.clerk, address(submitted, "write_opinion"), "opinion"),
        ("reasons", county.clerk, address(submitted, "return_to_deputy"), "note"),
        ("reply", county.a_clerk, address(part, "draft_reply"), "text"),
        ("talk", county.a_clerk, address(part, "record_contact"), "said"),
        ("more time", county.a_clerk, f"/assignments/{part.pk}/more-time/", "reasons"),
        ("co-opinion", county.b_head, address(co, "send_co_opinion"), "opinion"),
        ("verdict", county.deputy, address(verdict, "submit"), "reasons"),
        ("quick entry", county.officer, ENTRY, "body"),
        ("answer", county.deputy, f"/voices/{voice.pk}/answer_on_spot/", "result"),
    ]


def test_every_long_form_is_restored_on_any_device_of_the_same_seat(county, sign_in):
    found = {}
    for name, seat, place, field in long_forms(county):
        typed(sign_in(seat), place, **{field: WORDS})
        found[name] = restored(sign_in(seat), place)
    assert found == dict.fromkeys(found, (True, True))
    assert len(found) == Draft.objects.count() == 11


def test_nobody_else_who_may_open_the_same_form_sees_it(county, sign_in):
    draft = thread.with_units(county)
    place = address(handled(county, draft), "draft_reply")
    colleague = county.seat("a_clerk2", "unit_clerk", unit=county.units[0])
    typed(sign_in(county.a_clerk), place, text=WORDS)
    assert restored(sign_in(colleague), place) == (False, False)
    assert restored(sign_in(county.a_clerk), place) == (True, True)


# Sent


def test_a_sent_form_takes_its_draft_with_it(county, sign_in):
    browser = sign_in(county.deputy)
    mark = typed(browser, NEW, **TEXT)
    assert browser.post(NEW, TEXT).status_code == 302
    assert Draft.objects.get().fields == {}
    assert restored(browser, NEW) == (False, False)
    late = browser.post("/drafts/", {"draft": mark} | TEXT, **JSON)
    assert (late.status_code, Draft.objects.get().fields) == (409, {})


def test_a_move_takes_its_draft_with_it_and_no_other(county, sign_in):
    part = handled(county, thread.with_units(county))
    browser, place = sign_in(county.a_clerk), address(part, "record_contact")
    typed(browser, place, said=WORDS)
    typed(browser, address(part, "draft_reply"), text=WORDS)
    given = {"on": "2026-02-01", "manner": "visit", "phase": "during", "who": "We", "said": WORDS}
    assert browser.post(place, given).status_code == 302
    held = {draft.form: bool(draft.fields) for draft in Draft.objects.all()}
    assert held == {f"{place}#1": False, f"{address(part, 'draft_reply')}#1": True}


def test_quick_entry_takes_its_draft_with_it(county, sign_in):
    browser = sign_in(county.officer)
    form = {"channel": "phone", "body": WORDS, "region": county.villages[0].pk, "naming": "none"}
    typed(browser, ENTRY, **form)
    answer = browser.post(ENTRY, form | {"mandate": county.deputy.mandate_id})
    assert (answer.status_code, Voice.objects.get().body) == (302, WORDS)
    assert restored(browser, ENTRY) == (False, False)


def test_what_is_refused_or_has_to_be_mended_stays_kept(county, sign_in):
    browser = sign_in(county.deputy)
    typed(browser, NEW, **TEXT)
    answer = browser.post(NEW, TEXT | {"title": "Bus"})
    assert (answer.status_code, Draft.objects.get().fields["title"]) == (422, [TEXT["title"]])
    page = answer.content.decode()
    assert (WORDS in page, "stands here again." in page, "data-unsaved" in page) == (
        True,
        False,
        True,
    )


def test_act_and_draft_stand_or_fall_together(county, sign_in, monkeypatch):
    browser = sign_in(county.deputy)
    typed(browser, NEW, **TEXT)

    def emptied_and_refused(*_request, **_part):
        Draft.objects.update(typed="")
        raise Refused(["Not today."])

    monkeypatch.setattr(drafting, "used", emptied_and_refused)
    assert browser.post(NEW, TEXT).status_code == 409
    assert Suggestion.objects.count() == 0
    assert Draft.objects.get().fields["body"] == [WORDS]


# The matter moves on


def test_a_form_that_is_closed_by_now_holds_no_draft_out(county, sign_in):
    draft = thread.drafted(county)
    verbs.open_cosigning(
        draft, actor=county.deputy, mandates=[county.second.mandate], via=told(2026, 1, 6)
    )
    name = draft.cosignatures.get()
    browser, place = sign_in(county.second), address(name, "decline")
    typed(browser, place, note=WORDS)
    assert restored(browser, place) == (True, True)
    cosignature.decline(name, actor=county.second, via=told(2026, 1, 7))
    page = browser.get(place)
    assert WORDS not in page.content.decode()
    assert mark_in(page) is None


def test_a_draft_from_before_the_last_step_says_so(county, sign_in):
    part = handled(county, thread.with_units(county))
    browser, place = sign_in(county.a_clerk), address(part, "draft_reply")
    typed(browser, place, **REPLY)
    words = "The matter has moved on since then"
    assert words not in browser.get(place).content.decode()
    assignment.note_progress(part, actor=county.a_clerk, note="Surveyed.")
    assert words in browser.get(place).content.decode()


def test_what_was_written_for_one_voice_is_not_offered_for_another(county, sign_in):
    one, two = thread.spoken(county), thread.spoken(county, day=(2026, 1, 6))
    browser = sign_in(county.deputy)
    typed(browser, f"{NEW}?voice={one.pk}", **TEXT)
    assert restored(browser, f"{NEW}?voice={one.pk}") == (True, True)
    assert restored(browser, f"{NEW}?voice={two.pk}") == (False, False)
    assert restored(browser, NEW) == (False, False)


def test_a_draft_of_the_first_round_is_none_of_the_second(county, sign_in):
    part = handled(county, thread.with_units(county))
    browser, place = sign_in(county.a_clerk), address(part, "record_contact")
    typed(browser, place, said=WORDS)
    type(part).objects.filter(pk=part.pk).update(round=2)
    assert restored(browser, place) == (False, False)


# Without scripts, without a session


def test_a_reply_that_was_looked_at_as_a_letter_is_the_same_draft(county, sign_in):
    part = handled(county, thread.with_units(county))
    browser, place = sign_in(county.a_clerk), address(part, "draft_reply")
    looked = browser.post(f"/assignments/{part.pk}/preview/", REPLY)
    assert f'action="{place}"' in looked.content.decode()
    kept = browser.post("/drafts/", {"draft": mark_in(looked)} | REPLY)
    assert (kept.status_code, kept["Location"]) == (302, place)
    assert restored(browser, place) == (True, True)


def test_a_form_sent_after_the_session_ended_is_kept_for_its_writer_alone(county, sign_in):
    browser = sign_in(county.deputy)
    mark = mark_in(browser.get(NEW))
    Session.objects.all().delete()
    answer = browser.post(NEW, TEXT | {"draft": mark})
    assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={NEW}")
    assert "What you sent is kept as a draft" in browser.get(answer["Location"]).content.decode()
    assert Suggestion.objects.count() == 0
    assert restored(sign_in(county.second), NEW) == (False, False)
    assert restored(sign_in(county.deputy), NEW) == (True, True)


def test_the_way_back_leads_to_the_form_even_from_an_address_that_shows_none(county, sign_in):
    part = handled(county, thread.with_units(county))
    browser, place = sign_in(county.a_clerk), address(part, "draft_reply")
    mark = mark_in(browser.get(place))
    Session.objects.all().delete()
    for sent_to in (f"/assignments/{part.pk}/preview/", "/drafts/"):
        answer = browser.post(sent_to, REPLY | {"draft": mark})
        assert answer["Location"] == f"/sign-in/?next={place}"
    assert Draft.objects.get().fields["text"] == [WORDS]


def test_files_of_a_form_sent_too_late_are_asked_for_again(county, sign_in):
    browser = sign_in(county.officer)
    mark = mark_in(browser.get(ENTRY))
    Session.objects.all().delete()
    browser.post(ENTRY, {"draft": mark, "body": WORDS, "photos": photo()})
    page = sign_in(county.officer).get(ENTRY).content.decode()
    told_so = "Photos and other files have to be chosen again."
    assert (WORDS in page, told_so in page) == (True, True)


def test_a_stranger_without_a_mark_leaves_nothing(county, client):
    for mark in ({}, {"draft": "forged"}):
        answer = client.post(NEW, TEXT | mark)
        assert (answer.status_code, answer["Location"]) == (302, f"/sign-in/?next={NEW}")
    assert Draft.objects.count() == 0


def test_htmx_is_led_to_signing_in_with_the_whole_page(county, sign_in):
    browser = sign_in(county.deputy)
    mark = mark_in(browser.get(NEW))
    Session.objects.all().delete()
    answer = browser.post(NEW, TEXT | {"draft": mark}, HTTP_HX_REQUEST="true")
    assert (answer.status_code, answer["HX-Redirect"]) == (204, f"/sign-in/?next={NEW}")
    assert Draft.objects.get().fields["body"] == [WORDS]


def test_who_still_has_to_take_the_second_step_loses_nothing_either(county, sign_in, settings):
    browser = sign_in(county.deputy)
    mark = mark_in(browser.get(NEW))
    settings.SECOND_FACTOR_ROLES = frozenset(["deputy"])
    script = browser.post("/drafts/", TEXT | {"draft": mark}, **JSON)
    assert (script.status_code, Draft.objects.count()) == (401, 0)
    answer = browser.post("/drafts/", TEXT | {"draft": mark})
    assert (answer.status_code, answer["Location"].endswith(f"?{urlencode({'next': NEW})}")) == (
        302,
        True,
    )
    settings.SECOND_FACTOR_ROLES = frozenset()
    assert restored(browser, NEW) == (True, True)


def test_a_page_from_before_signing_in_anew_loses_nothing(county, sign_in):
    browser = sign_in(county.deputy)
    mark = mark_in(browser.get(NEW))
    browser.handler.enforce_csrf_checks = True
    answer = browser.post(NEW, TEXT | {"draft": mark, "csrfmiddlewaretoken": "x" * 64})
    page = answer.content.decode()
    assert (answer.status_code, f'href="{NEW}">Open the form again' in page) == (403, True)
    browser.handler.enforce_csrf_checks = False
    assert restored(browser, NEW) == (True, True)


def test_a_resident_leaves_no_draft_here(county, client):
    voice = voices.receive(
        actor=stages.ANYONE, cell_id=county.cell.pk, body=WORDS, code="23456-78923"
    )
    assert voice.pk
    for place in ("/say/", "/track/23456-78923/withdraw/"):
        page = client.get(place)
        assert (page.status_code, mark_in(page)) == (200, None)
