"""What is printed of suggestions: who may open each paper, what stands on it, where scans go."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from lianxin.base.paper.letter import Letter
from lianxin.base.prints.queries import Kind
from lianxin.institution.congress import rules as who
from lianxin.institution.congress.models import Seat
from lianxin.work.suggestions import queries, rules
from lianxin.work.suggestions.documents.feedback import feedback_sheets
from lianxin.work.suggestions.documents.letter import letter_of
from lianxin.work.suggestions.documents.meeting import sign_for_sheet
from lianxin.work.suggestions.models import Evaluation


def _seat(pk):
    return Seat.objects.select_related("cell", "mandate").filter(pk=pk).first()


def _page(reply):
    case = reverse("suggestions:detail", args=[reply.assignment.suggestion_id])
    return f"{case}#reply-{reply.pk}"


def _part(reply):
    return reply.assignment


def _verdict(reply):
    """The verdict that the form is about; before one is asked for, the unit's part."""
    found = Evaluation.objects.filter(assignment=reply.assignment, of_round=reply.round)
    return found.select_related("suggestion", "assignment").order_by("pk").last() or _part(reply)


def _files_letters(seat, reply):
    """The unit that wrote it, and the office that gets it."""
    part = _part(reply)
    return bool(rules.attaches(seat, part)) or bool(rules.office(seat, part))


def _keeps_templates(seat):
    return bool(who.office(seat, None))


def _sample():
    """Invented through and through."""
    return Letter(
        organ="青溪县交通运输局",
        title=("关于青溪县第十九届人大第五次会议", "第007号建议的答复"),
        to="沈明禾、陆怀川代表：",
        paragraphs=(
            "您提出的《关于在青溪中学门前增设信号灯的建议》（第007号）收悉。现答复如下：",
            "一、关于信号灯",
            "拟于今年暑假前增设按钮式信号灯 1 组，费用已列入预算。",
            "二、关于护学岗",
            "自下周起，每日早晚由交警与家长志愿者共同值守。",
            "感谢您对我们工作的信任和支持。",
        ),
        sign="青溪县交通运输局",
        day=date(2026, 4, 5),
        number="青交函〔2026〕12号",
        mark="A",
        contact="联系人：路平安，电话：0800-5220018",
        copies="县人大常委会选任联工委，县政府督查室",
        enclosed="征询意见表",
        signer="路长安",
    )


LETTER = Kind(
    code="suggestions.letter",
    label=_("Reply letter"),
    records=queries.replies_visible_to,
    content=lambda reply, seat, more: letter_of(reply),
    page=_page,
    seat=_seat,
    carrier=_part,
    hangs=_files_letters,
    keeps=_keeps_templates,
    owner=lambda reply: reply.assignment.suggestion.organ_id,
    sample=_sample,
)
FEEDBACK = Kind(
    code="suggestions.feedback",
    label=_("Form for the verdict"),
    records=queries.replies_visible_to,
    content=lambda reply, seat, more: feedback_sheets(reply),
    page=_page,
    seat=_seat,
    carrier=_verdict,
    hangs=lambda seat, reply: bool(rules.attaches(seat, _verdict(reply))),
)


def _own_seat(seat):
    """A sheet of the meeting belongs to the seat that printed it."""
    allowed = queries.prints_meeting(seat)
    return Seat.objects.filter(pk=seat.pk) if allowed else Seat.objects.none()


def _meeting(record, seat, more):
    lines = queries.to_sign_for(seat, more.get("rows", []))
    return (sign_for_sheet(lines, queries.convener(seat), seat.holder),)


SIGN_FOR = Kind(
    code="suggestions.sign_for",
    label=_("Sign-for sheet of the assignment meeting"),
    records=_own_seat,
    content=_meeting,
    page=lambda record: reverse("suggestions:list"),
    seat=_seat,
    hangs=lambda seat, record: bool(queries.prints_meeting(seat)),
)
