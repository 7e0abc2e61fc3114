"""Every move is closed to whom it is closed: for every role, by page and by API."""

from datetime import date

import pytest

from lianxin.institution.congress.models import Organ, Seat, Unit
from lianxin.institution.stations.models import Venue
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.actions import extension
from lianxin.work.suggestions.actions import suggestion as suggestion_actions
from tests.factories import stages, thread
from tests.factories.doors import (
    FINE,
    FORMS,
    HIDDEN,
    NEVER,
    NOT_NOW,
    PLACES,
    SIGN_IN,
    Doors,
    clock_at,
    filled,
)
from tests.golden.matrix import (
    BY_ROLES,
    LIVES,
    MATRIX,
    SCOPES,
    seats_of,
    sees,
    subject_for,
    viewed,
    wanted,
)

WALKS = {
    "Suggestion": stages.suggestions,
    "Assignment": stages.assignments,
    "Evaluation": stages.evaluations,
    "Publication": stages.publications,
    "Voice": stages.residents_voices,
}
OUTSIDE = "outside"  # another town, another station, another county
KINDS = {  # the seat of a role of the contract
    **dict.fromkeys(("author_deputy", "cosigner_deputy", "other_deputy"), "deputy"),
    **dict.fromkeys(("lead_unit_clerk", "co_unit"), "unit_clerk"),
    **{name: name for name in ("town_clerk", "liaison_officer", "office", "leader")},
    **{"lead_unit_leader": "unit_leader", "gov_supervision": "gov_supervision"},
}


@pytest.fixture
def strangers(county, elsewhere):
    """Seats of the same roles that have nothing to do with the record."""
    town = county.towns[1]
    Unit.objects.create(cell=county.cell, name="Village", kind=Unit.Kind.VILLAGE)
    organ = Organ.objects.create(
        cell=county.cell, name="Presidium 2", kind=Organ.Kind.PRESIDIUM, region=town
    )
    venue = Venue.objects.create(
        cell=county.cell, name="Station 2", kind=Venue.Kind.LIAISON_STATION, region=town
    )
    return [
        county.seat("townclerk2", "town_clerk", organ=organ, region=town),
        county.seat("chair2", "leader", organ=organ, region=town),
        county.seat("officer2", "liaison_officer", venue_id=venue.pk),
        *(elsewhere.deputy, elsewhere.town_clerk, elsewhere.officer, elsewhere.chair),
        *(elsewhere.clerk, elsewhere.leader, elsewhere.supervision),
        *(elsewhere.a_clerk, elsewhere.a_head),
    ]


def expected(record, stage, code, role, seat, subject):
    """What the doors must say, by the golden contract."""
    if seat.pk is None:
        return SIGN_IN
    if (record, code, role) == ("Assignment", "assign", "leader"):
        return NOT_NOW  # one act with the suggestion's: refused by itself
    if role == OUTSIDE:
        return NEVER if stage.state == "published" else HIDDEN
    if not sees(record, stage, role):
        return HIDDEN
    said = wanted(record, LIVES[record], code, role, seat, subject)[0]
    return {"never": NEVER, "no": NOT_NOW, "yes": FINE}[said]


def knocks(record, stage, code, county, elsewhere, strangers):
    """(role, seat, record) of all who come by a move in one state."""
    would = {KINDS.get(role) for role in BY_ROLES[record, code]}
    outside = [seat for seat in strangers if seat.role in would]
    found = []
    for role, seats in {**seats_of(county, elsewhere, stage.record), OUTSIDE: outside}.items():
        subject = subject_for(record, stage, role, LIVES[record], code)
        if subject is not None and viewed(record, stage, role) is not None:
            found += [(role, seat, subject) for seat in seats]
    return found


def tried(doors, record, stage, code, comers):
    """(fault, made) for each who comes by: where the doors say something else than they must."""
    wants = [expected(record, stage, code, *each) for each in comers]
    may = [each for each, want in zip(comers, wants, strict=True) if want in (FINE, NOT_NOW)]
    body = filled(record, code, *may[0][1:]) if may else {}
    for (role, seat, subject), want in zip(comers, wants, strict=True):
        mine = filled(record, code, seat, subject) if (role, seat, subject) in may else body
        got = doors.knock(record, subject, code, seat, mine)
        yield (got != want and (stage.state, code, role, str(seat), got, want)), got == FINE


@pytest.mark.parametrize("record", list(WALKS))
def test_every_move_is_shut_to_whom_it_is_shut_by_page_and_by_api(
    county, elsewhere, strangers, record
):
    doors, faults, done = Doors(Seat.objects.select_related("user")), [], set()
    lifecycle, left = LIVES[record], {code for of, code in BY_ROLES if of == record}
    for stage in WALKS[record](county):
        here = {m.code for m in lifecycle.moves if lifecycle.state(stage.state) in m.source}
        with clock_at(stage.at):
            for code in sorted(here & left):
                comers = knocks(record, stage, code, county, elsewhere, strangers)
                for fault, made in tried(doors, record, stage, code, comers):
                    faults += [fault] if fault else []
                    done |= {code} if made else set()
        left -= here  # each move in the first state in which it can be made
    assert faults == []
    assert done >= MADE_BY_PERSONS[record]


MADE_BY_PERSONS = {  # each was really made once by those who may, so the body was a right one
    "Suggestion": {"edit", "submit", "take_up", "write_opinion", "register", "close", "discard"},
    "Assignment": {"acknowledge", "start_handling", "record_contact", "draft_reply", "urge"},
    "Evaluation": {"submit", "revise", "remind"},
    "Publication": {"check", "publish", "withhold", "object", "take_down", "recheck"},
    "Voice": {"take_up", "refuse", "draft_slip", "feed_back", "redirect"},
}


def knocked(county, elsewhere, record, subject, code, moment):
    """{who: what the doors said} of many who come by one record."""
    names = (
        *("deputy", "second", "third", "stranger_deputy", "clerk", "leader"),
        *("a_clerk", "a_head", "b_head", "auditor"),
    )
    seats = {name: getattr(county, name) for name in names}
    seats |= {"elsewhere": elsewhere.second, "office elsewhere": elsewhere.clerk}
    doors = Doors(seats.values())
    with clock_at(moment):
        return {
            name: doors.knock(record, subject, code, seat, filled(record, code, seat, subject))
            for name, seat in seats.items()
        }


def test_a_name_is_put_under_a_text_only_by_whoever_was_asked(county, elsewhere):
    draft = suggestion_actions.open_cosigning(
        stages.begun(county),
        actor=county.deputy,
        mandates=[county.second.mandate, county.third.mandate],
        via=stages.told(2026, 1, 6),
    )
    name = draft.cosignatures.get(mandate=county.second.mandate_id)
    asked = (county, elsewhere, "Cosignature", name, "confirm", stages.moment(2026, 1, 6, 11))
    assert knocked(*asked) == {
        "second": FINE,
        **dict.fromkeys(("deputy", "third"), NEVER),
        **dict.fromkeys(("stranger_deputy", "clerk", "leader", "auditor"), HIDDEN),
        **dict.fromkeys(("a_clerk", "a_head", "b_head"), HIDDEN),
        **dict.fromkeys(("elsewhere", "office elsewhere"), HIDDEN),
    }


def test_more_time_is_granted_only_by_the_office(county, elsewhere):
    part = thread.part_of(thread.with_units(county), county.units[0])
    asked = extension.prepare(
        actor=county.a_clerk,
        assignment=part,
        until=date(2026, 5, 29),
        reasons="The soil.",
        told_on=date(2026, 4, 1),
        via=stages.told(2026, 4, 1),
    )
    asked = extension.request(asked, actor=county.a_head, via=stages.told(2026, 4, 2))
    door = (county, elsewhere, "Extension", asked, "grant", stages.moment(2026, 4, 2, 11))
    assert knocked(*door) == {
        "clerk": FINE,
        **dict.fromkeys(("deputy", "second", "third", "stranger_deputy", "leader"), NEVER),
        **dict.fromkeys(("a_clerk", "a_head"), NEVER),
        **dict.fromkeys(("b_head", "auditor", "elsewhere", "office elsewhere"), HIDDEN),
    }


def test_scopes_and_places_are_those_of_every_record_with_a_life():
    assert set(FORMS) == set(PLACES) == set(LIVES) - {"Erasure"}  # of the platform, not of work
    assert set(SCOPES) == set(WALKS) == {record for record, _state in MATRIX}
    assert suggestions.visible_to is SCOPES["Suggestion"]
