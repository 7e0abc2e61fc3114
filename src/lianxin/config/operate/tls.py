"""`lianxin tls`, and what `lianxin serve --tls` needs before it starts."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from lianxin.base.paper import console
from lianxin.config.operate.fault import Refused, told

if TYPE_CHECKING:
    from lianxin.config.operate.certificates import Read

RENEW = 30  # days before its end that a certificate is made anew
PLACE = "连心"


@dataclass(frozen=True)
class Files:
    """What the server speaks with; `authority` is what phones have to trust, if it is our own."""

    certificate: Path
    key: Path
    authority: Path | None = None


def folder() -> Path:
    """Where our own authority lies."""
    return Path(settings.HOME) / "tls"


def files() -> Files:
    """The given files, or those of our own authority, whether they are there or not."""
    given, key = settings.CERTIFICATE
    if given:
        return Files(Path(given), Path(key or given))
    return Files(folder() / "server.crt", folder() / "server.key", folder() / "authority.crt")


def ready() -> Files:
    """The files, made or renewed if they are ours to make."""
    found = files()
    if found.authority is None:
        for path in (found.certificate, found.key):
            with told(path):
                path.read_bytes()
        return found
    from lianxin.config.operate import certificates  # noqa: PLC0415 -- large, seldom used

    wanted = _wanted(certificates)
    if not _still_good(found, wanted, certificates):
        with told(folder()):
            certificates.make(folder(), wanted, place=PLACE)
    return found


def _wanted(certificates) -> list[str]:
    names = certificates.names_of(settings.ALLOWED_HOSTS)
    if not names:
        raise Refused(_("LIANXIN_HOSTS must say by which names or addresses this is reached."))
    return names


def _still_good(found: Files, wanted: list[str], certificates) -> bool:
    if not found.certificate.exists() or not found.key.exists():
        return False
    read = certificates.read(found.certificate)
    return set(wanted) <= set(read.names) and read.days(datetime.now(UTC)) > RENEW


def read() -> "Read | None":
    """What the certificate in force says; none when there is none yet."""
    found = files()
    if not found.certificate.exists():
        return None
    from lianxin.config.operate import certificates  # noqa: PLC0415 -- large, seldom used

    return certificates.read(found.certificate)


def authority() -> "Read | None":
    """What the certificate of our own authority says, if there is one."""
    found = files()
    if found.authority is None or not found.authority.exists():
        return None
    from lianxin.config.operate import certificates  # noqa: PLC0415 -- large, seldom used

    return certificates.read(found.authority)


def command(arguments: list[str]) -> int:
    """Show the certificate; make or renew that of our own authority."""
    parser = console.Parser(
        "lianxin tls",
        description=_("Show the certificate that `lianxin serve --tls` speaks with."),
        epilog=_("Exit status: 0 done; 1 not done; 2 wrong use."),
    )
    meaning = _("make it anew now, from our own authority")
    parser.add_argument("--renew", action="store_true", help=meaning)
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    given = parser.parse_args(arguments)
    try:
        found = _renewed() if given.renew else ready()
    except Refused as fault:
        return console.misuse(str(fault), as_json=given.json, status=console.FAULTS)
    _print(found, as_json=given.json)
    return 0


def _renewed() -> Files:
    found = files()
    if found.authority is None:
        raise Refused(_("The certificate is a given one: renew it where it comes from."))
    from lianxin.config.operate import certificates  # noqa: PLC0415 -- large, seldom used

    with told(folder()):
        certificates.make(folder(), _wanted(certificates), place=PLACE)
    return found


def _print(found: Files, *, as_json: bool) -> None:
    mine, trusted = read(), authority()
    assert mine is not None  # it is ready
    if as_json:
        said = {
            "certificate": str(found.certificate),
            "until": mine.until.isoformat(),
            "names": mine.names,
            "fingerprint": mine.fingerprint,
            "authority": trusted and {"file": str(found.authority), "mark": trusted.fingerprint},
        }
        print(json.dumps(said, ensure_ascii=False))
        return
    told_of = {
        "path": found.certificate,
        "names": ", ".join(mine.names),
        "day": date_format(mine.until.date(), "DATE_FORMAT"),
    }
    print(_("%(path)s: for %(names)s, until %(day)s.") % told_of)
    if trusted:
        told_of = {"path": found.authority, "mark": trusted.fingerprint}
        print(_("Phones have to trust %(path)s (SHA-256 %(mark)s).") % told_of)
        print(_("The sheet for phones is the page /operate/phones/; print it and hang it up."))
