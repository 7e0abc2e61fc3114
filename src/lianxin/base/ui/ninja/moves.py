"""
One POST for each move of a lifecycle, and one for each birth.

Their request bodies are described from the Django forms; the form alone validates, so page and
API can never disagree.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from ninja import Router, Status

from lianxin.base.ui.moving import doors
from lianxin.base.ui.ninja.schemas import Pk, Represented, body_of
from lianxin.base.ui.ninja.wire import No, filled, key_of, needs, sent
from lianxin.kernel.lifecycle import Forbidden, Refused

KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "maxLength": 100, "pattern": "^[ -~]*$"},
    "description": "Sent twice with one key and the same body, it is done once.",
}


def routes(mover) -> Router:
    """The moves of a lifecycle."""
    router = Router(tags=[mover.lifecycle.name])
    for code in dict.fromkeys(m.code for m in mover.lifecycle.moves if m.source):
        _add(router, mover, mover.lifecycle.move(code))
    return router


def _add(router, mover, move):
    name = f"{mover.lifecycle.name}_{move.code}"
    form = mover.form(move.code)

    def operation(request, pk: Pk):
        status, body = mover.answer(request.seat, pk, move.code, filled(form, sent(request)))
        if status != 200:
            raise No(status, body)
        return body

    operation.__name__ = name
    router.post(
        f"/{{pk}}/{move.code}",
        response={200: Represented},
        summary=move.label,
        operation_id=name,
        openapi_extra={"requestBody": body_of(form), "x-scope": "move"},
    )(needs("move")(operation))


def reading(router: Router, path: str, answer: Any, *, summary: Any) -> Callable:
    """A GET of a router: its answer, its scope."""

    def add(view):
        router.get(
            path,
            response={200: answer},
            operation_id=view.__name__,
            summary=summary,
            openapi_extra={"x-scope": "read"},
        )(needs("read")(view))
        return view

    return add


@dataclass(frozen=True)
class Birth:
    """Something new that is begun by a POST; `scope` is what a token needs for it."""

    name: str
    summary: Any
    form: type
    answer: Any
    scope: str = "enter"
    once: bool = False  # whether an Idempotency-Key is kept
    optional: tuple[str, ...] = ()  # fields that not every seat has to fill
    beside: tuple[dict[str, Any], ...] = ()  # parameters beside the body, as described


def born(router: Router, path: str, birth: Birth, make: Callable) -> None:
    """Add the POST of a birth; `make(request, data, pk)` gives what is answered."""
    extra: dict[str, Any] = {
        "requestBody": body_of(birth.form, birth.optional),
        "x-scope": birth.scope,
    }
    if birth.once or birth.beside:
        extra["parameters"] = [*birth.beside, *([KEY] if birth.once else [])]
    told = {
        "response": {201: birth.answer},
        "summary": birth.summary,
        "operation_id": birth.name,
        "openapi_extra": extra,
    }

    def under(request, pk: Pk):
        return Status(201, make(request, filled(birth.form, sent(request)), pk))

    def alone(request):
        return Status(201, make(request, filled(birth.form, sent(request)), None))

    operation = under if "{pk}" in path else alone
    operation.__name__ = birth.name
    router.post(path, **told)(needs(birth.scope)(operation))


def begin(form, make: Callable, given: dict[str, Any] | None = None) -> Any:
    """
    Validate the form, make the birth by one action; the same ways of saying no as a page's.

    `given` stands for what the form holds, where a page, too, adds something to it.
    """
    if not form.is_valid():
        raise No(422, {"errors": form.errors.get_json_data()})
    try:
        return make(*doors(form.cleaned_data if given is None else given, "api"))
    except Forbidden as refusal:
        raise No.because(403, *refusal.reasons) from None
    except Refused as refusal:
        raise No.because(409, *refusal.reasons) from None
    except ValidationError as fault:
        form.add_error(None, fault)
        raise No(422, {"errors": form.errors.get_json_data()}) from None


__all__ = ["Birth", "begin", "born", "key_of", "reading", "routes"]
