"""Open stations, one home a town and others as typed; keep where residents turn otherwise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from lianxin.base.records.actions import put_down
from lianxin.institution.congress.models import Cell, Region, Seat
from lianxin.institution.congress.queries import mandates_in_office, towns_and_villages
from lianxin.institution.stations.models import Bureau, Venue

HOME = "{}人大代表之家"


@dataclass(frozen=True)
class StationRow:
    """A station as somebody typed it; a village of the same town may stand in its name."""

    name: str
    kind: str
    town: Region
    address: str = ""
    phone: str = ""


@transaction.atomic
def add_stations(cell: Cell, rows: Iterable[StationRow], *, on: date) -> int:
    """Stations that are not there yet, by name; how many are new."""
    there = set(Venue.objects.filter(cell=cell).values_list("name", flat=True))
    villages = {town.pk: found for town, found in towns_and_villages(cell)}
    new = 0
    for row in rows:
        if row.name in there:
            continue
        there.add(row.name)
        venue = Venue.objects.create(
            cell=cell,
            name=row.name,
            kind=row.kind,
            region=row.town,
            address=row.address,
            phone=row.phone,
        )
        here = villages.get(row.town.pk, [])
        own = [village for village in here if row.name.startswith(_plain(village.name))]
        venue.serves.set(own or here)
        venue.deputies.set(mandates_in_office(cell.pk, on=on).filter(region=row.town))
        new += 1
    return new


def _plain(name: str) -> str:
    """石滩村村委会 is called 石滩村 by everybody."""
    for ending in ("村民委员会", "居民委员会", "居委会", "村委会"):
        if name.endswith(ending):
            return name.removesuffix(ending) or name
    return name


def open_homes(cell: Cell, *, on: date) -> int:
    """A deputies' home for each town that has no station; how many are new."""
    served = set(Venue.objects.filter(cell=cell).values_list("region", flat=True))
    towns = [town for town, _villages in towns_and_villages(cell) if town.pk not in served]
    kind = Venue.Kind.DEPUTY_HOME
    rows = [StationRow(HOME.format(town.name), kind, town) for town in towns]
    return add_stations(cell, rows, on=on)


@transaction.atomic
def meet_deputies(cell: Cell, *, on: date) -> int:
    """Stations without deputies are given those of their town; how many stations were."""
    met = 0
    for venue in Venue.objects.filter(cell=cell, deputies=None).exclude(region=None):
        found = mandates_in_office(cell.pk, on=on).filter(region=venue.region_id)
        venue.deputies.set(found)
        met += bool(found)
    return met


@transaction.atomic
def take_station_away(venue: Venue) -> None:
    """A station that was typed by mistake. Raises ValidationError when something hangs on it."""
    text = _("%(station)s has accounts or matters already; it cannot be taken away.")
    try:
        if Seat.objects.filter(venue_id=venue.pk).exists():
            raise ValidationError(text % {"station": venue.name})
        venue.delete()
    except ProtectedError as fault:
        raise ValidationError(text % {"station": venue.name}) from fault


@transaction.atomic
def keep_bureaus(cell_id: int, given: dict[str, dict[str, str]], *, actor: Any) -> int:
    """
    Where residents turn, as the office fills it in: {kind: {field: words}}; how many changed.

    Each change stands in the book.
    """
    changed = 0
    kept = {each.kind: each for each in Bureau.objects.select_for_update().filter(cell_id=cell_id)}
    for kind, words in given.items():
        bureau = kept.get(kind) or Bureau(cell_id=cell_id, kind=kind)
        words = words | {"name": words.get("name") or str(Bureau.Kind(kind).label)}
        bureau.name = bureau.name or str(Bureau.Kind(kind).label)  # as it is called if nobody says
        if all(getattr(bureau, field) == value for field, value in words.items()):
            continue
        for field, value in words.items():
            setattr(bureau, field, value)
        bureau.save()
        put_down(bureau, cell_id=cell_id, move="keep", actor=actor)
        changed += 1
    return changed
