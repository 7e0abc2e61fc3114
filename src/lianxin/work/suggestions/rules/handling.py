"""What must hold before a unit's part moves on, and when its clocks run."""

from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress import rules as who
from lianxin.institution.congress.queries import calendar_of, norm
from lianxin.kernel.calendar import count
from lianxin.kernel.lifecycle import rule
from lianxin.kernel.ports import today
from lianxin.work.suggestions.rules.asked import (
    gone,
    is_town_matter,
    parts,
    sent_this_round,
    suggestion_of,
)

# Finding the unit


@rule(_("No unit is needed now."))
def suggestion_needs_unit(seat, assignment):
    return assignment.suggestion.state in ("registered", "with_units", "in_rework")


@rule(_("This is not a matter of the government's side."))
def government_side(seat, record):
    return suggestion_of(record).government_side


@rule(_("It leads, or answers a part of its own."))
def kind_replies(seat, assignment):
    return assignment.replies


@rule(_("Only a co-unit gives an opinion."))
def kind_is_co(seat, assignment):
    return not assignment.replies


@rule(_("The time for handing it back is over; only the office can change the unit now."))
def within_return_window(seat, assignment):
    run = assignment.open_run("return_window")
    if run is not None:
        return today() <= run.due_on
    signing = assignment.open_run("sign_for")
    if signing is None:
        return False
    window = norm("return.window", today(), cell_id=assignment.cell_id)
    opens = max(signing.due_on, today()) if today() <= signing.due_on else signing.due_on
    return today() <= count(opens, window, calendar_of(assignment))[0]


# Handling it


@rule(_("No talk waits to be confirmed."))
def contact_recorded(seat, assignment):
    """A talk that the deputy has not confirmed yet: each is confirmed once (D08)."""
    return any(each.confirmed_on is None for each in assignment.contacts.all())


@rule(_("Talk with the deputy before sending a written reply."))
def contact_min_met(seat, assignment):
    least = norm("contact.min", today(), cell_id=assignment.cell_id).value
    held = [each for each in assignment.contacts.all() if each.round == assignment.round]
    return len(held) >= least


@rule(_("Wait for the opinions of the co-units, or until their time has run out."))
def co_opinions_in_or_overdue(seat, assignment):
    waiting = [
        part
        for part in parts(assignment.suggestion)
        if not part.replies and not gone(part) and part.state not in ("co_opinion_sent", "proposed")
    ]
    return all(opinion_overdue(part) for part in waiting)


def opinion_overdue(part):
    """Whether a co-unit's time for its opinion has run out."""
    run = part.open_run("co_opinion_redo") or part.open_run("co_opinion")
    if run is None:  # it never signed for it: its month counts from the day it should have
        signing = part.open_run("sign_for")
        if signing is None:
            return False
        month = norm("co_opinion.within", today(), cell_id=part.cell_id)
        return today() > count(signing.due_on, month, calendar_of(part))[0]
    return today() > run.due_on


@rule(_("The unit's head signs the opinion."))
def signed_by_unit_head(seat, assignment):
    return who.unit_leader(seat, assignment)


@rule(_("Whoever drafted it cannot also sign it; a second person must."))
def not_drafter(seat, assignment):
    return seat.pk is None or seat.pk not in (assignment.draft_seat_id, assignment.opinion_seat_id)


@rule(_("An opinion can be sent back once only."))
def not_rejected_before(seat, assignment):
    return not assignment.opinion_rejected


@rule(_("The lead unit's reply is signed already."))
def reply_not_signed(seat, assignment):
    return not any(part.state == "reply_signed" for part in parts(assignment.suggestion))


@rule(_("The supervision office wants to see the reply first."))
def precheck_done_or_off(seat, assignment):
    return not norm("precheck.on", today(), cell_id=assignment.cell_id).value


@rule(_("A reply handled again needs a higher leader in charge; name one in the draft."))
def higher_leader_if_rework(seat, assignment):
    return assignment.round == 1 or bool(assignment.rework_leader)


@rule(_("The reply has been sent."))
def not_sent(seat, assignment):
    return not sent_this_round(assignment)


@rule(_("No new round is open."))
def rework_round_open(seat, assignment):
    return assignment.suggestion.state == "in_rework"


@rule(_("The suggestion goes on."))
def suggestion_fell(seat, assignment):
    return assignment.suggestion.state in ("withdrawn", "merged", "closed")


# When a clock runs


@rule(_("It runs for county matters that a unit has to answer."))
def owes_county_reply(seat, assignment):
    return assignment.replies and not is_town_matter(assignment.suggestion)


@rule(_("It runs for township matters that a unit has to answer."))
def owes_town_reply(seat, assignment):
    return assignment.replies and is_town_matter(assignment.suggestion)
