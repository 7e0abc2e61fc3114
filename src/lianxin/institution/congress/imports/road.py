"""From the rows of a roster to persons and mandates: compare with the cell's, land what differs."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy

from lianxin.base.jobs.actions import Plan, Road, Where
from lianxin.base.jobs.models import StagedRow
from lianxin.base.paper.declare import Values
from lianxin.base.paper.reasons import Reason
from lianxin.institution.congress.actions import land_roster, run_sheet
from lianxin.institution.congress.imports.electing import elsewhere
from lianxin.institution.congress.imports.layout import ROSTER
from lianxin.institution.congress.imports.matching import Known, Maybe, match
from lianxin.institution.congress.imports.places import Places
from lianxin.institution.congress.imports.planning import (
    OF_MANDATE,
    OF_PERSON,
    Row,
    Said,
    plan_row,
    refused,
    shown_as,
    whole,
)
from lianxin.institution.congress.models import Cell, Congress, Mandate, Person


def plan(
    where: Where, rows: list[Values], *, says: Sequence[str], hold: bool = False
) -> list[Plan]:
    """What each row means for the roster of the cell; `hold` locks the cell and its persons."""
    if hold:
        list(Cell.objects.select_for_update(no_key=True).filter(pk=where.cell_id))
    places = Places.of(where.cell_id, where.options["congress"], where.on, where.actor)
    read = [_read(values, places) for values in rows]
    sound = [row for row in read if isinstance(row, Row)]
    known = list(_known(where.cell_id, hold))
    found = match([row.wanted for row in sound], known)
    at = [place for place, row in enumerate(read) if isinstance(row, Row)]
    numbers = {person.identity: person for person in known if person.identity}
    said = Said(where, places, sound, numbers)
    # last those of whom somebody must say who they are: whatever is said moves no other row
    for n in sorted(range(len(sound)), key=lambda n: isinstance(found[n], Maybe)):
        read[at[n]] = plan = plan_row(sound[n], found[n], said, says[at[n]])
        plan.beside = None if plan.beside is None else at[plan.beside]
    return [row for row in read if isinstance(row, Plan)]


def _read(values: Values, places: Places) -> Row | Plan:
    told = {key: _text(values.get(key)) for key in ("name", "group", *OF_PERSON, *OF_MANDATE)}
    told["district"] = told["district"] or _text(values.get("delegation"))
    town = places.town_of(values.get("delegation"), values.get("district"), values.get("group"))
    congress = places.congress_at(values.get("level"))
    if isinstance(congress, Reason):
        return refused("level", congress)
    term = places.term_of(congress, values.get("term"))
    if isinstance(term, Reason):
        return refused("term", term)
    return Row(told, congress, term, town)


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
            person.post,
            frozenset(_whole_of(person, each) for each in mine),
            (person, mine),
            person.identity_number,
        )


def _whole_of(person: Person, mandate: Mandate) -> tuple:
    told = {key: getattr(person, key) for key in OF_PERSON}
    told |= {key: getattr(mandate, key) for key in OF_MANDATE}
    return whole(told, (mandate.congress_id, mandate.term_id))


def words(values: dict, key: str) -> str:
    """A value of a staged row as people write it; codes by their names."""
    value = values.get(key)
    if key == "district":
        value = value or values.get("delegation")
    return "" if value is None else shown_as(key, str(value))


def land(where: Where, plans: list[Plan]) -> None:
    """Write what is new and what is changed."""
    lands = (StagedRow.Verdict.NEW, StagedRow.Verdict.CHANGED)
    landings = [plan.record for plan in plans if plan.verdict in lands]
    land_roster(landings, actor=where.actor, cell_id=where.cell_id)


def goes_to(where: Where) -> str:
    """The congress whose deputies the sheet holds, by name."""
    return Congress.objects.get(pk=where.options["congress"]).name


ROAD = Road(
    kind="import.roster",
    title=gettext_lazy("Roster of deputies"),
    layout=ROSTER,
    plan=plan,
    land=land,
    shown=("name", "sex", "ethnicity", "born", "party", "post", "district", "group"),
    words=words,
    dropped=frozenset({"serial"}),
    beware=elsewhere,
    goes_to=goes_to,
    labels={"mandate": gettext_lazy("Mandate"), "region": gettext_lazy("Town of the deputy")},
)


def run(job):
    """The worker's part of a roster that was handed in."""
    return run_sheet(job, ROAD)
