"""From the rows of a roster to persons and mandates: compare with the cell's, land what differs."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from lianxin.base.jobs.actions import Plan, Road, Where
from lianxin.base.jobs.models import StagedRow
from lianxin.base.masks import conceal
from lianxin.base.paper.declare import Values
from lianxin.base.paper.reasons import Reason, because
from lianxin.base.paper.standards import EDUCATION, ETHNIC_GROUPS, PARTIES, SEXES
from lianxin.institution.congress.actions import Landing, land_roster, run_sheet
from lianxin.institution.congress.imports.layout import LEVELS, ROSTER
from lianxin.institution.congress.imports.matching import Doubt, Known, Place, Wanted, match
from lianxin.institution.congress.imports.places import Places
from lianxin.institution.congress.models import Cell, Congress, Mandate, Person, Region, Term

OF_PERSON = ("sex", "ethnicity", "born", "party", "education", "post", "phone", "remark")
OF_MANDATE = ("district", "certificate")
CODES = {
    "sex": SEXES,
    "ethnicity": ETHNIC_GROUPS,
    "party": PARTIES,
    "education": EDUCATION,
    "level": LEVELS,
}
DOUBTFUL = _(
    "%(count)s persons of this name may be meant; add the birth, the certificate or the phone."
)


@dataclass
class _Row:
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
            _whole(told, place),
        )


def _whole(told: dict[str, str], place: Place) -> tuple:
    return (*(told[key] for key in (*OF_PERSON, *OF_MANDATE)), place)


def plan(where: Where, rows: list[Values], *, hold: bool = False) -> list[Plan]:
    """What each row means for the roster of the cell; `hold` locks the cell and its persons."""
    if hold:
        list(Cell.objects.select_for_update(no_key=True).filter(pk=where.cell_id))
    places = Places.of(where.cell_id, where.options["congress"], where.on)
    read = [_read(values, places) for values in rows]
    sound = [row for row in read if isinstance(row, _Row)]
    found = match([row.wanted for row in sound], _known(where.cell_id, hold))
    said = _Said(where, places)
    plans = iter([_plan(row, who, said) for row, who in zip(sound, found, strict=True)])
    return [next(plans) if isinstance(row, _Row) else row for row in read]


def _read(values: Values, places: Places) -> _Row | Plan:
    told = {key: _text(values.get(key)) for key in ("name", *OF_PERSON, *OF_MANDATE)}
    told["district"] = told["district"] or _text(values.get("delegation"))
    town = places.town_of(values.get("delegation"), values.get("district"), values.get("group"))
    congress = places.congress_at(values.get("level"))
    if isinstance(congress, Reason):
        return _refused("level", congress)
    term = places.term_of(congress, values.get("term"))
    if isinstance(term, Reason):
        return _refused("term", term)
    return _Row(told, congress, term, town)


def _refused(key: str, reason: Reason) -> Plan:
    return Plan(StagedRow.Verdict.FAULT.value, key=key, reason=reason)


def _text(value) -> str:
    return "" if value is None else str(value)


def _known(cell_id: int, hold: bool) -> Iterator[Known]:
    persons = Person.objects.filter(cell=cell_id).order_by("pk")
    if hold:
        persons = persons.select_for_update(no_key=True)
    mandates: dict[int, list[Mandate]] = defaultdict(list)
    for mandate in Mandate.objects.filter(person__cell=cell_id).order_by("pk"):
        mandates[mandate.person_id].append(mandate)
    for person in persons:
        mine = mandates[person.pk]
        yield Known(
            person.name,
            person.sex,
            person.born,
            person.phone,
            frozenset(each.certificate for each in mine if each.certificate),
            frozenset(each.district for each in mine if each.district),
            frozenset(_whole_of(person, each) for each in mine),
            (person, mine),
        )


def _whole_of(person: Person, mandate: Mandate) -> tuple:
    told = {key: getattr(person, key) for key in OF_PERSON}
    told |= {key: getattr(mandate, key) for key in OF_MANDATE}
    return _whole(told, (mandate.congress_id, mandate.term_id))


# The plan of one row


@dataclass
class _Said:
    """What earlier rows have said: of whom what, and who is new."""

    where: Where
    places: Places
    of: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    new: dict[tuple[str, str, str], list[_Row]] = field(default_factory=lambda: defaultdict(list))


def _plan(row: _Row, found: Known | Doubt | None, said: _Said) -> Plan:
    if isinstance(found, Doubt):
        return _refused("name", because(DOUBTFUL, count=len(found.persons)))
    if found is None:
        return _plan_new(row, said)
    person, mandates = found.record
    row.person = person
    landing = Landing(person, _mandate(row, mandates))
    changes = _person_changes(landing, row, said.of[person.pk])
    changes |= _mandate_changes(landing, row, said.places)
    verdict = StagedRow.Verdict.CHANGED if changes else StagedRow.Verdict.UNCHANGED
    return Plan(verdict.value, person.pk, changes, record=landing)


def _person_changes(landing: Landing, row: _Row, said: set[str]) -> dict[str, list[str]]:
    """A blank changes nothing, nor does what an earlier row of the same person has said."""
    person, changes = landing.person, {}
    for key in OF_PERSON:
        was, told = getattr(person, key), row.told[key]
        if not told or key in said:
            continue
        said.add(key)
        if told != was and not (key == "born" and was.startswith(told)):
            changes[key] = [_shown(key, was), _shown(key, told)]
            setattr(person, key, told)
            landing.person_sets.add(key)
    return changes


def _mandate(row: _Row, mandates: list[Mandate]) -> Mandate:
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


def _mandate_changes(landing: Landing, row: _Row, places: Places) -> dict[str, list[str]]:
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


def _plan_new(row: _Row, said: _Said) -> Plan:
    """Somebody who is in no roster yet; rows of several congresses may be one such person."""
    told = row.told
    alike = said.new[told["name"], told["sex"], told["born"]]
    first = next((one for one in alike if told["born"] and _one_person(one, row)), None)
    alike.append(row)
    row.person = first.person if first else Person(cell_id=said.where.cell_id, name=told["name"])
    for key in OF_PERSON:
        setattr(row.person, key, getattr(row.person, key) or told[key])
    return Plan(StagedRow.Verdict.NEW.value, record=Landing(row.person, _mandate(row, [])))


def _one_person(one: _Row, other: _Row) -> bool:
    """The same birth, and another congress or term, and no other phone."""
    phones = {one.told["phone"], other.told["phone"]} - {""}
    return one.wanted.place != other.wanted.place and len(phones) < 2


def _shown(key: str, value: str) -> str:
    return conceal("mobile", value) if key == "phone" and value else value


def words(values: dict, key: str) -> str:
    """A value of a staged row as people write it; codes by their names."""
    value = values.get(key)
    if key == "district":
        value = value or values.get("delegation")
    return "" if value is None else CODES.get(key, {}).get(value, str(value))


def land(where: Where, plans: list[Plan]) -> None:
    """Write what is new and what is changed."""
    lands = (StagedRow.Verdict.NEW, StagedRow.Verdict.CHANGED)
    landings = [plan.record for plan in plans if plan.verdict in lands]
    land_roster(landings, actor=where.actor, cell_id=where.cell_id)


ROAD = Road(
    kind="import.roster",
    title=gettext_lazy("Roster of deputies"),
    layout=ROSTER,
    plan=plan,
    land=land,
    shown=("name", "sex", "ethnicity", "born", "party", "post", "district"),
    words=words,
    dropped=frozenset({"identity_number", "serial"}),
    labels={"mandate": gettext_lazy("Mandate"), "region": gettext_lazy("Town of the deputy")},
)


def run(job):
    """The worker's part of a roster that was handed in."""
    return run_sheet(job, ROAD)
