"""What one row of a roster does: a new person, a change, or a question to whoever brings it in."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext_noop as _

from lianxin.base.jobs.actions import Plan, Where
from lianxin.base.jobs.models import StagedRow
from lianxin.base.masks import conceal
from lianxin.base.paper.reasons import Reason, because
from lianxin.base.paper.standards import LISTS
from lianxin.institution.congress.actions import Landing
from lianxin.institution.congress.imports.layout import LEVELS
from lianxin.institution.congress.imports.matching import (
    Doubt,
    Found,
    Known,
    Maybe,
    Place,
    Wanted,
    agree,
)
from lianxin.institution.congress.imports.places import Places
from lianxin.institution.congress.models import (
    Congress,
    Mandate,
    Membership,
    Person,
    Region,
    Term,
)

TOLD_APART_BY = ("sex", "ethnicity", "born", "party", "education", "post", "phone", "remark")
CODED = ("sex", "ethnicity", "party", "education", "degree", "trade", "sector", "expertise")
OF_PERSON = (*TOLD_APART_BY, "degree", "trade", "sector", "expertise", "identity_number")
HIDDEN = {"phone": "mobile", "identity_number": "identity_number"}  # and as what
OF_MANDATE = ("district", "certificate")
CODES = {**{name: LISTS[name] for name in CODED}, "level": LEVELS}
DOUBTFUL = _(
    "%(count)s persons of this name may be meant; add the birth, the certificate or the phone."
)
MAYBE_KNOWN = _("Maybe %(name)s of the roster: there %(there)s, here %(here)s. Is it one person?")
ANOTHERS = _(
    "This identity number is that of %(name)s in the roster. Look which of the two is right; "
    "if the name has changed, change it in the roster first."
)
MAYBE_TWICE = _("Maybe the same person as row %(row)s: there %(there)s, here %(here)s.")
VERDICT, SAYS = StagedRow.Verdict, StagedRow.Says


@dataclass
class Row:
    """A row with its congress, term and town, as texts that the models hold."""

    told: dict[str, str]
    congress: Congress
    term: Term | None
    town: Region | None
    person: Person = field(init=False)
    wanted: Wanted = field(init=False)

    def __post_init__(self) -> None:
        place: Place = (self.congress.pk, self.term.pk if self.term else None)
        told = self.told
        self.wanted = Wanted(
            told["name"],
            place,
            told["sex"],
            told["born"],
            told["phone"],
            told["certificate"],
            told["district"],
            told["post"],
            whole(told, place),
            told["identity_number"],
        )


def whole(told: dict[str, str], place: Place) -> tuple:
    return (*(told[key] for key in (*TOLD_APART_BY, *OF_MANDATE)), place)


@dataclass
class Said:
    """What earlier rows have said: of whom what, and who is new."""

    where: Where
    places: Places
    rows: list[Row]  # of the sheet, in its order
    numbers: dict[str, Known] = field(default_factory=dict)  # whose identity number is whose
    of: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    new: dict[tuple[str, str, str], list[Row]] = field(default_factory=lambda: defaultdict(list))


def plan_row(row: Row, found: Found, said: Said, word: str = "") -> Plan:
    """The plan of one row; `word` is what was said of it, if it may be somebody else's."""
    owner = said.numbers.get(row.wanted.identity)
    if owner and owner.name != row.told["name"]:
        return refused("identity_number", because(ANOTHERS, name=owner.name))
    if isinstance(found, Maybe):
        return _plan_maybe(row, found, said, word)
    if isinstance(found, Doubt):
        return refused("name", because(DOUBTFUL, count=len(found.persons)))
    if found is None:
        return _plan_new(row, said)
    return _plan_known(row, found, said)


def refused(key: str, reason: Reason) -> Plan:
    """The plan of a row that cannot land."""
    return Plan(VERDICT.FAULT.value, key=key, reason=reason)


def _plan_known(row: Row, found: Known, said: Said) -> Plan:
    person, mandates = found.record
    row.person = person
    landing = Landing(person, _mandate(row, mandates))
    changes = _person_changes(landing, row, said.of[person.pk])
    changes |= _mandate_changes(landing, row, said.places)
    changes |= _group_changes(landing, row, said)
    verdict = VERDICT.CHANGED if changes else VERDICT.UNCHANGED
    return Plan(verdict.value, person.pk, changes, record=landing)


def _person_changes(landing: Landing, row: Row, said: set[str]) -> dict[str, list[str]]:
    """A blank changes nothing, nor does what an earlier row of the same person has said."""
    person, changes = landing.person, {}
    for key in OF_PERSON:
        was, told = getattr(person, key), row.told[key]
        if not told or key in said:
            continue
        said.add(key)
        if told != was and not _less_exact(key, was, told):
            changes[key] = [_shown(key, was), _shown(key, told)]
            setattr(person, key, told)
            landing.person_sets.add(key)
    return changes


def _mandate(row: Row, mandates: list[Mandate]) -> Mandate:
    """The person's own in that congress and term, or in none yet; otherwise a new one."""
    here = [each for each in mandates if each.congress_id == row.congress.pk]
    for term_id in (row.wanted.place[1], None):
        if found := next((each for each in here if each.term_id == term_id), None):
            return found
    mandate = Mandate(
        person=row.person,
        congress=row.congress,
        term=row.term,
        region=row.town,
        district=row.told["district"],
        certificate=row.told["certificate"],
    )
    mandates.append(mandate)
    return mandate


def _mandate_changes(landing: Landing, row: Row, places: Places) -> dict[str, list[str]]:
    mandate, changes = landing.mandate, {}
    if not mandate.pk:
        return {"mandate": ["", row.congress.name]}

    def change(key: str, value: Any, was: str, told: str) -> None:
        changes[key] = [was, told]
        setattr(mandate, key, value)
        landing.mandate_sets.add(key)

    for key in OF_MANDATE:
        was, told = getattr(mandate, key), row.told[key]
        if told and told != was:
            change(key, told, was, told)
    if row.town and row.town.pk != mandate.region_id:
        was = next((t.name for t in places.towns.values() if t.pk == mandate.region_id), "")
        change("region", row.town, was, row.town.name)
    if row.term and row.term.pk != mandate.term_id:
        change("term", row.term, "", str(row.term.number))
    return changes


def _group_changes(landing: Landing, row: Row, said: Said) -> dict[str, list[str]]:
    """Somebody is of one group at a time: another one in the sheet ends the old membership."""
    name, places = row.told["group"], said.places
    are = [each.group.name for each in places.members.get(landing.mandate.pk or 0, ())]
    if not name or name in are:
        return {}
    landing.joins = Membership(
        group=places.group_of(said.where.cell_id, row.congress.pk, name),
        mandate=landing.mandate,
        valid_from=said.where.on,
    )
    return {"group": ["、".join(are), name]}


def _plan_new(row: Row, said: Said) -> Plan:
    """Somebody who is in no roster yet; rows of several congresses may be one such person."""
    told = row.told
    alike = said.new[told["name"], told["sex"], told["born"]]
    first = next((one for one in alike if told["born"] and _one_person(one, row)), None)
    alike.append(row)
    row.person = first.person if first else Person(cell_id=said.where.cell_id, name=told["name"])
    for key in OF_PERSON:
        setattr(row.person, key, getattr(row.person, key) or told[key])
    landing = Landing(row.person, _mandate(row, []))
    _group_changes(landing, row, said)
    return Plan(VERDICT.NEW.value, record=landing)


def _one_person(one: Row, other: Row) -> bool:
    """The same birth, and another congress or term, and no other phone."""
    phones = {one.told["phone"], other.told["phone"]} - {""}
    return one.wanted.place != other.wanted.place and len(phones) < 2


def _shown(key: str, value: str) -> str:
    return conceal(HIDDEN[key], value) if key in HIDDEN and value else value


# Rows that may be somebody who is there


def _plan_maybe(row: Row, found: Maybe, said: Said, word: str) -> Plan:
    """Until somebody has said who it is, such a row stays where it is."""
    if found.person is None:
        other = said.rows[found.row]
        plan = _held(MAYBE_TWICE, row, other.told)
        plan.beside, plan.like = found.row, ["row", found.row]
        return replace(_plan_new(row, said), like=plan.like) if word == SAYS.OTHER else plan
    person, mandates = found.person.record
    plan = _held(MAYBE_KNOWN, row, {"sex": person.sex, "born": person.born}, name=person.name)
    plan.target_id, plan.changes = person.pk, _both_sides(row, person, mandates)
    plan.like = ["person", person.pk, plan.changes]
    if word == SAYS.SAME:
        return replace(_plan_known(row, found.person, said), like=plan.like)
    return replace(_plan_new(row, said), like=plan.like) if word == SAYS.OTHER else plan


def _held(sentence: str, row: Row, other: dict[str, str], **told: str) -> Plan:
    """What tells the two apart is said in the sentence: the birth or the sex."""
    key = "sex" if agree(row.told["born"], other["born"]) else "born"
    there, here = (shown_as(key, each[key]) for each in (other, row.told))
    reason = because(sentence, **told, there=there, here=here)
    return Plan(VERDICT.MAYBE.value, key=key, reason=reason)


def _both_sides(row: Row, person: Person, mandates: list[Mandate]) -> dict[str, list[str]]:
    """{column: [as the roster has it, as the sheet has it]} of all that differs."""
    there = {key: getattr(person, key) for key in OF_PERSON}
    here = next((each for each in mandates if each.congress_id == row.congress.pk), None)
    there |= {key: getattr(here, key) if here else "" for key in OF_MANDATE}
    return {
        key: [_shown(key, was), _shown(key, row.told[key])]
        for key, was in there.items()
        if row.told[key] and row.told[key] != was and not _less_exact(key, was, row.told[key])
    }


def _less_exact(key: str, was: str, told: str) -> bool:
    """1967 says nothing against 1967-03."""
    return key == "born" and was.startswith(told)


def shown_as(key: str, value: str) -> str:
    """A value as people write it; codes by their names."""
    return CODES.get(key, {}).get(value, value)
