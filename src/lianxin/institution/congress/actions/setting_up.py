"""
Lay out a county for its first day: congresses, organs, terms, units, its own rule profile.

Each verb may be done again: what is there already stays as it is. The names are the official
ones in Chinese, whatever language the operator reads; each of them can be put right afterwards.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from lianxin.base.records.actions import put_down
from lianxin.institution.congress.actions.cells import add_cell
from lianxin.institution.congress.models import (
    Cell,
    Congress,
    Level,
    Organ,
    Region,
    RuleProfile,
    Seat,
    Term,
    Unit,
)

CONGRESS = "人民代表大会"
COUNTRY = "全国"
TOWNS = ("镇", "乡", "苏木")  # have a congress of their own; subdistricts have a committee
SUBDISTRICTS = ("街道", "街道办事处")
ORGANS = {
    Organ.Kind.STANDING_COMMITTEE: "{}人大常委会",
    Organ.Kind.DEPUTY_AFFAIRS_OFFICE: "{}人大常委会代表工作委员会",
    Organ.Kind.GOV_SUPERVISION_OFFICE: "{}人民政府督查室",
}


@transaction.atomic
def lay_out(code: str, name: str = "", *, today: date) -> Cell:
    """
    A county with its congresses, those above, its organs and a rule profile of its own.

    Raises ValidationError where a demonstration stands, or when nothing tells the name.
    """
    if Cell.objects.filter(demo=True).exists():
        text = _(
            "A demonstration county stands in this database; real data never stands beside it. "
            "Begin in an empty home (LIANXIN_HOME) or an empty database."
        )
        raise ValidationError(text)
    region = Region.objects.filter(code=code, rank=Region.Rank.COUNTY, valid_to=None).first()
    if region is None and not name:
        text = _(
            "No list of places here has a county %(code)s. Bring one in (lianxin import regions "
            "FILE), or give the name (--name)."
        )
        raise ValidationError(text % {"code": code})
    cell = add_cell(code, name or str(region), today=today)
    cell.setting_up = True
    cell.save(update_fields=["setting_up"])
    Congress.objects.filter(cell=cell).update(name=f"{cell.name}{CONGRESS}")
    _congresses_above(cell)
    for kind, pattern in ORGANS.items():
        congress = Congress.objects.get(cell=cell, level=Level.COUNTY)
        above = None if kind == Organ.Kind.GOV_SUPERVISION_OFFICE else congress
        Organ.objects.create(cell=cell, kind=kind, name=pattern.format(cell.name), congress=above)
    RuleProfile.objects.create(cell=cell, name=cell.name)
    lay_out_towns(cell)
    return cell


def _congresses_above(cell: Cell) -> None:
    """Those that deputies of the county may sit in as well."""
    Congress.objects.create(cell=cell, level=Level.NATIONAL, name=f"{COUNTRY}{CONGRESS}")
    levels = {Region.Rank.PROVINCE: Level.PROVINCE, Region.Rank.CITY: Level.CITY}
    region = cell.region.parent if cell.region else None
    while region is not None:
        rank = Region.Rank(region.rank)
        # 市辖区, 省直辖县级行政区划: no city, only a line of the list
        if rank in levels and not region.name.startswith(("市辖", "省直辖", "自治区直辖", "县")):
            Congress.objects.create(
                cell=cell, level=levels[rank], region=region, name=f"{region.name}{CONGRESS}"
            )
        region = region.parent


@transaction.atomic
def lay_out_towns(cell: Cell) -> int:
    """A congress and a presidium for each town, a committee for each subdistrict; how many new."""
    if cell.region_id is None:
        return 0
    there = set(
        Organ.objects.filter(cell=cell, region__isnull=False).values_list("region", flat=True)
    )
    new = 0
    for town in Region.objects.filter(parent=cell.region_id, valid_to=None).order_by("code"):
        if town.pk in there:
            continue
        if town.name.endswith(TOWNS):
            congress = Congress.objects.create(
                cell=cell, level=Level.TOWN, region=town, name=f"{town.name}{CONGRESS}"
            )
            kind, name = Organ.Kind.PRESIDIUM, f"{town.name}人大主席团"
        elif town.name.endswith(SUBDISTRICTS):
            congress, kind = None, Organ.Kind.SUBDISTRICT_COMMITTEE
            name = f"{cell.name}人大常委会{town.name.removesuffix('办事处')}工作委员会"
        else:  # a farm, a zone: whoever sets up says what it is
            continue
        Organ.objects.create(cell=cell, kind=kind, name=name, region=town, congress=congress)
        new += 1
    return new


@transaction.atomic
def set_term(congress: Congress, number: int, begins_on: date) -> Term:
    """
    Say which term of a congress is running.

    A term that nobody sits in yet was a slip of the pen and is put right; otherwise a new one
    begins.
    """
    latest = congress.terms.order_by("number").last()
    if latest is None or (latest.number != number and latest.mandate_set.exists()):
        return Term.objects.create(congress=congress, number=number, begins_on=begins_on)
    latest.number, latest.begins_on = number, begins_on
    latest.save()
    return latest


@transaction.atomic
def name_office(cell: Cell, *, name: str, phone: str, short: str) -> None:
    """How the office for deputies' work is called and reached; the short name of its letters."""
    Organ.objects.filter(cell=cell, kind=Organ.Kind.DEPUTY_AFFAIRS_OFFICE).update(
        name=name, phone=phone
    )
    Congress.objects.filter(cell=cell, level=Level.COUNTY).update(short=short)


@dataclass(frozen=True)
class UnitRow:
    """A unit as somebody typed it."""

    name: str
    kind: str = Unit.Kind.GOVERNMENT
    short: str = ""
    phone: str = ""


@transaction.atomic
def add_units(cell: Cell, rows: Iterable[UnitRow]) -> int:
    """Units that are not there yet, by name; how many. A unit's town is in its name."""
    there = set(Unit.objects.filter(cell=cell).values_list("name", flat=True))
    places = list(Region.objects.filter(parent=cell.region_id, valid_to=None))
    places += Region.objects.filter(parent__in=places, valid_to=None)
    new = 0
    for row in rows:
        if row.name not in there:
            there.add(row.name)
            home = next((place for place in places if row.name.startswith(place.name)), None)
            Unit.objects.create(
                cell=cell,
                name=row.name,
                kind=row.kind,
                short=row.short,
                phone=row.phone,
                region=home,
            )
            new += 1
    return new


def take_unit_away(unit: Unit) -> None:
    """A unit that was typed by mistake. Raises ValidationError when something hangs on it."""
    try:
        unit.delete()
    except ProtectedError as fault:
        text = _("%(unit)s has accounts or matters already; it cannot be taken away.")
        raise ValidationError(text % {"unit": unit.name}) from fault


@transaction.atomic
def finish_setting_up(cell: Cell, *, actor) -> None:
    """From now on the roster is the office's alone."""
    cell.setting_up = False
    cell.save(update_fields=["setting_up"])
    put_down(cell, cell_id=cell.pk, move="finish_setting_up", actor=actor)


def note_number(profile: RuleProfile, words: str, *, actor) -> None:
    """An entry: which number of the county's own rules was set, and by whom."""
    put_down(profile, cell_id=profile.cell_id, move="set_number", actor=actor, note=words)


def note_slip(seat: Seat, *, actor) -> None:
    """An entry: for whose account a slip was printed, and by whom; never the code."""
    put_down(seat, cell_id=seat.cell_id, move="print_slip", actor=actor, note=seat.signature)
