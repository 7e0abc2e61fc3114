"""What is said, in one sentence, to whoever runs the machine when something cannot be done."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Refused(Exception):
    """It was not done; the sentence says why and what to do."""


def size(count: float) -> str:
    """A number of bytes as one says it: "1.4 GB"."""
    for unit in ("B", "kB", "MB", "GB"):
        if count < 1000 or unit == "GB":
            break
        count /= 1000
    return f"{count:.0f} {unit}" if unit in ("B", "kB") else f"{count:,.1f} {unit}"


@contextmanager
def told(where: object) -> Iterator[None]:
    """Turn a fault of the disk into a sentence that names the place."""
    try:
        yield
    except FileNotFoundError as fault:
        raise Refused(_("There is no file %(name)s.") % {"name": fault.filename or where}) from None
    except OSError as fault:
        if fault.errno in NO_ROOM:
            sentence = _("The disk of %(name)s is full; nothing half-written was left there.")
            raise Refused(sentence % {"name": where}) from None
        sentence = _("%(name)s cannot be read or written: %(why)s.")
        named = {"name": fault.filename or where, "why": fault.strerror or fault}
        raise Refused(sentence % named) from None
