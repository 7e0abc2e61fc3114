"""Who somebody is to a suggestion: its author, a signer, its office, a unit with a part in it."""

from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress import rules as who
from lianxin.institution.stations.queries import serves
from lianxin.kernel.lifecycle import rule
from lianxin.work.suggestions.rules.asked import gone, lead_unit_id, signers, suggestion_of


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
    if not who.deputy(seat, record) or author_deputy(seat, record):
        return False
    return seat.mandate.congress_id == suggestion_of(record).congress_id


@rule(_("Only the clerk of the deputy's town may do this."))
def town_clerk(seat, record):
    mandate = suggestion_of(record).mandate
    return who.town_clerk(seat, record) and seat.region_id == mandate.region_id


@rule(_("Only the liaison officer of the deputy's station may do this."))
def liaison_officer(seat, record):
    return who.liaison_officer(seat, record) and serves(
        seat.venue_id, suggestion_of(record).mandate_id
    )


@rule(_("Only the office that the suggestion was handed to may do this."))
def office(seat, record):
    at_desk = who.office(seat, record) or who.town_clerk(seat, record)
    return at_desk and seat.organ_id == suggestion_of(record).organ_id


@rule(_("Only the head of the office that the suggestion was handed to may do this."))
def leader(seat, record):
    return who.leader(seat, record) and seat.organ_id == suggestion_of(record).organ_id


@rule(_("Only the government supervision office may do this."))
def gov_supervision(seat, record):
    suggestion = suggestion_of(record)
    here = who.gov_supervision(seat, record) and seat.cell_id == suggestion.cell_id
    return here and suggestion.government_side


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


# Papers


@rule(_("Papers are attached by whoever writes, handles or decides it."))
def attaches(seat, record):
    if hasattr(record, "unit_id"):  # a unit's part: its own proof of what was done
        return who.unit(seat, record) and _own(seat, record) and not gone(record)
    if office(seat, record) or leader(seat, record):
        return True
    entered = any(kind(seat, record) for kind in (town_clerk, liaison_officer))
    return author_deputy(seat, record) or (entered and suggestion_of(record).entered_on_behalf)
