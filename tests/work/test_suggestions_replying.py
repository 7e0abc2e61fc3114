"""A reply answers each request; a period that ended with a unit's part was not kept by anybody."""

import pytest

from lianxin.work.suggestions.actions import assignment
from lianxin.work.suggestions.forms import ASSIGNMENT_FORMS
from lianxin.work.suggestions.forms.units import frame
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.suggestions.queries import case
from lianxin.work.suggestions.queries.record import requests_in, whole
from lianxin.work.suggestions.queries.scope import visible_to
from tests.factories import thread
from tests.factories.county import told

BODY = "The road is broken.\n1. Mend the road to the school.\n2. Light it at night.\n"


@pytest.fixture
def part(county):
    draft = thread.with_units(county)
    Suggestion.objects.filter(pk=draft.pk).update(body=BODY)
    return thread.part_of(Suggestion.objects.get(pk=draft.pk), county.units[0])


def form(county, part, text):
    values = {
        "category": "resolved",
        "text": text,
        "contact_name": "Li",
        "contact_phone": "0550-1",
        "note": "",
    }
    return ASSIGNMENT_FORMS["draft_reply"](values, seat=county.a_clerk, record=part)


def heads_of(part):
    return frame(part.suggestion.body).split("\n\n")


def test_a_frame_with_nothing_in_it_is_no_reply(county, part):
    first, second = heads_of(part)
    empty = form(county, part, frame(BODY))
    assert empty.is_valid() is False
    assert "under 2 requests" in str(empty.errors["text"])
    half = form(county, part, f"{first}\nIt will be mended in May.\n\n{second}")
    assert half.is_valid() is False
    assert second.rstrip(": ") in half.errors["text"][0]


def test_an_answer_behind_or_beneath_each_head_is_a_reply(county, part):
    first, second = heads_of(part)
    assert form(county, part, f"{first} in May.\n\n{second}\nTwelve lamps.").is_valid()
    assert form(county, part, "All of it will be done in May, lamps included.").is_valid()


def test_the_periods_of_a_unit_that_handed_it_back_are_not_called_done(county):
    draft = thread.with_units(county)
    part = thread.part_of(draft, county.units[0])
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
    part = assignment.request_return(
        part,
        actor=county.a_head,
        wished_unit="Water",
        signed_by="Head",
        note="Not ours.",
        via=told(2026, 1, 14),
    )
    assignment.grant_return(part, actor=county.clerk, via=told(2026, 1, 15))
    found = whole(visible_to(county.clerk), county.clerk).get(pk=draft.pk)
    said = {
        line.run.code: (line.ended, line.late)
        for line in case(found, county.clerk).done_clocks
        if (line.run.subject_type, line.run.subject_id) == ("suggestions.assignment", part.pk)
    }
    assert said == {
        "sign_for": (False, False),
        "return_window": (False, False),
        "decide_return": (False, False),
        "first_contact": (True, False),
        "reply": (True, False),
        "reply_ceiling": (True, False),
    }


def test_after_the_preview_the_form_still_sends_the_draft(county, part, sign_in):
    page = sign_in(county.a_clerk).post(f"/assignments/{part.pk}/preview/", {"text": "Soon."})
    assert page.status_code == 200
    assert f'action="/assignments/{part.pk}/draft_reply/"' in page.content.decode()


def test_the_requests_are_those_under_the_heading_of_the_proposals():
    body = "一、基本情况\n路坏了。\n二、存在的问题\n没有灯。\n三、建议\n（一）修路。\n（二）装灯。"
    assert requests_in(body) == ["修路", "装灯"]
    assert requests_in("一、修路。\n二、装灯。") == ["修路", "装灯"]


def test_the_letter_is_in_chinese_whoever_reads_it(county, part, sign_in, english):
    given = {"text": "Soon.", "category": "resolved", "contact_name": "Wu"}
    page = sign_in(county.a_clerk).post(f"/assignments/{part.pk}/preview/", given).content.decode()
    letter = page[page.index("<article") : page.index("</article>")]
    assert "附件" in letter
    assert "抄送" in letter
    assert "Enclosed" not in page
    assert "Copies to" not in page
    assert "类别 A" in page
