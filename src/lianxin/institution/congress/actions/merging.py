"""
Two persons of a roster made one, and made two again while the image of before is kept.

Mandates, seats and the lines of the file go over to whoever stays. Where both have a mandate of
one congress and term, it is one mandate from then on. Whatever points to what goes is turned to
what stays, in whichever app it stands; nothing is lost that the image does not hold.
"""

import json
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.core import serializers
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext as _

from lianxin.base.facts import actions as facts
from lianxin.base.facts import queries as lines
from lianxin.base.files.queries import uploads_of
from lianxin.base.records.actions import put_down
from lianxin.institution.congress import rules
from lianxin.institution.congress.actions.persons import NUMBERS, hold_cell, may_edit
from lianxin.institution.congress.models import Apart, Mandate, Merge, Person, Seat
from lianxin.institution.congress.queries.doubles import UNDO
from lianxin.kernel.fields import SecretText
from lianxin.kernel.lifecycle import Forbidden, Refused

ONE_DAY = timedelta(days=1)
ERASED = (*NUMBERS, "remark")
BLANKS = (  # of whoever stays, filled from whoever goes
    *("sex", "born", "ethnicity", "party", "education", "degree", "post", "trade", "sector"),
    *("expertise", "remark", *NUMBERS),
)


@transaction.atomic
def merge(stays, goes, *, actor, on: date, reason="") -> Merge:
    """Make two persons of one county one. Raises Refused when they are two for certain."""
    _may_merge(actor, stays, goes)
    hold_cell(stays.cell_id)
    held = Person.objects.select_for_update().in_bulk([stays.pk, goes.pk])
    if len(held) < 2:
        raise Refused(_("One of the two is not in the roster any more."))
    stays, goes = held[stays.pk], held[goes.pk]
    if len({each.identity_number for each in (stays, goes)} - {""}) > 1:
        raise Refused(_("They have two identity numbers; one person has one. Look again."))
    image: dict[str, Any] = {"turned": [], "gone": [], "lines": []}
    image["filled"] = _fill(stays, goes)
    same = _same_mandates(stays, goes)
    _move_lines(image, stays, goes, same)
    try:
        with transaction.atomic():
            for old, new in same.items():
                _turn(image, Mandate, old, new)
                gone = _take_out(image, Mandate.objects.get(pk=old))
                _fill_mandate(image, Mandate.objects.get(pk=new), gone)
            _turn(image, Person, goes.pk, stays.pk)
            _take_out(image, goes)
    except IntegrityError as fault:
        raise Refused(_("Both take part in one matter, each with a name of its own.")) from fault
    _one_account(image, stays, on)
    _photo(image, stays, goes)
    done = Merge(cell_id=stays.cell_id, person=stays, gone_id=goes.pk, on=on, seat_id=actor.pk)
    done.image = json.dumps(image, ensure_ascii=False)
    done.save()
    _entries(done, "merge", "merge_away", actor, reason)
    return done


@transaction.atomic
def keep_apart(one, other, *, actor, reason=""):
    """Say that two who look like one are two: they are not offered again. Said once is enough."""
    _may_merge(actor, one, other)
    hold_cell(one.cell_id)
    both = [one.pk, other.pk]
    if Apart.objects.filter(one__in=both, other__in=both).exists():
        return
    Apart.objects.create(cell_id=one.cell_id, one=one, other=other)
    for person in (one, other):
        put_down(person, cell_id=one.cell_id, move="keep_apart", actor=actor, note=reason)


def _may_merge(actor, *persons):
    may_edit(actor)
    if len({each.pk for each in persons}) < 2:
        raise Refused(_("These are not two."))
    if any(each.cell_id != actor.cell_id for each in persons):
        raise Forbidden(_("Persons of two counties are never made one."))
    for mandate in Mandate.objects.filter(person__in=persons).select_related("congress"):
        if rules.of_one_town(actor) and not rules.keeps_roster_of(actor, mandate.congress):
            raise Forbidden(_("One of them has a mandate elsewhere: ask the county's office."))


def _fill(stays, goes) -> dict[str, str]:
    """What was not known of whoever stays and is of whoever goes; it is kept what was filled in."""
    filled = {
        name: str(getattr(goes, name))
        for name in BLANKS
        if not getattr(stays, name) and getattr(goes, name)
    }
    for name, value in filled.items():
        setattr(stays, name, value)
    stays.edition += 1
    stays.save()
    return filled


def _same_mandates(stays, goes) -> dict[int, int]:
    """{mandate of whoever goes: mandate of whoever stays} of the same congress and term."""
    places = {(m.congress_id, m.term_id): m.pk for m in Mandate.objects.filter(person=stays)}
    return {
        each.pk: places[each.congress_id, each.term_id]
        for each in Mandate.objects.filter(person=goes)
        if (each.congress_id, each.term_id) in places
    }


def _move_lines(image, stays, goes, same):
    found = lines.file_of(goes.pk).order_by("pk")
    image["lines"] = [[line.pk, line.mandate_id] for line in found]
    image["moved"] = facts.move_lines(found, mandates=same, person_id=stays.pk)


def _pointers(model):
    """(model, column) of every foreign key to a model, those of many-to-many tables too."""
    for each in model._meta.get_fields(include_hidden=True):
        if isinstance(each, models.ManyToOneRel):
            yield each.related_model, each.field


def _turn(image, model, old: int, new: int):
    """Whatever points to a record points to another; what is there twice then goes."""
    for table, column in _pointers(model):
        through = table._meta.auto_created or table is Apart
        for record in table._base_manager.filter(**{column.attname: old}).order_by("pk"):
            if through and _is_there(table, record, column, new):
                _take_out(image, record)
                continue
            table._base_manager.filter(pk=record.pk).update(**{column.attname: new})
            image["turned"].append([table._meta.label_lower, record.pk, column.attname, old, new])


def _is_there(table, record, column, new) -> bool:
    others = {
        field.attname: getattr(record, field.attname)
        for field in table._meta.concrete_fields
        if field.is_relation and field.attname != column.attname
    }
    return table._base_manager.filter(**others, **{column.attname: new}).exists()


def _take_out(image, record):
    """Remove a record; the image holds all of it, what is secret too."""
    row = json.loads(serializers.serialize("json", [record]))[0]
    for field in record._meta.concrete_fields:
        if isinstance(field, SecretText):
            row["fields"][field.name] = str(getattr(record, field.attname))
    image["gone"].insert(0, row)
    type(record)._base_manager.filter(pk=record.pk).delete()
    return record


def _fill_mandate(image, stays, gone):
    """What was not known of a mandate that stays and is of the one that goes."""
    for column in ("region_id", "district", "certificate", "begins_on", "fills_id"):
        if not getattr(stays, column) and (value := getattr(gone, column)):
            _set(image, stays, column, value)


def _one_account(image, stays, on: date):
    """
    The seats of one person are used from one account: that of whoever stays.

    Of two seats for one mandate the one that came over ends.
    """
    turned = {(row[0], row[1]) for row in image["turned"]}
    seats = list(Seat.objects.filter(mandate__person=stays).order_by("pk"))
    came = [
        seat
        for seat in seats
        if ("congress.mandate", seat.mandate_id) in turned or ("congress.seat", seat.pk) in turned
    ]
    own = [seat for seat in seats if seat not in came]
    if not own:
        return
    for seat in came:
        _set(image, seat, "user_id", own[0].user_id)
        twice = any(other.mandate_id == seat.mandate_id for other in own)
        if twice and (seat.valid_to is None or seat.valid_to >= on):
            _set(image, seat, "valid_to", max(on - ONE_DAY, seat.valid_from))


def _set(image, record, column, value):
    was = getattr(record, column)
    if was == value:
        return
    type(record)._base_manager.filter(pk=record.pk).update(**{column: value})
    told = [each.isoformat() if isinstance(each, date) else each for each in (was, value)]
    image["turned"].append([record._meta.label_lower, record.pk, column, *told])


def _photo(image, stays, goes):
    """Whoever stays without a photo gets the one of whoever goes."""
    found = uploads_of(stays, goes)
    if not found.get(stays.pk):
        for upload in found.get(goes.pk, ()):
            _set(image, upload, "subject_id", stays.pk)


def _entries(merge, move_of_stayer, move_of_goer, actor, note):
    """Both have the entry: the one who stays and the one who goes; no name stands in it."""
    gone = Person(pk=merge.gone_id, cell_id=merge.cell_id)
    told = "\n".join(part for part in (f"#{merge.gone_id} → #{merge.person_id}", note) if part)
    for person, move in ((merge.person, move_of_stayer), (gone, move_of_goer)):
        put_down(person, cell_id=merge.cell_id, move=move, actor=actor, note=told)


# And back


@transaction.atomic
def undo_merge(merge, *, actor, on: date, reason=""):
    """Make them two again, each with what it had. Raises Refused when it is too late."""
    hold_cell(merge.cell_id)
    merge = Merge.objects.select_for_update(of=("self",)).select_related("person").get(pk=merge.pk)
    may_edit(actor)
    if merge.cell_id != actor.cell_id:
        raise Forbidden(_("Persons of two counties are never made one."))
    if merge.undone_on or not merge.image or on > merge.on + UNDO:
        raise Refused(_("This can be undone for 30 days, and once."))
    later = Merge.objects.filter(person=merge.person_id, undone_on=None, pk__gt=merge.pk)
    if later.exists():
        raise Refused(_("Another was merged into this person later: undo that first."))
    image = json.loads(merge.image)
    try:
        with transaction.atomic():
            _give_back(image)
    except IntegrityError as fault:
        raise Refused(_("Something else has taken its place since then.")) from fault
    _lines_back(image, merge)
    _unfill(image, merge.person_id)
    merge.undone_on, merge.image = on, ""
    merge.save(update_fields=["undone_on", "image"])
    _entries(merge, "undo_merge", "come_back", actor, reason)
    return merge


def _give_back(image):
    """Each pointer back to where it was, then what went; what changed since then stays."""
    for label, pk, column, old, new in reversed(image["turned"]):
        table = apps.get_model(label)
        table._base_manager.filter(pk=pk, **{column: new}).update(**{column: old})
    for row in image["gone"]:
        record = next(iter(serializers.deserialize("json", json.dumps([row])))).object
        record.save(force_insert=True)


def _lines_back(image, merge):
    """The lines that came over, or what took their place; later ones follow their mandates."""
    back: dict[int | None, list[int]] = {}
    for (_was, mandate), moved in zip(image["lines"], image["moved"], strict=True):
        back.setdefault(mandate, []).append(moved)
    for mandate, ids in back.items():
        facts.move_lines(
            lines.standing_in_place_of(ids), person_id=merge.gone_id, mandate_id=mandate
        )
    own = Mandate.objects.filter(person=merge.gone_id).values_list("pk", flat=True)
    later = lines.file_of(merge.person_id).filter(mandate_id__in=list(own))
    facts.move_lines(later, person_id=merge.gone_id)


def _unfill(image, pk):
    held = Person.objects.select_for_update().get(pk=pk)
    for name, value in image["filled"].items():
        if str(getattr(held, name)) == value:
            setattr(held, name, "")
    held.edition += 1
    held.save()


def forget_images(*, today: date) -> int:
    """What cannot be undone any more is forgotten. Returns how many."""
    old = Merge.objects.filter(on__lt=today - UNDO).exclude(image="")
    return old.update(image="")


def forget_numbers_in_images(person):
    """Numbers that are erased for good do not come back with an undoing."""
    for merge in Merge.objects.filter(person=person, undone_on=None).exclude(image=""):
        image = json.loads(merge.image)
        image["filled"] = {k: v for k, v in image["filled"].items() if k not in ERASED}
        for row in image["gone"]:
            if row["model"] == "congress.person":
                row["fields"] |= dict.fromkeys(ERASED, "")
        merge.image = json.dumps(image, ensure_ascii=False)
        merge.save(update_fields=["image"])
