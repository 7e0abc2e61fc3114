"""Which congress, which term and which town a row of a roster belongs to."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from lianxin.base.paper.reasons import Reason, because
from lianxin.institution.congress.imports.layout import LEVELS
from lianxin.institution.congress.models import (
    Cell,
    Congress,
    DeputyGroup,
    Membership,
    Region,
    Term,
)
from lianxin.institution.congress.rules import keeps_roster_of

_DIGITS = {sign: n for n, sign in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}


class NoSuchCongress(ValueError):
    """The cell has no congress of that name or level, or several; str() is a sentence."""


def congress_of(cell: Cell, wanted: str = "", region_id: int | None = None) -> Congress:
    """
    The congress of a cell by name or level; without either the one of a town, or the county's own.

    Raises NoSuchCongress.
    """
    found = list(Congress.objects.filter(cell=cell).order_by("pk"))
    level = next((code for code, name in LEVELS.items() if wanted in (code, name)), "")
    if wanted and not level:
        fits = [each for each in found if wanted in (each.name, each.short)]
    else:
        fits = [each for each in found if each.level == (level or "county")]
        here = [each for each in fits if each.region_id == cell.region_id]
        fits = here if len(here) == 1 else fits
        if not wanted and region_id:
            fits = [each for each in found if each.region_id == region_id] or fits
    if len(fits) == 1:
        return fits[0]
    words = {"wanted": wanted or LEVELS["county"], "cell": cell.name}
    words["names"] = "、".join(each.name for each in (fits or found)) or "—"
    if fits:
        raise NoSuchCongress(_("“%(wanted)s” may be one of several: %(names)s.") % words)
    raise NoSuchCongress(_("%(cell)s has no congress “%(wanted)s”; it has: %(names)s.") % words)


def number_in(words: str) -> int | None:
    """第十八届 → 18, 18 → 18; none when no number is in it."""
    if found := re.search(r"\d+", words):
        return int(found[0])
    found = re.search(r"[〇零一二两三四五六七八九十]+", words)
    if not found:
        return None
    tens, ten, ones = found[0].rpartition("十")
    if not ten:
        return int("".join(str(_DIGITS[sign]) for sign in ones))
    return 10 * _DIGITS.get(tens, 1) + _DIGITS.get(ones, 0)


@dataclass
class Places:
    """All congresses, terms, towns and groups of a cell, read once for a whole file."""

    congress: Congress
    on: date
    by_level: dict[str, list[Congress]] = field(default_factory=lambda: defaultdict(list))
    terms: dict[int, list[Term]] = field(default_factory=lambda: defaultdict(list))
    towns: dict[str, Region] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    own: set[int] = field(default_factory=set)  # congresses whose roster the actor may bring in
    groups: dict[tuple[int | None, str], DeputyGroup] = field(default_factory=dict)
    members: dict[int, list[Membership]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, cell_id: int, congress_id: int, on: date, actor: Any) -> "Places":
        found = {each.pk: each for each in Congress.objects.filter(cell=cell_id).order_by("pk")}
        places = cls(found[congress_id], on)
        for each in found.values():
            places.by_level[each.level].append(each)
            places.names[each.pk] = each.name
            if keeps_roster_of(actor, each):
                places.own.add(each.pk)
        for term in Term.objects.filter(congress__in=found).order_by("number"):
            places.terms[term.congress_id].append(term)
        rank = Q(rank=Region.Rank.TOWN, valid_to=None)
        for town in Region.objects.filter(rank, parent__cell=cell_id):
            places.towns[town.name] = town
        for group in DeputyGroup.objects.filter(cell=cell_id, valid_to=None).order_by("-pk"):
            places.groups[group.congress_id, group.name] = group
        now = Membership.objects.filter(mandate__congress__in=found, valid_to=None)
        for member in now.select_related("group").order_by("pk"):
            places.members[member.mandate_id].append(member)
        return places

    def group_of(self, cell_id: int, congress_id: int, name: str) -> DeputyGroup:
        """The deputy group of that name, or a new one that landing will write."""
        found = self.groups.get((congress_id, name)) or self.groups.get((None, name))
        if found is None:
            found = self.groups[congress_id, name] = DeputyGroup(
                cell_id=cell_id, congress_id=congress_id, name=name, valid_from=self.on
            )
        return found

    def congress_at(self, level: str | None) -> Congress | Reason:
        """The congress of a row that names a level; the chosen one, if it is of that level."""
        same = not level or level == self.congress.level
        fits = [self.congress] if same else self.by_level.get(level or "", [])
        if len(fits) != 1:
            return because(
                gettext_noop("There is no single congress of this level here; import it by itself.")
            )
        if fits[0].pk not in self.own:
            text = gettext_noop("The roster of %(congress)s is not yours to bring in.")
            return because(text, congress=fits[0].name)
        return fits[0]

    def term_of(self, congress: Congress, words: str | None) -> Term | Reason | None:
        """The term a row names, or the one that runs; none when the congress has no term yet."""
        terms = self.terms.get(congress.pk, [])
        number = number_in(words) if words else None
        if words and number is None:
            return because(
                gettext_noop("“%(value)s” is no term; write it like “18th term”."), value=words
            )
        if not terms or number is None:
            return self._running(terms)
        found = next((term for term in terms if term.number == number), None)
        known = "、".join(str(term.number) for term in terms)
        text = gettext_noop("%(congress)s has no term %(number)s; it has: %(known)s.")
        return found or because(text, congress=congress.name, number=number, known=known)

    def _running(self, terms: list[Term]) -> Term | None:
        begun = [term for term in terms if term.begins_on <= self.on] or terms
        return begun[-1] if begun else None

    def town_of(self, *told: str | None) -> Region | None:
        """The town with whose name a delegation, a group or a district begins."""
        for words in filter(None, told):
            if fits := [name for name in self.towns if words.startswith(name)]:
                return self.towns[max(fits, key=len)]
        return None
