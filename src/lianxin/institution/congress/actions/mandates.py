"""Mandates entered, put right, ended, resting and taken up again; their seats follow."""

from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lianxin.base.records.actions import put_down
from lianxin.institution.congress import rules
from lianxin.institution.congress.actions.seats import give
from lianxin.institution.congress.models import (
    Cell,
    Congress,
    EndReason,
    Mandate,
    Role,
    Seat,
    SuspendReason,
)
from lianxin.institution.congress.queries.mandates import (
    BASES,
    FILLS,
    RESUMES,
    Standing,
    seats_of_mandate,
    standing_of,
    vacancies,
)
from lianxin.institution.congress.queries.roster import holder_of
from lianxin.kernel.lifecycle import Forbidden, Refused

FIELDS = ("term", "region", "district", "certificate", "begins_on")


def _keeps(actor, congress):
    if not rules.edits_roster(actor) or not rules.keeps_roster_of(actor, congress):
        told = {"congress": congress.name}
        raise Forbidden(_("The roster of %(congress)s is not yours to keep.") % told)


def _held(mandate):
    """The mandate under the lock of its county: certificates are compared one after the other."""
    cell = Mandate.objects.values_list("person__cell_id", flat=True).get(pk=mandate.pk)
    list(Cell.objects.select_for_update(no_key=True).filter(pk=cell))
    held = Mandate.objects.select_for_update(of=("self",))
    return held.select_related("person", "congress", "term").get(pk=mandate.pk)


def _unless_taken(congress_id, term_id, certificate, but=None):
    if certificate and holder_of(congress_id, term_id, certificate, but=but):
        raise Refused(_("This certificate number is another deputy's of the same term."))


@transaction.atomic
def enter_mandate(
    person, *, congress, actor, term=None, region=None, district="", certificate="", begins_on=None,
    fills=None,
):  # fmt: skip
    """A mandate of one who is in the roster; `fills` is the vacancy of a by-election."""
    _keeps(actor, congress)
    list(Cell.objects.select_for_update(no_key=True).filter(pk=person.cell_id))
    if congress.cell_id != person.cell_id:
        raise Forbidden(
            _("The roster of %(congress)s is not yours to keep.") % {"congress": congress.name}
        )
    if Mandate.objects.filter(person=person, congress=congress, term=term).exists():
        raise Refused(_("This person has a mandate of this congress in this term already."))
    _unless_taken(congress.pk, term.pk if term else None, certificate)
    if fills is not None:
        _may_fill(fills, congress, term, begins_on)
    mandate = Mandate.objects.create(
        person=person,
        congress=congress,
        term=term,
        region=region,
        district=district,
        certificate=certificate,
        begins_on=begins_on,
        fills=fills,
    )
    note = _note(FILLS, _("by-election")) if fills else ""
    move = "fill_vacancy" if fills else "add_mandate"
    put_down(mandate, cell_id=person.cell_id, move=move, actor=actor, note=note, root=person)
    return mandate


def _may_fill(fills, congress, term, begins_on):
    """A vacancy is filled once, in the congress and the term that it arose in."""
    told = _("This vacancy cannot be filled by this mandate: look at congress, term and days.")
    open_ones = vacancies(Congress.objects.filter(pk=congress.pk), today=begins_on or date.min)
    if not open_ones.filter(pk=fills.pk, term=term).exists():
        raise Refused(told)
    if begins_on and fills.ends_on and begins_on <= fills.ends_on:
        raise Refused(_("Whoever leaves is in office until %(day)s.") % {"day": fills.ends_on})


@transaction.atomic
def edit_mandate(mandate, told, *, actor):
    """Put right what is written of a mandate; the entry names the fields."""
    held = _held(mandate)
    _keeps(actor, held.congress)
    changed = [name for name in FIELDS if name in told and getattr(held, name) != told[name]]
    if not changed:
        return held
    for name in changed:
        setattr(held, name, told[name])
    if "term" in changed and _elsewhere(held):
        raise Refused(_("This person has a mandate of this congress in this term already."))
    _unless_taken(held.congress_id, held.term_id, held.certificate, but=held.pk)
    held.save(update_fields=changed)
    with translation.override(settings.LANGUAGE_CODE):
        note = "、".join(str(held._meta.get_field(name).verbose_name) for name in changed)
    return _entered(held, "edit_mandate", actor, note)


def _elsewhere(held):
    same = Mandate.objects.filter(person=held.person_id, congress=held.congress_id, term=held.term)
    return same.exclude(pk=held.pk).exists()


@transaction.atomic
def end_mandate(mandate, *, ends_on: date, reason: str, actor, today: date, words=""):
    """A mandate ends with a day, and so do its seats: with that day, or at once when it is past."""
    held = _held(mandate)
    _keeps(actor, held.congress)
    if standing_of(held, today) == Standing.ENDED:
        raise Refused(_("This mandate has ended already."))
    if held.begins_on and ends_on < held.begins_on:
        raise Refused(_("That is before the mandate began."))
    held.ends_on, held.end_reason = ends_on, EndReason(reason)
    held.save(update_fields=["ends_on", "end_reason"])
    note = _note(BASES[EndReason(reason)], EndReason(reason).label, words)
    _entered(held, "end_mandate", actor, note)
    _end_seats(held, last=ends_on, actor=actor, today=today, note=note)
    return held


@transaction.atomic
def suspend_mandate(mandate, *, on: date, reason: str, actor, today: date, words=""):
    """A deputy does not act for a time; the seats end, the mandate does not."""
    held = _held(mandate)
    _keeps(actor, held.congress)
    if standing_of(held, today) != Standing.IN_OFFICE or held.suspended_on:
        raise Refused(_("Only a deputy in office can be suspended."))
    if on > today:
        raise Refused(_("A suspension is entered when it has begun."))
    held.suspended_on, held.suspend_reason = on, SuspendReason(reason)
    held.save(update_fields=["suspended_on", "suspend_reason"])
    note = _note(BASES[SuspendReason(reason)], SuspendReason(reason).label, words)
    _entered(held, "suspend_mandate", actor, note)
    _end_seats(held, last=on - timedelta(days=1), actor=actor, today=today, note=note)
    return held


@transaction.atomic
def resume_mandate(mandate, *, actor, today: date, words=""):
    """
    A suspended deputy acts again, or an end that was a mistake is taken back; seats come back.

    Raises Refused when somebody was elected into the vacancy, or when there is nothing to resume.
    """
    held = _held(mandate)
    _keeps(actor, held.congress)
    if Mandate.objects.filter(fills=held).exists():
        raise Refused(_("The vacancy is filled by a by-election; the mandate cannot come back."))
    if not (held.suspended_on or held.ends_on):
        raise Refused(_("This mandate neither rests nor has it ended."))
    ended = bool(held.ends_on)
    if ended:
        held.ends_on, held.end_reason = None, ""
    else:
        held.suspended_on, held.suspend_reason = None, ""
    held.save(update_fields=["ends_on", "end_reason", "suspended_on", "suspend_reason"])
    note = words if ended else _note(RESUMES, "", words)
    _entered(held, "take_back_end" if ended else "resume_mandate", actor, note)
    if not held.suspended_on:
        _give_back_seat(held, actor=actor, today=today)
    return held


def _entered(mandate, move, actor, note):
    cell_id = mandate.person.cell_id
    put_down(mandate, cell_id=cell_id, move=move, actor=actor, note=note, root=mandate.person)
    return mandate


def _note(basis: tuple[str, str], label, words="") -> str:
    """Why and by which article, in the language of the book; then what was said beside it."""
    with translation.override(settings.LANGUAGE_CODE):
        article = basis[1] if settings.LANGUAGE_CODE.startswith("en") else basis[0]
        first = " ".join(part for part in (str(label), article) if part)
    return "\n".join(part for part in (first, words) if part)


def _end_seats(mandate, *, last: date, actor, today: date, note: str):
    """What was done until now stands: a seat ends yesterday at the earliest."""
    last = max(last, today - timedelta(days=1))
    for seat in seats_of_mandate(mandate, today=today).select_for_update(of=("self",)):
        if seat.valid_to and seat.valid_to <= last:
            continue
        seat.valid_to = last
        seat.save(update_fields=["valid_to"])
        put_down(seat, cell_id=seat.cell_id, move="end", actor=actor, note=note)


def _give_back_seat(mandate, *, actor, today: date):
    """A seat for the account that had the last one; none where there never was one."""
    old = Seat.objects.filter(mandate=mandate, role=Role.DEPUTY).order_by("-pk").first()
    if old is None or not old.valid_to:
        return
    if old.valid_to >= today:  # it has not ended yet
        old.valid_to = None
        old.save(update_fields=["valid_to"])
        put_down(old, cell_id=old.cell_id, move="appoint", actor=actor, note=old.signature)
        return
    new = Seat(
        user_id=old.user_id,
        role=old.role,
        cell_id=old.cell_id,
        mandate=mandate,
        holder=old.holder,
        title=old.title,
        valid_from=today,
    )
    give(new)
    put_down(new, cell_id=new.cell_id, move="appoint", actor=actor, note=new.signature)


@transaction.atomic
def leave_with_office(seat, *, titles, actor):
    """What waited for a deputy who leaves waits for the office and the station; each is named."""
    _keeps(actor, seat.mandate.congress)
    put_down(
        seat,
        cell_id=seat.cell_id,
        move="hand_over",
        actor=actor,
        note="\n".join([actor.signature, *titles])[:4000],
    )
