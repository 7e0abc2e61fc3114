"""Land a roster: persons, their mandates and their groups, written in bulk."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.institution.congress import rules
from lianxin.institution.congress.models import (
    Congress,
    DeputyGroup,
    Mandate,
    Membership,
    Person,
)
from lianxin.kernel.fields import write_many
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

    Persons have no lifecycle, so there is no entry a person: one entry about the job of the
    sheet says who landed what; the job keeps the rows that were changed. Raises Forbidden when
    a row is about a congress that is not the actor's.
    """
    if not rules.keeps_the_roster(actor, cell_id):
        raise Forbidden(_("Only an office of the cell may bring in a sheet."))
    for congress in Congress.objects.in_bulk({m.mandate.congress_id for m in landings}).values():
        if congress.cell_id != cell_id or not rules.keeps_roster_of(actor, congress):
            told = {"congress": congress.name}
            raise Forbidden(_("The roster of %(congress)s is not yours to bring in.") % told)
    persons = {id(each.person): each.person for each in landings}
    new = [person for person in persons.values() if person.pk is None]
    Person.objects.bulk_create(new, batch_size=BATCH)
    changed = [(each.person, each.person_sets) for each in landings if each.person_sets]
    for person in {id(person): person for person, _names in changed}.values():
        person.edition += 1  # whoever has the person open in a form is told
    _set([(person, {*names, "edition"}) for person, names in changed])
    Mandate.objects.bulk_create(
        [each.mandate for each in landings if each.mandate.pk is None], batch_size=BATCH
    )
    _set([(each.mandate, each.mandate_sets) for each in landings])
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


def _set(pairs):
    changed = {record.pk: record for record, names in pairs if names}
    write_many(list(changed.values()), {name for _record, names in pairs for name in names})
