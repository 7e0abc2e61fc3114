"""Papers: the title of a letter, the form for the verdict, the sheet of the assignment meeting."""

import io

import pytest
from django.utils.timezone import localdate
from docx import Document

from lianxin.institution.congress.models import Congress, Unit
from lianxin.work.suggestions.documents import letter_of
from lianxin.work.suggestions.models import Suggestion
from tests.factories import batch, stages, thread
from tests.factories.pages import ready
from tests.factories.printing import fetch


def read(answer):
    assert answer.status_code == 200
    return Document(io.BytesIO(answer.content))


def lines(document):
    return [line.text for line in document.paragraphs if line.text]


def replied(county):
    """(suggestion, its reply) in a congress that is named as congresses are."""
    draft = stages.answered(county)
    Congress.objects.filter(pk=county.congress.pk).update(name="青溪县人民代表大会")
    draft = stages.again(draft)
    return draft, thread.part_of(draft, county.units[0]).reply_set.get()


# The letter


def test_a_letter_names_the_year_and_the_bare_number_of_what_came_between_sessions(county):
    draft, reply = replied(county)
    letter = letter_of(reply)
    assert draft.number == "T2026-001"
    assert letter.title == ("关于青溪县人大2026年闭会期间", "第001号建议的答复")
    assert "（第001号）收悉" in letter.paragraphs[0]
    assert (letter.mark, letter.enclosed) == ("A", "征询意见表")


def test_a_letter_names_term_and_session_in_words(county):
    draft, reply = replied(county)
    Suggestion.objects.filter(pk=draft.pk).update(session=county.session, number="青建19-5-007")
    letter = letter_of(type(reply).objects.get(pk=reply.pk))
    assert letter.title == ("关于青溪县第十九届人大第五次会议", "第007号建议的答复")


def test_the_page_shows_the_letter_with_its_category_and_its_copies(county, sign_in):
    draft, _reply = replied(county)
    page = sign_in(county.deputy).get(f"/suggestions/{draft.pk}/").content.decode()
    assert "类别 A" in page
    assert "抄送：Office" in page
    assert "附件：征询意见表" in page


# The form for the verdict (D12)


def test_the_form_goes_out_in_two_copies_and_holds_no_verdict(county, sign_in):
    draft, reply = replied(county)
    document = read(fetch(sign_in(county.a_clerk), f"/replies/{reply.pk}/feedback.docx"))
    titles = [text for text in lines(document) if text == "代表建议办理情况征询意见表"]
    assert (len(titles), len(document.tables)) == (2, 2)
    assert [text for text in lines(document) if text.endswith("存）")] == [
        "（Office存）",
        "（政府督查室存）",
    ]
    assert "4. 请于2026年3月23日前交回。" in lines(document)
    rows = [list(dict.fromkeys(c.text for c in row.cells)) for row in document.tables[0].rows]
    assert rows[:6] == [
        ["标题", draft.title],
        ["编号", "T2026-001", "主办单位", "Bureau A"],
        ["是否收到答复函", "□是　□否", "收到时间", "　　年　月　日"],
        ["承办单位与您联系的方式", "□走访　□座谈　□实地调研　□电话　□信函或邮件　□未联系"],
        ["办理态度", "□满意　□基本满意　□不满意"],
        ["办理结果", "□满意　□基本满意　□不满意"],
    ]
    assert [row[0] for row in rows[6:]] == [
        "对办理情况的意见（不满意的必填）",
        "代表",
        "代表签名",
        "通讯地址",
    ]


def test_the_form_is_for_whoever_may_open_the_letter(county, elsewhere, sign_in):
    _draft, reply = replied(county)
    place = f"/replies/{reply.pk}/feedback.docx"
    status = {
        name: fetch(sign_in(getattr(county, name)), place).status_code
        for name in ("deputy", "clerk", "a_clerk", "b_clerk", "auditor")
    }
    assert status == {"deputy": 200, "clerk": 200, "a_clerk": 200, "b_clerk": 404, "auditor": 404}
    assert sign_in(elsewhere.clerk).get(place).status_code == 404


# The sheet of the meeting (D05)


def test_the_sheet_lists_what_waits_with_a_place_for_each_unit_to_sign(county, sign_in):
    Unit.objects.filter(pk=county.units[0].pk).update(phone="0800-1")
    draft = ready(county)
    thread.registered(county, thread.handed_in(county, thread.drafted(county)))  # no unit yet
    document = read(fetch(sign_in(county.clerk), "/suggestions/sign-for.docx"))
    assert lines(document)[:2] == ["Office", "代表建议现场交办会签收表"]
    head, row = ([cell.text for cell in row.cells] for row in document.tables[0].rows)
    assert head == [
        *("序号", "编号", "标题", "领衔代表", "主办单位", "协办单位"),
        *("分管领导", "答复时限", "单位签收人", "电话"),
    ]
    assert row[:7] == ["1", draft.number, draft.title, "Li", "Bureau A", "Bureau B", ""]
    assert row[8:] == ["A：\nB：", "0800-1"]
    assert "clerk打印于" in document.sections[0].footer.paragraphs[0].text


def test_after_the_meeting_the_sheet_has_the_days_that_run(county, sign_in):
    draft = thread.with_units(county)
    place = f"/suggestions/sign-for.docx?row={draft.pk}&row=x"
    document = read(fetch(sign_in(county.leader), place))
    assert document.tables[0].rows[1].cells[7].text == "2026年4月13日"


def test_the_sheet_is_for_the_offices_and_only_with_their_own(county, elsewhere, sign_in):
    draft = ready(county)
    place = f"/suggestions/sign-for.docx?row={draft.pk}"
    rows = {
        name: len(read(fetch(sign_in(getattr(county, name)), place)).tables[0].rows)
        for name in ("clerk", "leader", "supervision")
    }
    assert rows == {"clerk": 2, "leader": 2, "supervision": 2}
    assert len(read(fetch(sign_in(elsewhere.clerk), place)).tables[0].rows) == 1
    refused = ("deputy", "a_clerk", "officer", "auditor")
    status = [sign_in(getattr(county, name)).get(place).status_code for name in refused]
    assert status == [403] * 4


@pytest.mark.row("C26")
def test_a_meeting_assigns_132_of_a_session_in_one_act_and_prints_one_sheet_for_all(
    county, sign_in
):
    drafts = batch.proposed(county, 132)
    Suggestion.objects.update(session=county.session)
    browser = sign_in(county.leader)
    before = read(fetch(browser, "/suggestions/sign-for.docx"))
    about = f"第19届第5次会议　共 132 件，涉及 3 个单位　{localdate():%Y}年"
    assert any(text.startswith(about) for text in lines(before))
    answer = browser.post("/suggestions/many/assign/", {"row": [each.pk for each in drafts]})
    assert answer.status_code == 302
    assert Suggestion.objects.filter(state="with_units").count() == 132
    asked = "&".join(f"row={each.pk}" for each in drafts)
    rows = read(fetch(browser, f"/suggestions/sign-for.docx?{asked}")).tables[0].rows
    numbers = [row.cells[1].text for row in list(rows)[1:]]
    assert numbers == [each.number for each in drafts]
    browser = sign_in(county.a_clerk)  # each unit then signs for its own
    mine = [each.pk for each in drafts if each.assignments.filter(unit=county.units[0]).exists()]
    browser.post("/suggestions/many/acknowledge/", {"row": mine})
    signed = county.units[0].assignment_set.values_list("state", flat=True)
    assert (len(mine), set(signed)) == (88, {"received"})
