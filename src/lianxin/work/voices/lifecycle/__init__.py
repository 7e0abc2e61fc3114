"""The life of a voice: spoken, triaged, handed over, answered, rated."""

from lianxin.kernel.lifecycle import Lifecycle
from lianxin.work.voices.lifecycle.clocks import CLOCKS
from lianxin.work.voices.lifecycle.moves import MOVES
from lianxin.work.voices.lifecycle.states import (
    ANSWERED_ON_SPOT,
    ASSIGNED_TOWN,
    ASSIGNED_VILLAGE,
    CLOSED,
    CONVERTED,
    DRAFT,
    HANDED,
    NOT_ACCEPTED,
    REDIRECTED,
    RESULT_BACK,
    SUBMITTED,
    TRIAGE,
    WITHDRAWN,
)

__all__ = [
    "ANSWERED_ON_SPOT",
    "ASSIGNED_TOWN",
    "ASSIGNED_VILLAGE",
    "CLOSED",
    "CONVERTED",
    "DRAFT",
    "HANDED",
    "NOT_ACCEPTED",
    "REDIRECTED",
    "RESULT_BACK",
    "SUBMITTED",
    "TRIAGE",
    "VOICE",
    "WITHDRAWN",
]

VOICE = Lifecycle(
    name="voice",
    states=(
        DRAFT,
        SUBMITTED,
        TRIAGE,
        ANSWERED_ON_SPOT,
        ASSIGNED_VILLAGE,
        ASSIGNED_TOWN,
        CONVERTED,
        REDIRECTED,
        NOT_ACCEPTED,
        RESULT_BACK,
        CLOSED,
        WITHDRAWN,
    ),
    moves=MOVES,
    clocks=CLOCKS,
)
