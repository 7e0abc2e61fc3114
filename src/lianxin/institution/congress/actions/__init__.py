"""Change the rules, the days, the cells and the roster; run the jobs of sheets."""

from lianxin.institution.congress.actions.cells import add_cell
from lianxin.institution.congress.actions.roster import Landing, land_roster
from lianxin.institution.congress.actions.rules import (
    load_default_rules,
    override_day,
    renew_stamp,
    set_rule,
)
from lianxin.institution.congress.actions.sheets import forget_sheets, run_sheet

__all__ = [
    "Landing",
    "add_cell",
    "forget_sheets",
    "land_roster",
    "load_default_rules",
    "override_day",
    "renew_stamp",
    "run_sheet",
    "set_rule",
]
