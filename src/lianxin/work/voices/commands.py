"""This app's part of the `lianxin` command: bringing in messages of residents."""

from functools import partial

from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.jobs.actions import Where, bring_in_file
from lianxin.base.paper import console
from lianxin.institution.congress.models import MACHINE
from lianxin.institution.congress.queries import cell_of_code, town_named
from lianxin.work.voices.imports import ROAD


def bring_in_voices(arguments):
    """`lianxin import voices FILE --cell CODE [--town CODE|NAME]`."""
    parser = console.sheet_parser(
        "lianxin import voices",
        _("Bring in messages of residents from another platform, with their replies if any."),
        _("workbook (.xlsx, .xls, .ods) or text (.csv)"),
    )
    parser.add_argument(
        "--town", help=_("the town whose clerk is to sort them, by its code or its name")
    )
    given = parser.parse_args(arguments)
    cell = cell_of_code(given.cell)
    if cell is None:
        return console.no_such_cell(given.cell, as_json=given.json)
    town = town_named(cell, given.town) if given.town else None
    if given.town and town is None:
        sentence = _("There is no town “%(town)s” here.") % {"town": given.town}
        return console.misuse(sentence, as_json=given.json)
    options = {"town": town.pk} if town else {}
    where = Where(cell.pk, MACHINE, timezone.localdate(), options)
    return console.bring_in(given, partial(bring_in_file, ROAD, where))


COMMANDS = {"import voices": bring_in_voices}
