"""From the first word to the public page, through the browser: the button that stands out leads."""

import io
import re

import pytest
from docx import Document

from lianxin.work.suggestions.models import Suggestion
from tests.factories import stages, thread
from tests.factories.pages import address
from tests.factories.printing import fetch

PRIMARY = re.compile(r'<a class="btn btn--primary[^"]*" href="([^"]+)"')
TEXT = {
    "title": "On mending the road to the school",
    "body": "The road is broken. Because of the flood, two people fell. 1. Mend it. 2. Light it.",
    "publicity": "full",
    "open_to_cosigning": "on",
}
REPLY = {
    "category": "resolved",
    "text": "1. It will be mended this year.\n2. It will be lit.",
    "contact_name": "Handler",
    "contact_phone": "0826-5220018",
}
PLAN = {"plan_leader": "Deputy head", "plan_section": "Roads", "plan_handler": "Handler"}
TALK = {"on": "2026-02-02", "manner": "visit", "phase": "during", "who": "We", "said": "Soon."}
SENT = {"every_signer_addressed": "on", "sealed_letter": "on"}
CHECKED = {"level": "full", "secrecy_checked": "on", "privacy_checked": "on"}


@pytest.fixture
def press(sign_in):
    """Open the case as a seat and follow the one button that stands out, with what it asks."""

    def follow(seat, draft, code, given=None):
        browser = sign_in(seat)
        page = browser.get(f"/suggestions/{draft.pk}/").content.decode()
        place = PRIMARY.search(page)[1]
        assert place.endswith(f"/{code}/"), (place, code)
        assert browser.get(place).status_code == 200
        answer = browser.post(place, given or {})
        assert answer.status_code == 302, answer.content.decode()
        draft.refresh_from_db()

    return follow


def written(county, sign_in, press):
    """A draft on a voice, signed by two, handed in."""
    voice = thread.spoken(county)
    author = sign_in(county.deputy)
    author.post(f"/suggestions/new/?voice={voice.pk}", TEXT)
    draft = Suggestion.objects.get()
    author.post(address(draft, "open_cosigning"), {"mandates": [county.second.mandate_id]})
    draft.refresh_from_db()
    press(county.second, draft, "confirm", {"read_version": 1})
    sign_in(county.third).post(f"/suggestions/{draft.pk}/join/")
    both = {"not_secret_declared": "on", "no_conflict_declared": "on"}
    press(county.deputy, draft, "submit", both)
    return draft, voice


def given_to_units(county, press, draft):
    """Reviewed, registered, proposed, agreed to, assigned."""
    press(county.clerk, draft, "take_up")
    press(county.clerk, draft, "write_opinion", {"opinion_code": "file", "opinion": "Clear."})
    press(county.leader, draft, "register")
    units = {"lead": county.units[0].pk, "co": [county.units[1].pk]}
    press(county.clerk, draft, "propose", units)
    press(county.supervision, draft, "agree")
    press(county.supervision, draft, "agree")
    press(county.leader, draft, "assign")


def answered(county, sign_in, press, draft, **more):
    """Talked, drafted, signed, sent."""
    part = thread.part_of(draft, county.units[0])
    assert sign_in(county.a_clerk).post(address(part, "record_contact"), TALK).status_code == 302
    press(county.a_clerk, draft, "draft_reply", {**REPLY, **more})
    press(county.a_head, draft, "sign_reply")
    press(county.a_clerk, draft, "send_reply", SENT)


@pytest.mark.row("Y30", "Y31")
def test_a_suggestion_goes_through_every_hand_by_the_button_that_stands_out(county, sign_in, press):
    stages.by_rule("eval.release.min", 1)
    draft, voice = written(county, sign_in, press)
    given_to_units(county, press, draft)
    for clerk in (county.a_clerk, county.b_clerk):
        press(clerk, draft, "acknowledge")
        press(clerk, draft, "start_handling", PLAN)
    opinion = {"opinion": "No pipes in the way.", "signed_by": "Head"}
    press(county.b_head, draft, "send_co_opinion", opinion)
    answered(county, sign_in, press, draft)
    assert (draft.state, draft.round) == ("replied", 1)

    verdict = {"attitude": "satisfied", "result": "dissatisfied", "reasons": "Still broken."}
    press(county.deputy, draft, "submit", verdict)
    press(county.clerk, draft, "release")
    assert (draft.state, draft.round) == ("in_rework", 2)

    answered(county, sign_in, press, draft, rework_leader="Head of the bureau")
    press(county.deputy, draft, "submit", {"attitude": "satisfied", "result": "satisfied"})
    press(county.clerk, draft, "release")
    press(county.clerk, draft, "close")
    title = {"public_title": draft.title, "public_body": draft.body, "public_reply": "Mended."}
    press(county.clerk, draft, "check", {**CHECKED, **title})
    press(county.leader, draft, "publish")
    voice.refresh_from_db()
    assert (draft.state, draft.publication.state, voice.state) == (
        "closed",
        "published",
        "converted",
    )
    assert "It will be lit." in voice.result
    shown = sign_in(county.deputy).get(f"/suggestions/{draft.pk}/")
    stages_done = [stage.mark for stage in shown.context["case"].stages]
    assert stages_done == ["done"] * 7
    assert shown.context["case"].next.title == "Nothing is left to be done"


# The letter


def letter(browser, reply):
    answer = fetch(browser, f"/replies/{reply.pk}.docx")
    assert answer.status_code == 200
    return [line.text for line in Document(io.BytesIO(answer.content)).paragraphs]


def test_the_reply_is_a_letter_to_every_signer(county, sign_in):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    reply = thread.part_of(draft, county.units[0]).reply_set.get()
    lines = letter(sign_in(county.second), reply)
    assert lines[0] == "签发人：ahead\tA函〔2026〕1号"
    assert any("Li" in line and "Chen" in line and "Wu" in line for line in lines[:8])
    assert "1. It will be mended. 2. It will be lit." in lines
    assert "Bureau A" in lines
    assert "2026年3月2日" in lines
    assert any("Bureau B" in line for line in lines)


def test_a_letter_is_opened_by_those_who_may_see_the_part(county, elsewhere, sign_in):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    reply = thread.part_of(draft, county.units[0]).reply_set.get()
    seats = {
        name: fetch(sign_in(getattr(county, name)), f"/replies/{reply.pk}.docx").status_code
        for name in ("deputy", "stranger_deputy", "clerk", "supervision", "a_head", "b_head")
    }
    assert seats == {
        "deputy": 200,
        "stranger_deputy": 200,
        "clerk": 200,
        "supervision": 200,
        "a_head": 200,
        "b_head": 404,
    }
    assert sign_in(elsewhere.clerk).get(f"/replies/{reply.pk}.docx").status_code == 404


def test_a_draft_letter_is_not_for_the_deputy(county, sign_in):
    for stage in stages.assignments(county):
        replies = list(stage.record.reply_set.all())
        if replies and not replies[0].sent_on:
            place = f"/replies/{replies[0].pk}.docx"
            assert sign_in(county.deputy).get(place).status_code == 404
            assert fetch(sign_in(county.a_head), place).status_code == 200
            return
    raise AssertionError("no draft was met on the walk")


def test_a_late_opinion_is_named_in_the_letter(county, sign_in):
    draft = thread.with_units(county)
    draft = thread.replied(county, draft)
    reply = thread.part_of(draft, county.units[0]).reply_set.get()
    assert reply.opinions_late is True
    lines = letter(sign_in(county.deputy), reply)
    assert sum("Bureau B" in line for line in lines) == 1
