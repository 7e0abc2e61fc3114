"""
The way of a message from its row to the operator, as steps that each end committed.

Before anything goes, the row says that it is going: a process that dies in between leaves a
message of which nobody knows whether it went. It is shown to the office and not sent again by
itself, since whoever is told twice trusts nothing.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop as _

from lianxin.base.jobs.models import Job
from lianxin.base.notices.actions.occasions import is_open
from lianxin.base.notices.actions.outbox import SEND, enqueue, moment
from lianxin.base.notices.models import Month, Notice, Sending, Way
from lianxin.base.notices.queries import GONE_WRONG, house, most_in_a_month
from lianxin.base.records.actions import put_down

Outcome = Sending.Outcome
BACK_OFF = (1, 5, 30, 120)  # minutes before each further try
KEPT = timedelta(days=400)
NOBODY = _("Nothing is set up that would carry it.")
LOST = _("The process ended while it was being sent.")


@transaction.atomic
def start(pk: int, *, now: datetime) -> Sending | datetime | None:
    """
    Take a message to be sent now: the message; or the moment until which it must wait; or None
    when there is nothing to do any more. Its cost is booked here, before anything goes.
    """
    sending = Sending.objects.select_for_update().filter(pk=pk).first()
    if sending is None or sending.outcome not in (Outcome.WAITING, Outcome.GOING):
        return None
    if sending.outcome == Outcome.GOING:
        _end(sending, Outcome.UNSURE, LOST)
        return None
    later = moment(sending, now)
    if later > now:
        return later
    if not is_open(sending.way, sending.occasion):
        _end(sending, Outcome.FAILED, NOBODY)
        return None
    if sending.way == Way.TEXT and not _book(sending, now):
        _end(sending, Outcome.HELD, "")
        return None
    sending.outcome = Outcome.GOING
    sending.tries += 1
    sending.save(update_fields=["outcome", "tries"])
    return sending


def _end(sending, outcome, fault) -> None:
    sending.outcome, sending.fault, sending.settled_at = outcome, fault, timezone.now()
    sending.save(update_fields=["outcome", "fault", "settled_at"])


def _book(sending, now) -> bool:
    """Whether the month still has the money; then it is spent."""
    month = _month(sending.cell_id, now)
    if month.spent + sending.cost > most_in_a_month():
        if month.stopped_at is None:
            _tell_office(month, now)
        return False
    month.spent += sending.cost
    month.parts += sending.parts
    month.save(update_fields=["spent", "parts"])
    return True


def _month(cell_id, now) -> Month:
    first = timezone.localdate(now).replace(day=1)
    Month.objects.get_or_create(cell_id=cell_id, first_on=first)
    return Month.objects.select_for_update().get(cell_id=cell_id, first_on=first)


def _tell_office(month, now):
    """Once a month: nothing more goes by text message."""
    month.stopped_at = now
    month.save(update_fields=["stopped_at"])
    entry = put_down(month, cell_id=month.cell_id, move="stop", actor=house().machine)
    label = month._meta.label_lower
    Notice.objects.bulk_create(
        Notice(
            seat_id=seat.pk,
            entry_id=entry.pk,
            act_id=entry.pk,
            cell_id=month.cell_id,
            root_type=label,
            root_id=month.pk,
            subject_type=label,
            move="stop",
            title=str(month)[:160],
            happened_at=now,
        )
        for seat in house().office(month.cell_id)
    )


@transaction.atomic
def settle(sending, outcome, *, fault="", reference="") -> None:
    """
    Put down what came of it. What was sent needs its address and its code no more; what the
    operator refused costs nothing.
    """
    fields = ["outcome", "fault", "reference", "settled_at"]
    sending.outcome, sending.fault, sending.reference = outcome, fault[:200], reference[:80]
    sending.settled_at = timezone.now()
    if outcome == Outcome.SENT:
        sending.address = sending.parameters = ""
        fields += ["address", "parameters"]
    if outcome == Outcome.FAILED:
        _give_back(sending)
    sending.save(update_fields=fields)


def _give_back(sending):
    if sending.way == Way.TEXT:
        month = _month(sending.cell_id, sending.settled_at or timezone.now())
        month.spent = max(0, month.spent - sending.cost)
        month.parts = max(0, month.parts - sending.parts)
        month.save(update_fields=["spent", "parts"])


@transaction.atomic
def try_again(sending, fault) -> datetime | None:
    """After a trouble that may pass: the moment of the next try, or None when it was the last."""
    if sending.tries > len(BACK_OFF):
        settle(sending, Outcome.FAILED, fault=fault)
        return None
    _give_back(sending)
    sending.outcome, sending.fault = Outcome.WAITING, fault[:200]
    sending.save(update_fields=["outcome", "fault"])
    return timezone.now() + timedelta(minutes=BACK_OFF[sending.tries - 1])


@transaction.atomic
def again(sending) -> bool:
    """The office has what went wrong sent once more. Returns whether that can be done."""
    held = Sending.objects.select_for_update().get(pk=sending.pk)
    if held.outcome not in GONE_WRONG or not held.address:
        return False
    held.outcome, held.tries, held.fault, held.settled_at = Outcome.WAITING, 0, "", None
    held.save(update_fields=["outcome", "tries", "fault", "settled_at"])
    enqueue(held)
    return True


def forget_old(cell_id, *, before) -> int:
    """Drop what was settled so long ago, and the jobs that carried it out."""
    Job.objects.filter(cell_id=cell_id, kind=SEND, finished_at__lt=before).delete()
    return Sending.objects.filter(cell_id=cell_id, settled_at__lt=before).delete()[0]
