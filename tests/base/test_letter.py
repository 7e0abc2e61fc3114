"""The frame of an official letter, read back."""

import io
import zipfile
from dataclasses import replace
from datetime import date

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Twips

from lianxin.base.paper import scans
from lianxin.base.paper.letter import Letter, mark_size, under_the_seal
from lianxin.base.paper.qr import Code
from lianxin.base.paper.word import write_letter as write

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
    assert [line.text for line in head.paragraphs if line.text] == ["青溪县交通运输局", "类别：B"]


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
        "关于青溪县人民代表大会第19届第5次会议",  # the title is not left without a word
        "第青19-5-001号建议的答复",
        "",
        "沈明禾、陆怀川代表：",
        "一、关于信号灯",  # a heading stays with its words
        "拟增设按钮式信号灯 1 组。",
        "",
        "附件：征询意见表",
        "",
        "青溪县交通运输局",
        "2026年4月5日",
        "（联系人：路平安，电话：0826-5220018）",
    ]
    assert document.paragraphs[-1].text.startswith("抄送")


def placed(document):
    """{text or what it is: (left, top, width) in millimetres} of what has a fixed place."""
    found = {}
    for each in document.sections[0].first_page_header.paragraphs:
        frame = each._p.find(f".//{qn('w:framePr')}")
        if frame is not None:
            border = each._p.find(f".//{qn('w:pBdr')}/{qn('w:top')}")
            name = each.text or border.get(qn("w:val"))
            wide = (int(frame.get(qn(f"w:{key}"))) for key in ("x", "y", "w"))
            found[name] = tuple(round(Twips(value).mm, 1) for value in wide)
    return found


def test_mark_and_double_lines_have_their_places(document):
    found = placed(document)
    assert found["青溪县交通运输局"] == (20, 30, 170)
    assert found["类别：B"] == (28, 18, 156)
    assert found["thickThinSmallGap"] == (20, 46, 170)  # four millimetres below the mark
    assert found["thinThickSmallGap"] == (20, 277, 170)  # twenty above the edge


def test_a_line_holds_28_characters_and_a_page_22_lines(document):
    text = next(line for line in document.paragraphs if line.text == LETTER.paragraphs[2])
    pitch = text.paragraph_format.line_spacing
    assert round(pitch.mm * 22) == 225
    tight = text.runs[0]._r.find(f".//{qn('w:spacing')}").get(qn("w:val"))
    room = (210 - 28 - 26) / 25.4 * 72
    width = 16 + int(tight) / 20
    assert (int(room // width), int((297 - 37 - 35) // pitch.mm)) == (28, 22)


def test_headings_of_the_second_level_have_their_own_font():
    told = replace(LETTER, paragraphs=("一、经费", "（一）来源", "财政拨款。"))
    found = fonts(Document(io.BytesIO(write(told))))
    assert [found[text][0] for text in told.paragraphs] == ["黑体", "楷体_GB2312", "仿宋_GB2312"]


def test_the_code_stands_on_the_first_page_and_can_be_read():
    data = write(LETTER, Code("HTTPS://EXAMPLE.ORG/P/ABCDEFGHJKLMNPQR", ("编号 ABCD",)))
    document = Document(io.BytesIO(data))
    head = document.sections[0].first_page_header
    assert "编号 ABCD" in [line.text for line in head.paragraphs]
    pictures = [part for part in head.part.related_parts.values() if hasattr(part, "image")]
    assert scans.codes_in(pictures[0].blob, "image/png") == [
        ["HTTPS://EXAMPLE.ORG/P/ABCDEFGHJKLMNPQR"]
    ]


def test_the_same_letter_is_the_same_file():
    assert write(LETTER) == write(LETTER)


def test_signer_and_secrecy_stand_at_the_left_of_the_number():
    told = replace(LETTER, signer="路长安", secrecy="秘密★1年")
    lines = [line.text for line in Document(io.BytesIO(write(told))).paragraphs]
    assert lines[:2] == ["秘密★1年\t青交函〔2026〕12号", "签发人：路长安\t"]


def test_a_long_name_is_set_smaller_and_stays_centred_over_its_day():
    assert [mark_size("局" * n) for n in (8, 14, 20)] == [34, 33, 23]
    name, day = under_the_seal("青溪县自然资源和规划局", "2026年4月5日")
    assert (name, day) == (1.5, 4)
    assert under_the_seal("局" * 20, "2026年4月5日") == (0, 7)


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
