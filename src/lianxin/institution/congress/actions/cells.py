"""Lay out a new cell, so that there is something to bring a roster into."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from lianxin.institution.congress.models import Cell, Congress, Level, Region, Term


@transaction.atomic
def add_cell(code, name, *, term=None, begins_on=None, today: date) -> Cell:
    """
    A county with its own congress and nobody in it; `term` and `begins_on` name its term.

    Where a demonstration stands the new county is one more of invented persons: real data never
    stands beside it. Raises ValidationError when there is a cell of that code.
    """
    if Cell.objects.filter(code=code).exists():
        raise ValidationError(_("There is a cell %(code)s already.") % {"code": code})
    region = Region.objects.filter(code=code, valid_to=None).first() or Region.objects.create(
        code=code, name=name, rank=Region.Rank.COUNTY, valid_from=begins_on or today
    )
    demo = Cell.objects.filter(demo=True).exists()
    cell = Cell.objects.create(code=code, name=name, region=region, demo=demo)
    congress = Congress.objects.create(
        cell=cell,
        region=region,
        level=Level.COUNTY,
        name=_("People's congress of %(place)s") % {"place": name},
    )
    if term:
        Term.objects.create(congress=congress, number=term, begins_on=begins_on or today)
    return cell
