"""Land a roster: persons, their mandates and their groups, written in bulk."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.institution.congress import rules
from lianxin.institution.congress.models import DeputyGroup, Mandate, Membership, Person
from lianxin.kernel.fields import sort_key
from lianxin.kernel.lifecycle import Forbidden

BATCH = 500


@dataclass
class Landing:
    """What one row of a roster does: which fields of the person and of the mandate it sets."""

    person: Person
    mandate: Mandate
    person_sets: set[str] = field(default_factory=set)  # of one that is in the roster
    mandate_sets: set[str] = field(default_factory=set)
    joins: Membership | None = None  # of another group than the mandate is in


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
    _join([each.joins for each in landings if each.joins])


def _join(joins: list[Membership]):
    """End what the mandates were in until now; begin the new groups and memberships."""
    groups = {id(each.group): each.group for each in joins}
    DeputyGroup.objects.bulk_create([group for group in groups.values() if group.pk is None])
    by_day: dict[date, list[int]] = defaultdict(list)
    for each in joins:
        each.group, each.mandate = each.group, each.mandate  # they have their numbers now
        by_day[each.valid_from].append(each.mandate.pk)
    for day, mandates in by_day.items():
        for start in range(0, len(mandates), BATCH):
            now = Membership.objects.filter(valid_to=None, mandate__in=mandates[start:][:BATCH])
            now.filter(valid_from__gte=day).delete()  # of the same day: it was put right
            now.update(valid_to=day - timedelta(days=1))
    Membership.objects.bulk_create(joins, batch_size=BATCH)


def _set(model, pairs):
    changed = {record.pk: record for record, names in pairs if names}
    fields = sorted({name for _record, names in pairs for name in names})
    if "name" in fields:  # what is written in bulk counts nothing by itself
        for record in changed.values():
            record.sort_key = sort_key(record.name, person=True)
        fields.append("sort_key")
    if changed:
        model.objects.bulk_update(changed.values(), fields, batch_size=100)
