"""The letter as PDF, read back: measures in millimetres, 22 lines of 28, the code that scans."""

import ctypes
import io
import re
from dataclasses import replace

import pypdfium2
import pytest

from lianxin.base.paper import pdf, scans
from lianxin.base.paper.fonts import MissingGlyph
from lianxin.base.paper.qr import Code
from tests.base.test_fonts import OF_NAMES
from tests.base.test_letter import LETTER

POINT = 25.4 / 72
CODE = Code("HTTPS://EXAMPLE.ORG/P/ABCDEFGHJKLMNPQR", ("系统生成 · 编号 ABCD EFGH JKLM NPQR",))
LONG = OF_NAMES.read_text("utf-8").translate({10: None, 0xB7: None})  # no line is like another


@pytest.fixture(scope="module")
def pages():
    return read(pdf.write_letter(replace(LETTER, paragraphs=(LONG,)), CODE))


def read(data):
    """[{line: (left, top, right, bottom) in millimetres}] of every page."""
    return [_lines(page) for page in pypdfium2.PdfDocument(io.BytesIO(data))]


def _lines(page):
    text, height, found = page.get_textpage(), page.get_height(), {}
    for place in range(text.count_chars()):
        sign = text.get_text_range(place, 1)
        if not sign.strip():
            continue
        left, bottom, right, top = text.get_charbox(place, loose=False)
        box = (left * POINT, (height - top) * POINT, right * POINT, (height - bottom) * POINT)
        found.setdefault(_foot(text, place), []).append((sign, box))
    return {
        "".join(sign for sign, _box in row): (
            min(box[0] for _sign, box in row),
            min(box[1] for _sign, box in row),
            max(box[2] for _sign, box in row),
            max(box[3] for _sign, box in row),
        )
        for _y, row in sorted(found.items(), reverse=True)
    }


def _foot(text, place):
    """The height of the line that a character stands on, in whole points."""
    x, y = ctypes.c_double(), ctypes.c_double()
    pypdfium2.raw.FPDFText_GetCharOrigin(text, place, ctypes.byref(x), ctypes.byref(y))
    return round(y.value)


def place(page, words):
    return next(box for line, box in page.items() if words in line)


def test_a_full_page_holds_22_lines_of_28_characters(pages):
    lines = [line for line in pages[1] if "—" not in line]
    assert (len(lines), {len(line) for line in lines}) == (22, {28})
    boxes = [pages[1][line] for line in lines]
    assert boxes[0][1] == pytest.approx(37 + 2.3, abs=1)  # the upper edge of the first characters
    assert boxes[-1][3] == pytest.approx(262 - 2.3, abs=1)
    assert min(box[0] for box in boxes) == pytest.approx(28, abs=0.5)
    assert max(box[2] for box in boxes) == pytest.approx(184, abs=0.5)


def test_the_mark_stands_30_millimetres_from_the_edge_and_the_number_at_the_right(pages):
    mark, number = place(pages[0], LETTER.organ), place(pages[0], "12号")
    assert mark[1] == pytest.approx(30, abs=1)
    assert (mark[0] + mark[2]) / 2 == pytest.approx(105, abs=0.5)
    assert number[2] == pytest.approx(184, abs=0.7)
    assert number[1] == pytest.approx(46 + 4.9, abs=1.2)  # seven eighths of a character below


def test_the_category_stands_in_the_upper_right(pages):
    left, top, right, _bottom = place(pages[0], "类别：B")
    assert (right, top < 30, left > 150) == (pytest.approx(184, abs=1), True, True)


def test_the_red_double_lines_are_170_millimetres_long():
    page = pypdfium2.PdfDocument(io.BytesIO(pdf.write_letter(LETTER, CODE)))[0]
    wide = []
    for each in page.get_objects(filter=[2]):  # paths
        left, bottom, right, top = (value * POINT for value in each.get_bounds())
        if right - left > 150:
            wide.append((left, 297 - top, right, top - bottom))
    assert len(wide) == 4
    assert [round(line[0]) for line in wide] == [20] * 4
    assert [round(line[2]) for line in wide] == [190] * 4
    thick = [line[3] > 0.4 for line in sorted(wide, key=lambda line: line[1])]
    assert thick == [True, False, False, True]  # thick above thin, then thin above thick
    heights = sorted(line[1] for line in wide)
    assert (heights[0], heights[2]) == (pytest.approx(46, abs=0.3), pytest.approx(277, abs=0.3))


def test_pages_are_numbered_outside_from_the_second_on(pages):
    assert not any(re.fullmatch(r"—\d+—", line) for line in pages[0])
    second, third = place(pages[1], "—2—"), place(pages[2], "—3—")
    assert second[0] == pytest.approx(28 + 4.9, abs=0.7)
    assert third[2] == pytest.approx(184 - 4.9, abs=0.7)
    assert second[1] == pytest.approx(262 + 7, abs=3.5)


def test_copies_stand_at_the_foot_of_the_last_page(pages):
    copies = place(pages[-1], "抄送")
    assert copies[3] == pytest.approx(262 - 3, abs=2)
    assert copies[0] == pytest.approx(28 + 5.6, abs=1)


def test_the_name_is_centred_over_the_day(pages):
    last = pages[-1]
    name, day = place(last, LETTER.sign), place(last, "2026年4月5日")
    assert (name[0] + name[2]) / 2 == pytest.approx((day[0] + day[2]) / 2, abs=2)
    assert day[2] == pytest.approx(184 - 4 * 5.6, abs=2)


def test_the_code_is_read_from_the_page():
    data = pdf.write_letter(LETTER, CODE)
    assert scans.codes_in(data, scans.PDF) == [[CODE.address]]


def test_the_same_letter_is_the_same_file():
    assert pdf.write_letter(LETTER, CODE) == pdf.write_letter(LETTER, CODE)


def test_a_superseded_letter_says_so_on_every_page():
    told = replace(LETTER, paragraphs=(LONG,), superseded="已于2026年5月1日更正")
    found = read(pdf.write_letter(told))
    assert all(any("更正" in line for line in page) for page in found)


def test_a_character_that_no_font_has_is_an_error():
    with pytest.raises(MissingGlyph) as told:
        pdf.write_letter(replace(LETTER, to="陆\ue123川代表："))
    assert told.value.characters == ("\ue123",)


def test_text_is_never_read_as_source():
    odd = '#panic("x") $a$ *b* _c_ `d` \\ @e <f>'
    lines = "".join(
        line for page in read(pdf.write_letter(replace(LETTER, to=odd))) for line in page
    )
    assert odd.replace(" ", "") in lines
