"""What programs are told of suggestions and of all that hangs on one."""

from datetime import date, datetime

from ninja import Schema

from lianxin.base.ui.ninja import PLAIN, Clock, Named, Represented, Step, Window
from lianxin.base.ui.ninja.schemas import BIGGEST, Field


class SuggestionsAsked(Window):
    """Which suggestions: those of a saved view, narrowed as on the page of the list."""

    view: str = Field("", max_length=20, pattern=PLAIN)
    q: str = Field("", max_length=80, pattern=PLAIN)
    unit: int | None = Field(None, ge=1, le=BIGGEST)
    group: int | None = Field(None, ge=1, le=BIGGEST)
    category: str = Field("", max_length=40, pattern=PLAIN)


class Happened(Schema):
    title: str
    on: datetime
    who: str


class SuggestionRow(Schema):
    """A row of the list; a unit reads the state and the last day of its own part."""

    id: int
    number: str
    title: str
    category: str
    state: str
    state_label: str
    state_of: str
    due_date: date | None = None
    light: str | None = None
    deputy: str
    town: str = ""
    group: str = ""
    units: list[Named]
    others: int
    last: Happened | None = None


class Reply(Schema):
    """A reply that was sent."""

    id: int
    round: int
    version: int
    category: str
    text: str
    signed_by: str
    sent_on: date


class Part(Schema):
    """A unit's part, as far as the seat knows of it."""

    id: int
    unit: Named
    kind: str
    task: str
    state: str
    state_label: str
    due_date: date | None = None
    replies: list[Reply]


class Verdict(Schema):
    id: int
    unit: str
    state: str
    state_label: str
    attitude: str
    result: str
    reasons: str


class SuggestionRecord(Represented):
    """A suggestion as its page shows it to this seat."""

    number: str
    title: str
    category: str
    body: str
    deputy: str
    wished_unit: str
    publicity: str
    round: int
    signers: list[str]
    voices: list[int]
    parts: list[Part]
    verdicts: list[Verdict]
    clocks: list[Clock]
    trail: list[Step]


class ChildRow(Schema):
    """What hangs on a suggestion."""

    id: int
    suggestion: int
    number: str
    title: str
    state: str
    state_label: str
    due_date: date | None = None
    unit: Named | None = None
    kind: str = ""


class ChildRecord(Represented):
    suggestion: int
    number: str
    title: str
    unit: Named | None = None
    kind: str = ""
    replies: list[Reply]
    clocks: list[Clock]
    trail: list[Step]
