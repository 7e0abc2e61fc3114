"""The API's description: committed as it is, and true of every operation."""

import json
from pathlib import Path

import pytest
from ninja import Schema

from lianxin.config.api import api
from lianxin.config.openapi import document

COMMITTED = Path(__file__).parents[2] / "docs/reference/openapi.json"
METHODS = {"get", "post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def described():
    return json.loads(document(api))


def operations(described):
    return [
        (path, method, told)
        for path, each in described["paths"].items()
        for method, told in each.items()
        if method in METHODS
    ]


def test_the_committed_description_is_what_the_code_says():
    assert COMMITTED.read_text("utf-8") == document(api)  # make handbook


def test_it_is_openapi_and_tells_how_to_be_let_in(described):
    assert described["openapi"].startswith("3.1.")
    assert described["components"]["securitySchemes"]["Token"]["scheme"] == "bearer"


def test_every_operation_tells_its_scope_its_refusals_and_who_may_ask(described):
    for path, method, told in operations(described):
        statuses = set(told["responses"])
        assert statuses >= {"400", "401", "403", "404", "422", "429"}, path
        assert told["security"], path
        assert told["x-scope"] in ("read", "move", "enter"), path
        assert (told["x-scope"] == "read") == (method == "get"), path
        if method == "post":
            assert statuses >= {"409", "413", "415"}, path


def test_every_number_and_word_in_an_address_is_bounded(described):
    for path, _method, told in operations(described):
        for each in told.get("parameters", []):
            whole = each["schema"].get("items", each["schema"])
            for shape in whole.get("anyOf", [whole]):
                if shape.get("type") == "integer":
                    assert {"minimum", "maximum"} <= set(shape), (path, each["name"])
                if shape.get("type") == "string" and "const" not in shape and "enum" not in shape:
                    assert {"maxLength", "pattern"} <= set(shape), (path, each["name"])


def test_names_of_operations_are_told_apart(described):
    names = [told["operationId"] for _path, _method, told in operations(described)]
    assert len(names) == len(set(names))


def test_every_answer_has_a_name_of_its_own(described):
    """Two of one name would be described as one of them."""
    known: dict[str, set] = {}
    for each in subclasses(Schema):
        if each.__module__.startswith("lianxin."):
            known.setdefault(each.__name__, set()).add(each.__module__)
    told = set(described["components"]["schemas"])
    assert [name for name, modules in known.items() if name in told and len(modules) > 1] == []
    assert told >= {"SuggestionRow", "SuggestionRecord", "VoiceRow", "VoiceRecord"}


def subclasses(kind):
    return {each for direct in kind.__subclasses__() for each in {direct, *subclasses(direct)}}


def test_it_is_open_to_all_and_speaks_the_reader_s_language(client, db):
    path = "/api/v1/openapi.json"
    english = client.get(path, headers={"accept-language": "en"}).json()
    chinese = client.get(path, headers={"accept-language": "zh-hans"}).json()
    assert english["paths"].keys() == chinese["paths"].keys()
    assert english["info"]["title"] == "Lianxin 连心"
