"""Add, rename, renumber and end places; what they were called before stays on record."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from django.db import transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Greatest

from lianxin.institution.congress.models import Region

BATCH = 2000


class Listed(Protocol):
    """A place as a list of divisions names it."""

    @property
    def code(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def rank(self) -> Region.Rank: ...
    @property
    def parent(self) -> str: ...


def _parents(rows: Sequence[Listed]) -> dict[str, int]:
    wanted = {row.parent for row in rows if row.parent}
    found = Region.objects.filter(code__in=wanted, valid_to=None)
    return dict(found.values_list("code", "pk"))


@transaction.atomic
def add_places(rows: Sequence[Listed], day: date) -> int:
    """Places that are new as of a day; one whose parent is not here is left out. How many."""
    if not rows:
        return 0
    parents = _parents(rows)
    rows = [row for row in rows if not row.parent or row.parent in parents]
    ended = Region.objects.filter(code__in=[row.code for row in rows], valid_from=day)
    back = {region.code: region for region in ended}
    Region.objects.bulk_create(
        (
            Region(
                code=row.code,
                name=row.name,
                rank=row.rank,
                parent_id=parents.get(row.parent),
                valid_from=day,
            )
            for row in rows
            if row.code not in back
        ),
        batch_size=BATCH,
    )
    for row in rows:
        if region := back.get(row.code):  # ended and begun again on one day: it was put right
            region.name, region.parent_id = row.name, parents.get(row.parent)
            region.valid_to = None
            region.save()
    return len(rows)


@transaction.atomic
def change_places(pairs: Sequence[tuple[int, Listed]], day: date) -> None:
    """
    Give places another name, number or parent as of a day.

    The place itself stays the same record, so that whatever names it goes on naming it; what it
    was until the day before becomes a record of its own that has ended.
    """
    parents = _parents([row for _pk, row in pairs])
    here = Region.objects.in_bulk([pk for pk, _row in pairs])
    before, now = [], []
    for pk, row in pairs:
        region = here[pk]
        if region.valid_from < day and region.name and (region.parent_id or not row.parent):
            before.append(_as_it_was(region, day))
        region.code, region.name, region.rank = row.code, row.name, row.rank
        region.parent_id, region.valid_from = parents.get(row.parent), day
        now.append(region)
    names = ["code", "name", "rank", "parent", "valid_from"]
    Region.objects.bulk_update(now, names, batch_size=100)
    Region.objects.bulk_create(before, batch_size=BATCH)


def _as_it_was(region: Region, day: date) -> Region:
    return Region(
        code=region.code,
        name=region.name,
        rank=region.rank,
        parent_id=region.parent_id,
        valid_from=region.valid_from,
        valid_to=day - timedelta(days=1),
    )


@transaction.atomic
def end_places(keys: Sequence[int], day: date) -> None:
    """Places that are no more as of a day; nothing is deleted."""
    last = Value(day - timedelta(days=1), output_field=DateField())
    for start in range(0, len(keys), BATCH):
        found = Region.objects.filter(pk__in=keys[start : start + BATCH])
        found.update(valid_to=Greatest(F("valid_from"), last))
