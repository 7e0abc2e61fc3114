"""Verdicts: asked for, given, passed on, missed; and what the public may read."""

from datetime import date

import pytest

from lianxin.base.facts.models import Fact
from lianxin.base.records.models import ClockRun
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.lifecycle import Refused
from lianxin.work.suggestions.actions import (
    evaluation,
    publication,
    suggestion,
)
from tests.factories import stages, thread
from tests.factories.county import told

pytestmark = pytest.mark.usefixtures("english")


# Verdicts and publication


def test_a_verdict_reaches_the_unit_on_the_release_day_and_not_before(county):
    verdict = stages.answered(county).evaluations.get()
    verdict = evaluation.submit(
        verdict,
        actor=county.deputy,
        attitude="satisfied",
        result="dissatisfied",
        reasons="…",
        via=told(2026, 3, 9),
    )
    with pytest.raises(Refused, match="release day"):  # the window and five days end on the 30th
        evaluation.release(verdict, actor=county.clerk, via=told(2026, 3, 27))
    assert (
        evaluation.release(verdict, actor=county.clerk, via=told(2026, 3, 30)).state == "released"
    )


def test_a_verdict_that_never_comes_is_closed_without_one(county, english):
    draft = stages.answered(county)
    verdict = draft.evaluations.get()
    with pytest.raises(Refused) as refusal:
        evaluation.expire(verdict, actor=MACHINE, via=told(2026, 3, 23))
    assert len(refusal.value.reasons) == 2
    for day in (10, 17):
        evaluation.remind(verdict, actor=MACHINE, via=told(2026, 3, day))
    verdict = evaluation.expire(verdict, actor=MACHINE, via=told(2026, 3, 24))
    assert (verdict.state, stages.again(draft).state) == ("not_returned", "evaluated")
    assert Fact.objects.filter(kind="suggestion.evaluated").count() == 0


def test_after_the_last_round_it_goes_to_consultation(county):
    draft = thread.judged(county, stages.answered(county))
    draft = thread.replied(county, draft, day=(2026, 5, 11), rework=True)
    draft = thread.judged(county, draft, "dissatisfied", (2026, 5, 12), (2026, 6, 8))
    assert (draft.state, draft.round) == ("escalated", 2)
    with pytest.raises(Refused, match="Attach the minutes"):
        suggestion.conclude(draft, actor=county.leader, via=told(2026, 6, 9))
    stages.scan(draft)
    assert suggestion.conclude(draft, actor=county.leader, via=told(2026, 6, 9)).state == "closed"


def test_nothing_is_published_wider_than_the_deputy_agreed_to_or_under_objection(county):
    draft = stages.answered(county)
    type(draft).objects.update(publicity="title")
    public = publication.check(
        draft.publication, actor=county.clerk, level="full", via=told(2026, 3, 4)
    )
    with pytest.raises(Refused, match="agreed to less"):
        publication.publish(public, actor=county.leader, via=told(2026, 3, 5))
    type(public).objects.update(level="title")
    publication.object_to(public, actor=county.deputy, via=told(2026, 3, 5))
    with pytest.raises(Refused, match="objection must be answered"):
        publication.publish(public, actor=county.leader, via=told(2026, 3, 5, 11))
    publication.answer_objection(public, actor=county.clerk, via=told(2026, 3, 5, 12))
    done = publication.publish(public, actor=county.leader, via=told(2026, 3, 5, 13))
    assert (done.state, str(done.published_on)) == ("published", "2026-03-05")


# Passing on together, and what never came


def given(county, count):
    """Verdicts on one unit's replies of several suggestions, all given on the same day."""
    found = []
    for _n in range(count):
        draft = stages.answered(county)
        found.append(
            evaluation.submit(
                draft.evaluations.get(),
                actor=county.deputy,
                attitude="satisfied",
                result="satisfied",
                via=told(2026, 3, 9),
            )
        )
    return found


def test_enough_verdicts_on_one_unit_come_out_together_on_one_day(county):
    *two, third = given(county, 3)
    stages.by_rule("eval.release.min", 3)
    early = told(2026, 3, 10)
    for each in (*two, third):  # the first must not hold up the others
        each = evaluation.release(each, actor=county.clerk, via=early)
        assert each.state == "released"


def test_a_verdict_that_comes_later_waits_for_its_own_company(county):
    stages.by_rule("eval.release.min", 2)
    for each in given(county, 2):
        evaluation.release(each, actor=county.clerk, via=told(2026, 3, 10))
    (late,) = given(county, 1)
    with pytest.raises(Refused, match="release day"):
        evaluation.release(late, actor=county.clerk, via=told(2026, 3, 11))


def test_an_office_passes_all_on_from_its_list_and_is_told_which_must_wait(county, sign_in):
    ready = given(county, 2)
    (young,) = given(county, 1)
    ClockRun.objects.filter(subject_type="suggestions.evaluation", subject_id=young.pk).update(
        due_on=date(2099, 1, 1)
    )
    stages.by_rule("eval.release.min", 9)
    browser = sign_in(county.clerk)
    listed = browser.get("/suggestions/?view=verdicts")
    assert {row.suggestion.pk for row in listed.context["rows"]} == {
        each.suggestion_id for each in (*ready, young)
    }
    rows = {"row": [each.suggestion_id for each in (*ready, young)]}
    answer = browser.post("/suggestions/many/release/", rows, follow=True)
    states = [stages.again(each).state for each in (*ready, young)]
    assert states == ["released", "released", "submitted"]
    assert "The office&#x27;s release day has not come" in answer.content.decode()
    for seat, status in ((county.leader, 403), (county.a_clerk, 403), (county.deputy, 403)):
        assert sign_in(seat).post("/suggestions/many/release/", rows).status_code == status
    assert stages.again(young).state == "submitted"


def test_a_unit_reads_who_did_not_return_the_form_from_the_release_day_on(county, sign_in):
    draft = stages.answered(county)
    verdict = draft.evaluations.get()
    for day in (10, 17):
        evaluation.remind(verdict, actor=MACHINE, via=told(2026, 3, day))
    verdict = evaluation.expire(verdict, actor=MACHINE, via=told(2026, 3, 24))
    assert str(verdict.missed_from) == "2026-03-30"  # the window and five working days
    words = "Deputy Li did not return the form, noted on"
    seats = (county.a_clerk, county.a_head, county.supervision, county.deputy)
    pages = [sign_in(seat).get(f"/suggestions/{draft.pk}/").content.decode() for seat in seats]
    assert [words in page for page in pages] == [True] * 4
    assert ["Mar 24" in page for page in pages] == [True] * 4
    type(verdict).objects.update(missed_from=date(2099, 1, 1))
    pages = [sign_in(seat).get(f"/suggestions/{draft.pk}/").content.decode() for seat in seats]
    assert [words in page for page in pages] == [False, False, False, True]
