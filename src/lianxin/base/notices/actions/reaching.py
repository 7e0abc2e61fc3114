"""An address of one's own: given, confirmed by a code that was sent there, wished for, given up."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from lianxin.base.notices.actions.outbox import forget_person, tell
from lianxin.base.notices.models import Reach

HOLDS = timedelta(minutes=30)
MOST_TRIES = 5  # wrong codes; then a new one is asked for
CODES_A_DAY = 5  # to one account by each way: each may cost money, and whoever gets it did not ask


class TooMany(Exception):
    """So many codes have been sent today that the next one goes tomorrow."""


@transaction.atomic
def ask_address(user, way, address, *, cell_id) -> Reach:
    """Note an address that is not confirmed yet and send a code there. Raises TooMany."""
    Reach.objects.get_or_create(user_id=user.pk, way=way)
    reach = Reach.objects.select_for_update().get(user_id=user.pk, way=way)
    now, today = timezone.now(), timezone.localdate()
    if reach.codes_on != today:
        reach.codes_on, reach.codes = today, 0
    if reach.codes >= CODES_A_DAY:
        raise TooMany
    forget_person(f"user:{user.pk}", way)  # what waits for the old address goes nowhere
    code = f"{secrets.randbelow(1_000_000):06d}"
    reach.address, reach.confirmed_at = address, None
    reach.code_digest, reach.code_until = _digest(reach, code), now + HOLDS
    reach.code_tries, reach.codes = 0, reach.codes + 1
    reach.save()
    turn = hashlib.sha256(secrets.token_bytes(16)).hexdigest()[:32]  # each code is one of its own
    person = f"user:{user.pk}"
    tell(person, way, address, "confirm", {"code": code}, cell_id=cell_id, turn=turn)
    return reach


def _digest(reach, code):
    return salted_hmac(f"notices.reach:{reach.row_id}", code, settings.SECRET_KEY).hexdigest()


@transaction.atomic
def confirm_address(user, way, code) -> bool:
    """Whether the code is the one that was sent; five wrong ones end it."""
    reach = Reach.objects.select_for_update().filter(user_id=user.pk, way=way).first()
    if reach is None or not reach.code_digest or reach.code_tries >= MOST_TRIES:
        return False
    if reach.code_until is None or reach.code_until < timezone.now():
        return False
    right = constant_time_compare(reach.code_digest, _digest(reach, code.replace(" ", "")))
    if right:
        reach.confirmed_at, reach.code_digest, reach.code_until = timezone.now(), "", None
    else:
        reach.code_tries += 1
    reach.save(update_fields=["confirmed_at", "code_digest", "code_until", "code_tries"])
    return right


def wish(user, way, wanted) -> bool:
    """What is to be sent to an address: nothing, each reminder, or all once a day."""
    return bool(Reach.objects.filter(user_id=user.pk, way=way).update(wish=wanted))


@transaction.atomic
def drop_address(user, way) -> bool:
    """Give an address up: it is forgotten, and with it what waits to be sent there."""
    forget_person(f"user:{user.pk}", way)
    return bool(Reach.objects.filter(user_id=user.pk, way=way).delete()[0])
