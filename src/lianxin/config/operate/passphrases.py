"""Where the passphrase of a backup comes from: a key file, or a person at the terminal."""

import getpass
import secrets
import sys
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from lianxin.config.operate.fault import Refused, told

SHORTEST = 12


def from_file(given: str) -> bytes | None:
    """The content of the named key file, or of the one of the settings; none: neither."""
    name = given or settings.BACKUP_KEY
    if not name:
        return None
    with told(name):
        content = Path(name).read_bytes().strip()
    if len(content) < SHORTEST:
        raise Refused(_("%(name)s is too short to be a key file.") % {"name": name})
    return content


def new_file(path: Path) -> None:
    """Make a key file; never over another one."""
    with told(path):
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_urlsafe(48) + "\n", "utf-8")


def asked(*, twice: bool) -> bytes:
    """A passphrase from the terminal; a new one twice."""
    if not sys.stdin.isatty():
        raise Refused(_("A key file is needed here: --key-file FILE."))
    said = getpass.getpass(_("Passphrase: "))
    if twice and len(said) < SHORTEST:
        short = _("A passphrase has at least %(count)d signs.") % {"count": SHORTEST}
        raise Refused(short)
    if twice and getpass.getpass(_("The same again: ")) != said:
        raise Refused(_("The two passphrases are not the same."))
    return said.encode()
