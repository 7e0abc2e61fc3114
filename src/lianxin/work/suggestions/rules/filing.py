"""What must hold before a suggestion itself moves on, and when its own clocks run."""

from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.queries import norm
from lianxin.institution.congress.rules import said_on_behalf
from lianxin.kernel.lifecycle import rule
from lianxin.kernel.ports import today
from lianxin.work.suggestions.rules.asked import (
    attached,
    gone,
    parts,
    sent_this_round,
    signatures,
    suggestion_of,
    verdicts,
)

# Writing and review


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
    return bool(attached(record))


@rule(_("Somebody still has to confirm the text as it stands."))
def text_confirmed_by_signers(seat, suggestion):
    return not any(
        each.state == "invited"
        or (each.state == "confirmed" and each.read_version != suggestion.text_version)
        for each in signatures(suggestion)
    )


@rule(_("It has never been sent back; send it in the usual way."))
def was_returned(seat, suggestion):
    return suggestion.was_returned


@rule(_("It was sent back once; send it again in its place."))
def never_returned(seat, suggestion):
    """A draft that gathering signatures led back to is handed in by the only verb it has."""
    return not suggestion.was_returned or suggestion.state == "draft"


@rule(_("Write the review opinion first."))
def opinion_written(seat, suggestion):
    return bool(suggestion.opinion_code)


@rule(_("Whoever wrote the opinion cannot also decide; a second person must."))
def not_reviewer(seat, suggestion):
    return seat.pk is None or seat.pk != suggestion.opinion_seat_id


# With the units


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


@rule(_("Assign the suggestion: its units are assigned with it."))
def suggestion_assigned(seat, assignment):
    return assignment.suggestion.state != "registered"


@rule(_("A lead unit is in charge already."))
def no_lead_in_charge(seat, suggestion):
    return not any(
        part.replies and not gone(part) and part.state != "proposed" for part in parts(suggestion)
    )


@rule(_("It has been answered."))
def not_replied(seat, suggestion):
    return suggestion.round == 1 and suggestion.state not in ("replied", "evaluated")


@rule(_("A unit still has to send its reply."))
def all_replies_sent(seat, suggestion):
    owing = [p for p in parts(suggestion) if p.replies and not gone(p) and p.state != "proposed"]
    return bool(owing) and all(sent_this_round(part) for part in owing)


# After the reply


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
    """Papers that came with the suggestion itself do not count: only what the consultation left."""
    since = suggestion.state_since
    return any(since is None or each.uploaded_at >= since for each in attached(suggestion))


# When a clock runs


@rule(_("It runs for what was filed between sessions."))
def intersession(seat, suggestion):
    return suggestion.session_id is None


@rule(_("It runs for what was filed in a session."))
def in_session(seat, suggestion):
    return suggestion.session_id is not None
