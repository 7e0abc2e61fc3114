"""Who may, and what must hold: pure questions. No writes, no knowledge of HTTP."""

from django.utils.translation import gettext_lazy as _

from lianxin.base.files.queries import has_upload
from lianxin.institution.congress import rules as who
from lianxin.institution.congress.queries import calendar_of, norm
from lianxin.institution.congress.rules import said_on_behalf, system
from lianxin.kernel.calendar import add_working_days, count
from lianxin.kernel.lifecycle import Rule, binds, rule
from lianxin.kernel.ports import today

__all__ = ["said_on_behalf", "system"]

OPEN_SIGNATURES = ("invited", "confirmed")


def suggestion_of(record):
    """The suggestion that a record belongs to; a suggestion is its own."""
    return record.root()


def named(condition, name):
    """The same question under the name that the contract gives it."""
    return Rule(name, condition.holds, condition.otherwise)


def only(role, condition):
    """A condition that binds one role, under the contract's name `role>condition`."""
    return binds(role, condition)


# Who


@rule(_("Only the deputy who leads the suggestion may do this."))
def author_deputy(seat, record):
    return who.deputy(seat, record) and seat.mandate_id == suggestion_of(record).mandate_id


@rule(_("Only a deputy who signs the suggestion too may do this."))
def cosigner_deputy(seat, record):
    return who.deputy(seat, record) and seat.mandate_id in signers(suggestion_of(record))


@rule(_("Only the deputy who was asked to sign may do this."))
def this_signer(seat, signature):
    return who.deputy(seat, signature) and seat.mandate_id == signature.mandate_id


@rule(_("Only another deputy of the congress may do this."))
def other_deputy(seat, record):
    return who.deputy(seat, record) and not author_deputy(seat, record)


@rule(_("Only the clerk of the deputy's town may do this."))
def town_clerk(seat, record):
    mandate = suggestion_of(record).mandate
    return who.town_clerk(seat, record) and seat.region_id == mandate.region_id


@rule(_("Only a liaison officer may do this."))
def liaison_officer(seat, record):
    return who.liaison_officer(seat, record) and suggestion_of(record).cell_id == seat.cell_id


@rule(_("Only the office that the suggestion was handed to may do this."))
def office(seat, record):
    at_desk = who.office(seat, record) or who.town_clerk(seat, record)
    return at_desk and seat.organ_id == suggestion_of(record).organ_id


@rule(_("Only the head of the office that the suggestion was handed to may do this."))
def leader(seat, record):
    return who.leader(seat, record) and seat.organ_id == suggestion_of(record).organ_id


@rule(_("Only the government supervision office may do this."))
def gov_supervision(seat, record):
    return who.gov_supervision(seat, record) and suggestion_of(record).government_side


@rule(_("Only the lead unit's clerk may do this."))
def lead_unit_clerk(seat, assignment):
    return who.unit_clerk(seat, assignment) and _replies(seat, assignment)


@rule(_("Only the lead unit's head may do this."))
def lead_unit_leader(seat, assignment):
    return who.unit_leader(seat, assignment) and _replies(seat, assignment)


@rule(_("Only the lead unit's head may do this."))
def leader_of_the_lead(seat, assignment):
    """The head of the unit that leads, looking at a co-unit's part."""
    return who.unit_leader(seat, assignment) and seat.unit_id == lead_unit_id(assignment)


def _replies(seat, assignment):
    return seat.unit_id == assignment.unit_id and assignment.replies


@rule(_("Only a co-unit may do this, on its own part."))
def co_unit(seat, assignment):
    return who.unit(seat, assignment) and not assignment.replies and _own(seat, assignment)


def _own(seat, assignment):
    return seat.unit_id == assignment.unit_id


@rule(_("Only the lead unit's clerk may do this."))
def clerk_asks(seat, extension):
    return lead_unit_clerk(seat, extension.assignment)


@rule(_("Only the lead unit's head may do this."))
def head_asks(seat, extension):
    return lead_unit_leader(seat, extension.assignment)


# Asked once in an act


def parts(suggestion):
    """The units' parts of a suggestion, oldest first; a page primes them, an act reads once."""
    primed = suggestion.__dict__.get("_parts")
    if primed is not None:
        return primed
    return list(suggestion.assignments.select_related("unit").order_by("pk"))


def signers(suggestion):
    """The mandates whose signature is asked for or given."""
    return {e.mandate_id for e in suggestion.cosignatures.all() if e.state in OPEN_SIGNATURES}


def lead_unit_id(assignment):
    return next(
        (p.unit_id for p in parts(suggestion_of(assignment)) if p.kind == "lead" and not _gone(p)),
        None,
    )


def _gone(part):
    return part.state in ("reassigned", "ended")


def verdicts(suggestion):
    """The verdicts of the round in hand."""
    found = suggestion.evaluations.all()
    return [e for e in found if e.of_round == suggestion.round and e.state != "void"]


# What must hold: suggestion


@rule(_("The mandate does not hold today."))
def mandate_in_office(seat, record):
    mandate = suggestion_of(record).mandate
    begun = mandate.begins_on is None or mandate.begins_on <= today()
    return begun and (mandate.ends_on is None or today() <= mandate.ends_on)


@rule(_("Enter it only when the deputy has asked you to."))
def deputy_asked_for_entry(seat, record):
    return said_on_behalf(seat, record)


@rule(_("Only what was entered on the deputy's behalf can be changed by you."))
def entered_on_behalf(seat, record):
    return suggestion_of(record).entered_on_behalf


@rule(_("Attach the scan with the deputy's signature first."))
def signed_scan_attached(seat, record):
    return has_upload(record)


@rule(_("Somebody still has to confirm the text as it stands."))
def text_confirmed_by_signers(seat, suggestion):
    return not any(
        each.state == "invited"
        or (each.state == "confirmed" and each.read_version != suggestion.text_version)
        for each in suggestion.cosignatures.all()
    )


@rule(_("It has never been sent back; send it in the usual way."))
def was_returned(seat, suggestion):
    return suggestion.was_returned


@rule(_("It was sent back once; send it again in its place."))
def never_returned(seat, suggestion):
    return not suggestion.was_returned


@rule(_("Write the review opinion first."))
def opinion_written(seat, suggestion):
    return bool(suggestion.opinion_code)


@rule(_("Whoever wrote the opinion cannot also decide; a second person must."))
def not_reviewer(seat, suggestion):
    return seat.pk is None or seat.pk != suggestion.opinion_seat_id


@rule(_("Propose the units first."))
def units_proposed(seat, suggestion):
    return any(part.state == "proposed" for part in parts(suggestion))


@rule(_("The government's supervision office has not agreed to the units yet."))
def units_agreed(seat, record):
    suggestion = suggestion_of(record)
    if not suggestion.government_side:
        return True
    return all(part.agreed for part in parts(suggestion) if part.state == "proposed")


@rule(_("Whoever proposed the units cannot also assign; a second person must."))
def not_proposer(seat, record):
    suggestion = suggestion_of(record)
    proposed = {part.proposed_by for part in parts(suggestion) if part.state == "proposed"}
    return seat.pk is None or seat.pk not in proposed


@rule(_("A lead unit is in charge already."))
def no_lead_in_charge(seat, suggestion):
    return not any(
        part.replies and not _gone(part) and part.state != "proposed" for part in parts(suggestion)
    )


@rule(_("It has been answered."))
def not_replied(seat, suggestion):
    return suggestion.round == 1 and suggestion.state not in ("replied", "evaluated")


@rule(_("Every co-signer must agree to take it back."))
def cosigners_agree(seat, suggestion):
    asked = norm("withdraw.cosigners_agree", today(), cell_id=suggestion.cell_id).value
    return not asked or not any(e.state == "confirmed" for e in suggestion.cosignatures.all())


@rule(_("A unit still has to send its reply."))
def all_replies_sent(seat, suggestion):
    owing = [p for p in parts(suggestion) if p.replies and not _gone(p) and p.state != "proposed"]
    return bool(owing) and all(sent_this_round(part) for part in owing)


def sent_this_round(part):
    """Whether this unit's reply of the round in hand has gone out."""
    return any(r.round == part.round and r.sent_on for r in part.reply_set.all())


@rule(_("A verdict is still out."))
def all_evaluations_settled(seat, suggestion):
    found = verdicts(suggestion)
    return bool(found) and all(each.state in ("released", "not_returned") for each in found)


@rule(_("No released verdict says “dissatisfied”."))
def dissatisfied_released(seat, suggestion):
    return any(e.state == "released" and e.dissatisfied for e in verdicts(suggestion))


@rule(_("A verdict says “dissatisfied”: it must be handled again."))
def not_dissatisfied(seat, suggestion):
    return not any(e.dissatisfied for e in verdicts(suggestion))


@rule(_("All rounds are used up; it goes to consultation."))
def rounds_left(seat, suggestion):
    most = norm("rework.max_rounds", today(), cell_id=suggestion.cell_id).value
    return suggestion.round < most


@rule(_("There is another round before consultation."))
def rounds_used_up(seat, suggestion):
    return not rounds_left(seat, suggestion)


@rule(_("The rule here is that it is handled again without a decision."))
def rework_not_automatic(seat, suggestion):
    return not norm("rework.auto", today(), cell_id=suggestion.cell_id).value


@rule(_("Attach the minutes or the assessment first."))
def minutes_or_assessment_attached(seat, suggestion):
    return has_upload(suggestion)


# What must hold: signatures


@rule(_("Signatures are not being gathered now."))
def cosigning_open(seat, signature):
    return signature.suggestion.state == "cosigning"


@rule(_("The deputy has not opened it to co-signing."))
def open_to_cosigning(seat, signature):
    return signature.suggestion.open_to_cosigning


@rule(_("The text was changed after you read it; read it again."))
def text_unchanged_since_read(seat, signature):
    return signature.read_version in (0, signature.suggestion.text_version)


@rule(_("It has been handed in."))
def not_submitted(seat, signature):
    return signature.suggestion.state in ("draft", "cosigning", "returned")


@rule(_("The text has not changed."))
def text_changed(seat, signature):
    return signature.read_version != signature.suggestion.text_version


@rule(_("The signatures are still being gathered."))
def gathering_over(seat, signature):
    return signature.suggestion.state not in ("draft", "cosigning", "returned")


@rule(_("The mandate of the signer does not hold today."))
def signer_in_office(seat, signature):
    mandate = signature.mandate
    return mandate.ends_on is None or today() <= mandate.ends_on


# When a clock runs


@rule(_("It runs for what was filed between sessions."))
def intersession(seat, suggestion):
    return suggestion.session_id is None


@rule(_("It runs for what was filed in a session."))
def in_session(seat, suggestion):
    return suggestion.session_id is not None


@rule(_("It runs for county matters that a unit has to answer."))
def owes_county_reply(seat, assignment):
    return assignment.replies and not is_town_matter(assignment.suggestion)


@rule(_("It runs for township matters that a unit has to answer."))
def owes_town_reply(seat, assignment):
    return assignment.replies and is_town_matter(assignment.suggestion)


def is_town_matter(suggestion):
    """Whether it was handed to a township congress (R-H3: its periods may be shorter)."""
    return suggestion.congress.level == "town"


# What must hold: units' parts


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


@rule(_("Record a talk with the deputy first."))
def contact_recorded(seat, assignment):
    return bool(assignment.contacts.all())


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
        if not part.replies and not _gone(part) and part.state not in ("co_opinion_sent", "proposed")
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


# What must hold: more time


@rule(_("No reply period is running."))
def reply_clock_running(seat, extension):
    return reply_run(extension.assignment) is not None


def reply_run(assignment):
    """The running reply period, the county's or the town's."""
    return assignment.open_run("reply") or assignment.open_run("reply_town")


@rule(_("Whoever prepared it cannot also ask for it; the unit's head does."))
def not_preparer(seat, extension):
    return seat.pk is None or seat.pk != extension.prepared_by


@rule(_("The reply period is over; it can no longer be extended."))
def before_expiry(seat, extension):
    run = reply_run(extension.assignment)
    return run is not None and today() <= run.due_on


@rule(_("The law's longest period is already used up."))
def within_ceiling(seat, extension):
    run = reply_run(extension.assignment)
    return run is not None and run.ceiling_on is not None and run.due_on < run.ceiling_on


@rule(_("Tell the deputy first, and say when."))
def deputy_told(seat, extension):
    return extension.told_on is not None


@rule(_("It was asked for after the period had ended."))
def asked_before_expiry(seat, extension):
    run = reply_run(extension.assignment)
    return run is not None and (extension.asked_on or today()) <= run.due_on


@rule(_("The reply is still to come."))
def nothing_to_extend(seat, extension):
    return reply_run(extension.assignment) is None


# What must hold: verdicts and publication


@rule(_("The reply has not been sent yet."))
def reply_sent(seat, evaluation):
    return sent_this_round(evaluation.assignment)


@rule(_("The office's release day has not come: a unit's verdicts come out together."))
def release_day_reached(seat, evaluation):
    if evaluation.submitted_on is None:
        return False
    cell_id = evaluation.cell_id
    least = norm("eval.release.min", today(), cell_id=cell_id).value
    waiting = type(evaluation).objects.filter(
        cell_id=cell_id, state="submitted", assignment__unit=evaluation.assignment.unit_id
    )
    if waiting.count() >= least:
        return True
    run = next((r for r in evaluation.runs if r.code == "window"), None)
    after = norm("eval.release.after", today(), cell_id=cell_id).value
    return run is not None and today() >= add_working_days(
        run.due_on, after, calendar_of(evaluation)
    )


@rule(_("The deputy still has time to answer."))
def window_over(seat, evaluation):
    run = evaluation.open_run("window")
    return run is not None and today() > run.due_on


@rule(_("The deputy must be reminded twice first."))
def reminded_twice(seat, evaluation):
    times = norm("eval.remind.times", today(), cell_id=evaluation.cell_id).value
    return evaluation.reminded >= times


@rule(_("The suggestion has not been answered yet."))
def suggestion_replied(seat, publication):
    return publication.suggestion.state in ("replied", "evaluated", "in_rework", "closed")


@rule(_("Whoever checked it cannot also decide; a second person must."))
def not_checker(seat, publication):
    return seat.pk is None or seat.pk != publication.checked_by


@rule(_("The deputy has agreed to less than that."))
def level_within_author_consent(seat, publication):
    order = ["none", "title", "full"]
    consent = publication.suggestion.publicity
    return order.index(publication.level or "none") <= order.index(consent)


@rule(_("The deputy's objection must be answered first."))
def no_open_objection(seat, publication):
    return not publication.objection_open


@rule(_("No objection is open."))
def objection_open(seat, publication):
    return publication.objection_open
