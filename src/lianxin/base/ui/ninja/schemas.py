"""What goes in and out: JSON schemas made from Django forms, answers that all operations share."""

from typing import Annotated, Any, cast

from django import forms
from ninja import Field, Query, Schema
from ninja import Path as InPath
from pydantic import create_model

BIGGEST = 2**63 - 1  # no database of ours holds a larger number
PLAIN = r"^[^\u0000-\u001f\u007f]*$"  # no control characters
TOKEN = r"^[A-Za-z0-9_-]*$"  # noqa: S105 -- the shape of a cursor

Pk = Annotated[int, InPath(ge=1, le=BIGGEST)]


def lazily(words: Any) -> str:
    """Words that are put into the reader's language when the description is drawn up."""
    return cast(str, words)


# Forms

SHAPES: dict[type[forms.Field], dict[str, Any]] = {
    forms.ModelMultipleChoiceField: {"type": "array", "items": {"type": "integer"}},
    forms.ModelChoiceField: {"type": "integer"},
    forms.MultipleChoiceField: {"type": "array", "items": {"type": "string"}},
    forms.ChoiceField: {"type": ["string", "integer"]},
    forms.BooleanField: {"type": "boolean"},
    forms.IntegerField: {"type": "integer"},
    forms.DateTimeField: {"type": "string"},
    forms.DateField: {"type": "string"},
    forms.CharField: {"type": "string"},
}
HELD_BY: dict[str, tuple[type, ...]] = {  # what JSON of this type is in Python
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "array": (list,),
}


def shape(field: forms.Field) -> dict[str, Any] | None:
    """The JSON schema of one form field; none for what does not travel as JSON, such as files."""
    found = next((dict(s) for kind, s in SHAPES.items() if isinstance(field, kind)), None)
    if found is None:
        return None
    for limit, name in (("max_length", "maxLength"), ("min_value", "minimum")):
        if (set_to := getattr(field, limit, None)) is not None:
            found[name] = set_to
    if isinstance(field, forms.DateField | forms.DateTimeField):
        found["format"] = "date" if isinstance(field, forms.DateField) else "date-time"
    if not field.required:  # an empty word stands for nothing, as in a browser
        kinds = found["type"] if isinstance(found["type"], list) else [found["type"]]
        found["type"] = [*kinds, "null"]
    return found


def form_fields(form: type[forms.Form]) -> dict[str, dict[str, Any]]:
    """{name: its JSON schema} of the fields of a form."""
    fields: dict[str, forms.Field] = form.base_fields
    shapes = {name: shape(field) for name, field in fields.items()}
    return {name: found for name, found in shapes.items() if found is not None}


def body_of(form: type[forms.Form], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    """
    The request body of a form: names, types, what is required, labels.

    It only describes; the form alone validates. Labels stay lazy, so each reader of the document
    reads them in their own language.
    """
    fields = form.base_fields
    described = {
        name: found | ({"title": fields[name].label} if fields[name].label else {})
        for name, found in form_fields(form).items()
    }
    schema = {"type": "object", "properties": described, "additionalProperties": False}
    needed = [name for name in described if fields[name].required and name not in optional]
    if needed:
        schema["required"] = needed
    return {"required": bool(needed), "content": {"application/json": {"schema": schema}}}


# Answers


class Reasons(Schema):
    """Why not, in sentences."""

    reasons: list[str]


class Fault(Schema):
    message: str
    code: str


class Errors(Schema):
    """What is wrong with what was sent, by field; `__all__` for the whole of it."""

    errors: dict[str, list[Fault]]


class Move(Schema):
    code: str
    label: str
    blocked_by: list[str] = Field(description="Why it cannot be made now; empty: it can.")


class Represented(Schema):
    """A record: where it is, by when, and what this seat may do."""

    id: int
    state: str
    state_label: str
    due_date: Any = None
    moves: list[Move]


class Clock(Schema):
    """A period: what has to be done by when, and how that day was found."""

    code: str
    label: str
    started_on: Any = None
    due_on: Any = None
    stopped_on: Any = None
    window: bool = Field(description="Something is allowed until then; nobody owes anything.")
    basis: str


class Step(Schema):
    """What happened, as far as this seat may read it."""

    title: str
    when: Any = None
    who: str
    formal: bool
    words: str = ""


class Named(Schema):
    id: int
    name: str


# What an operation may be refused with: described here, raised as `wire.No`. One model for each
# status of each operation would cost every process megabytes.
NO_READ: dict[str, tuple[str, type[Schema]]] = {
    "400": ("Malformed", Reasons),
    "401": ("Stranger", Reasons),
    "403": ("Never", Reasons),
    "404": ("Unknown", Reasons),
    "422": ("IllFilled", Errors),
    "429": ("TooMany", Reasons),
    "503": ("Locked", Reasons),
}
NO_WRITE: dict[str, tuple[str, type[Schema]]] = {
    **NO_READ,
    "409": ("NotNow", Reasons),
    "413": ("TooLarge", Reasons),
    "415": ("NotJson", Reasons),
}


# Lists


class Window(Schema):
    """Which part of a list: so many, beginning after a cursor that an answer gave."""

    limit: int = Field(50, ge=1, le=200)
    cursor: str = Field("", max_length=64, pattern=TOKEN)


def page_of(item: type[Schema]) -> type[Schema]:
    """The answer of a list."""
    told = Field(None, description="The cursor of what follows; null: nothing does.")
    return create_model(
        f"{item.__name__}Page",
        __base__=Schema,
        items=(list[item], ...),  # type: ignore[valid-type]
        next=(str | None, told),
    )


__all__ = [
    "BIGGEST",
    "NO_READ",
    "NO_WRITE",
    "PLAIN",
    "Clock",
    "Errors",
    "Fault",
    "Move",
    "Named",
    "Pk",
    "Query",
    "Reasons",
    "Represented",
    "Step",
    "Window",
    "body_of",
    "form_fields",
    "lazily",
    "page_of",
    "shape",
]
