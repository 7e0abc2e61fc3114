"""
The API's own description, OpenAPI 3.1: served to everybody, and committed as docs/reference.

It is made of declarations alone, which are public like the source; there is nothing to hide in it.
"""

import json
from pathlib import Path
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.utils import translation
from ninja import NinjaAPI
from ninja.renderers import JSONRenderer

SHARED = {  # answers that every operation may give, told once
    "400": "Malformed",
    "401": "Stranger",
    "403": "Never",
    "404": "Unknown",
    "409": "NotNow",
    "413": "TooLarge",
    "415": "NotJson",
    "422": "IllFilled",
    "429": "TooMany",
    "503": "Locked",
}


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
        """As ninja makes it, the shared answers put aside."""
        schema = super().get_openapi_schema(**told)
        shared: dict[str, Any] = {}
        for path in schema["paths"].values():
            for operation in path.values():
                for status, answer in operation["responses"].items():
                    if name := SHARED.get(str(status)):
                        shared.setdefault(name, dict(answer))
                        operation["responses"][status] = {"$ref": f"#/components/responses/{name}"}
        schema["components"]["responses"] = shared
        return schema


def document(api: NinjaAPI, language: str = "en") -> str:
    """The description as it is committed: in English, in a fixed order."""
    with translation.override(language):
        schema = api.get_openapi_schema()
        told = json.dumps(
            schema, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True
        )
    return told + "\n"


def write(api: NinjaAPI, folder: Path) -> Path:
    """Write the description anew."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "openapi.json"
    path.write_text(document(api), "utf-8")
    return path
