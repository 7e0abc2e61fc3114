"""Messages of residents from other platforms, with replies and without."""

from datetime import date

from lianxin.base.paper.layout import parse
from lianxin.base.paper.sheets import read
from lianxin.work.voices.imports import VOICES

ON = date(2026, 11, 24)
HEAD = "留言编号,留言用户,留言主题,留言时间,留言详情,反对数,点赞数,答复意见,答复时间\n"


def reading(*lines):
    return parse([*read((HEAD + "\n".join(lines)).encode("gb18030"), "留言.csv")], VOICES, on=ON)


def test_a_message_is_read_with_its_reply():
    found = reading(
        '188006,U1,路灯不亮,2019/2/28 11:25,"北门路灯不亮，\n三盏。",0,12,已修好。,2019-03-08'
    )
    (row,) = found.accepted
    values = {key: value for key, value in row.values.items() if value is not None}
    assert {key: str(value) for key, value in values.items()} == {
        "number": "188006",
        "author": "U1",
        "subject": "路灯不亮",
        "asked_at": "2019-02-28 11:25:00+08:00",
        "text": "北门路灯不亮，\n三盏。",
        "against": "0",
        "likes": "12",
        "reply": "已修好。",
        "replied_at": "2019-03-08 00:00:00+08:00",
    }
    assert (found.faults, found.warnings) == ([], [])


def test_what_cannot_be_is_refused_and_what_is_odd_is_remarked():
    found = reading(
        "1,U1,路灯,2019-02-28 11:25,不亮,0,0,已修好,2019-02-27 11:25",
        "2,U1,,2019-02-30 11:25,不亮,0,x,,",
        "3,U2,井盖,2019-03-01 11:25,松动,0,0,已修好,",
        "3,U3,积水,2019-03-01 11:25,很深,0,0,,",
        "4,U2,井盖,2019-03-02 11:25,松动,0,0,,2019-03-08",
    )
    assert [(fault.place, fault.reason.text) for fault in found.faults] == [
        ("I2", "The reply is older than the message."),
        ("C3", "The subject is missing."),
        ("D3", "“%(value)s” is no time; write 2026-03-08 09:30."),
        ("G3", "“%(value)s” is no whole number."),
        ("A5", "The same as row %(row)s; leave one of them out."),
    ]
    assert [(one.place, one.reason.text) for one in found.warnings] == [
        ("I4", "The reply has no time."),
        ("H6", "There is a time of reply but no reply."),
    ]
    assert [row.row for row in found.accepted] == [4, 6]
