"""Change the rules, the days, the cells and the roster; run the jobs of sheets."""

from lianxin.institution.congress.actions.cells import add_cell
from lianxin.institution.congress.actions.mandates import (
    edit_mandate,
    end_mandate,
    enter_mandate,
    leave_with_office,
    resume_mandate,
    suspend_mandate,
)
from lianxin.institution.congress.actions.merging import (
    forget_images,
    keep_apart,
    merge,
    undo_merge,
)
from lianxin.institution.congress.actions.numbers import forget_numbers, show_numbers
from lianxin.institution.congress.actions.persons import add_person, edit_person, note_export
from lianxin.institution.congress.actions.resets import (
    OPEN,
    SLIP_DAYS,
    ask_reset,
    confirm_reset,
    confirms,
    needs_two,
    refuse_reset,
)
from lianxin.institution.congress.actions.roster import Landing, land_roster
from lianxin.institution.congress.actions.rules import (
    load_default_rules,
    override_day,
    renew_stamp,
    set_rule,
)
from lianxin.institution.congress.actions.seating import (
    mandates_without_seat,
    open_account,
    open_seat,
    seat_deputies,
)
from lianxin.institution.congress.actions.seats import (
    appoint,
    end_seat,
    hand_over,
    keeps_seats,
    stand_in,
)
from lianxin.institution.congress.actions.setting_up import (
    UnitRow,
    add_units,
    finish_setting_up,
    lay_out,
    lay_out_towns,
    name_office,
    note_number,
    note_slip,
    set_term,
    take_unit_away,
)
from lianxin.institution.congress.actions.sheets import forget_sheets, run_sheet

__all__ = [
    "OPEN",
    "SLIP_DAYS",
    "Landing",
    "UnitRow",
    "add_cell",
    "add_person",
    "add_units",
    "appoint",
    "ask_reset",
    "confirm_reset",
    "confirms",
    "edit_mandate",
    "edit_person",
    "end_mandate",
    "end_seat",
    "enter_mandate",
    "finish_setting_up",
    "forget_images",
    "forget_numbers",
    "forget_sheets",
    "hand_over",
    "keep_apart",
    "keeps_seats",
    "land_roster",
    "lay_out",
    "leave_with_office",
    "lay_out_towns",
    "load_default_rules",
    "mandates_without_seat",
    "merge",
    "name_office",
    "needs_two",
    "note_export",
    "note_number",
    "note_slip",
    "open_account",
    "open_seat",
    "override_day",
    "refuse_reset",
    "renew_stamp",
    "resume_mandate",
    "run_sheet",
    "seat_deputies",
    "set_rule",
    "set_term",
    "show_numbers",
    "stand_in",
    "suspend_mandate",
    "take_unit_away",
    "undo_merge",
]
