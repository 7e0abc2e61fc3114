"""
One form per move that asks for something; HTML posts and API calls fill the same form.

A move without a form of its own asks for nothing but a note.
"""

from lianxin.base.ui.forms import MoveForm, Reason
from lianxin.work.suggestions.forms.births import CHILDREN, may_begin, may_write, writer
from lianxin.work.suggestions.forms.filters import Filter
from lianxin.work.suggestions.forms.review import (
    GROUNDS,
    OPINIONS,
    HandBack,
    Opinion,
    OtherUnit,
    Propose,
    PutRight,
)
from lianxin.work.suggestions.forms.units import (
    ConfirmTalk,
    CoOpinion,
    Draft,
    MoreTime,
    Plan,
    Progress,
    Send,
    Talk,
)
from lianxin.work.suggestions.forms.verdicts import LEVELS, Judge, JudgeFor, PublicText
from lianxin.work.suggestions.forms.writing import (
    BeginFor,
    Edit,
    Gather,
    HandIn,
    Invite,
    Join,
    Sign,
    Withdraw,
    begin_form,
)

SUGGESTION_FORMS: dict[str, type[MoveForm]] = {
    "edit": Edit,
    "open_cosigning": Gather,
    "submit": HandIn,
    "resubmit": HandIn,
    "write_opinion": Opinion,
    "return_to_deputy": Reason,
    "not_file": Reason,
    "ask_withdrawal": Withdraw,
    "withdraw": Withdraw,
    "correct_date": PutRight,
}
COSIGNATURE_FORMS = {"confirm": Sign}
ASSIGNMENT_FORMS = {
    "disagree": OtherUnit,
    "request_return": HandBack,
    "deny_return": Reason,
    "change_unit": Reason,
    "start_handling": Plan,
    "record_contact": Talk,
    "confirm_contact": ConfirmTalk,
    "note_progress": Progress,
    "send_co_opinion": CoOpinion,
    "reject_co_opinion": Reason,
    "draft_reply": Draft,
    "send_back_draft": Reason,
    "send_reply": Send,
    "correct_date": PutRight,
}
EXTENSION_FORMS = {"refuse": Reason}
EVALUATION_FORMS = {"submit": JudgeFor, "revise": Judge}
PUBLICATION_FORMS = {
    "check": PublicText,
    "send_back": Reason,
    "withhold": Reason,
    "object": Reason,
    "answer_objection": Reason,
    "take_down": Reason,
    "recheck": Reason,
}

__all__ = [
    "ASSIGNMENT_FORMS",
    "BeginFor",
    "CHILDREN",
    "COSIGNATURE_FORMS",
    "EVALUATION_FORMS",
    "EXTENSION_FORMS",
    "GROUNDS",
    "LEVELS",
    "OPINIONS",
    "PUBLICATION_FORMS",
    "SUGGESTION_FORMS",
    "Filter",
    "Invite",
    "Join",
    "MoreTime",
    "Propose",
    "begin_form",
    "may_begin",
    "may_write",
    "writer",
]
