"""What an operation takes off the wire and what it refuses: scope, body, types, cursors."""

import base64
import json
import struct
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.utils.translation import gettext as _

from lianxin.base.ui.ninja.schemas import BIGGEST, HELD_BY, form_fields


class No(Exception):
    """An answer that ends an operation: its status and its body."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.body = status, body

    @classmethod
    def because(cls, status: int, *reasons: Any) -> "No":
        """With reasons in sentences."""
        return cls(status, {"reasons": [str(reason) for reason in reasons]})

    @classmethod
    def ill_filled(cls, faults: dict[str, str]) -> "No":
        """With what is wrong, by field."""
        errors = {name: [{"message": said, "code": "invalid"}] for name, said in faults.items()}
        return cls(422, {"errors": errors})


def needs(scope: str) -> Callable:
    """Only for whoever has this scope: a session has all, a token those it was made with."""

    def guard(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            if scope not in request.scopes:
                told = {"scope": scope}
                raise No.because(403, _("This token has no scope “%(scope)s”.") % told)
            return view(request, *args, **kwargs)

        return guarded

    return guard


# The body


def sent(request) -> dict[str, Any]:
    """The JSON object of a request; nothing sent is an empty one."""
    try:
        body = request.body
    except RequestDataTooBig:
        raise No.because(413, _("This is too large.")) from None
    if not body:
        return {}
    if request.content_type != "application/json":
        raise No.because(415, _("Send JSON, and say so: Content-Type: application/json."))
    try:
        given = json.loads(body.decode("utf-8"), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise No.because(400, _("This is no JSON.")) from None
    if not isinstance(given, dict):
        raise No.ill_filled({"__all__": _("Send one JSON object: the fields by their names.")})
    return given


def _no_number(name):
    raise ValueError(name)


def filled(kind: type, given: dict[str, Any]) -> dict[str, Any]:
    """What was sent for a form: known fields of the right JSON type; what is null is left out."""
    shapes, faults = form_fields(kind), {}
    for name, value in given.items():
        if not _encodable(name):
            faults["__all__"] = _("There is a character in it that cannot be printed.")
        elif name not in shapes:
            faults[name] = _("There is no such field.")
        elif value is not None and not _fits(value, shapes[name]):
            faults[name] = _("This is not of the right type.")
        elif not _encodable(value):
            faults[name] = _("There is a character in it that cannot be printed.")
    if faults:
        raise No.ill_filled(faults)
    return {name: value for name, value in given.items() if value is not None}


def _fits(value, shaped) -> bool:
    kinds = shaped["type"] if isinstance(shaped["type"], list) else [shaped["type"]]
    if isinstance(value, bool) and "boolean" not in kinds:
        return False  # which Python would take for a number
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > BIGGEST:
        return False
    if value == "" and "null" in kinds:
        return True  # left empty, as a browser sends it
    if not any(isinstance(value, HELD_BY[kind]) for kind in kinds if kind != "null"):
        return False
    return not isinstance(value, list) or all(_fits(each, shaped["items"]) for each in value)


def _encodable(value) -> bool:
    """Half of a pair of signs is JSON, but no text that can be kept; nor is a NUL."""
    if isinstance(value, list):
        return all(_encodable(each) for each in value)
    if not isinstance(value, str):
        return True
    return "\x00" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)


def key_of(request) -> str:
    """The key under which a client sends something once, however often it sends it."""
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > 100 or not (key.isascii() and (key == "" or key.isprintable())):
        told = _("At most 100 printable ASCII characters.")
        raise No.ill_filled({"Idempotency-Key": told})
    return key


# Cursors


def cursor_after(pk: int) -> str:
    """Where a list goes on, in signs that say nothing."""
    return base64.urlsafe_b64encode(struct.pack(">q", pk)).decode().rstrip("=")


def place_of(cursor: str) -> int | None:
    """The id that a cursor stands for; none: from the beginning."""
    if not cursor:
        return None
    try:
        (pk,) = struct.unpack(">q", base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (ValueError, struct.error):
        raise No.ill_filled({"cursor": _("This cursor was not given by a list.")}) from None
    return pk


def one_page(found, asked, rows: Callable[[list], list]) -> dict[str, Any]:
    """
    A part of a list, the newest first, by ids: what is entered meanwhile moves nothing.

    `rows` turns the records of the page into what is answered, with a fixed number of queries.
    """
    if (last := place_of(asked.cursor)) is not None:
        found = found.filter(pk__lt=last)
    got = list(found.order_by("-pk")[: asked.limit + 1])
    page = got[: asked.limit]
    more = cursor_after(page[-1].pk) if len(got) > len(page) else None
    return {"items": rows(page) if page else [], "next": more}


def narrowing(form) -> dict[str, Any]:
    """The filters of a list; here, unlike on a page, what does not fit is told."""
    if not form.is_valid():
        raise No(422, {"errors": form.errors.get_json_data()})
    return {name: value for name, value in form.cleaned_data.items() if value}
