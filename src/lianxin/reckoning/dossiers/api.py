"""The roster and the lines of a deputy's file in JSON; telephone and identity numbers never."""

from datetime import date
from typing import Annotated, Literal

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router, Schema

from lianxin.base.ui.ninja import PLAIN, No, Pk, Window, one_page, page_of, reading
from lianxin.base.ui.ninja.schemas import BIGGEST, Field, Query
from lianxin.kernel.registry import fact_labels
from lianxin.reckoning.dossiers import queries

deputies = Router(tags=["deputies"])


class DeputiesAsked(Window):
    """Which deputies, narrowed as on the page of the roster."""

    q: str = Field("", max_length=40, pattern=PLAIN)
    level: str = Field("", max_length=12, pattern=PLAIN)
    town: int | None = Field(None, ge=1, le=BIGGEST)
    group: int | None = Field(None, ge=1, le=BIGGEST)


class Mandate(Schema):
    id: int
    congress: str
    level: str
    town: str = ""
    groups: list[str]


class Deputy(Schema):
    id: int
    name: str
    post: str
    mandates: list[Mandate]


class Years(Schema):
    """Of which year and mandate; no year: this one."""

    year: Annotated[int, Field(ge=1900, le=2200)] | Literal["all"] | None = Field(
        None, description="A year, or all."
    )
    mandate: int | None = Field(None, ge=1, le=BIGGEST)


class Line(Schema):
    """One line of a file: what was done on a day, and the record it stands on."""

    on: date
    kind: str
    label: str
    title: str
    quantity: float
    mandate: int | None = None
    of: str
    record: int | None = Field(None, description="null: the seat may not open it.")


class File(Deputy):
    """A deputy's file; nothing is scored."""

    year: int | None = None
    years: list[int]
    parts: dict[str, list[Line]]


def _deputy(person):
    return {
        "id": person.pk,
        "name": person.name,
        "post": person.post,
        "mandates": [
            {
                "id": mandate.pk,
                "congress": mandate.congress.name,
                "level": mandate.congress.level,
                "town": mandate.region.name if mandate.region else "",
                "groups": [each.group.name for each in mandate.memberships.all()],
            }
            for mandate in person.mandates.all()
        ],
    }


@reading(deputies, "", page_of(Deputy), summary=gettext_lazy("The roster of deputies"))
def deputy_list(request, asked: Query[DeputiesAsked]):
    seat, today = request.seat, timezone.localdate()
    if seat.role not in queries.READERS:
        raise No.because(403, _("The roster is no business of this seat."))
    found = queries.narrowed(
        seat,
        today=today,
        words=asked.q,
        level=asked.level,
        town=str(asked.town or ""),
        group=str(asked.group or ""),
    )
    return one_page(found, asked, lambda page: _rows(page, today))


def _rows(page, today):
    return [_deputy(person) for person in queries.with_mandates(page, today)]


@reading(deputies, "/{pk}", File, summary=gettext_lazy("The lines of a deputy's file"))
def deputy_file(request, pk: Pk, asked: Query[Years]):
    seat = request.seat
    person = get_object_or_404(queries.find_file(queries.visible_to(seat)), pk=pk)
    found = queries.file(
        person,
        seat,
        today=timezone.localdate(),
        year=str(asked.year or ""),
        mandate=str(asked.mandate or ""),
    )
    labels = fact_labels()
    parts = {part.code: [_line(f, found, labels) for f in part.lines] for part in found.parts}
    return _deputy(person) | {"year": found.year, "years": found.years, "parts": parts}


def _line(fact, found, labels):
    opens = fact.root_id in found.open_to.get(fact.root_type, ())
    return {
        "on": fact.on,
        "kind": fact.kind,
        "label": str(labels.get(fact.kind) or fact.kind),
        "title": fact.title,
        "quantity": fact.quantity,
        "mandate": fact.mandate_id,
        "of": fact.root_type.partition(".")[2],
        "record": fact.root_id if opens else None,
    }


ROUTERS = {"deputies": deputies}
