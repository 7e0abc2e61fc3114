"""The first day of a county in a few lines: a list of places, `init`, an administrator."""

import json
import re
from datetime import date

from django.utils import timezone

from lianxin.config.command import main
from lianxin.config.setup import pages
from lianxin.institution.congress.models import Region

PHRASE = "a long pass phrase"


def list_of_places():
    """A province, its city, a county with two towns, a subdistrict and a farm."""
    above = None
    for code, name, rank in (
        ("99", "清远省", "province"),
        ("9901", "安澜市", "city"),
        ("990108", "青溪县", "county"),
    ):
        above = Region.objects.create(
            code=code, name=name, rank=rank, parent=above, valid_from=date(2023, 6, 30)
        )
    for code, name in (("100", "柳桥镇"), ("200", "云岭乡"), ("001", "城关街道"), ("400", "农场")):
        town = Region.objects.create(
            code=f"990108{code}",
            name=name,
            rank="town",
            parent=above,
            valid_from=date(2023, 6, 30),
        )
        Region.objects.create(
            code=f"{town.code}200",
            name=f"{name[:2]}村村委会",
            rank="village",
            parent=town,
            valid_from=date(2023, 6, 30),
        )
    return above


def init(capsys, *options, status=0):
    capsys.readouterr()
    assert main(["init", "--county", "990108", "--json", *options]) == status
    return json.loads(capsys.readouterr().out)


def path_of(address):
    return re.sub(r"^https?://[^/]+", "", address)


def step(cell, slug):
    return next(s for s in pages.steps(cell, on=timezone.localdate()) if s.slug == slug)
