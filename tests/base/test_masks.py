"""Finding and hiding personal data in what people write. All numbers are invented."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lianxin.base.masks import IN_REPLIES, KINDS, conceal, find, mask
from lianxin.base.paper.numbers import identity_check_digit

FIRST17 = "11010119800312002"
IDENTITY = FIRST17 + identity_check_digit(FIRST17)
CARD = "6222020000000000000"
CARD = next(CARD[:-1] + d for d in "0123456789" if find(CARD[:-1] + d))


def kinds(text: str) -> list[tuple[str, str]]:
    return [(span.kind, span.text) for span in find(text)]


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("请打13800001234找我", "mobile", "13800001234"),
        ("电话 138 0000 1234。", "mobile", "138 0000 1234"),
        ("电话138-0000-1234", "mobile", "138-0000-1234"),
        ("手机１３８００００１２３４", "mobile", "１３８００００１２３４"),
        ("+8613800001234", "mobile", "13800001234"),
        ("座机0871-63120000", "landline", "0871-63120000"),
        ("（0871）6312000转801", "landline", "（0871）6312000转801"),
        ("电话：63120000", "landline", "63120000"),
        (f"身份证{IDENTITY}号", "identity_number", IDENTITY),
        (f"身份证{IDENTITY[:6]} {IDENTITY[6:14]} {IDENTITY[14:]}", "identity_number", None),
        ("身份证110101198003120000", "identity_number", "110101198003120000"),
        ("老身份证110101800312001", "identity_number", "110101800312001"),
        (f"卡号{CARD}", "bank_card", CARD),
        ("写信到chen.he@example.org吧", "email", "chen.he@example.org"),
        ("车牌闽D12A45挡路", "plate", "闽D12A45"),
        ("新能源车闽D·D12345", "plate", "闽D·D12345"),
        ("货车闽A1234挂", "plate", "闽A1234挂"),
        ("微信号：chenhe_88", "account", "chenhe_88"),
        ("QQ 123456789", "account", "123456789"),
        ("护照号E12345678", "passport", "E12345678"),
        ("阳光小区3栋2单元501室漏水", "address", "3栋2单元501室"),
        ("G2栋320，", "address", "G2栋320"),
        ("四栋二单元", "address", "四栋二单元"),
        ("我家住柳溪路18号", "address", "18号"),
        ("云岭村七组12号", "address", "12号"),
        ("我叫陈小满，", "name", "陈小满"),
        ("联系人：马旭（业主）", "name", "马旭"),
        ("本人欧阳明月，女，", "name", "欧阳明月"),
    ],
)
def test_personal_data_is_found(text, kind, found):
    assert [one for one in kinds(text) if found is None or one == (kind, found)] != []
    assert kind in dict(kinds(text))
    assert len(kinds(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "工单号A000102948，编号188006",
        "2019-02-28 11:25:05",
        "订单138000012345678",
        "请拨打12345或95598",
        "小区共10栋460户，3栋105m2",
        "居住在3号线旁边的居民",
        "柳溪路18号的商店",
        "申请经本人申请、民主评议",
        "联系人和联系电话",
        "联系人：张主任",
        "面积1380000平方米，投资13.8亿",
        "微信qq进行转账",
        "闽D区的车",
        "按国发〔2019〕12号文件",
    ],
)
def test_other_numbers_and_words_are_left_alone(text):
    assert kinds(text) == []


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("请打138 0000 1234找我", "请打138****1234找我"),
        (f"证号{IDENTITY}", f"证号110***********{IDENTITY[-4:]}"),
        ("电话0871-63120000", "电话0871-********"),
        ("电话63120000", "电话********"),
        ("chen.he@example.org", "c***@example.org"),
        ("车牌闽D12A45", "车牌闽D*****"),
        ("3栋2单元501室", "**栋**单元**室"),
        ("我叫陈小满，", "我叫陈某某，"),
        ("微信号：chenhe_88", "微信号：c********"),
    ],
)
def test_hiding_leaves_what_those_concerned_need(text, hidden):
    assert mask(text) == hidden


def test_known_names_are_hidden_wherever_they_stand():
    assert mask("马旭说马旭的女儿陈禾", names=("马旭", "陈禾", "说")) == "马某说马某的女儿陈某"
    assert mask("木沙·买买提来了", names=("木沙·买买提",)) == "木某某来了"


def test_an_office_may_leave_its_telephone_in_a_reply():
    text = "请拨打0871-63120000，陈先生13800001234"
    assert mask(text, kinds=IN_REPLIES) == "请拨打0871-63120000，陈先生138****1234"


def test_every_kind_has_a_name_for_the_notice():
    assert set(KINDS) == {
        "identity_number",
        "bank_card",
        "email",
        "mobile",
        "landline",
        "plate",
        "account",
        "passport",
        "address",
        "name",
    }


PIECES = st.sampled_from(
    [
        "13800001234",
        IDENTITY,
        "0871-63120000",
        "a@example.org",
        "闽D12345",
        "3栋2单元501室",
        "我叫陈禾，",
    ]
)


@settings(deadline=None)
@given(st.lists(st.one_of(st.text(max_size=8), PIECES), max_size=8).map("".join))
def test_spans_are_in_order_apart_and_true_and_nothing_found_stays(text):
    spans = find(text)
    assert all(text[span.start : span.end] == span.text for span in spans)
    assert all(one.end <= other.start for one, other in zip(spans, spans[1:], strict=False))
    hidden = mask(text)
    strict = {"mobile", "identity_number", "landline", "email"}
    assert [span for span in find(hidden) if span.kind in strict - {"email"}] == []
    for span in spans:
        if span.kind in strict:
            assert conceal(span.kind, span.text) != span.text
