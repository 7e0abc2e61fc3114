"""An empty county to bring rosters into."""

from datetime import date

import pytest

from lianxin.institution.congress.actions import add_cell
from lianxin.institution.congress.models import Region
from tests.factories.roster_sheet import ON


@pytest.fixture
def place(db):
    """An empty county of two towns, in its eighteenth term."""
    cell = add_cell("990101", "某县", term=18, begins_on=date(2022, 1, 1), today=ON)
    for n, name in enumerate(("柳溪镇", "云岭乡"), 1):
        Region.objects.create(
            code=f"9901010{n}0",
            name=name,
            rank="town",
            parent=cell.region,
            valid_from=date(2020, 1, 1),
        )
    return cell
