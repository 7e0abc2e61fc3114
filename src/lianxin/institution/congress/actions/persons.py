"""
Persons of the roster, kept by hand: entered with a mandate, and put right later.

Each change is an entry that names the fields; what stands in them is in no entry.
"""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.files import actions as files
from lianxin.base.files.models import Upload
from lianxin.base.files.queries import uploads_of
from lianxin.base.records.actions import put_down
from lianxin.institution.congress import rules
from lianxin.institution.congress.actions.mandates import enter_mandate
from lianxin.institution.congress.models import Cell, Person
from lianxin.institution.congress.queries.doubles import alike
from lianxin.institution.congress.queries.roster import entered_as, owner_of
from lianxin.kernel.lifecycle import Forbidden, Refused

FIELDS = (
    *("name", "sex", "born", "ethnicity", "party", "education", "degree"),
    *("post", "trade", "sector", "expertise", "phone", "identity_number", "remark"),
)
NUMBERS = ("phone", "identity_number")  # a blank in the form leaves them as they are


def hold_cell(cell_id):
    """Two who change one county's roster, by hand or by a sheet, come one after the other."""
    list(Cell.objects.select_for_update(no_key=True).filter(pk=cell_id))


def may_edit(actor):
    """Refuse whoever only reads the roster, or does not even that."""
    if not rules.edits_roster(actor):
        raise Forbidden(_("Only the offices that keep the roster may change it."))


@transaction.atomic
def add_person(told: dict[str, Any], mandate: dict[str, Any], *, actor, row=None, namesake=False):
    """
    Enter somebody new, with the first mandate.

    Sent twice (the same `row`), it is one person. Raises Refused when the identity number is
    somebody's, or when somebody of this name and birth is there and `namesake` is not said.
    """
    may_edit(actor)
    hold_cell(actor.cell_id)
    if row and (there := entered_as(actor, row)):
        return there
    person = Person(cell_id=actor.cell_id)
    if row and not Person.objects.filter(row_id=row).exists():
        person.row_id = UUID(str(row))
    _unless_known(person, told)
    if not namesake and alike(actor, name=told["name"], born=told.get("born", "")):
        raise Refused(_("Somebody of this name is in the roster. Say whether it is a namesake."))
    for name in FIELDS:
        setattr(person, name, told.get(name) or "")
    person.save(force_insert=True)
    _take_photo(person, told.get("photo"), actor)
    put_down(person, cell_id=person.cell_id, move="enter", actor=actor)
    enter_mandate(person, actor=actor, **mandate)
    return person


@transaction.atomic
def edit_person(person, told: dict[str, Any], *, actor, edition: int):
    """
    Put right what is known of a person; the entry names the fields and nothing in them.

    Raises Refused when somebody else has changed the person since `edition` was read.
    """
    may_edit(actor)
    hold_cell(person.cell_id)
    held = Person.objects.select_for_update().get(pk=person.pk)
    if held.edition != edition:
        raise Refused(_("Somebody else has changed this person meanwhile. Look at it once more."))
    _unless_known(held, told)
    changed = [name for name in FIELDS if name in told and _differs(held, name, told[name])]
    photo = told.get("photo")
    if not changed and not photo:
        return held
    for name in changed:
        setattr(held, name, told[name] or "")
    held.edition += 1
    held.save()
    _take_photo(held, photo, actor)
    note = _labels(held, changed, bool(photo))
    put_down(held, cell_id=held.cell_id, move="put_right", actor=actor, note=note)
    return held


def _differs(held, name, value) -> bool:
    if name in NUMBERS and not value:
        return False
    return getattr(held, name) != (value or "")


def _unless_known(person, told):
    number = told.get("identity_number")
    if number and owner_of(person.cell_id, number, but=person.pk):
        raise Refused(_("This identity number is somebody else's in the roster of the county."))


def _labels(person, changed, photo: bool) -> str:
    """The names of fields, in the language of the book."""
    with translation.override(settings.LANGUAGE_CODE):
        names = [str(person._meta.get_field(name).verbose_name) for name in changed]
        return pgettext("between fields", ", ").join([*names, *([_("photo")] if photo else [])])


def _take_photo(person, token, actor):
    """One photo a person: a new one takes the place of the old."""
    if not token:
        return
    stash = Upload.objects.filter(token=token, subject_type="", cell_id=person.cell_id)
    stash = stash.filter(seat_id=actor.pk)
    if new := stash.first():
        files.forget(uploads_of(person).get(person.pk, []))
        files.attach([new], person)


@transaction.atomic
def note_export(cell, *, actor, rows: int):
    """That the register went out as a sheet, and how long it was, stands in the book."""
    with translation.override(settings.LANGUAGE_CODE):
        note = _("%(n)d rows") % {"n": rows}
    put_down(cell, cell_id=cell.pk, move="export_roster", actor=actor, note=note)
