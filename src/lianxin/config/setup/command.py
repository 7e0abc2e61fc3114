"""`lianxin init`: a county's first day. Prints an address that makes somebody its administrator."""

import json

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.accounts.actions import issue_slip, never_opened
from lianxin.base.paper import console
from lianxin.institution.congress.actions import lay_out, open_seat
from lianxin.institution.congress.models import MACHINE, Cell, Role, Seat
from lianxin.institution.congress.queries import cell_of_code

DAYS = 3  # that the first address lives


def init(arguments, prepare):
    """Lay the county out, or go on where it was left; print the address for its administrator."""
    given = _parser().parse_args(arguments)
    if not (given.county.isascii() and given.county.isdigit() and len(given.county) == 6):
        text = _("The code of a county has six figures, such as 530402.")
        return console.misuse(text, as_json=given.json)
    if len(given.name) > 40 or len(given.admin) > 40:
        text = _("A name has between 1 and 40 characters.")
        return console.misuse(text, as_json=given.json)
    prepare()
    try:
        with transaction.atomic():
            cell, seat, code = _begin(given)
    except ValidationError as fault:
        return console.misuse(str(fault.message), as_json=given.json)
    print(_said(cell, seat, code, given))
    return console.DONE


def _parser():
    parser = console.Parser(
        "lianxin init",
        description=_(
            "Begin with a real county: its congresses and organs from the list of places, the "
            "rules, and a one-time address for its first administrator. Run again, it prints a "
            "new address until one was used."
        ),
    )
    meaning = _("division code of the county, such as 530402")
    parser.add_argument("--county", metavar="CODE", required=True, help=meaning)
    meaning = _("name of the county; without it as in the list of places")
    parser.add_argument("--name", metavar="NAME", default="", help=meaning)
    meaning = _("name of the administrator")
    parser.add_argument("--admin", metavar="NAME", default="系统管理员", help=meaning)
    meaning = _("address under which the pages are reached; without it this machine's")
    parser.add_argument("--address", metavar="URL", default="", help=meaning)
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    return parser


def _begin(given):
    now, day = timezone.now(), timezone.localdate()
    cell = cell_of_code(given.county)
    if cell is None:
        cell = lay_out(given.county, given.name.strip(), today=day)
    elif cell.demo:
        text = _("%(code)s is a county of the demonstration; begin in an empty home.")
        raise ValidationError(text % {"code": given.county})
    seat = Seat.objects.filter(cell=cell, role=Role.SYS_ADMIN).select_related("user").first()
    if seat is None:
        account = _free_account(cell)
        seat = open_seat(
            cell, Role.SYS_ADMIN, given.admin, cell.name, actor=MACHINE, on=day, account=account
        )
    if not never_opened().filter(pk=seat.user_id).exists():
        return cell, seat, ""
    return cell, seat, issue_slip(seat.user, now=now, days=DAYS)


def _free_account(cell):
    """The first county's administrator is called admin; others carry the county's code."""
    return "admin" if Cell.objects.count() == 1 else f"admin{cell.code}"


def _said(cell, seat, code, given):
    base = given.address.rstrip("/") or f"http://127.0.0.1:{settings.PORT}"
    page = f"{base}{reverse('setup:home')}"
    address = f"{base}{reverse('activate_code', args=[code])}" if code else ""
    if given.json:
        told = {"county": cell.code, "name": cell.name, "account": seat.user.username}
        told |= {"setup": page, "activate": address, "valid_days": DAYS if code else 0}
        return json.dumps(told, ensure_ascii=False)
    if not code:
        text = _(
            "%(name)s is laid out, and its administrator has a password: sign in, then %(page)s"
        )
        return text % {"name": cell.name, "page": page}
    told = {"name": cell.name, "address": address, "account": seat.user.username, "days": DAYS}
    return (
        _(
            "%(name)s is laid out. Start the pages (lianxin serve), then open this address to "
            "choose a password. It works once, within %(days)d days; whoever has it becomes the "
            "administrator:\n\n  %(address)s\n\n  account: %(account)s"
        )
        % told
    )
