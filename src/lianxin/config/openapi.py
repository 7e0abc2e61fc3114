"""
The API's own description, OpenAPI 3.1: served to everybody, and committed as docs/reference.

It is made of declarations alone, which are public like the source; there is nothing to hide in it.
"""

import json
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

from lianxin.base.ui.ninja.schemas import NO_READ, NO_WRITE, Errors, Reasons


class Plainly(JSONRenderer):
    """JSON in the signs that people read."""

    json_dumps_params = {"ensure_ascii": False}


class DescribedAPI(NinjaAPI):
    """An API whose description tells once what is shared; no answer is kept on the way."""

    def create_response(self, *args: Any, **more: Any) -> HttpResponse:
        """What a seat may read is not left in anybody's cache."""
        answer = super().create_response(*args, **more)
        answer["Cache-Control"] = "no-store"
        return answer

    def get_openapi_schema(self, **told: Any) -> Any:
        """As ninja makes it, with what every operation may refuse."""
        schema = super().get_openapi_schema(**told)
        for path in schema["paths"].values():
            for operation in path.values():
                no = NO_READ if operation["x-scope"] == "read" else NO_WRITE
                for status, (name, _body) in no.items():
                    operation["responses"][int(status)] = {"$ref": f"#/components/responses/{name}"}
        parts = schema["components"]
        parts["responses"] = {
            name: {
                "description": HTTPStatus(int(status)).phrase,
                "content": {"application/json": {"schema": _reference(body)}},
            }
            for status, (name, body) in NO_WRITE.items()
        }
        for body in (Reasons, Errors):
            shape = body.model_json_schema(ref_template="#/components/schemas/{model}")
            parts["schemas"] |= shape.pop("$defs", {}) | {body.__name__: shape}
        return schema


def _reference(body: type) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{body.__name__}"}


def document(api: NinjaAPI, language: str = "en") -> str:
    """The description as it is committed: in English, in a fixed order."""
    with translation.override(language):
        schema = api.get_openapi_schema()
        told = json.dumps(
            schema, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True
        )
    return told + "\n"


@lru_cache(maxsize=4)
def served(api: NinjaAPI, language: str) -> str:
    """The same, drawn up once in a process and language: it takes half a second."""
    return document(api, language)


def write(api: NinjaAPI, folder: Path) -> Path:
    """Write the description anew."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "openapi.json"
    path.write_text(document(api), "utf-8")
    return path
