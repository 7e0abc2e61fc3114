"""`lianxin api token make|list|revoke`: tokens for programs, from the command line."""

import json

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.accounts import actions
from lianxin.base.accounts.models import ApiToken
from lianxin.base.accounts.queries import SCOPES, is_open, tokens_of
from lianxin.base.paper import console
from lianxin.institution.congress.models import MACHINE
from lianxin.institution.congress.queries import account_named, seats_of
from lianxin.institution.congress.rules import apart

MOST = 366  # days


class NotFound(Exception):
    """No such account, seat or token; the text says what to do."""


def command(arguments):
    """Make a token for a seat, list an account's tokens, or revoke one."""
    parser = console.Parser(
        "lianxin api token",
        description=_("Tokens by which programs act for a seat; a new one is shown once."),
    )
    parser.add_argument("what", choices=list(KINDS), metavar="make|list|revoke")
    parser.add_argument("id", nargs="?", type=int, help=_("number of the token to revoke"))
    parser.add_argument("--account", metavar="NAME", help=_("account that holds the seat"))
    meaning = _("number of the seat; not needed where the account holds one only")
    parser.add_argument("--seat", metavar="ID", type=int, help=meaning)
    parser.add_argument("--name", metavar="TEXT", help=_("which program on which machine"))
    meaning = _("what it may do, by commas: read, move, enter")
    parser.add_argument("--scopes", metavar="LIST", default="read", help=meaning)
    parser.add_argument("--days", metavar="N", type=int, default=0, help=_("for how many days"))
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    given = parser.parse_args(arguments)
    try:
        told, lines = KINDS[given.what](given)
    except NotFound as fault:
        return console.misuse(str(fault), as_json=given.json)
    print(json.dumps(told, ensure_ascii=False) if given.json else "\n".join(lines))
    return console.DONE


def _user(given):
    user = account_named(given.account) if given.account else None
    if user is None:
        raise NotFound(_("Name an account that there is: --account NAME."))
    return user


def _seat(given):
    seats = apart(seats_of(_user(given), on=timezone.localdate()))
    wanted = [seat for seat in seats if given.seat in (None, seat.pk)]
    if len(wanted) != 1:
        known = "; ".join(f"{seat.pk} {seat.title}" for seat in seats) or "—"
        raise NotFound(_("Choose one of its seats with --seat: %(seats)s") % {"seats": known})
    return wanted[0]


def _make(given):
    scopes = [code for code in SCOPES if code in given.scopes.split(",")]
    if not scopes or len(scopes) != len(given.scopes.split(",")):
        raise NotFound(_("Scopes are: %(scopes)s") % {"scopes": ", ".join(SCOPES)})
    name = (given.name or "").strip()
    if not 0 < len(name) <= 60:
        raise NotFound(_("Say what it is for: --name, at most 60 characters."))
    if not 0 <= given.days <= MOST:
        raise NotFound(_("At most %(n)d days.") % {"n": MOST})
    token, secret = actions.make_token(
        _seat(given),
        name=name,
        scopes=scopes,
        days=given.days,
        now=timezone.now(),
        actor=MACHINE,
    )
    return {**_told(token), "token": secret}, [secret]


def _list(given):
    found = list(tokens_of(_user(given), given.seat))
    lines = [
        _(
            "%(id)s  %(name)s  seat %(seat)s  %(scopes)s  until %(day)s  "
            "last used %(used)s  %(state)s"
        )
        % {
            "id": each.pk,
            "name": each.name,
            "seat": each.seat_id,
            "scopes": each.scopes,
            "day": each.expires_on.isoformat(),
            "used": each.last_used_on.isoformat() if each.last_used_on else "—",
            "state": pgettext("token", "in force")
            if is_open(each, timezone.localdate())
            else pgettext("token", "ended"),
        }
        for each in found
    ]
    return {"tokens": [_told(each) for each in found]}, lines


def _revoke(given):
    token = ApiToken.objects.select_related("user").filter(pk=given.id).first()
    if token is None:
        raise NotFound(_("There is no token of this number."))
    done = actions.revoke_token(token, actor=MACHINE, now=timezone.now())
    token.refresh_from_db()
    said = _("The token opens nothing any more.") if done else _("It opened nothing before.")
    return _told(token), [said]


def _told(token):
    return {
        "id": token.pk,
        "name": token.name,
        "seat": token.seat_id,
        "scopes": token.scopes.split(),
        "expires_on": token.expires_on.isoformat(),
        "last_used_on": token.last_used_on.isoformat() if token.last_used_on else None,
        "open": is_open(token, timezone.localdate()),
    }


KINDS = {"make": _make, "list": _list, "revoke": _revoke}
COMMANDS = {"api token": command}
