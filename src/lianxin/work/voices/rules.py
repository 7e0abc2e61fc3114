"""Who may do what with a voice, and what must hold: pure questions."""

from django.utils.translation import gettext_lazy as _

from lianxin.base.records.queries import linked_from
from lianxin.institution.congress import rules as who
from lianxin.institution.congress.rules import said_on_behalf, stranger, system
from lianxin.kernel.lifecycle import binds, rule
from lianxin.kernel.ports import memo, today

__all__ = ["said_on_behalf", "stranger", "system"]

# Who


@rule(_("Only the resident who spoke may do this."))
def resident(seat, voice):
    return who.resident(seat, voice) and seat.voice_id == voice.pk


@rule(_("Only the deputy whom the voice is addressed to may do this."))
def author_deputy(seat, voice):
    return who.deputy(seat, voice) and seat.mandate_id == voice.mandate_id


@rule(_("Only a deputy who received the voice beside may do this."))
def cosigner_deputy(seat, voice):
    return who.deputy(seat, voice) and seat.mandate_id == voice.beside_id


@rule(_("Only the liaison officer of the voice's station may do this."))
def liaison_officer(seat, voice):
    return who.liaison_officer(seat, voice) and _same(seat.venue_id, voice.venue_id)


@rule(_("Only the clerk of the voice's town may do this."))
def town_clerk(seat, voice):
    return who.town_clerk(seat, voice) and _same(seat.region_id, voice.town_id)


@rule(_("Only the presidium chair of the voice's town may do this."))
def leader(seat, voice):
    return who.leader(seat, voice) and _same(seat.region_id, voice.town_id)


@rule(_("Only the deputy-affairs office may do this."))
def office(seat, voice):
    return who.office(seat, voice)


@rule(_("Only the unit that the voice was handed to may do this."))
def lead_unit_clerk(seat, voice):
    return who.unit_clerk(seat, voice) and seat.unit_id == voice.unit_id


@rule(_("Only an office of the cell may bring in a sheet."))
def sheet_keeper(seat, voice):
    if system(seat, voice):
        return True
    return seat.role in ("office", "town_clerk") and seat.cell_id == voice.cell_id


def _same(one, other):
    """A seat of no town (the county's head) is not at home in a voice of no town."""
    return one is not None and one == other


# What must hold


@rule(_("Only what was entered on somebody's behalf can be changed by you."))
def entered_on_behalf(seat, voice):
    return voice.entered_on_behalf


@rule(_("Choose the deputy who answers."))
def on_behalf_of_deputy(seat, voice):
    return voice.mandate_id is not None


@rule(_("Draft the slip of the direct train first."))
def slip_drafted(seat, voice):
    return bool(voice.slip) and voice.slip_unit_id is not None


@rule(_("Whoever drafted it cannot also sign it; a second person must."))
def not_same_seat(seat, voice):
    return seat.pk is None or seat.pk not in (voice.slip_seat_id,)


@rule(_("Whoever refused it cannot put it right; a second person must."))
def not_refused_by_same_seat(seat, voice):
    return seat.pk is None or seat.pk != voice.refused_by


@rule(_("First submit a suggestion that rests on this voice."))
def linked_suggestion_submitted(seat, voice):
    return bool(memo(("carried", voice.pk), lambda: linked_from(voice, "carried")))


@rule(_("The suggestion has not been answered yet."))
def suggestion_replied_or_closed(seat, voice):
    return bool(memo(("answered", voice.pk), lambda: linked_from(voice, "answered")))


@rule(_("The suggestion still stands."))
def suggestion_fell(seat, voice):
    return not linked_from(voice, "carried")


@rule(_("There is no result yet to tell the resident."))
def result_recorded(seat, voice):
    return bool(voice.result)


@rule(_("A result is already on record."))
def result_not_recorded(seat, voice):
    return not voice.result


@rule(_("The answer has already been given."))
def result_not_fed_back(seat, voice):
    return voice.answered_on is None


@rule(_("It was reopened once already; the receipt says where to turn now."))
def not_reopened_before(seat, voice):
    return not voice.reopened


@rule(_("The resident has not been told yet."))
def notice_recorded(seat, voice):
    return voice.notice_on is not None


@rule(_("The resident still has time to rate the answer."))
def silence_over(seat, voice):
    run = voice.open_run("silence")
    return run is not None and today() > run.due_on


@rule(_("It runs only where a unit has to act."))
def with_a_unit(seat, voice):
    return voice.unit_id is not None and not voice.result


@rule(_("It runs only where the desk has to act."))
def without_a_unit(seat, voice):
    return voice.unit_id is None


def named(condition, name):
    """The same question under the name that the contract gives it."""
    return type(condition)(name, condition.holds, condition.otherwise)


def only(role, condition):
    """A condition that binds one role, under the contract's name `role>condition`."""
    return binds(role, condition)
