"""What units write, how it is judged, what is published; and the same moves in JSON."""

from datetime import date

from lianxin.base.records.models import Entry
from lianxin.work.suggestions.actions import assignment, suggestion
from lianxin.work.suggestions.models import Assignment, Suggestion
from tests.factories import thread
from tests.factories.county import told
from tests.factories.pages import address, handled, photo, ready

# Units


def test_a_unit_writes_its_reply_with_everything_before_its_eyes(county, sign_in):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    part = handled(county, draft)
    browser, place = sign_in(county.a_clerk), address(part, "draft_reply")
    shown = browser.get(place).content.decode()
    assert "No talk yet" in shown
    assert "No pipes in the way." in shown
    given = {
        "category": "resolved",
        "text": "1. It will be mended. 2. It will be lit.",
        "contact_name": "Handler",
        "contact_phone": "0826-5220018",
    }
    bad = browser.post(place, {**given, "category": "Z"})
    assert bad.status_code == 422
    assert given["text"] in bad.content.decode()
    preview = browser.post(f"/assignments/{part.pk}/preview/", given)
    assert preview.status_code == 200
    assert "letter__to" in preview.content.decode()
    assert part.reply_set.count() == 0
    assert browser.post(place, given).status_code == 302
    reply = part.reply_set.get()
    assert (reply.category, reply.contact_phone, reply.round) == ("resolved", "0826-5220018", 1)
    head = sign_in(county.a_head)
    assert given["text"] in head.get(address(part, "sign_reply")).content.decode()
    assert head.post(address(part, "send_back_draft"), {"note": "By when?"}).status_code == 302
    assert "By when?" in browser.get(place).content.decode()
    look = f"/assignments/{part.pk}/preview/"
    assert sign_in(county.b_clerk).post(look, given).status_code == 404
    assert head.post(look, given).status_code == 403


def test_the_letter_is_sent_to_every_signer_or_not_at_all(county, sign_in):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    part = signed(county, draft)
    browser, place = sign_in(county.a_clerk), address(part, "send_reply")
    shown = browser.get(place).content.decode()
    assert all(name in shown for name in ("Li", "Chen", "Wu"))
    assert browser.post(place, {"sealed_letter": "on"}).status_code == 422
    both = {"sealed_letter": "on", "every_signer_addressed": "on"}
    assert browser.post(place, both).status_code == 302
    draft.refresh_from_db()
    assert draft.state == "replied"
    assert browser.post(place, both).status_code == 409


def signed(county, draft):
    part = handled(county, draft)
    part = assignment.record_contact(
        part, actor=county.a_clerk, on=date(2026, 1, 15), via=told(2026, 1, 15), **thread.TALK
    )
    part = assignment.draft_reply(
        part, actor=county.a_clerk, category="resolved", text="Mended.", via=told(2026, 1, 21)
    )
    return assignment.sign_reply(part, actor=county.a_head, via=told(2026, 1, 22))


def test_a_talk_that_has_not_happened_is_not_recorded(county, sign_in):
    part = handled(county, thread.with_units(county))
    given = {"on": "2099-01-01", "manner": "visit", "phase": "during", "who": "We", "said": "Yes."}
    browser, place = sign_in(county.a_clerk), address(part, "record_contact")
    assert browser.post(place, given).status_code == 422
    assert browser.post(place, {**given, "on": "2026-02-01"}).status_code == 302
    assert part.contacts.get().said == "Yes."


def test_more_time_has_its_limits(county, sign_in):
    draft = thread.with_units(county)
    part = handled(county, draft)
    browser, place = sign_in(county.a_clerk), f"/assignments/{part.pk}/more-time/"
    given = {"reasons": "The rain.", "told_on": "2026-02-01"}
    faults = {"2026-04-10": "already", "2026-07-14": "no day later"}
    for until, words in faults.items():
        refused = browser.post(place, {**given, "until": until})
        assert (refused.status_code, words in refused.content.decode()) == (422, True)
    assert browser.post(place, {**given, "until": "2026-06-30"}).status_code == 302
    request = part.extensions.get()
    assert (request.state, request.until, request.told_on) == (
        "draft",
        date(2026, 6, 30),
        date(2026, 2, 1),
    )
    assert sign_in(county.b_clerk).get(place).status_code == 404
    assert sign_in(county.clerk).get(place).status_code == 403


def test_handing_back_names_another_unit(county, sign_in):
    part = thread.part_of(thread.with_units(county), county.units[0])
    Assignment.objects.filter(pk=part.pk).update(state="assigned")
    given = {"note": "Not ours.", "wished_unit": county.units[2].pk, "signed_by": "Head"}
    browser, place = sign_in(county.a_head), address(part, "request_return")
    missing = browser.post(place, {**given, "note": ""})
    assert missing.status_code == 422
    late = browser.post(place, given)
    assert late.status_code == 409
    assert "The time for handing it back is over" in late.content.decode()


# Verdict and publication


def test_whoever_is_not_satisfied_says_why(county, sign_in):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    verdict = draft.evaluations.get()
    browser, place = sign_in(county.deputy), address(verdict, "submit")
    shown = browser.get(place).content.decode()
    assert "It will be mended." in shown
    given = {"attitude": "satisfied", "result": "dissatisfied"}
    assert browser.post(place, given).status_code == 422
    assert browser.post(place, {**given, "reasons": "Nothing."}).status_code == 302
    verdict.refresh_from_db()
    assert (verdict.state, verdict.result, verdict.pass_on) == ("submitted", "dissatisfied", False)
    change = {"attitude": "satisfied", "result": "satisfied", "pass_on": "on"}
    assert browser.post(address(verdict, "revise"), change).status_code == 302
    office = sign_in(county.clerk).post(address(verdict, "release"))
    assert office.status_code == 302  # its window and five working days are over by now


def test_an_office_enters_a_verdict_from_paper_with_its_scan(county, sign_in):
    draft = thread.with_units(county)
    thread.opinion_sent(county, draft)
    draft = thread.replied(county, draft)
    verdict = draft.evaluations.get()
    browser, place = sign_in(county.clerk), address(verdict, "submit")
    given = {"attitude": "satisfied", "result": "satisfied", "on_behalf_of": "Li"}
    assert browser.post(place, given).status_code == 409
    paper = {"papers": photo("form.jpg"), "of": "evaluation", "id": verdict.pk}
    assert browser.post(f"/suggestions/{draft.pk}/attach/", paper).status_code == 302
    assert browser.post(place, {**given, "on_behalf_of": ""}).status_code == 422
    assert browser.post(place, given).status_code == 302
    entry = Entry.objects.get(subject_type="suggestions.evaluation", move="submit")
    assert (entry.channel, entry.on_behalf_of) == ("behalf", "Li")


def test_nothing_is_published_wider_than_the_deputy_agreed(county, sign_in):
    draft = thread.drafted(county)
    Suggestion.objects.filter(pk=draft.pk).update(publicity="title", body="Ring 13812345678 now.")
    draft = thread.assigned(
        county, thread.registered(county, thread.handed_in(county, draft)), co=None
    )
    draft = thread.replied(county, draft)
    public = draft.publication
    browser, place = sign_in(county.clerk), address(public, "check")
    shown = browser.get(place).content.decode()
    assert "138****5678" in shown
    ticks = {"secrecy_checked": "on", "privacy_checked": "on"}
    given = {"level": "title", "public_title": draft.title, "public_body": "All of it."}
    assert browser.post(place, given).status_code == 422
    assert browser.post(place, {**given, **ticks, "level": "full"}).status_code == 422
    assert browser.post(place, {**given, **ticks}).status_code == 302
    public.refresh_from_db()
    assert (public.state, public.level, public.public_body) == ("checked", "title", "")
    head = sign_in(county.leader)
    assert head.post(address(public, "withhold"), {"note": ""}).status_code == 422
    assert head.post(address(public, "publish")).status_code == 302


# The same in JSON


def test_the_api_takes_the_same_forms_and_gives_the_same_answers(county, sign_in):
    draft = ready(county)
    part = draft.assignments.get(kind="lead")

    def send(seat, path, body="{}"):
        browser = sign_in(seat)
        return browser.post(f"/api/v1/{path}", body, content_type="application/json")

    assert send(county.clerk, f"suggestions/{draft.pk}/assign").status_code == 403
    assert send(county.a_clerk, f"suggestions/{draft.pk}/assign").status_code == 404
    assert send(county.leader, f"suggestions/{draft.pk}/assign").json()["state"] == "with_units"
    assert send(county.leader, f"suggestions/{draft.pk}/assign").status_code == 409
    assert send(county.a_clerk, f"assignments/{part.pk}/acknowledge").status_code == 200
    empty = send(county.a_clerk, f"assignments/{part.pk}/start_handling")
    assert (empty.status_code, sorted(empty.json()["errors"])) == (
        422,
        ["plan_handler", "plan_leader", "plan_section"],
    )


def test_a_signature_can_be_given_by_the_api_too(county, sign_in):
    draft = thread.drafted(county)
    suggestion.open_cosigning(
        draft, actor=county.deputy, mandates=[county.second.mandate], via=told(2026, 1, 6)
    )
    name = draft.cosignatures.get()
    browser = sign_in(county.second)
    place = f"/api/v1/cosignatures/{name.pk}/confirm"
    stale = browser.post(place, '{"read_version": 9}', content_type="application/json")
    assert stale.status_code == 409
    assert browser.post(place, "{}", content_type="application/json").json()["state"] == "confirmed"
