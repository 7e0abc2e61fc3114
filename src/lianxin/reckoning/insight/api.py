"""What waits for a seat, its notices, and the search, in JSON; reads only, but for one mark."""

from datetime import date, datetime
from typing import Literal

from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Router, Schema

from lianxin.base.notices.actions import mark_read
from lianxin.base.notices.queries import inbox_of
from lianxin.base.search import queries as full_text
from lianxin.base.ui.ninja import (
    PLAIN,
    No,
    Window,
    lazily,
    needs,
    one_page,
    page_of,
    reading,
)
from lianxin.base.ui.ninja.schemas import Field, Query
from lianxin.kernel.registry import lifecycle_named, lifecycle_of
from lianxin.reckoning.dossiers.queries import open_to
from lianxin.reckoning.insight import queries

# What waits

waiting = Router(tags=["waiting"])


class Turn(Schema):
    """Something to be done: by which move, of which record, by when."""

    move: str
    label: str
    of: str
    id: int
    due_date: date | None = None


class Waiting(Schema):
    """A matter that waits for the seat."""

    of: str
    id: int
    number: str
    title: str
    state: str
    state_label: str
    due_date: date | None = None
    turns: list[Turn]


class Desk(Schema):
    items: list[Waiting]
    more: bool = Field(description="Whether more waits than was asked for.")


class WaitingAsked(Schema):
    """How many, and what is looked for in them."""

    limit: int = Field(50, ge=1, le=200)
    q: str = Field("", max_length=60, pattern=PLAIN)
    order: Literal["due", "-due"] = "due"


def _row(row):
    badge = row.record
    return {
        "of": row.root._meta.model_name,
        "id": row.root.pk,
        "number": row.root.number,
        "title": row.root.title,
        "state": badge.state,
        "state_label": str(lifecycle_of(badge).state(badge.state).label),
        "due_date": row.due_on,
        "turns": [
            {
                "move": turn.code,
                "label": str(turn.label),
                "of": turn.record._meta.model_name,
                "id": turn.record.pk,
                "due_date": turn.due_on,
            }
            for turn in row.turns
        ],
    }


@reading(waiting, "", Desk, summary=gettext_lazy("What waits for the seat, the nearest due"))
def waiting_list(request, asked: Query[WaitingAsked]):
    seat = request.seat
    if seat.role in queries.NO_BUSINESS:
        raise No.because(403, _("Suggestions are no business of this seat."))
    found = queries.Asked(words=asked.q, order=asked.order)
    rows = queries.rows_waiting(seat, found)
    page = rows[: asked.limit]
    return {"items": [_row(row) for row in page], "more": len(rows) > len(page)}


# Notices

notices = Router(tags=["notices"])


class News(Schema):
    """One notice: what happened to which record, and by whom."""

    id: int
    title: str
    move: str
    said: str
    who: str
    happened_at: datetime
    read: bool
    of: str
    record: int | None = Field(None, description="null: the seat may not open it any more.")


class Marked(Schema):
    marked: int


def _news(page, seat):
    mine = open_to(seat, page)  # what was handed on since is no longer one's own
    found = []
    for notice in page:
        lifecycle = lifecycle_named(notice.subject_type)
        move = lifecycle.move(notice.move) if lifecycle else None
        opens = notice.root_id in mine.get(notice.root_type, ())
        found.append(
            {
                "id": notice.pk,
                "title": notice.title,
                "move": notice.move,
                "said": str(move.done or move.label) if move else "",
                "who": notice.who,
                "happened_at": notice.happened_at,
                "read": notice.read_at is not None,
                "of": notice.root_type.partition(".")[2],
                "record": notice.root_id if opens else None,
            }
        )
    return found


@reading(notices, "", page_of(News), summary=gettext_lazy("The seat's notices"))
def notice_list(request, asked: Query[Window]):
    return one_page(inbox_of(request.seat), asked, lambda page: _news(page, request.seat))


@notices.post(
    "/read",
    response={200: Marked},
    operation_id="notices_read",
    summary=lazily(gettext_lazy("Mark all notices as read")),
    openapi_extra={"x-scope": "move"},
)
@needs("move")
def notices_read(request):
    return {"marked": mark_read(request.seat)}


# Search

search = Router(tags=["search"])


class Words(Schema):
    """What is looked for; a number finds its record alone."""

    q: str = Field(..., min_length=1, max_length=80, pattern=PLAIN)
    order: Literal["new", "best"] = "new"


class Hit(Schema):
    """One find; `passage` holds the place in the text."""

    of: str
    id: int
    suggestion: int | None = None
    number: str
    title: str
    passage: str = ""


class Person(Schema):
    id: int
    name: str
    post: str


class Found(Schema):
    hits: list[Hit]
    persons: list[Person]
    counts: dict[str, int] = Field(description="Of full texts, by kind, to a limit.")


def _hit(found, kind, record, of, **more):
    body = found.texts.get((queries.KINDS[kind], record.pk), "")
    passage = strip_tags(full_text.excerpt(body, found.words)) if body else ""
    told = {"of": record._meta.model_name, "id": record.pk, "passage": passage}
    return told | {"number": of.number, "title": of.title} | more


def _hits(found):
    exact = [each for each in found.exact if each not in found.voices]
    told = [{"of": e._meta.model_name, "id": e.pk, **_heading(e)} for e in exact]
    told += [_hit(found, "suggestions", each, each) for each, _state in found.suggestions]
    for reply in found.replies:
        root = reply.assignment.suggestion
        told.append(_hit(found, "replies", reply, root, suggestion=root.pk))
    return told + [_hit(found, "voices", each, each) for each in found.voices]


def _heading(record):
    return {"number": record.number, "title": record.title}


@reading(search, "", Found, summary=gettext_lazy("Look for words or a number"))
def search_all(request, asked: Query[Words]):
    seat = request.seat
    if seat.role in queries.NO_BUSINESS:
        raise No.because(403, _("Suggestions are no business of this seat."))
    found = queries.find(seat, asked.q, today=timezone.localdate(), order=asked.order)
    persons = [{"id": each.pk, "name": each.name, "post": each.post} for each in found.persons]
    return {"hits": _hits(found), "persons": persons, "counts": found.counts}


ROUTERS = {"waiting": waiting, "notices": notices, "search": search}
