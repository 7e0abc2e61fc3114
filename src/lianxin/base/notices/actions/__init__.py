"""Who is told: the inbox, the addresses of those who sign in, and what leaves the house."""

from lianxin.base.notices.actions.delivering import (
    again,
    forget_old,
    settle,
    start,
    try_again,
)
from lianxin.base.notices.actions.inbox import hand_on, mark_acted, mark_read, take_in
from lianxin.base.notices.actions.occasions import OCCASIONS, is_open, signed
from lianxin.base.notices.actions.outbox import forget_person, tell, tell_user
from lianxin.base.notices.actions.reaching import (
    TooMany,
    ask_address,
    confirm_address,
    drop_address,
    wish,
)

__all__ = [
    "OCCASIONS",
    "TooMany",
    "again",
    "ask_address",
    "confirm_address",
    "drop_address",
    "forget_old",
    "forget_person",
    "hand_on",
    "is_open",
    "mark_acted",
    "mark_read",
    "settle",
    "signed",
    "start",
    "take_in",
    "tell",
    "tell_user",
    "try_again",
    "wish",
]
