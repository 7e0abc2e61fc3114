"""How long a text message is, what may stand in it, and when it may go."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from lianxin.base.masks import find
from lianxin.base.notices.actions.occasions import OCCASIONS, bill, signed
from lianxin.base.notices.queries import Quiet
from lianxin.base.notices.rules import fits, goes_at, parts_of
from lianxin.kernel.calendar import Calendar

USUAL = Quiet(start=20, until=8, deadline=True)
STRICT = Quiet(start=20, until=8, deadline=False)
FIVE_DAYS = Calendar(lambda day: day.weekday() < 5, lambda year: True)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", 1),
        ("字" * 70, 1),
        ("字" * 71, 2),
        ("字" * 134, 2),
        ("字" * 135, 3),
        ("a" * 71, 2),  # Latin letters are no cheaper
        ("𠮷" * 35, 1),  # a rare character counts for two
        ("𠮷" * 36, 2),
        ("𠮷" * 66, 2),  # 33 of them fit into a part of 67, not 33 and a half
        ("𠮷" * 67, 3),
    ],
)
def test_a_message_is_counted_as_operators_bill_it(text, parts):
    assert parts_of(text) == parts


def test_the_signature_counts_as_well(settings):
    settings.SMS_SIGN, settings.SMS_PRICE = "安平县人大", 5
    assert signed("好") == "【安平县人大】好"
    assert bill("字" * 63) == (1, 5)
    assert bill("字" * 64) == (2, 10)


def moment(month, day, hour, minute=0):
    """A moment of 2026 in Beijing; 21 and 22 November are a weekend."""
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("now", "goes", "due", "quiet"),
    [
        (moment(11, 20, 10), moment(11, 20, 10), None, USUAL),  # a Friday morning
        (moment(11, 20, 7, 59), moment(11, 20, 8), None, USUAL),
        (moment(11, 20, 19, 59), moment(11, 20, 19, 59), None, USUAL),
        (moment(11, 20, 20), moment(11, 23, 8), None, USUAL),  # over the weekend
        (moment(11, 21, 10), moment(11, 23, 8), None, USUAL),
        (moment(11, 23, 0, 1), moment(11, 23, 8), None, USUAL),
        # what is due before the next working morning still goes, and never in the night
        (moment(11, 20, 21), moment(11, 20, 21), date(2026, 11, 20), USUAL),
        (moment(11, 20, 21), moment(11, 21, 8), date(2026, 11, 21), USUAL),
        (moment(11, 21, 3), moment(11, 21, 8), date(2026, 11, 21), USUAL),
        (moment(11, 21, 15), moment(11, 21, 15), date(2026, 11, 21), USUAL),
        (moment(11, 21, 15), moment(11, 23, 8), date(2026, 11, 21), STRICT),
        (moment(11, 21, 15), moment(11, 23, 8), date(2026, 11, 20), USUAL),  # late already
        (moment(11, 21, 15), moment(11, 23, 8), date(2026, 12, 1), USUAL),
    ],
)
def test_nothing_goes_at_night_or_on_a_day_of_rest(now, goes, due, quiet):
    found = goes_at(now, quiet=quiet, calendar=FIVE_DAYS, deadline_on=due)
    assert found == goes


@pytest.mark.parametrize("number", ["2026-00012", "19-5-001", "第12号", "#7", "安人代〔2026〕3号"])
def test_a_case_is_called_by_its_number(number):
    assert fits("number", number)


GIVEN = {
    "number": "2026-00012",
    "code": "ABCD-EFGH-JKLM",
    "day": "2026-11-30",
    "count": "12",
    "late": "3",
    "address": "https://rd.example.org/track/",
}


@pytest.mark.parametrize("occasion", OCCASIONS.values(), ids=lambda each: each.code)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_no_text_holds_personal_data(occasion, language, settings):
    settings.LANGUAGE_CODE = language
    text = occasion.words({name: GIVEN[name] for name in occasion.parameters})
    assert [each for each in find(text) if each.kind in ("mobile", "name", "identity_number")] == []
    assert "{1}" in occasion.registered()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("number", "张三 13800138000"),
        ("number", "张三"),
        ("number", "13800138000"),
        ("number", "a<b>1"),
        ("address", "javascript:alert(1)"),
        ("address", "https://x.org/张三"),
        ("day", "tomorrow"),
        ("code", "说过的话"),
        ("count", "many"),
    ],
)
def test_a_parameter_holds_nothing_but_what_it_is_for(name, value):
    assert not fits(name, value)


def test_a_text_refuses_what_it_has_no_place_for():
    with pytest.raises(ValueError, match="takes"):
        OCCASIONS["answer"].words({"number": "1", "address": "https://x.org", "name": "Wang"})
    with pytest.raises(ValueError, match="number"):
        OCCASIONS["answer"].words({"number": "Wang Wu, 138", "address": "https://x.org"})
