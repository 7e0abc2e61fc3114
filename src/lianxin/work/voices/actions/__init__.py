"""
Everything that changes a voice. Callers: public pages, desks, API, imports, scenarios, tests.

`speaking` receives it, `speakers` keeps who spoke, `desk` sorts, hands over and answers, `sheets`
brings in many, `telling` sends text messages to who spoke.
"""

from lianxin.work.voices.actions.desk import (
    answer_on_spot,
    assign_town,
    assign_village,
    close_silent,
    close_told,
    convert,
    correct_date,
    draft_slip,
    feed_back,
    rate,
    record_notice,
    record_result,
    redirect,
    refuse,
    reopen,
    restore,
    send_back,
    take_back_conversion,
    take_suggestion_result,
    take_up,
    urge,
    withdraw,
)
from lianxin.work.voices.actions.sheets import (
    bring_in,
    bring_in_all,
    bring_in_answered,
    mend_all_brought_in,
    mend_brought_in,
)
from lianxin.work.voices.actions.speakers import (
    forget_contact,
    show_contact,
)
from lianxin.work.voices.actions.speaking import (
    begin,
    discard,
    keep_files,
    receive,
    receive_once,
    submit,
)
from lianxin.work.voices.actions.telling import (
    tell_resident,
)

__all__ = [
    "answer_on_spot",
    "assign_town",
    "assign_village",
    "begin",
    "bring_in",
    "bring_in_all",
    "bring_in_answered",
    "close_silent",
    "close_told",
    "convert",
    "correct_date",
    "discard",
    "draft_slip",
    "feed_back",
    "forget_contact",
    "keep_files",
    "mend_all_brought_in",
    "mend_brought_in",
    "rate",
    "receive",
    "receive_once",
    "record_notice",
    "record_result",
    "redirect",
    "refuse",
    "reopen",
    "restore",
    "send_back",
    "show_contact",
    "submit",
    "take_back_conversion",
    "take_suggestion_result",
    "take_up",
    "tell_resident",
    "urge",
    "withdraw",
]
