"""Carry messages out, and forget them when they are old."""

from datetime import datetime, time

from django.utils import timezone
from django.utils.timezone import make_aware

from lianxin.base.jobs.actions import Later
from lianxin.base.notices import actions
from lianxin.base.notices.actions.delivering import KEPT
from lianxin.base.notices.models import Sending
from lianxin.base.notices.tasks.carriers import Refused, Trouble, Unsure, hand_over

Outcome = Sending.Outcome


def send(job):
    """Hand one message to the mail server or the operator; what may pass is tried again later."""
    sending = actions.start(job.parameters["sending"], now=timezone.now())
    if sending is None:
        return
    if isinstance(sending, datetime):
        raise Later(sending)
    try:
        reference = hand_over(sending)
    except Refused as fault:
        actions.settle(sending, Outcome.FAILED, fault=str(fault))
    except Unsure as fault:
        actions.settle(sending, Outcome.UNSURE, fault=str(fault))
    except Trouble as fault:
        if (at := actions.try_again(sending, str(fault))) is not None:
            raise Later(at, str(fault)) from None
    except Exception as fault:
        actions.settle(sending, Outcome.UNSURE, fault=type(fault).__name__)
        raise
    else:
        actions.settle(sending, Outcome.SENT, reference=reference)


def forget(cell_id, today):
    """Drop what was sent more than four hundred days ago."""
    actions.forget_old(cell_id, before=make_aware(datetime.combine(today - KEPT, time())))
