"""What a seat may know of: every page and endpoint starts from one of these."""

from django.db.models import Exists, OuterRef, Q

from lianxin.institution.congress.models import Role
from lianxin.kernel.ports import today
from lianxin.work.suggestions.lifecycle import assignment as part_life
from lianxin.work.suggestions.lifecycle import cosignature as name_life
from lianxin.work.suggestions.lifecycle import evaluation as verdict_life
from lianxin.work.suggestions.lifecycle import publication as public_life
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.models import (
    Assignment,
    Cosignature,
    Evaluation,
    Extension,
    Publication,
    Suggestion,
)

WRITING = (life.DRAFT.code, life.COSIGNING.code)
ON_THE_BOOKS = tuple(
    state.code
    for state in (
        life.REGISTERED,
        life.WITH_UNITS,
        life.REPLIED,
        life.EVALUATED,
        life.IN_REWORK,
        life.ESCALATED,
        life.CLOSED,
    )
)
WITH_UNITS = ON_THE_BOOKS[1:]
SIGNS = (name_life.INVITED.code, name_life.CONFIRMED.code)
NO_PART = (part_life.PROPOSED.code, part_life.REASSIGNED.code)
QUIET = (part_life.RETURN_REQUESTED.code, part_life.REASSIGNED.code, part_life.ENDED.code)
OUT = (verdict_life.RELEASED.code,)
SETTLED = (verdict_life.RELEASED.code, verdict_life.NOT_RETURNED.code)


def visible_to(seat):
    """What a seat may know of: nothing outside its cell, whatever its role."""
    scope = _SCOPES.get(seat.role)
    here = Suggestion.objects.filter(cell_id=seat.cell_id)
    return here.filter(scope(seat)) if scope else here.none()


def _signed_by(mandate_id):
    names = Cosignature.objects.filter(suggestion=OuterRef("pk"), mandate=mandate_id)
    return Exists(names.filter(state__in=SIGNS))


def _deputy(seat):
    mine = Q(mandate=seat.mandate_id)
    signed = ~Q(state=life.DRAFT.code) & Q(_signed_by(seat.mandate_id))
    same = Q(congress=seat.mandate.congress_id)
    open_to_me = Q(state=life.COSIGNING.code, open_to_cosigning=True)
    return mine | signed | (same & (Q(state__in=ON_THE_BOOKS) | open_to_me))


def _entered(within):
    return within & (~Q(state__in=WRITING) | Q(entered_on_behalf=True))


def _unit(seat):
    own = Assignment.objects.filter(
        suggestion=OuterRef("pk"), unit=seat.unit_id, assigned_on__isnull=False
    )
    has_part = Q(Exists(own.exclude(state__in=NO_PART)))
    return has_part & Q(state__in=(*WITH_UNITS, life.WITHDRAWN.code))


_SCOPES = {
    Role.DEPUTY: _deputy,
    Role.LIAISON_OFFICER: lambda s: Q(mandate__venues=s.venue_id, entered_on_behalf=True),
    Role.TOWN_CLERK: lambda s: _entered(Q(mandate__region=s.region_id) | Q(organ=s.organ_id)),
    Role.OFFICE: lambda s: _entered(Q(organ=s.organ_id)),
    Role.LEADER: lambda s: Q(organ=s.organ_id) & ~Q(state__in=WRITING),
    Role.UNIT_CLERK: _unit,
    Role.UNIT_LEADER: _unit,
    Role.GOV_SUPERVISION: lambda s: (
        Q(government_side=True)
        & (Q(state__in=ON_THE_BOOKS) | Q(state=life.WITHDRAWN.code, assigned_on__isnull=False))
    ),
}


def cosignatures_visible_to(seat):
    """The signatures under suggestions that a seat may see."""
    return Cosignature.objects.filter(suggestion__in=visible_to(seat)).select_related("suggestion")


def assignments_visible_to(seat):
    """The units' parts that a seat may see; a co-unit sees its own, the lead sees all."""
    found = Assignment.objects.filter(cell_id=seat.cell_id).select_related("suggestion", "unit")
    proposed = Q(state=part_life.PROPOSED.code)
    if seat.role in (Role.UNIT_CLERK, Role.UNIT_LEADER):
        own = Q(unit=seat.unit_id, assigned_on__isnull=False)
        leads = Assignment.objects.filter(
            suggestion=OuterRef("suggestion"), unit=seat.unit_id, kind=Assignment.Kind.LEAD
        ).exclude(state__in=NO_PART)
        return found.filter(own | (Q(Exists(leads)) & ~proposed))
    found = found.filter(suggestion__in=visible_to(seat))
    if seat.role in (Role.OFFICE, Role.LEADER, Role.GOV_SUPERVISION):
        return found
    if seat.role == Role.TOWN_CLERK:
        return found.filter(~proposed | Q(suggestion__organ=seat.organ_id))
    if seat.role == Role.DEPUTY:
        mine = Q(suggestion__mandate=seat.mandate_id)
        names = Cosignature.objects.filter(
            suggestion=OuterRef("suggestion"), mandate=seat.mandate_id, state__in=SIGNS
        )
        return found.filter(~proposed & (mine | Q(Exists(names)) | ~Q(state__in=QUIET)))
    return found.filter(~proposed)


def extensions_visible_to(seat):
    """The requests for more time of parts that a seat may see."""
    return Extension.objects.filter(assignment__in=assignments_visible_to(seat)).select_related(
        "assignment__suggestion", "assignment__unit"
    )


def evaluations_visible_to(seat):
    """
    The verdicts that a seat may see: nobody of a unit before they are passed on (R-E10).

    That none came a unit reads from the day on which the others come out at the latest.
    """
    found = Evaluation.objects.filter(cell_id=seat.cell_id).select_related(
        "suggestion", "assignment__unit"
    )
    found = found.filter(suggestion__in=visible_to(seat))
    if seat.role in (Role.OFFICE, Role.LEADER):
        return found
    if seat.role == Role.DEPUTY:
        names = Cosignature.objects.filter(
            suggestion=OuterRef("suggestion"), mandate=seat.mandate_id, state__in=SIGNS
        )
        return found.filter(Q(suggestion__mandate=seat.mandate_id) | Q(Exists(names)))
    if seat.role == Role.TOWN_CLERK:
        at_desk = Q(suggestion__organ=seat.organ_id) | Q(suggestion__entered_on_behalf=True)
        return found.filter(Q(state__in=SETTLED) | at_desk)
    if seat.role in (Role.UNIT_CLERK, Role.UNIT_LEADER, Role.GOV_SUPERVISION):
        missed = Q(state=verdict_life.NOT_RETURNED.code, missed_from__lte=today())
        return found.filter(Q(state__in=OUT) | missed)
    return found.none()


def publications_visible_to(seat):
    """The public faces of suggestions: the published ones for all, the others for those at work."""
    found = Publication.objects.select_related("suggestion")
    published = Q(state=public_life.PUBLISHED.code)
    if seat.cell_id is None:
        return found.filter(published)
    at_work = Q(cell_id=seat.cell_id, suggestion__in=visible_to(seat))
    if seat.role == Role.DEPUTY:
        at_work &= Q(suggestion__mandate=seat.mandate_id) | Q(
            suggestion__cosignatures__mandate=seat.mandate_id,
            suggestion__cosignatures__state__in=SIGNS,
        )
    elif seat.role in (Role.UNIT_CLERK, Role.UNIT_LEADER):
        at_work &= Q(
            suggestion__assignments__unit=seat.unit_id,
            suggestion__assignments__kind__in=("lead", "split"),
        )
    elif seat.role == Role.TOWN_CLERK:  # a township's own matters: it is their office
        at_work &= Q(suggestion__organ=seat.organ_id)
    elif seat.role not in (Role.OFFICE, Role.LEADER, Role.GOV_SUPERVISION):
        return found.filter(published)
    return found.filter(Q(pk__in=Publication.objects.filter(at_work).values("pk")) | published)
