"""Change the rules and the days. Renews the stamp that all processes watch."""

import csv
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.db import transaction

from lianxin.institution.congress.models import DayOverride, RuleProfile, RuleStamp, RuleValue

DEFAULTS = Path(__file__).parents[1] / "data" / "rules.csv"
SINCE = date(2020, 1, 1)


def renew_stamp():
    """Tell every process that rules or days have changed."""
    RuleStamp.objects.update_or_create(pk=1, defaults={"stamp": uuid4().hex})


@transaction.atomic
def load_default_rules():
    """
    Bring the platform's profile up to the shipped table (data/rules.csv).

    A value that an office changed in a profile of its own is not touched. Returns how many
    values were new.
    """
    profile, _new = RuleProfile.objects.get_or_create(
        cell=None, congress=None, defaults={"name": "Platform"}
    )
    known = set(profile.values.values_list("key", flat=True))
    with DEFAULTS.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["key"] not in known]
    RuleValue.objects.bulk_create(
        RuleValue(
            profile=profile,
            key=row["key"],
            value=int(row["value"]),
            unit=row["unit"],
            text=row["text"],
            basis=row["basis"],
            basis_en=row["basis_en"],
            verified=row["verified"] == "yes",
            valid_from=SINCE,
        )
        for row in rows
    )
    if rows:
        renew_stamp()
    return len(rows)


@transaction.atomic
def set_rule(profile, key, value, *, unit, basis, valid_from, basis_en="", verified=False, text=""):
    """Put a dated value into a profile; the older one stays on record and ends by being older."""
    row, _new = RuleValue.objects.update_or_create(
        profile=profile,
        key=key,
        valid_from=valid_from,
        defaults={
            "value": value,
            "unit": unit,
            "basis": basis,
            "basis_en": basis_en,
            "verified": verified,
            "text": text,
        },
    )
    renew_stamp()
    return row


@transaction.atomic
def override_day(day, *, works, notice, cell=None):
    """Say that a day works or rests, whatever the national calendar says."""
    row, _new = DayOverride.objects.update_or_create(
        cell=cell, day=day, defaults={"works": works, "notice": notice}
    )
    renew_stamp()
    return row
