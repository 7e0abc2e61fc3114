"""Land a roster: persons and their mandates, written in bulk."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.institution.congress import rules
from lianxin.institution.congress.models import Mandate, Person
from lianxin.kernel.lifecycle import Forbidden

BATCH = 500


@dataclass
class Landing:
    """What one row of a roster does: which fields of the person and of the mandate it sets."""

    person: Person
    mandate: Mandate
    person_sets: set[str] = field(default_factory=set)  # of one that is in the roster
    mandate_sets: set[str] = field(default_factory=set)


@transaction.atomic
def land_roster(landings, *, actor, cell_id):
    """
    Write what is new and what is changed; several rows may be mandates of one person.

    Persons have no lifecycle, so there are no entries: the job of the import, with its seat, the
    hash of the file and the rows that were changed, is the trail.
    """
    if not rules.keeps_the_roster(actor, cell_id):
        raise Forbidden(_("Only an office of the cell may bring in a sheet."))
    persons = {id(each.person): each.person for each in landings}
    new = [person for person in persons.values() if person.pk is None]
    Person.objects.bulk_create(new, batch_size=BATCH)
    _set(Person, [(each.person, each.person_sets) for each in landings])
    Mandate.objects.bulk_create(
        [each.mandate for each in landings if each.mandate.pk is None], batch_size=BATCH
    )
    _set(Mandate, [(each.mandate, each.mandate_sets) for each in landings])


def _set(model, pairs):
    changed = {record.pk: record for record, names in pairs if names}
    fields = sorted({name for _record, names in pairs for name in names})
    if changed:
        model.objects.bulk_update(changed.values(), fields, batch_size=100)
