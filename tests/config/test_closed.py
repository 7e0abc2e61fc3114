"""Everything is closed that was not opened on purpose: every address, role and method."""

import json
import re
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.forms import BooleanField, ChoiceField, DateField, ModelChoiceField
from django.test import Client
from django.urls import get_resolver
from django.urls.resolvers import URLPattern
from django.utils import timezone

from lianxin.base.records.models import Entry
from lianxin.base.ui.forms import MoveForm
from lianxin.institution.congress.models import Organ, Seat, Unit
from lianxin.institution.stations.models import Venue
from lianxin.work.suggestions import forms as suggestion_forms
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.actions import extension
from lianxin.work.suggestions.actions import suggestion as suggestion_actions
from lianxin.work.voices import forms as voice_forms
from tests.factories import stages, thread
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

OPEN = {  # deliberately open to whoever comes by
    *("sign_in", "mode", "language", "file", "health"),
    *("portal:home", "portal:say", "portal:track", "portal:case", "portal:move"),
    *("portal:published", "portal:published_one", "portal:deputies"),
    *("api-1:openapi-json", "api-1:api-root"),
}
API = "api-1:"


def walked(resolver, prefix="", space=""):
    """(address with samples in it, name, view) of every route there is."""
    for each in resolver.url_patterns:
        route = prefix + str(each.pattern)
        if isinstance(each, URLPattern):
            yield sample(route, each.pattern.converters), f"{space}{each.name}", each.callback
        else:
            yield from walked(each, route, f"{each.namespace}:" if each.namespace else space)


def sample(route, converters):
    """The route with something fitting for each of its parts."""

    def fill(found):
        name = found.group(1).rpartition(":")[2]
        regex = converters[name].regex if name in converters else "[^/]+"
        tries = ("1", "x", *regex.split("|"))
        return next(each for each in tries if re.fullmatch(regex, each))

    return "/" + re.sub(r"<([^>]+)>", fill, route)


ROUTES = sorted({(address, name) for address, name, _view in walked(get_resolver())})
METHODS = ("get", "post", "put", "patch", "delete")


def test_what_is_open_is_open_on_purpose():
    told = {
        name
        for _address, name, view in walked(get_resolver())
        if not getattr(view, "login_required", True)
    }
    assert {name for name in told if not name.startswith(API)} == {
        name for name in OPEN if not name.startswith(API)
    }


@pytest.mark.django_db
def test_a_stranger_is_sent_to_sign_in_from_every_other_address(client):
    ajar = []
    for address, name in ROUTES:
        for method in METHODS:
            if name in OPEN:
                continue
            answer = getattr(client, method)(address)
            if name.startswith(API):
                right = answer.status_code == (401 if method == "post" else 405)
            else:
                right = answer.status_code == 302 and answer.url.startswith("/sign-in/?next=")
            if not right:
                ajar.append((method, address, answer.status_code))
    assert ajar == []


def test_open_addresses_answer_a_stranger(client, county):
    broken = [
        (method, address, status)
        for address, name in ROUTES
        if name in OPEN
        for method in METHODS
        if (status := getattr(client, method)(address).status_code) >= 500
        or (status == 302 and "sign-in" in getattr(client, method)(address).get("Location", ""))
    ]
    assert broken == []


@pytest.mark.parametrize("who", ["sys_admin", "security_admin", "auditor"])
def test_administrators_and_auditors_open_no_record(client, county, who):
    draft = stages.answered(county)
    part, verdict = draft.assignments.first(), draft.evaluations.first()
    client.force_login(getattr(county, who).user)
    asked = (
        f"/suggestions/{draft.pk}/",
        f"/suggestions/{draft.pk}/close/",
        f"/assignments/{part.pk}/urge/",
        f"/evaluations/{verdict.pk}/release/",
        f"/replies/{part.reply_set.get().pk}.docx",
    )
    assert [client.get(address).status_code for address in asked] == [404] * len(asked)


def test_no_address_of_a_move_takes_another_method(county):
    verdict = stages.answered(county).evaluations.get()
    client, faults = Client(), []
    client.force_login(county.deputy.user)
    for method in ("put", "patch", "delete"):
        for address in (
            f"/suggestions/{verdict.suggestion_id}/withdraw/",
            f"/assignments/{verdict.assignment_id}/confirm_contact/",
            f"/evaluations/{verdict.pk}/submit/",
            f"/publications/{verdict.suggestion.publication.pk}/object/",
            f"/api/v1/evaluations/{verdict.pk}/submit",
        ):
            status = getattr(client, method)(address).status_code
            faults += [(method, address, status)] if status != 405 else []
    assert faults == []


@pytest.mark.parametrize("who", ["clerk", "deputy"])
def test_other_methods_change_nothing_anywhere(county, who):
    draft = stages.answered(county)
    before = (Entry.objects.count(), stages.again(draft).state)
    client = Client()
    client.force_login(getattr(county, who).user)
    broken = [
        (method, address)
        for address, name in ROUTES
        if not name.startswith(API)  # 405 there, as seen above
        for method in ("put", "patch", "delete")
        if getattr(client, method)(address.replace("/1/", f"/{draft.pk}/")).status_code >= 500
    ]
    assert broken == []
    assert (Entry.objects.count(), stages.again(draft).state) == before


# Every move, for every role, by page and by API

FORMS = {
    "Suggestion": suggestion_forms.SUGGESTION_FORMS,
    "Assignment": suggestion_forms.ASSIGNMENT_FORMS,
    "Evaluation": suggestion_forms.EVALUATION_FORMS,
    "Publication": suggestion_forms.PUBLICATION_FORMS,
    "Cosignature": suggestion_forms.COSIGNATURE_FORMS,
    "Extension": suggestion_forms.EXTENSION_FORMS,
    "Voice": voice_forms.VOICE_FORMS,
}
PLACES = {
    "Suggestion": "suggestions",
    "Assignment": "assignments",
    "Evaluation": "evaluations",
    "Publication": "publications",
    "Cosignature": "cosignatures",
    "Extension": "extensions",
    "Voice": "voices",
}
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


def filled(record, code, seat, subject):
    """What a careful person would type into the form of a move."""
    form = FORMS[record].get(code, MoveForm)(None, None, seat=seat, record=subject)
    return {name: value(form, name, field) for name, field in form.fields.items()}


def value(form, name, field):
    """One field: as it stands, else the first choice, else something of the right kind."""
    if isinstance(field, ModelChoiceField):
        first = field.queryset.first()
        several = getattr(field.widget, "allow_multiple_selected", False)
        return ([first.pk] if several else first.pk) if first else ""
    if isinstance(field, BooleanField):
        return True
    given = form.get_initial_for_field(field, name)
    if given not in (None, ""):
        return given() if callable(given) else given
    if isinstance(field, ChoiceField):
        return next(key for key, _label in field.choices if key)
    if isinstance(field, DateField):
        return timezone.localdate() if field.required else ""
    if hasattr(field, "max_length"):
        longest = field.max_length or 40
        return "It is so, and it will be done."[:longest] if field.required else ""
    return ""


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


class Doors:
    """Knocks at the page and at the API of a move, as a seat; what was done is undone."""

    def __init__(self, seats):
        self.clients = {None: Client()}
        for seat in seats:  # before the walk, whose side branches are undone, sessions and all
            self.clients[seat.pk] = Client()
            self.clients[seat.pk].force_login(seat.user)

    def knock(self, record, subject, code, seat, body):
        """(page, sending it, API): the three status numbers."""
        client, place = self.clients[seat.pk], f"{PLACES[record]}/{subject.pk}/{code}"
        with stages.aside():
            page = client.get(f"/{place}/").status_code
        with stages.aside():
            sent = client.post(f"/{place}/", body).status_code
        with stages.aside():
            sending = json.dumps(body, default=str)
            told = client.post(f"/api/v1/{place}", sending, "application/json").status_code
        return page, sent, told


@contextmanager
def clock_at(moment):
    """Inside, the clock of the whole process stands an hour after the step before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment + timedelta(hours=1))
        yield


HIDDEN, NEVER, NOT_NOW, FINE = (404, 404, 404), (403, 403, 403), (409, 409, 409), (200, 302, 200)
SIGN_IN = (302, 302, 401)


def expected(record, stage, code, role, seat, subject):
    """What the doors must say, by the golden contract."""
    if seat.pk is None:
        return SIGN_IN
    if (record, code, role) == ("Assignment", "assign", "leader"):
        return 200, 409, 409  # one act with the suggestion's: refused by itself
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
    assert set(FORMS) == set(PLACES) == set(LIVES)
    assert set(SCOPES) == set(WALKS) == {record for record, _state in MATRIX}
    assert suggestions.visible_to is SCOPES["Suggestion"]
