"""Work that takes long: the queue, what is done daily, and the way of a sheet."""

from lianxin.base.jobs.actions.answers import cancel, confirm, faulty, forget_old, say
from lianxin.base.jobs.actions.book import hand_in
from lianxin.base.jobs.actions.daily import daily
from lianxin.base.jobs.actions.looking import Outcome, Plan, Road, Where, look
from lianxin.base.jobs.actions.queue import (
    Later,
    Overtaken,
    ask,
    claim,
    hold,
    report,
    restart_left_running,
    run,
    runners,
    step,
)
from lianxin.base.jobs.actions.sheets import (
    Doubtful,
    Stale,
    bring_in_file,
    land_staged,
    named,
    stage,
)

__all__ = [
    "Doubtful",
    "Later",
    "Outcome",
    "Overtaken",
    "Plan",
    "Road",
    "Stale",
    "Where",
    "ask",
    "bring_in_file",
    "cancel",
    "claim",
    "confirm",
    "daily",
    "faulty",
    "forget_old",
    "hand_in",
    "hold",
    "land_staged",
    "look",
    "named",
    "report",
    "restart_left_running",
    "run",
    "runners",
    "say",
    "stage",
    "step",
]
