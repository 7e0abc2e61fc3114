"""Every day: whoever gave an address and wishes it is reminded of what waits."""

from django.urls import reverse

from lianxin.base.notices import actions as notices
from lianxin.base.notices.models import Reach
from lianxin.base.notices.queries import reached, site
from lianxin.base.notices.rules import NUMBER
from lianxin.institution.congress.queries import calendar_in
from lianxin.reckoning.insight.queries.remind import waits_for

OCCASIONS = {"y": "due", "r": "late"}


def remind(cell_id, today):
    """
    Write the reminders of a day: each matter once when it is soon due and once when it is late,
    or all of it together once a working day. Asking twice writes nothing twice.
    """
    works = calendar_in(cell_id).works(today)
    for reach in reached(Reach.Wish.EACH):
        for due in waits_for(reach.user_id, cell_id, today=today):
            _each(reach, due, cell_id)
    for reach in reached(Reach.Wish.DAILY) if works else ():
        _together(reach, waits_for(reach.user_id, cell_id, today=today), cell_id, today)


def _each(reach, due, cell_id):
    occasion = OCCASIONS.get(due.tone)
    if occasion is None:
        return
    day = due.due_on.isoformat()
    given = {"number": _number(due), "day": day, "address": f"{site()}{reverse('insight:desk')}"}
    deadline = due.due_on if occasion == "due" else None
    where = {"cell_id": cell_id, "record": due.root, "turn": day, "deadline_on": deadline}
    notices.tell_user(reach, occasion, given, **where)


def _number(due):
    return due.number if NUMBER.fullmatch(due.number) else f"#{due.root.pk}"


def _together(reach, found, cell_id, today):
    if not found:
        return
    late = sum(due.tone == "r" for due in found)
    given = {"count": str(len(found)), "late": str(late)}
    given["address"] = f"{site()}{reverse('insight:desk')}"
    turn = f"{cell_id}:{today.isoformat()}"
    notices.tell_user(reach, "digest", given, cell_id=cell_id, turn=turn)
