"""
Locks between the processes of one home: who serves, who backs up, who restores.

The kernel lets go of them when a process ends, however it ended; so nothing stays locked.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.config.operate.fault import Refused

RUNNING, BACKUP, RESTORE = "running", "backup", "restore"


class Taken(Refused):
    """Somebody else holds the lock."""


@contextmanager
def hold(name: str, *, shared: bool = False) -> Iterator[None]:
    """Hold a lock of this home, alone or with others who share it; `Taken` if it is not free."""
    folder = Path(settings.HOME) / "locks"
    folder.mkdir(exist_ok=True)
    with (folder / name).open("a") as file:
        try:
            fcntl.flock(file, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Taken(_why(name)) from None
        yield


def _why(name: str) -> str:
    if name == RUNNING:
        return _("Lianxin is running on this data. Stop it first, then restore.")
    if name == BACKUP:
        return _("Another backup is being made; try again when it is done.")
    return _("Another restore is under way; only one at a time.")
