"""
For which suggestions a seat has the next step, as a condition in SQL.

It says of all what `turns` reads from the lifecycles of one case; a test compares the two.
"""

from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.db.models.lookups import LessThan

from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import norm
from lianxin.kernel.ports import today
from lianxin.work.suggestions.lifecycle import assignment as part_life
from lianxin.work.suggestions.lifecycle import cosignature as name_life
from lianxin.work.suggestions.lifecycle import evaluation as verdict_life
from lianxin.work.suggestions.lifecycle import extension as time_life
from lianxin.work.suggestions.lifecycle import publication as public_life
from lianxin.work.suggestions.lifecycle import suggestion as life
from lianxin.work.suggestions.lifecycle import withdrawal
from lianxin.work.suggestions.models import (
    Assignment,
    ContactRecord,
    Cosignature,
    Evaluation,
    Extension,
    Publication,
)


def has_desk(seat):
    """Whether suggestions are any business of a seat."""
    return seat.role in _TURNS


def my_turn(seat):
    """The suggestions in which a seat has the next step, as a condition on suggestions."""
    asked = _TURNS.get(seat.role)
    return asked(seat) if asked else Q(pk__in=[])


def has(model, **where):
    return Q(Exists(model.objects.filter(suggestion=OuterRef("pk"), **where)))


def _deputy(seat):
    mine = Q(mandate=seat.mandate_id)
    writing = Q(state__in=(life.DRAFT.code, life.COSIGNING.code, life.RETURNED.code))
    asked = has(Cosignature, mandate=seat.mandate_id, state=name_life.INVITED.code)
    verdict = has(Evaluation, state=verdict_life.OPEN.code)
    signing = asked & Q(state=life.COSIGNING.code)
    return (mine & (writing | verdict)) | signing | _consent(seat)


def _consent(seat):
    """A withdrawal waits for this signer's consent."""
    open_ = [state.code for state in withdrawal.OPEN]
    signed = has(
        Cosignature,
        mandate=seat.mandate_id,
        state=name_life.CONFIRMED.code,
        withdrawal_agreed_on=None,
    )
    return Q(withdrawal_asked_on__isnull=False, state__in=open_) & signed


def _no_unit():
    """No unit leads or answers, or the government's office wants another one."""
    standing = Assignment.objects.filter(suggestion=OuterRef("pk")).exclude(
        state__in=(part_life.REASSIGNED.code, part_life.ENDED.code)
    )
    found = standing.exclude(kind=Assignment.Kind.CO).exclude(agreed=False)
    refused = standing.filter(agreed=False, assigned_on=None)
    needs = (life.REGISTERED.code, life.WITH_UNITS.code, life.IN_REWORK.code)
    return Q(state__in=needs) & (~Q(Exists(found)) | Q(Exists(refused)))


def _office(seat):
    review = Q(state=life.IN_REVIEW.code, opinion_code="")
    settled = Q(state__in=(life.SUBMITTED.code, life.EVALUATED.code))
    back = has(Assignment, state=part_life.RETURN_REQUESTED.code)
    time = Extension.objects.filter(
        assignment__suggestion=OuterRef("pk"), state=time_life.REQUESTED.code
    )
    public = has(Publication, state=public_life.PENDING.code)
    at_desk = review | settled | _no_unit() | back | Q(Exists(time)) | public
    return Q(organ=seat.organ_id) & at_desk


def _leader(seat):
    decide = Q(state=life.IN_REVIEW.code) & ~Q(opinion_code="")
    proposed = Assignment.objects.filter(suggestion=OuterRef("pk"), state=part_life.PROPOSED.code)
    open_ = Exists(proposed.exclude(agreed=True))
    agreed = Q(government_side=False) | ~Q(open_)
    assign = Q(state=life.REGISTERED.code) & Q(Exists(proposed)) & agreed
    public = has(Publication, state=public_life.CHECKED.code)
    talks = Q(state=life.ESCALATED.code)
    return Q(organ=seat.organ_id) & (decide | assign | public | talks)


def _clerk(seat):
    own = Assignment.objects.filter(suggestion=OuterRef("pk"), unit=seat.unit_id)
    early = Q(state__in=(part_life.ASSIGNED.code, part_life.RECEIVED.code))
    drafts = Q(state=part_life.HANDLING.code) & ~Q(kind=Assignment.Kind.CO)
    talk = Q(_talk_owed(seat), state=part_life.REPLY_DRAFT.code)
    unsent = Q(state=part_life.REPLY_SIGNED.code) & ~Q(
        reply_set__round=F("round"), reply_set__sent_on__isnull=False
    )
    return Q(Exists(own.filter(early | drafts | talk | unsent)))


def _talk_owed(seat):
    """Fewer talks were held in the round than the reply wants."""
    talks = ContactRecord.objects.filter(assignment=OuterRef("pk"), round=OuterRef("round"))
    held = talks.order_by().values("assignment").annotate(n=Count("pk")).values("n")
    least = norm("contact.min", today(), cell_id=seat.cell_id).value
    return LessThan(Coalesce(Subquery(held, output_field=IntegerField()), 0), least)


def _head(seat):
    own = Assignment.objects.filter(suggestion=OuterRef("pk"), unit=seat.unit_id)
    early = Q(state__in=(part_life.ASSIGNED.code, part_life.RECEIVED.code), kind="co")
    opinion = Q(state=part_life.HANDLING.code, kind=Assignment.Kind.CO)
    signs = Q(~Q(_talk_owed(seat)), state=part_life.REPLY_DRAFT.code)
    asks = Extension.objects.filter(
        assignment__suggestion=OuterRef("pk"),
        assignment__unit=seat.unit_id,
        state=time_life.DRAFT.code,
    )
    return Q(Exists(own.filter(early | opinion | signs))) | Q(Exists(asks))


def _supervision(seat):
    agree = has(Assignment, state=part_life.PROPOSED.code, agreed=None)
    back = has(Assignment, state=part_life.RETURN_REQUESTED.code)
    return Q(government_side=True) & (agree | back)


def _entered(seat):
    writing = Q(state__in=(life.DRAFT.code, life.RETURNED.code))
    return Q(entered_on_behalf=True) & writing


_TURNS = {
    Role.DEPUTY: _deputy,
    Role.OFFICE: lambda seat: _office(seat) | _entered(seat),
    Role.TOWN_CLERK: lambda seat: _office(seat) | _entered(seat),
    Role.LEADER: _leader,
    Role.UNIT_CLERK: _clerk,
    Role.UNIT_LEADER: _head,
    Role.GOV_SUPERVISION: _supervision,
    Role.LIAISON_OFFICER: _entered,
}
