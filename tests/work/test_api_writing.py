"""What programs begin and move: by the forms of the pages, and the ways of being told no."""

import json

import pytest

from lianxin.base.drafts.models import Sent
from lianxin.base.records.models import Entry
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import by_code
from tests.factories import stages, thread
from tests.factories.programs import Program

TEXT = {
    "title": "On mending the road to the school",
    "body": "The road is broken. It should be mended and lit before winter.",
    "publicity": "full",
}


def said(county):
    return {
        "body": "The road to the school has been broken since the flood.",
        "region": county.villages[0].pk,
        "naming": "deputy",
        "name": "Wang",
        "phone": "13800138000",
        "channel": "station",
    }


# Beginning


def test_a_deputy_drafts_a_suggestion(county):
    answer = Program(county.deputy).post("suggestions", TEXT)
    draft = Suggestion.objects.get()
    assert (answer.status_code, answer.json()["id"], draft.state) == (201, draft.pk, "draft")
    assert draft.mandate_id == county.deputy.mandate_id
    assert Entry.objects.get(move="begin", root_id=draft.pk).channel == "api"


def test_an_office_drafts_for_a_deputy_only(county):
    program = Program(county.clerk)
    answer = program.post("suggestions", TEXT)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["mandate"])
    answer = program.post("suggestions", TEXT | {"mandate": county.deputy.mandate_id})
    assert answer.status_code == 201
    assert Entry.objects.get(move="begin").on_behalf_of == "Li"


def test_a_suggestion_rests_on_the_voices_that_are_named(county):
    voice = thread.spoken(county)
    program, path = Program(county.deputy), f"suggestions?voice={voice.pk}"
    draft = program.post(path, TEXT)
    assert draft.status_code == 201
    assert program.get(f"suggestions/{draft.json()['id']}").json()["voices"] == [voice.pk]
    for wrong in (voice.pk + 1000, "x", "1" * 30, "1&voice=" * 21 + "1"):
        answer = program.post(f"suggestions?voice={wrong}", TEXT)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, ["voice"])
    assert Program(county.stranger_deputy).post(path, TEXT).status_code == 422


@pytest.mark.parametrize("who", ["a_clerk", "supervision", "auditor", "leader"])
def test_who_writes_none_may_never(county, who):
    answer = Program(getattr(county, who)).post("suggestions", TEXT)
    assert (answer.status_code, bool(answer.json()["reasons"])) == (403, True)
    answer = Program(getattr(county, who)).post("voices", said(county))
    assert (answer.status_code, bool(answer.json()["reasons"])) == (403, True)


def test_a_station_enters_a_voice_and_is_told_the_code(county):
    told = Program(county.officer).post("voices", said(county))
    voice = Voice.objects.get()
    assert (told.status_code, told.json()["number"]) == (201, voice.number)
    assert by_code(told.json()["code"]) == voice
    assert voice.entered_on_behalf
    assert voice.venue_id == county.venue.pk
    assert (voice.contact.name, voice.contact.phone) == ("Wang", "13800138000")


def test_what_was_sent_twice_under_one_key_is_done_once(county):
    program, key = Program(county.officer), {"Idempotency-Key": "a-1"}
    first = program.post("voices", said(county), **key).json()
    again = program.post("voices", said(county), **key).json()
    assert (first["id"], first["code"]) == (again["id"], again["code"])
    assert Voice.objects.count() == Sent.objects.count() == 1
    other = program.post("voices", said(county) | {"name": "Li"}, **key)
    assert (other.status_code, Voice.objects.count()) == (409, 1)
    assert program.post("voices", said(county)).status_code == 201
    assert Voice.objects.count() == 2
    assert "13800138000" not in str(Sent.objects.values().get())


def test_a_key_is_one_seat_s(county):
    key = {"Idempotency-Key": "a-1"}
    for seat in (county.deputy, county.second):
        assert Program(seat).post("suggestions", TEXT, **key).status_code == 201
        assert Program(seat).post("suggestions", TEXT, **key).status_code == 201
    assert Suggestion.objects.count() == 2
    assert Program(county.deputy).post("suggestions", TEXT, **{"Idempotency-Key": "é"}) != 201
    long = Program(county.deputy).post("suggestions", TEXT, **{"Idempotency-Key": "x" * 101})
    assert long.status_code == 422


def test_what_is_refused_is_not_remembered(county):
    program, key = Program(county.deputy), {"Idempotency-Key": "a-1"}
    assert program.post("suggestions", TEXT | {"title": "x"}, **key).status_code == 422
    assert program.post("suggestions", TEXT, **key).status_code == 201


# Under one


def test_units_are_put_forward_and_names_invited(county):
    draft = thread.drafted(county)
    deputy = Program(county.deputy)
    deputy.post(f"suggestions/{draft.pk}/open_cosigning")
    asked = {"mandates": [county.second.mandate_id]}
    assert deputy.post(f"suggestions/{draft.pk}/invite", asked).status_code == 201
    assert draft.cosignatures.get().mandate_id == county.second.mandate_id
    again = deputy.post(f"suggestions/{draft.pk}/invite", asked)
    assert (again.status_code, list(again.json()["errors"])) == (422, ["mandates"])
    answer = Program(county.clerk).post(f"suggestions/{draft.pk}/invite", asked)
    assert answer.status_code == 404  # the office knows of no draft
    assert Program(county.stranger_deputy).post(f"suggestions/{draft.pk}/join").status_code == 404


def test_more_time_is_asked_for_by_the_unit_alone(county):
    draft = stages.answered(county)
    part = draft.assignments.get(kind="lead")
    answer = Program(county.clerk).post(f"assignments/{part.pk}/more-time", {})
    assert (answer.status_code, bool(answer.json()["reasons"])) == (403, True)


# Being told no


def posted(program, path, body, kind="application/json"):
    return program.client.post(f"/api/v1/{path}", body, kind)


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"NaN", "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b"1" * 5_000, "application/json", 400),
        (b"[]", "application/json", 422),
        (b'"x"', "application/json", 422),
        (b"null", "application/json", 422),
        (b"title=x", "application/x-www-form-urlencoded", 415),
        (b"{}", "text/plain", 415),
        (b"{}", "application/json", 422),
        (b'{"title": "' + b"x" * 6_000_000 + b'"}', "application/json", 413),
    ],
)
def test_a_body_that_is_no_json_object_is_refused(county, body, kind, status):
    answer = posted(Program(county.deputy), "suggestions", body, kind)
    assert answer.status_code == status
    assert set(answer.json()) == ({"errors"} if status == 422 else {"reasons"})


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", 5), ("title", {"a": 1}), ("title", ["On mending the road"]),
        ("title", "On mending\x00 the road"), ("title", "On mending\x07 the road"),
        ("title", "On mending \ud800 road"), ("title", "x" * 121), ("title", None),
        ("open_to_cosigning", "yes"), ("session", True), ("session", 2**70), ("session", 1.5),
        ("publicity", "secret"), ("nonsense", "x"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_is_told_by_its_field(county, field, value):
    body = json.dumps(TEXT | {field: value}).encode()
    answer = posted(Program(county.deputy), "suggestions", body)
    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert not Suggestion.objects.exists()


def test_the_five_ways_of_saying_no_to_a_move(county):
    draft = stages.answered(county)
    part = draft.assignments.get(kind="lead")
    program = Program(county.clerk)
    assert program.post(f"assignments/{part.pk}/send_reply", {}).status_code == 403
    told = program.post(f"suggestions/{draft.pk}/take_up")
    assert (told.status_code, bool(told.json()["reasons"])) == (409, True)
    told = program.post(f"assignments/{part.pk}/deny_return", {})
    assert (told.status_code, list(told.json()["errors"])) == (422, ["note"])
    assert program.post(f"assignments/{part.pk + 1000}/urge").status_code == 404
    told = program.post(f"suggestions/{draft.pk}/burn")
    assert (told.status_code, told.json()) == (404, {"reasons": ["There is no such address."]})
    for wrong in ("0", "-1", str(2**63), "x"):
        assert program.post(f"suggestions/{wrong}/take_up").status_code == 422


def test_a_nul_in_an_address_is_refused_in_json(county):
    answer = Program(county.clerk).client.get("/api/v1/suggestions?q=%00")
    assert (answer.status_code, set(answer.json())) == (400, {"reasons"})
