"""What changes one unit's part in a suggestion."""

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from lianxin.base.facts.actions import put_right
from lianxin.base.records.actions import take_number
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import begins, changing, made, performs
from lianxin.work.suggestions import rules
from lianxin.work.suggestions.lifecycle import ASSIGNMENT, SUGGESTION
from lianxin.work.suggestions.models import Assignment, ContactRecord, Reply

# Finding the unit


@begins(ASSIGNMENT, "propose")
def propose(*, actor, at, suggestion, unit, kind, task=""):
    """Put a unit forward: one leads, others give their opinion or answer their own part."""
    standing = [p for p in rules.parts(suggestion) if p.state not in ("reassigned", "ended")]
    if any(part.unit_id == unit.pk for part in standing):
        raise Refused(_("This unit has a part in it already."))
    if kind == Assignment.Kind.LEAD and any(part.kind == kind for part in standing):
        raise Refused(_("A lead unit is in charge already."))
    return Assignment(
        cell_id=suggestion.cell_id,
        suggestion=suggestion,
        unit=unit,
        kind=kind,
        task=task,
        proposed_by=actor.pk,
    )


@performs(ASSIGNMENT, "agree")
def agree(assignment, *, actor, at):
    """The government's office agrees: units are named jointly (R-A4)."""
    assignment.agreed = True


@performs(ASSIGNMENT, "disagree")
def disagree(assignment, *, actor, at, wished_unit):
    """The government's office would rather see another unit."""
    assignment.agreed, assignment.wished_unit = False, wished_unit


@performs(ASSIGNMENT, "drop")
def drop(assignment, *, actor, at):
    """The proposal is taken off the list."""


@performs(ASSIGNMENT, "assign")
def assign(assignment, *, actor, at):
    """From this day the unit's own reply period runs (代表法 art. 51; R-T5)."""
    assignment.assigned_on = localdate(at)


@performs(ASSIGNMENT, "acknowledge")
def acknowledge(assignment, *, actor, at):
    """Signed for; the window for handing it back opens."""


@performs(ASSIGNMENT, "request_return")
def request_return(assignment, *, actor, at, wished_unit, signed_by):
    """It belongs to somebody else, says the head of the unit (§1.6)."""
    assignment.wished_unit = wished_unit


@performs(ASSIGNMENT, "withdraw_return")
def withdraw_return(assignment, *, actor, at):
    """It stays after all."""


@performs(ASSIGNMENT, "grant_return")
def grant_return(assignment, *, actor, at):
    """Free the unit; the office proposes another."""


@performs(ASSIGNMENT, "deny_return")
def deny_return(assignment, *, actor, at):
    """It stays with the unit; the reply period has been running all along."""


@performs(ASSIGNMENT, "change_unit")
def change_unit(assignment, *, actor, at):
    """After the window only the assigner changes units."""


# Handling it


@performs(ASSIGNMENT, "start_handling")
def start_handling(assignment, *, actor, at, plan_leader, plan_section, plan_handler, plan=""):
    """Who leads, which section, who handles it, and how."""
    assignment.plan_leader, assignment.plan_section = plan_leader, plan_section
    assignment.plan_handler, assignment.plan = plan_handler, plan


@performs(ASSIGNMENT, "record_contact")
def record_contact(assignment, *, actor, at, phase, manner, on, who, said):
    """A talk with the deputy: before, while or after handling (R-H7, R-H8)."""
    made(
        ContactRecord.objects.create(
            assignment=assignment,
            round=assignment.round,
            phase=phase,
            manner=manner,
            on=on,
            who=who,
            said=said,
        )
    )


@performs(ASSIGNMENT, "confirm_contact")
def confirm_contact(assignment, *, actor, at, up_to=None):
    """The deputy says: yes, so we talked; what was recorded since the page was read waits."""
    waiting = assignment.contacts.filter(confirmed_on=None)
    if up_to:
        waiting = waiting.filter(pk__lte=up_to)
    for talk in waiting:
        changing(talk).confirmed_on = localdate(at)
        talk.save(update_fields=["confirmed_on"])


@performs(ASSIGNMENT, "note_progress")
def note_progress(assignment, *, actor, at):
    """How far it is; the words are in the entry."""


@performs(ASSIGNMENT, "send_co_opinion")
def send_co_opinion(assignment, *, actor, at, opinion, signed_by):
    """What the lead unit needs for its reply (R-H5)."""
    assignment.opinion, assignment.opinion_signed_by = opinion, signed_by


@performs(ASSIGNMENT, "reject_co_opinion")
def reject_co_opinion(assignment, *, actor, at):
    """Once, the lead unit may ask for a better one (重庆 art. 20)."""
    assignment.opinion_rejected = True


@performs(ASSIGNMENT, "draft_reply")
def draft_reply(assignment, *, actor, at, category, text, rework_leader="", **told):
    """Answer each request, one by one; the draft of the round is kept beside older ones."""
    of = {"assignment": assignment, "round": assignment.round, "version": 1}
    values = {"category": category, "text": text, **told}
    reply = Reply.objects.filter(**of).first()
    if reply is None:
        made(Reply.objects.create(**of, **values))
    else:
        _write(reply, **values)
    assignment.draft_seat_id = actor.pk
    assignment.rework_leader = rework_leader or assignment.rework_leader


@performs(ASSIGNMENT, "send_back_draft")
def send_back_draft(assignment, *, actor, at):
    """The head wants it better."""


@performs(ASSIGNMENT, "sign_reply")
def sign_reply(assignment, *, actor, at):
    """The main leader signs (R-L1); the letter gets its number from the unit's own series."""
    reply = changing(reply_in_hand(assignment))
    reply.signed_by, reply.signed_on = actor.holder, localdate(at)
    if not reply.number:
        year = localdate(at).year
        key = f"letter/unit/{assignment.unit_id}/{year}"
        short = assignment.unit.short or assignment.unit.name[:2]
        number = take_number(assignment.cell_id, key)
        reply.number = f"{short}函〔{year}〕{number}号"  # a mark, the same in every language
    reply.opinions_late = any(
        rules.opinion_overdue(part)
        for part in rules.parts(assignment.suggestion)
        if not part.replies and part.state not in ("co_opinion_sent", "reassigned", "ended")
    )
    reply.save()


@performs(ASSIGNMENT, "recall_signature")
def recall_signature(assignment, *, actor, at):
    """Before it is sent, a signature can be taken back."""
    _write(reply_in_hand(assignment), signed_by="", signed_on=None)


@performs(ASSIGNMENT, "send_reply")
def send_reply(assignment, *, actor, at):
    """To every signer (R-H9); when the last unit has sent, the suggestion is answered."""
    _write(reply_in_hand(assignment), sent_on=localdate(at))
    if rules.all_replies_sent(MACHINE, assignment.suggestion):
        SUGGESTION.actions["reply"](assignment.suggestion, actor=MACHINE)


def reply_in_hand(assignment):
    """The reply of the round in hand."""
    return assignment.reply_set.filter(round=assignment.round).latest("version")


def _write(reply, **values):
    """Change a letter so that the step that changes it can be taken back."""
    changing(reply)
    for name, value in values.items():
        setattr(reply, name, value)
    reply.save(update_fields=list(values))


@performs(ASSIGNMENT, "begin_rework")
def begin_rework(assignment, *, actor, at):
    """Talk with the deputy anew, then answer anew, under a higher leader."""
    assignment.draft_seat_id, assignment.rework_leader = None, ""


@performs(ASSIGNMENT, "urge")
def urge(assignment, *, actor, at):
    """Remind the unit; the reminder is on record."""


@performs(ASSIGNMENT, "end")
def end(assignment, *, actor, at):
    """The suggestion does not go on; neither does this part."""


@performs(ASSIGNMENT, "correct_date")
def correct_date(assignment, *, actor, at, entry, moment):
    """A step was written down with a wrong moment; its clocks and facts move with it."""
    put_right(assignment, entry, moment)
