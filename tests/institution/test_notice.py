"""The State Council's notice, read as it was pasted."""

from datetime import date, timedelta

from lianxin.institution.congress.imports.notice import days_of

NOTICE = """关于2031年部分节假日安排的通知
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月22日（农历除夕、周三）至28日（正月初六、周二）放假调休，共7天。1月19日（周日）、
2月1日（周六）上班。
三、国庆节：9月29日至10月3日放假。10月11日（周六）上班。
"""


def span(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_rests_and_make_up_days_are_found():
    found = days_of(NOTICE)
    rests = [each.day for each in found if not each.works]
    assert rests == [
        date(2031, 1, 1),
        *span(date(2031, 1, 22), date(2031, 1, 28)),
        *span(date(2031, 9, 29), date(2031, 10, 3)),
    ]
    assert [(each.day, each.label) for each in found if each.works] == [
        (date(2031, 1, 19), "春节"),
        (date(2031, 2, 1), "春节"),
        (date(2031, 10, 11), "国庆节"),
    ]


def test_a_rest_across_the_year_is_found():
    text = "2032年安排：元旦，2031年12月31日至2032年1月2日放假。"
    assert [each.day for each in days_of(text)] == span(date(2031, 12, 31), date(2032, 1, 2))


def test_without_a_year_or_a_day_nothing_is_guessed():
    assert days_of("元旦：1月1日放假") == []
    assert days_of("2031年没有安排") == []
    assert days_of("2031年，2月30日放假") == []
