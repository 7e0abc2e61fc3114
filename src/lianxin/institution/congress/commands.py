"""This app's part of the `lianxin` command: cells, and bringing in rosters."""

import json
from datetime import date
from functools import partial
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.jobs.actions import Where, bring_in_file
from lianxin.base.jobs.models import StagedRow
from lianxin.base.paper import console
from lianxin.institution.congress import queries
from lianxin.institution.congress.actions import add_cell, load_default_rules
from lianxin.institution.congress.imports import ROAD, divisions
from lianxin.institution.congress.imports.places import NoSuchCongress, congress_of
from lianxin.institution.congress.models import MACHINE


def list_cells(arguments):
    """`lianxin cell list [--json]`: the cells, with the number of persons in each roster."""
    parser = console.Parser("lianxin cell list", description=_("List the cells."))
    parser.add_argument("--json", action="store_true", help=_("print one JSON list"))
    given = parser.parse_args(arguments)
    cells = queries.cells_with_persons()
    if given.json:
        rows = [
            {"code": cell.code, "name": cell.name, "persons": cell.persons, "demo": cell.demo}
            for cell in cells
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return console.DONE
    for cell in cells:
        print(f"{cell.code:<14}{cell.persons:>8,}  {cell.name}")
    if not cells:
        print(_("There is no cell yet; add one with: lianxin cell add CODE NAME"))
    return console.DONE


def new_cell(arguments):
    """`lianxin cell add CODE NAME`: an empty cell with its county congress."""
    parser = console.Parser(
        "lianxin cell add",
        description=_("Add an empty county with its own congress, to bring sheets into."),
    )
    parser.add_argument("code", metavar="CODE", help=_("division code, such as 530402"))
    parser.add_argument("name", metavar="NAME", help=_("name of the county"))
    parser.add_argument("--term", metavar="N", type=int, help=_("number of the running term"))
    parser.add_argument(
        "--since", metavar="DATE", type=date.fromisoformat, help=_("first day of the term")
    )
    given = parser.parse_args(arguments)
    if not given.code.isalnum() or len(given.code) > 12:
        return console.misuse(_("A code has at most twelve letters and figures."))
    if not 0 < len(given.name.strip()) <= 40:
        return console.misuse(_("A name has between 1 and 40 characters."))
    _bring_up_to_date()
    try:
        add_cell(
            given.code,
            given.name.strip(),
            term=given.term,
            begins_on=given.since,
            today=timezone.localdate(),
        )
    except ValidationError as fault:
        return console.misuse(str(fault.message))
    print(_("Added %(code)s %(name)s.") % {"code": given.code, "name": given.name.strip()})
    return console.DONE


def _bring_up_to_date():
    """The first command on an empty home lays the tables and the rules."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=0)
    load_default_rules()


def bring_in_roster(arguments):
    """`lianxin import roster FILE.xlsx --cell CODE`."""
    parser = console.sheet_parser(
        "lianxin import roster",
        _("Bring the roster of deputies of a congress in; doing it again changes nothing."),
        _("workbook (.xlsx, .xls, .ods) or text (.csv)"),
    )
    meaning = _("name or level of the congress; without it the county's own")
    parser.add_argument("--congress", metavar="NAME|LEVEL", default="", help=meaning)
    meaning = _(
        "of rows that may be a person of the roster whose birth or sex was mistyped: “same” "
        "corrects that person, “new” adds another; without it they are held back as faults"
    )
    parser.add_argument("--maybe-same", choices=StagedRow.Says.values, default="", help=meaning)
    meaning = _("land it although its electing units lie elsewhere and no congress was named")
    parser.add_argument("--anyway", action="store_true", help=meaning)
    given = parser.parse_args(arguments)
    cell = queries.cell_of_code(given.cell)
    if cell is None:
        return console.no_such_cell(given.cell, as_json=given.json)
    try:
        congress = congress_of(cell, given.congress)
    except NoSuchCongress as fault:
        return console.misuse(str(fault), as_json=given.json)
    options = {"congress": congress.pk, "maybe": given.maybe_same}
    where = Where(cell.pk, MACHINE, timezone.localdate(), options)
    sure = bool(given.anyway or given.congress) or not queries.has_several_congresses(cell)
    return console.bring_in(given, partial(bring_in_file, ROAD, where, sure=sure))


def bring_in_regions(arguments):
    """`lianxin import regions FILE|FOLDER`: places, province to village, of one day."""
    parser = console.Parser(
        "lianxin import regions",
        description=_(
            "Bring in a list of places, province to village. A newer list ends what it does not "
            "name and keeps what places were called before; the same list twice changes nothing."
        ),
    )
    meaning = _("one file (.csv, .xlsx) or a folder with provinces.csv … villages.csv")
    parser.add_argument("path", metavar="FILE|FOLDER", type=Path, help=meaning)
    meaning = _("day of the list, such as 2023-06-30; without it the day in the file, or today")
    parser.add_argument("--valid-from", metavar="DATE", type=date.fromisoformat, help=meaning)
    told = {
        "--dry-run": _("say what would be done and change nothing"),
        "--end-many": _("land it although suspiciously many places would end"),
        "--json": _("print one JSON object"),
    }
    for name, meaning in told.items():
        parser.add_argument(name, action="store_true", help=meaning)
    given = parser.parse_args(arguments)
    _bring_up_to_date()
    try:
        places = divisions.DivisionList(given.path)
        plan = divisions.compare(places, given.valid_from, today=timezone.localdate())
        lines = divisions.told(plan)
        if not given.dry_run:
            if not given.end_many:
                divisions.refuse_if_many_end(plan)
            divisions.land(places, plan)
    except (divisions.NoList, divisions.Older, divisions.EndsTooMany) as fault:
        misuse = isinstance(fault, divisions.NoList)
        status = console.MISUSE if misuse else console.FAULTS
        return console.misuse(str(fault), as_json=given.json, status=status)
    print(divisions.printed(plan, lines, as_json=given.json, dry=given.dry_run))
    right = sum(plan.counts[what] for what in divisions.COUNTED)
    return console.DONE if right else console.FAULTS


COMMANDS = {
    "cell add": new_cell,
    "cell list": list_cells,
    "import regions": bring_in_regions,
    "import roster": bring_in_roster,
}
