"""Persons who may be one: the same name and birth, the same numbers. A person decides."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db.models import Count

from lianxin.institution.congress.models import Apart, Merge, Person
from lianxin.institution.congress.queries.roster import visible_to, whole

MOST_ALIKE = 20  # of one group: a number that a whole office wrote down tells nothing
MOST = 200  # groups of each kind that are looked at
UNDO = timedelta(days=30)


@dataclass
class Pair:
    """Two who may be one, and why."""

    one: Person
    other: Person
    why: list[str] = field(default_factory=list)  # born, identity, phone


def likely_doubles(seat) -> list[Pair]:
    """The pairs of a seat's own roster, by name; eight queries whatever the rows."""
    apart = set(Apart.objects.filter(cell_id=seat.cell_id).values_list("one_id", "other_id"))
    pairs: dict[tuple[int, int], Pair] = {}
    for why, column in (("identity", "identity_index"), ("born", "name"), ("phone", "phone_index")):
        for group in _groups(seat, column):
            for n, one in enumerate(group):
                for other in group[n + 1 :]:
                    if why != "born" or _born_alike(one, other):
                        key = (one.pk, other.pk)
                        pairs.setdefault(key, Pair(one, other)).why.append(why)
    found = [pair for key, pair in pairs.items() if key not in apart and key[::-1] not in apart]
    return sorted(found, key=lambda pair: (pair.one.sort_key, pair.one.pk, pair.other.pk))


def _groups(seat, column):
    own = Person.objects.filter(pk__in=visible_to(seat).values("pk"))
    twice = (
        own.exclude(**{column: ""})
        .order_by()
        .values(column)
        .annotate(n=Count("pk"))
        .filter(n__gt=1)
        .values_list(column, flat=True)[:MOST]
    )
    found: dict[str, list[Person]] = defaultdict(list)
    for person in whole(own.filter(**{f"{column}__in": list(twice)}).order_by("pk"), seat):
        found[getattr(person, column)].append(person)
    return [group[:MOST_ALIKE] for group in found.values()]


def _born_alike(one: Person, other: Person) -> bool:
    """1967 and 1967-03 may be one birth; nothing may be anything, and tells nothing."""
    if not one.born or not other.born:
        return False
    return _same(one.born, other.born)


def alike(seat, *, name: str, born: str, but=None) -> list[Person]:
    """Whom of a seat's roster somebody who is being entered may be."""
    found = visible_to(seat).filter(name=name).exclude(pk=but or 0)
    if but:
        found = found.exclude(pk__in=Apart.objects.filter(one=but).values("other"))
        found = found.exclude(pk__in=Apart.objects.filter(other=but).values("one"))
    return [one for one in found[:50] if not born or not one.born or _same(one.born, born)]


def _same(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def merges_of(seat, *, today: date):
    """The merges of a seat's roster that can still be undone, newest first."""
    own = visible_to(seat).values("pk")
    found = Merge.objects.filter(cell_id=seat.cell_id, undone_on=None, person__in=own)
    return found.filter(on__gte=today - UNDO).select_related("person").order_by("-pk")
