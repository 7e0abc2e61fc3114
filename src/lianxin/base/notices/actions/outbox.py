"""Write a message down, once, in the transaction of what it tells of. A job carries it out."""

import json

from django.db import IntegrityError, transaction
from django.utils import timezone

from lianxin.base.jobs import actions as jobs
from lianxin.base.masks import conceal
from lianxin.base.notices.actions.occasions import OCCASIONS, bill, is_open
from lianxin.base.notices.models import Sending, Way
from lianxin.base.notices.queries import house, quiet_in
from lianxin.base.notices.rules import goes_at

SEND = "notices.send"  # the kind of the job
Outcome = Sending.Outcome


def tell(
    person, way, address, occasion, given, *, cell_id, record=None, turn="", deadline_on=None
) -> Sending | None:
    """
    One message to one person, once for each occasion of a record; None if it was asked before.

    `person` is "user:7", or "voice:12" for who spoke there. Nothing is sent from here: the row
    and its job are written together, and with them whatever the caller writes.
    """
    if not address or not is_open(way, occasion):
        return None
    about = OCCASIONS[occasion]
    parts, cost = bill(about.words(given)) if way == Way.TEXT else (1, 0)
    sending = Sending(
        cell_id=cell_id,
        way=way,
        person=person,
        occasion=occasion,
        root_type=record._meta.label_lower if record else "",
        root_id=record.pk if record else 0,
        turn=turn,
        number=given.get("number", ""),
        address=address,
        parameters=json.dumps(given),
        shown=conceal("email" if way == Way.MAIL else "phone", address)[:80],
        parts=parts,
        cost=cost,
        deadline_on=deadline_on,
        made_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            sending.save()
            enqueue(sending)
    except IntegrityError:  # another worker, or an earlier run, has told of it
        return None
    return sending


def tell_user(reach, occasion, given, **told) -> Sending | None:
    """The same to the confirmed address of somebody who signs in."""
    if reach.confirmed_at is None:
        return None
    return tell(f"user:{reach.user_id}", reach.way, reach.address, occasion, given, **told)


def enqueue(sending):
    """The job that will carry a message out, when it may go."""
    now = timezone.now()
    return jobs.ask(
        SEND,
        seat=house().machine,
        cell_id=sending.cell_id,
        parameters={"sending": sending.pk},
        due_at=moment(sending, now),
    )


def moment(sending, now):
    """The first moment from now on at which a message may go."""
    if OCCASIONS[sending.occasion].at_once:
        return now
    quiet, calendar = quiet_in(sending.cell_id, timezone.localdate(now))
    return goes_at(now, quiet=quiet, calendar=calendar, deadline_on=sending.deadline_on)


def forget_person(person, way=None) -> int:
    """What waits for somebody is not sent any more, and nothing tells where it would have gone."""
    found = Sending.objects.filter(person=person)
    if way:
        found = found.filter(way=way)
    open_ones = (Outcome.WAITING, Outcome.FAILED, Outcome.HELD, Outcome.UNSURE)
    found.filter(outcome__in=open_ones).update(outcome=Outcome.DROPPED)
    return found.update(address="", parameters="", shown="")
