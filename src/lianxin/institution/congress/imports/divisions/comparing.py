"""
Compare a list of places with what is here, and find out what became of what is missing.

A place that is listed no more has ended — unless a new code carries its name in the same place:
then it was given a new number (a town that became a subdistrict, and all its villages with it),
and whatever hangs on it follows. A list speaks for the towns of each county and the villages of
each town of which it names any; for counties and above only if it holds every province.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from lianxin.institution.congress.imports.divisions.reading import (
    RANKS,
    DivisionList,
    Listed,
    Wrong,
    above,
    chunks,
)
from lianxin.institution.congress.models import Region

PROVINCES = 31  # of a whole list of the mainland
MANY = (50, 10)  # so many places, and more than one in so many, do not end without a word
ENDINGS = {
    "county": ("自治县", "县", "市", "区"),
    "town": ("街道办事处", "街道", "民族乡", "镇", "乡"),
    "village": (
        *("社区居民委员会", "社区居委会", "居民委员会", "居委会"),
        *("村民委员会", "村委会", "社区", "村"),
    ),
}
OPEN = {"valid_to": None}


class Older(ValueError):
    """What is here is newer than the list; str() is a sentence."""


class EndsTooMany(ValueError):
    """Suspiciously many places would end; str() is a sentence."""


@dataclass(frozen=True, slots=True)
class Here:
    """A place that is here now."""

    pk: int
    code: str
    name: str
    parent: str
    since: date


@dataclass
class Plan:
    """What a list would do."""

    day: date
    counts: Counter = field(default_factory=Counter)  # new, renamed, renumbered, ended, unchanged
    changed: list[tuple[Here, Listed]] = field(default_factory=list)  # same code
    followed: list[tuple[Here, Listed]] = field(default_factory=list)  # another code
    ended: list[Here] = field(default_factory=list)
    appeared: list[Listed] = field(default_factory=list)  # where places were known before
    moved: dict[str, str] = field(default_factory=dict)  # old code -> new code
    new_parents: dict[str, str] = field(default_factory=dict)  # of every place that followed
    faults: list[Wrong] = field(default_factory=list)


def compare(places: DivisionList, day: date | None, *, today: date) -> Plan:
    """What landing the list would change. Raises Older."""
    census = _Census(places)
    plan = Plan(day or census.day or today)
    for rank in RANKS:
        census.read(rank, plan)
    gone = [here for rank in RANKS for here in census.missing(rank)]
    _follow(plan, gone)
    plan.faults = places.faults
    plan.counts["renumbered"], plan.counts["ended"] = len(plan.followed), len(plan.ended)
    plan.counts["new"] -= len(plan.followed)
    plan.counts["renamed"] = len(plan.changed)
    _not_older(plan)
    return plan


def refuse_if_many_end(plan: Plan) -> None:
    """Half a file looks like half a country abolished: raises EndsTooMany."""
    stay = plan.counts["unchanged"] + plan.counts["renamed"] + plan.counts["renumbered"]
    ended, (least, share) = plan.counts["ended"], MANY
    if ended > least and ended * share > ended + stay:
        text = _(
            "%(ended)s places would end by this list, %(stay)s would stay: is the file whole? Look "
            "with --dry-run; if it is right, say so with --end-many."
        )
        raise EndsTooMany(text % {"ended": f"{ended:,}", "stay": f"{stay:,}"})


class _Census:
    """One reading of the list, rank after rank, against the places that are here."""

    def __init__(self, places: DivisionList):
        self.places = places
        self.day = _first_day(places)
        self.seen: dict[str, set[int]] = {}
        self.parents: dict[str, set[str]] = {rank: set() for rank in RANKS}
        self.gone: dict[str, set[int]] = {rank: set() for rank in RANKS}
        self.before = {
            code[:6]
            for code in Region.objects.filter(rank=Region.Rank.COUNTY, **OPEN)
            .filter(children__isnull=False)
            .values_list("code", flat=True)
        }

    @property
    def whole(self) -> bool:
        return len(self.seen[RANKS[0]]) >= PROVINCES

    def read(self, rank: Region.Rank, plan: Plan) -> None:
        """Count the rows of a rank; keep those that differ from what is here."""
        seen = self.seen[rank] = set()
        for chunk in chunks(self.places.rows(rank, note=True)):
            here = here_of(row.code for row in chunk)
            known = self._known_parents(rank, chunk)
            for row in chunk:
                if int(row.code) in seen:
                    self._wrong(row, _("%(name)s %(code)s is in the list twice."))
                    continue
                if row.parent and row.parent not in known:
                    self._wrong(row, _("%(name)s %(code)s lies in %(parent)s, which is nowhere."))
                    continue
                seen.add(int(row.code))
                self.parents[rank].add(row.parent)
                self._sort(row, here.get(row.code), plan)

    def _wrong(self, row: Listed, sentence: str) -> None:
        told = {"name": row.name, "code": row.code, "parent": row.parent}
        self.places.fault(self.places.files[row.rank], row.row, sentence % told)

    def _known_parents(self, rank: Region.Rank, chunk: list[Listed]) -> set[str]:
        if rank == RANKS[0]:
            return set()
        wanted = {row.parent for row in chunk}
        listed = {code for code in wanted if int(code or 0) in self.seen[above(rank)]}
        return listed | set(here_of(wanted - listed))

    def _sort(self, row: Listed, here: Here | None, plan: Plan) -> None:
        if here is None:
            plan.counts["new"] += 1
            if row.rank in RANKS[:3] or row.code[:6] in self.before:
                plan.appeared.append(row)
        elif (here.name, here.parent) == (row.name, row.parent):
            plan.counts["unchanged"] += 1
        else:
            plan.changed.append((here, row))

    def missing(self, rank: Region.Rank) -> Iterator[Here]:
        """Places that are here, that the list speaks for, and that it does not name."""
        found = Region.objects.filter(rank=rank, **OPEN)
        spoken = self.parents[rank]
        local = rank in (Region.Rank.TOWN, Region.Rank.VILLAGE)
        if not self.whole and not local:
            return
        gone_above = self.gone[above(rank)] if rank != RANKS[0] else set()
        if not self.whole:
            counties = {code[:6] for code in spoken | {str(code) for code in gone_above}}
            found = found.filter(code__in=_codes_in(counties, rank))
        for here in _here(found.order_by("code")):
            named = int(here.code) in self.seen[rank]
            listed = here.parent in spoken or (not here.parent and bool(self.seen[rank]))
            orphaned = int(here.parent or 0) in gone_above
            if not named and (listed or orphaned):
                self.gone[rank].add(int(here.code))
                yield here


def _first_day(places: DivisionList) -> date | None:
    for rank in reversed(RANKS):
        for row in places.rows(rank):
            return row.day
    return None


def _codes_in(counties: set[str], rank: Region.Rank):
    """The codes of the towns, or of the villages, of some counties."""
    below = Region.objects.filter(rank=Region.Rank.TOWN, parent__code__in=counties, **OPEN)
    if rank == Region.Rank.TOWN:
        return below.values("code")
    return Region.objects.filter(rank=rank, parent__in=below, **OPEN).values("code")


def here_of(codes) -> dict[str, Here]:
    """The places of today among some codes."""
    return {here.code: here for here in _here(Region.objects.filter(code__in=set(codes), **OPEN))}


def _here(found) -> Iterator[Here]:
    names = ("pk", "code", "name", "parent__code", "valid_from")
    for pk, code, name, parent, since in found.values_list(*names).iterator(chunk_size=2000):
        yield Here(pk, code, name, parent or "", since)


# What became of what is missing


def stem(name: str, rank: str) -> str:
    """A name without the word for what it is: 柳桥镇 and 柳桥街道 are both 柳桥."""
    for ending in ENDINGS.get(rank, ()):
        if name.endswith(ending) and len(name) > len(ending):
            return name[: -len(ending)]
    return name


def _follow(plan: Plan, gone: list[Here]) -> None:
    """Pair what is missing with what is new, from the county down; what finds no pair ends."""
    left = gone
    for rank, widths in ((RANKS[2], (4,)), (RANKS[3], (6,)), (RANKS[4], (9, 6))):
        for width in widths:
            fresh = [
                row
                for row in plan.appeared
                if row.rank == rank and row.code not in plan.new_parents
            ]
            left = _pair(plan, left, fresh, rank, width)
    plan.ended = left


def _pair(plan: Plan, gone: list[Here], fresh: list[Listed], rank, width: int) -> list[Here]:
    """Pair those whose name, and place down to so many figures, is told once on both sides."""
    offered = defaultdict(list)
    for row in fresh:
        offered[_within(row.parent, row.code, width), stem(row.name, rank)].append(row)
    wanted = Counter(_key(plan, here, rank, width) for here in gone if _is(here, rank))
    left = []
    for here in gone:
        key = _key(plan, here, rank, width) if _is(here, rank) else None
        fits = offered.get(key, []) if key else []
        if len(fits) == 1 and wanted[key] == 1:
            plan.followed.append((here, fits[0]))
            plan.moved[here.code] = fits[0].code
            plan.new_parents[fits[0].code] = fits[0].parent
        else:
            left.append(here)
    return left


def _is(here: Here, rank: Region.Rank) -> bool:
    return len(here.code) == {RANKS[2]: 6, RANKS[3]: 9, RANKS[4]: 12}[rank]


def _key(plan: Plan, here: Here, rank: Region.Rank, width: int):
    parent = plan.moved.get(here.parent, here.parent)
    return _within(parent, here.code, width), stem(here.name, rank)


def _within(parent: str, code: str, width: int) -> str:
    return (parent or code)[:width]


def _not_older(plan: Plan) -> None:
    """A list of an earlier day must not undo a newer one."""
    theirs = [here for here, row in plan.changed if here.parent or not row.parent]
    theirs += [here for here, _row in plan.followed] + plan.ended
    newest = max((here.since for here in theirs), default=plan.day)
    if newest > plan.day:
        told = {"day": plan.day.isoformat(), "newest": newest.isoformat()}
        text = _(
            "The list is of %(day)s, but places that it would change are here as of %(newest)s; "
            "nothing was changed. If the day is wrong, give the right one with --valid-from."
        )
        raise Older(text % told)
