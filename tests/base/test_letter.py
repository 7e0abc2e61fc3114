"""The frame of an official letter, read back."""

import io
import zipfile
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm

from lianxin.base.paper.letter import Letter, write

LETTER = Letter(
    organ="青溪县交通运输局",
    title=("关于青溪县人民代表大会第19届第5次会议", "第青19-5-001号建议的答复"),
    to="沈明禾、陆怀川代表：",
    paragraphs=("您提出的建议收悉。现答复如下：", "一、关于信号灯", "拟增设按钮式信号灯 1 组。"),
    sign="青溪县交通运输局",
    day=date(2026, 4, 5),
    number="青交函〔2026〕12号",
    mark="B",
    contact="联系人：路平安，电话：0826-5220018",
    copies="县人大常委会选任联工委，县政府督查室",
    enclosed="征询意见表",
)


@pytest.fixture
def document():
    return Document(io.BytesIO(write(LETTER)))


def test_the_page_has_the_measures_of_the_standard(document):
    section = document.sections[0]
    measures = (
        *(section.page_width, section.page_height, section.top_margin),
        *(section.bottom_margin, section.left_margin, section.right_margin),
    )
    wanted = tuple(Mm(n) for n in (210, 297, 37, 35, 28, 26))
    assert [round(one.mm) for one in measures] == [round(one.mm) for one in wanted]
    assert section.different_first_page_header_footer is True
    assert document.settings.odd_and_even_pages_header_footer is True


def test_everything_stands_where_it_belongs(document):
    lines = [line.text for line in document.paragraphs if line.text]
    assert lines == [
        "青交函〔2026〕12号",
        "关于青溪县人民代表大会第19届第5次会议",
        "第青19-5-001号建议的答复",
        "沈明禾、陆怀川代表：",
        "您提出的建议收悉。现答复如下：",
        "一、关于信号灯",
        "拟增设按钮式信号灯 1 组。",
        "附件：征询意见表",
        "青溪县交通运输局",
        "2026年4月5日",
        "（联系人：路平安，电话：0826-5220018）",
        "抄送：县人大常委会选任联工委，县政府督查室。",
    ]
    head = document.sections[0].first_page_header
    assert [line.text for line in head.paragraphs] == ["类别：B", "青溪县交通运输局"]


def fonts(document):
    """{text: (East Asian font, points)} of every line."""
    return {
        line.text: (
            line.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")),
            line.runs[0].font.size.pt,
        )
        for line in document.paragraphs
        if line.text
    }


def test_the_fonts_are_named(document):
    found = fonts(document)
    assert found["第青19-5-001号建议的答复"] == ("方正小标宋简体", 22)
    assert found["拟增设按钮式信号灯 1 组。"] == ("仿宋_GB2312", 16)
    assert found["一、关于信号灯"] == ("黑体", 16)
    assert found["抄送：县人大常委会选任联工委，县政府督查室。"] == ("仿宋_GB2312", 14)


def test_nothing_that_belongs_to_the_end_stands_alone_on_a_page(document):
    kept = [line.text for line in document.paragraphs if line.paragraph_format.keep_with_next]
    assert kept == [
        "一、关于信号灯",  # a heading stays with its words
        "拟增设按钮式信号灯 1 组。",
        "",
        "附件：征询意见表",
        "",
        "青溪县交通运输局",
        "2026年4月5日",
        "（联系人：路平安，电话：0826-5220018）",
        "",
    ]
    assert document.paragraphs[-1].text.startswith("抄送")


def test_a_letter_without_number_or_day_leaves_room_for_them():
    draft = Letter("局", ("关于",), "代表：", ("一句。",), "局", None)
    lines = [line.text for line in Document(io.BytesIO(write(draft))).paragraphs]
    assert "　　年　月　日" in lines
    assert not any("抄送" in line for line in lines)


def test_signs_that_no_paper_can_hold_are_left_out():
    odd = Letter("局", ("标题",), "代表：", ("甲\x0b乙 <b>&丙",), "局", None)
    data = write(odd)
    assert "甲乙 <b>&丙" in [line.text for line in Document(io.BytesIO(data)).paragraphs]
    assert zipfile.ZipFile(io.BytesIO(data)).testzip() is None
