"""Whoever decides sees on the same page what is decided on."""

from datetime import date

import pytest
from django.utils.translation import gettext, override

from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions.actions import assignment, evaluation, publication, suggestion
from lianxin.work.suggestions.documents.letter import letter_of
from lianxin.work.suggestions.models import Assignment, Reply
from tests.factories import stages, thread
from tests.factories.county import told
from tests.factories.pages import address, handled


@pytest.fixture
def shown(sign_in):
    """The page of a move as a seat reads it."""

    def open_as(seat, record, code):
        answer = sign_in(seat).get(address(record, code))
        assert answer.status_code == 200
        return answer.content.decode()

    return open_as


def talked(county, part, said="Build it before the rain.", day=20):
    given = {**thread.TALK, "said": said}
    on, via = date(2026, 1, day), told(2026, 1, day)
    return assignment.record_contact(part, actor=county.a_clerk, on=on, via=via, **given)


# The talk


def test_a_deputy_confirms_the_talk_that_stands_on_the_page(county, shown, sign_in):
    draft = thread.with_units(county)
    part = talked(county, handled(county, draft))
    page = shown(county.deputy, part, "confirm_contact")
    talk = part.contacts.get()
    assert talk.said in page
    assert talk.who in page
    assert f'name="up_to" value="{talk.pk}"' in page
    browser, place = sign_in(county.deputy), address(part, "confirm_contact")
    talked(county, part, "A second talk that nobody has read.", 21)
    assert browser.post(place, {"up_to": talk.pk}).status_code == 302
    days = part.contacts.order_by("pk").values_list("confirmed_on", flat=True)
    assert [day is not None for day in days] == [True, False]


def test_what_is_confirmed_is_not_offered_again(county, sign_in):
    draft = thread.with_units(county)
    part = talked(county, handled(county, draft))
    browser, place = sign_in(county.deputy), address(part, "confirm_contact")
    assert place in browser.get(f"/suggestions/{draft.pk}/").content.decode()
    assert browser.post(place).status_code == 302
    assert place not in browser.get(f"/suggestions/{draft.pk}/").content.decode()
    again = browser.post(place)
    assert again.status_code == 409
    assert "No talk waits to be confirmed." in again.content.decode()
    part.contacts.create(round=1, phase="after", manner="visit", on=date(2026, 2, 1), who="We")
    assert browser.get(place).status_code == 200


# Verdict and rework


def judged(county, draft, **more):
    given = {"attitude": "satisfied", "result": "dissatisfied", "reasons": "No lamp yet.", **more}
    verdict = draft.evaluations.get(of_round=draft.round)
    return evaluation.submit(verdict, actor=county.deputy, via=told(2026, 3, 9), **given)


def test_an_office_passes_on_a_verdict_that_it_has_before_its_eyes(county, shown):
    verdict = judged(county, stages.answered(county))
    page = shown(county.clerk, verdict, "release")
    found = [
        words in page
        for words in (
            *("Manner", "satisfied", "dissatisfied", "No lamp yet.", "Bureau A"),
            "1. It will be mended. 2. It will be lit.",
        )
    ]
    assert found == [True] * 6
    kept = "The words stay with the office; the unit reads the marks."
    assert kept not in page
    type(verdict).objects.filter(pk=verdict.pk).update(pass_on=False)
    assert kept in shown(county.clerk, verdict, "release")


def test_a_second_reply_is_drafted_beside_the_first_and_the_verdict_on_it(county, shown):
    draft = stages.answered(county)
    evaluation.release(judged(county, draft), actor=county.clerk, via=told(2026, 4, 15))
    part = thread.part_of(draft, county.units[0])
    page = shown(county.a_clerk, part, "draft_reply")
    assert "1. It will be mended. 2. It will be lit." in page
    assert "Verdict on the reply of round 1" in page
    assert "No lamp yet." in page


def test_a_unit_does_not_read_in_its_draft_what_the_deputy_keeps_to_the_office(county, shown):
    draft = stages.answered(county)
    given = judged(county, draft, pass_on=False)
    evaluation.release(given, actor=county.clerk, via=told(2026, 4, 15))
    part = thread.part_of(draft, county.units[0])
    page = shown(county.a_clerk, part, "draft_reply")
    assert "Verdict on the reply of round 1" in page
    assert "No lamp yet." not in page


# The others


def test_the_lead_reads_the_opinion_that_it_sends_back(county, shown):
    draft = thread.with_units(county)
    part = thread.opinion_sent(county, draft)
    assert "No pipes in the way." in shown(county.a_head, part, "reject_co_opinion")
    assignment.reject_co_opinion(
        part, actor=county.a_head, note="Which pipes?", via=told(2026, 1, 21)
    )
    page = shown(county.b_head, part, "send_co_opinion")
    assert "Which pipes?" in page


def test_an_office_reads_why_a_unit_hands_it_back(county, shown):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    part = assignment.request_return(
        part,
        actor=county.a_head,
        wished_unit="Bureau C",
        signed_by="Head",
        note="The road is the town's.",
        via=told(2026, 1, 13),
    )
    for code in ("grant_return", "deny_return"):
        page = shown(county.clerk, part, code)
        assert ("The road is the town&#x27;s." in page, "Bureau C" in page) == (True, True)


def test_an_office_answers_an_objection_that_it_reads(county, shown):
    public = stages.answered(county).publication
    public = publication.check(
        public,
        actor=county.clerk,
        level="full",
        public_title="On a road",
        public_body="For everybody.",
        via=told(2026, 3, 4),
    )
    publication.object_to(
        public, actor=county.deputy, note="Not my name, please.", via=told(2026, 3, 5)
    )
    page = shown(county.clerk, public, "answer_objection")
    assert ("Not my name, please." in page, "For everybody." in page) == (True, True)


def test_a_head_reads_the_review_opinion_and_the_text(county, shown):
    draft = stages.reviewed(county, thread.handed_in(county, thread.drafted(county)))
    for code in ("register", "not_file"):
        page = shown(county.leader, draft, code)
        assert ("Clear." in page, draft.body in page) == (True, True)


def test_a_case_is_closed_with_its_verdict_on_the_page(county, shown):
    draft = thread.judged(county, stages.answered(county), "satisfied")
    page = shown(county.clerk, draft, "close")
    assert "2. It will be lit." in page
    assert "Manner:" in page


def test_whoever_asks_for_more_time_sees_the_day_that_runs(county, sign_in):
    part = handled(county, thread.with_units(county))
    page = sign_in(county.a_clerk).get(f"/assignments/{part.pk}/more-time/").content.decode()
    assert "Apr 13, 2026" in page


def test_a_unit_whose_part_was_given_back_is_told_so_and_shown_nothing_more(county, sign_in):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    part = assignment.request_return(
        part, actor=county.a_head, wished_unit="C", signed_by="Head", via=told(2026, 1, 13)
    )
    assignment.grant_return(part, actor=county.clerk, via=told(2026, 1, 14))
    answer = sign_in(county.a_clerk).get(address(part, "start_handling"))
    assert (answer.status_code, draft.body in answer.content.decode()) == (409, False)


def test_a_unit_alone_is_not_assigned_before_its_suggestion(county):
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    for part in stages.proposed(county, draft):
        offers = {o.move.code: o.obstacles for o in lifecycle_of(part).offers(county.leader, part)}
        told_why = [str(each) for each in offers["assign"]]
        assert told_why == ["Assign the suggestion: its units are assigned with it."]
    suggestion.assign(draft, actor=county.leader, via=told(2026, 1, 12, 11))
    assert set(draft.assignments.values_list("state", flat=True)) == {"assigned"}


UNCONFIRMED = "not confirmed by the deputy"


def test_a_talk_that_the_deputy_has_not_confirmed_is_marked_wherever_it_is_told(
    county, shown, case, english
):
    draft = thread.with_units(county)
    part = talked(county, handled(county, draft))
    page = case(county.clerk, draft).content.decode()
    assert page.count(UNCONFIRMED) == 2  # the unit's part, the trail
    assert UNCONFIRMED in shown(county.a_clerk, part, "draft_reply")

    assignment.confirm_contact(part, actor=county.deputy, via=told(2026, 1, 21))
    assert UNCONFIRMED not in case(county.clerk, draft).content.decode()
    talked(county, part, "Another talk.", 22)
    page = case(county.clerk, draft).content.decode()
    assert "1 not confirmed by the deputy" in page


def test_a_letter_says_whether_the_talk_was_confirmed_when_it_was_signed(county):
    part = talked(county, handled(county, thread.with_units(county)))
    reply = Reply(assignment=part, round=1, category="resolved", text="It is mended.")
    with override("zh-hans"):
        mark = gettext("%(how)s; not confirmed by the deputy") % {"how": ""}
    assert mark in letter_of(reply).paragraphs[0]

    part.contacts.update(confirmed_on=date(2026, 1, 22))
    reply = Reply(assignment=Assignment.objects.get(pk=part.pk), round=1, text="It is mended.")
    assert mark not in letter_of(reply).paragraphs[0]
    reply.signed_on = date(2026, 1, 21)  # what was signed stays as it was
    assert mark in letter_of(reply).paragraphs[0]


AGAIN = "the answer may change"


def test_whoever_publishes_is_told_that_a_further_round_runs(county, shown, case, english):
    draft = stages.answered(county)
    public = draft.publication
    assert AGAIN not in case(county.clerk, draft).content.decode()
    assert AGAIN not in shown(county.clerk, public, "check")
    thread.judged(county, draft)
    assert AGAIN in case(county.clerk, draft).content.decode()
    assert AGAIN in shown(county.clerk, public, "check")
