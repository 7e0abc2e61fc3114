"""Cells of all kinds: what is understood, what is refused, and that nothing makes us stumble."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.base.paper import clean, numbers
from lianxin.base.paper.clean import About, PartialDate, Unclean
from lianxin.base.paper.standards import ETHNIC_GROUPS, PARTIES

ON = date(2026, 11, 24)


def cleaned(cleaner, value, **about):
    return cleaner(value, About(ON, **about))


def refusal(cleaner, value, **about) -> str:
    with pytest.raises(Unclean) as caught:
        cleaned(cleaner, value, **about)
    return caught.value.reason.text


def warnings(cleaner, value) -> list[str]:
    about = About(ON)
    cleaner(value, about)
    return [reason.text for reason in about.warnings]


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("马　旭", "马旭"),
        (" 刘  伟 ", "刘伟"),
        ("欧 阳 明 月", "欧阳明月"),
        ("木沙 · 买买提", "木沙·买买提"),
        ("阿依古丽•木合塔尔", "阿依古丽·木合塔尔"),
        ("扎西・次仁", "扎西·次仁"),
        ("扎西．次仁", "扎西·次仁"),
        ("Ａｎｎａ   Lee", "Anna Lee"),
        ("J. O'Neil-Smith", "J. O'Neil-Smith"),
        ("陈䶮", "陈䶮"),
        ("陈\ufa11", "陈\ufa11"),  # a compatibility ideograph stays what it is
        ("陈\ue863", "陈\ue863"),  # so does one of private use
        ("𠮷野", "𠮷野"),
        ("\u200b陈禾\ufeff", "陈禾"),
    ],
)
def test_names_are_made_even_without_losing_a_character(given, name):
    assert cleaned(clean.person_name, given) == name
    assert warnings(clean.person_name, given) == []


@pytest.mark.parametrize(
    "given", ["陈禾1", "陈禾[48]", "陈禾3[48]", "陈禾（女）", "陈禾(女，回族)"]
)
def test_marks_behind_a_name_are_left_out_with_a_warning(given):
    assert cleaned(clean.person_name, given) == "陈禾"
    assert warnings(clean.person_name, given) == ["“%(value)s” was read as “%(name)s”."]


@pytest.mark.parametrize(
    "given", ["陈", "陈8禾", "13812345678", "陈禾、马旭", "·陈禾", "＝陈禾", 3.5]
)
def test_what_is_no_name_is_refused(given):
    assert refusal(clean.person_name, given) == "“%(value)s” does not look like a name."


@pytest.mark.parametrize(
    ("cleaner", "given", "code"),
    [
        (clean.sex, "男", "1"),
        (clean.sex, "女性", "2"),
        (clean.sex, " 女 ", "2"),
        (clean.sex, 1.0, "1"),
        (clean.ethnic_group, "汉", "01"),
        (clean.ethnic_group, "漢族", "01"),
        (clean.ethnic_group, "维 吾 尔", "05"),
        (clean.ethnic_group, "塔吉克族", "41"),
        (clean.ethnic_group, "基诺", "56"),
        (clean.ethnic_group, "其他", "97"),
        (clean.ethnic_group, "外国血统", "98"),
        (clean.party, "中共", "01"),
        (clean.party, "中国共产党党员", "01"),
        (clean.party, "中共预备党员", "02"),
        (clean.party, "农工党", "08"),
        (clean.party, "九三学社", "10"),
        (clean.party, "无党派", "12"),
        (clean.party, "群 众", "13"),
        (clean.education, "大学", "20"),
        (clean.education, "省委党校大学", "20"),
        (clean.education, "在职研究生", "10"),
        (clean.education, "大学，法学学士", "20"),
        (clean.education, "研究生（博士）", "11"),
        (clean.education, "高中文化", "60"),
        (clean.education, "大专学历", "30"),
    ],
)
def test_code_lists_are_read_in_long_and_short_forms(cleaner, given, code):
    assert cleaned(cleaner, given) == code


def test_nobody_in_a_party_is_one_of_the_masses_and_the_reader_is_told():
    assert [cleaned(clean.party, given) for given in ("无", "無")] == ["13", "13"]
    assert warnings(clean.party, "无") == [
        "“%(value)s” was read as %(read)s; write %(other)s if that is meant."
    ]


@pytest.mark.parametrize(
    ("cleaner", "given", "sentence"),
    [
        (clean.sex, "第三", "“%(value)s” is no sex of GB/T 2261.1; write %(one)s or %(other)s."),
        (clean.ethnic_group, "火星族", "“%(value)s” is no ethnic group of GB/T 3304."),
        (clean.party, "月球党", "“%(value)s” is no political affiliation of GB/T 4762."),
        (clean.party, "1", "“%(value)s” is no political affiliation of GB/T 4762."),
        (clean.education, "学富五车", "“%(value)s” is no level of education of GB/T 4658."),
    ],
)
def test_what_is_on_no_list_is_refused(cleaner, given, sentence):
    assert refusal(cleaner, given) == sentence


def test_the_lists_have_as_many_entries_as_the_standards():
    assert (len(ETHNIC_GROUPS), ETHNIC_GROUPS["56"], len(PARTIES)) == (58, "基诺族", 13)


@pytest.mark.parametrize(
    ("given", "born"),
    [
        ("1967-3", "1967-03"),
        ("1963.09", "1963-09"),
        ("１９６３.０６", "1963-06"),
        ("195502", "1955-02"),
        (195502.0, "1955-02"),
        (195502, "1955-02"),
        (1975.03, "1975-03"),
        (1975.12, "1975-12"),
        ("1967年3月", "1967-03"),
        ("1967年3月12日", "1967-03-12"),
        ("1963.09\n（63岁）", "1963-09"),
        ("1963年9月生", "1963-09"),
        ("19670312", "1967-03-12"),
        ("1967/3/12", "1967-03-12"),
        ("1967-03-12 00:00:00", "1967-03-12"),
        ("二〇〇一年三月", "2001-03"),
        ("一九六七年十二月三十一日", "1967-12-31"),
        ("一九六七年十月廿八日", "1967-10-28"),
        (date(1967, 2, 1), "1967-02"),
        (datetime(1967, 2, 12), "1967-02-12"),
        (24504.0, "1967-02"),
        ("1966年", "1966"),
        (1966.0, "1966"),
    ],
)
def test_births_are_read_in_the_ways_people_write_them(given, born):
    assert str(cleaned(clean.birth, given)) == born


def test_the_first_of_a_month_counts_as_a_day_where_days_are_asked_for():
    assert str(cleaned(clean.birth, date(1967, 2, 1), heading="出生日期")) == "1967-02-01"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("1970.13", "“%(value)s” is no date: no such month or day."),
        ("1970-02-30", "“%(value)s” is no date: no such month or day."),
        ("20221", "“%(value)s” is no date; write 1967-03 or 1967-03-12."),
        ("67.3", "“%(value)s” is no date; write 1967-03 or 1967-03-12."),
        ("不详", "“%(value)s” is no date; write 1967-03 or 1967-03-12."),
        (True, "“%(value)s” is no date; write 1967-03 or 1967-03-12."),
        ("1890.01", "Born in %(value)s: that is too long ago."),
        ("1905.01", "Born in %(value)s: that is too long ago."),
        ("2026-12", "Born in %(value)s: that day has not come yet."),
        (
            1975.1,
            "“%(value)s” is a number and may mean January or October; "
            "write %(year)s.01 or %(year)s.10 as text.",
        ),
    ],
)
def test_births_that_cannot_be_are_refused(given, sentence):
    assert refusal(clean.birth, given) == sentence


def test_in_a_text_file_a_tenth_of_a_year_is_doubtful_in_a_workbook_it_was_typed():
    assert str(cleaned(clean.birth, "1975.1")) == "1975-01"
    assert refusal(clean.birth, "1975.1", typed=False).startswith("“%(value)s” is a number")


def test_a_day_needs_its_day():
    assert cleaned(clean.day, "2026年3月8日") == date(2026, 3, 8)
    assert refusal(clean.day, "2026年3月") == "The day is missing in “%(value)s”; write 2026-03-08."


def shanghai(*parts) -> datetime:
    return timezone.make_aware(datetime(*parts))


@pytest.mark.parametrize(
    ("given", "when"),
    [
        ("2019-02-28 11:25:05", (2019, 2, 28, 11, 25, 5)),
        ("2019/2/28 11:25", (2019, 2, 28, 11, 25)),
        ("2019-02-28T11:25:05", (2019, 2, 28, 11, 25, 5)),
        ("2019年2月28日 下午3点", (2019, 2, 28, 15)),
        ("2019年2月28日11时25分", (2019, 2, 28, 11, 25)),
        ("2019/2/28 12:05 AM", (2019, 2, 28, 0, 5)),
        ("20190228112505", (2019, 2, 28, 11, 25, 5)),
        ("２０１９－０２－２８", (2019, 2, 28)),
        (datetime(2019, 2, 28, 11, 25), (2019, 2, 28, 11, 25)),
        (date(2019, 2, 28), (2019, 2, 28)),
        (43524.5, (2019, 2, 28, 12)),
    ],
)
def test_moments_are_read_in_local_time(given, when):
    assert cleaned(clean.moment, given) == shanghai(*when)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("2019-02-30 11:25", "“%(value)s” is no time; write 2026-03-08 09:30."),
        ("昨天", "“%(value)s” is no time; write 2026-03-08 09:30."),
        (time(11, 25), "“%(value)s” is no time; write 2026-03-08 09:30."),
        ("2026-11-25 00:00", "“%(value)s” has not come yet."),
        ("1019-02-28", "“%(value)s” is too long ago."),
    ],
)
def test_moments_that_cannot_be_are_refused(given, sentence):
    assert refusal(clean.moment, given) == sentence


@pytest.mark.parametrize(
    ("given", "number"),
    [
        (13812345678.0, "13812345678"),
        ("138 1234 5678", "13812345678"),
        ("+86-138-1234-5678", "13812345678"),
        ("'+8613812345678", "13812345678"),
        ("１３８１２３４５６７８", "13812345678"),
        ("(0871)63123456", "0871-63123456"),
        ("0871—63123456转801", "0871-63123456-801"),
        ("63123456", "63123456"),
    ],
)
def test_phone_numbers_are_written_one_way(given, number):
    assert cleaned(clean.phone, given) == number


LOST = (
    "The cell holds a number, and Excel has cut off its last digits; "
    "make the column text and write it again."
)


def test_numbers_that_excel_has_cut_are_refused():
    assert refusal(clean.phone, "1.38E+10") == LOST
    assert refusal(clean.identity_number, 1.10105194912310e17) == LOST
    assert refusal(clean.identity_number, "1.10105E+17") == LOST


def made_up_identity(first17: str) -> str:
    return first17 + numbers.identity_check_digit(first17)


def test_an_identity_number_is_checked():
    number = made_up_identity("99010119800312001")  # 99 is no province
    assert cleaned(clean.identity_number, f" {number.lower()} ") == number
    assert (numbers.birth_in(number), numbers.sex_in(number)) == (date(1980, 3, 12), "1")
    wrong = number[:-1] + ("0" if number[-1] != "0" else "1")
    assert refusal(clean.identity_number, wrong) == (
        "The identity number is mistyped: its check digit does not fit."
    )
    assert refusal(clean.identity_number, "990101800312001") == (
        "This identity number has 15 digits; write the one with 18."
    )
    assert refusal(clean.identity_number, "9901") == (
        "An identity number has 18 characters; this one has %(count)s."
    )


def test_whole_numbers_may_be_wide_or_grouped():
    assert [cleaned(clean.whole, given) for given in ("１２", 3.0, "1,234", "7.0", " ")] == [
        12,
        3,
        1234,
        7,
        None,
    ]
    assert refusal(clean.whole, "3.5") == "“%(value)s” is no whole number."


def test_a_wrong_running_number_is_only_remarked():
    assert cleaned(clean.serial, "x") is None
    assert warnings(clean.serial, "x") == ["“%(value)s” is no running number."]


def test_lines_and_bodies():
    assert cleaned(clean.line(), "第３ 选区\n（城 关）") == "第3 选区 （城 关）"
    assert [cleaned(clean.line(), given) for given in ("—", " / ", "", None)] == [None] * 4
    assert cleaned(clean.body(), " 甲 \r\n\r\n\r\n\r\n乙\x00 ") == "甲\n\n乙"
    assert refusal(clean.line(3), "一二三四") == (
        "%(count)s characters are too many; at most %(longest)s fit here."
    )


CLEANERS = {
    "name": clean.person_name,
    "sex": clean.sex,
    "ethnic_group": clean.ethnic_group,
    "party": clean.party,
    "education": clean.education,
    "birth": clean.birth,
    "day": clean.day,
    "moment": clean.moment,
    "phone": clean.phone,
    "identity_number": clean.identity_number,
    "whole": clean.whole,
    "serial": clean.serial,
    "line": clean.line(),
    "body": clean.body(),
}
SIGNS = "0123456789０１９.-/年月日 　\n:'·•()（男女汉族中共一二三十廿〇上午xX+eE=马旭\x00\u200b"
CELLS = st.one_of(
    st.text(),
    st.text(SIGNS, max_size=20),
    st.floats(),
    st.integers(),
    st.booleans(),
    st.none(),
    st.dates(),
    st.datetimes(),
    st.datetimes(timezones=st.just(UTC)),
    st.times(),
    st.timedeltas(),
    st.floats(10_000, 80_000),
    st.dates(date(1940, 1, 1), date(2020, 1, 1)).map(lambda day: day.strftime("%Y.%m")),
)


@pytest.mark.parametrize("kind", CLEANERS)
@settings(deadline=None)
@given(value=CELLS)
def test_no_cell_makes_a_cleaner_stumble_and_what_is_clean_stays_so(kind, value):
    try:
        once = CLEANERS[kind](value, About(ON))
    except Unclean:
        return
    assert CLEANERS[kind](once, About(ON)) == once


@settings(deadline=None)
@given(st.dates(date(1930, 1, 1), date(2008, 1, 1)))
def test_a_birth_survives_every_way_of_writing_it(born):
    ways = (
        f"{born.year}-{born.month}-{born.day}",
        f"{born:%Y%m%d}",
        f"{born.year}年{born.month}月{born.day}日",
        f"{born:%Y.%m.%d}",
    )
    whole = PartialDate(born.year, born.month, born.day)
    assert {cleaned(clean.birth, way) for way in ways} == {whole}
    serial = float((born - date(1899, 12, 30)) / timedelta(days=1))
    assert cleaned(clean.birth, serial, heading="出生日期") == whole
