"""Requests made from the API's own description: no fault, no answer that it does not know."""

import json

import pytest
import schemathesis
from django.core import signals
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_schema_conformance,
    status_code_conformance,
)

from lianxin.base.accounts.actions import make_token
from lianxin.config.api import api
from lianxin.config.openapi import document
from lianxin.institution.congress.models import ANYONE
from lianxin.work.voices import actions as voices
from lianxin.work.voices.queries import new_code
from tests.factories import stages

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
FITTING = GenerationMode.POSITIVE
ENOUGH = {FITTING: 3, GenerationMode.NEGATIVE: 2}  # requests for each operation and seat
QUICK = settings(
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(autouse=True)
def _as_many_as_it_takes(settings):
    """In one transaction, as with Django's own client: no request closes the database."""
    settings.API_CALLS = (0, 60)
    for signal in (signals.request_started, signals.request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (signals.request_started, signals.request_finished):
        signal.connect(close_old_connections)


def records(county):
    """{first part of an address: an id that is there}."""
    suggestion = stages.answered(county)
    part, verdict = suggestion.assignments.first(), suggestion.evaluations.get()
    voice = voices.receive(
        actor=ANYONE,
        cell_id=county.cell.pk,
        body="The road to the school has been broken since the flood.",
        code=new_code(),
        region=county.villages[0],
        mandate=county.deputy.mandate,
    )
    return {
        "suggestions": suggestion.pk,
        "assignments": part.pk,
        "evaluations": verdict.pk,
        "publications": suggestion.publication.pk,
        "voices": voice.pk,
        "deputies": county.deputy.mandate.person_id,
    }


def operations():
    described = schemathesis.openapi.from_dict(json.loads(document(api)))
    described.app = get_wsgi_application()
    return [found.ok() for found in described.get_all_operations()]


@pytest.mark.parametrize(
    ("who", "kind"), [("clerk", FITTING), ("deputy", FITTING), ("clerk", GenerationMode.NEGATIVE)]
)
def test_no_request_is_answered_otherwise_than_described(county, who, kind):
    there, seat = records(county), getattr(county, who)
    scopes = ("read", "move", "enter")
    _token, secret = make_token(seat, name="x", scopes=scopes, now=timezone.now())
    sent = {"Authorization": f"Bearer {secret}"}
    checks = CHECKS if kind is FITTING else [*CHECKS, negative_data_rejection]
    faults = {}

    def ask(case):
        name = case.path.split("/")[3]
        if kind is FITTING and "pk" in case.path_parameters and name in there:
            case.path_parameters["pk"] = there[name]
        with stages.aside():
            case.call_and_validate(headers=sent, checks=checks)

    for operation in operations():
        strategy = operation.as_strategy(generation_mode=kind)
        try:
            settings(QUICK, max_examples=ENOUGH[kind])(given(strategy)(ask))()
        except FailureGroup as found:
            faults[operation.label] = str(found)
    assert faults == {}
