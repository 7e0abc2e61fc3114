"""Residents' voices in JSON: the same scope, steps and forms as the pages; contacts stay masked."""

from datetime import date, datetime

from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Schema

from lianxin.base.drafts.actions import once
from lianxin.base.records.queries import told_of
from lianxin.base.ui.moving import Mover
from lianxin.base.ui.ninja import (
    PLAIN,
    Birth,
    Clock,
    Named,
    No,
    Pk,
    Represented,
    Step,
    Window,
    begin,
    born,
    key_of,
    narrowing,
    one_page,
    page_of,
    reading,
    routes,
)
from lianxin.base.ui.ninja.schemas import BIGGEST, Field, Query
from lianxin.institution.congress.queries import lights_in
from lianxin.work.voices import actions, queries
from lianxin.work.voices.forms import VOICE_FORMS, Enter, Find
from lianxin.work.voices.lifecycle import VOICE

VOICES = Mover(VOICE, queries.visible_to, VOICE_FORMS, str)
voices = routes(VOICES)


class VoicesAsked(Window):
    """Which voices: those of a saved view, narrowed as on the page of the list."""

    view: str = Field("", max_length=20, pattern=PLAIN)
    q: str = Field("", max_length=60, pattern=PLAIN)
    town: int | None = Field(None, ge=1, le=BIGGEST)
    category: str = Field("", max_length=40, pattern=PLAIN)
    channel: str = Field("", max_length=10, pattern=PLAIN)


class VoiceRow(Schema):
    id: int
    number: str
    title: str
    category: str
    channel: str
    state: str
    state_label: str
    due_date: date | None = None
    light: str | None = None
    said_at: datetime
    town: str = ""
    region: str = ""
    deputy: str = ""
    unit: Named | None = None


class Who(Schema):
    """Who spoke, as much of it as stands on a page unasked."""

    name: str
    phone: str
    address: str


class VoiceRecord(Represented):
    """A voice as its page shows it to this seat."""

    number: str
    title: str
    category: str
    channel: str
    said_at: datetime
    town: str
    region: str
    place: str
    deputy: str
    unit: Named | None = None
    knows_who: bool = Field(description="Whether the text stands as it was said.")
    body: str
    contact: Who | None = None
    slip: str
    result: str
    answer: str
    rating: str
    rating_words: str
    clocks: list[Clock]
    trail: list[Step]


class Receipt(Represented):
    number: str
    code: str = Field(description="The query code for whoever spoke; shown only here.")


# Reading


def _place(voice):
    return {
        "town": voice.town.name if voice.town else "",
        "region": voice.region.name if voice.region else "",
        "deputy": voice.mandate.person.name if voice.mandate else "",
        "unit": {"id": voice.unit.pk, "name": voice.unit.name} if voice.unit else None,
    }


def _rows(page, seat):
    shine = lights_in(seat.cell_id, today=timezone.localdate())
    return [
        {
            "id": voice.pk,
            **{name: getattr(voice, name) for name in ("number", "title", "category", "channel")},
            "state": voice.state,
            "state_label": str(VOICE.state(voice.state).label),
            "due_date": voice.due_date,
            "light": getattr(shine(voice.due_date), "tone", None),
            "said_at": voice.said_at,
            **_place(voice),
        }
        for voice in page
    ]


@reading(voices, "", page_of(VoiceRow), summary=gettext_lazy("Voices, newest first"))
def voice_list(request, asked: Query[VoicesAsked]):
    seat = request.seat
    if not queries.has_desk(seat):
        raise No.because(403, _("Residents' voices are no business of this seat."))
    if asked.view and asked.view not in queries.VIEWS:
        known = {"views": ", ".join(queries.VIEWS)}
        raise No.ill_filled({"view": _("Your views are: %(views)s.") % known})
    find = narrowing(Find(asked.dict(exclude_none=True)))
    words = find.pop("q", "")
    view = asked.view or "all"
    found, _count = queries.narrowed_by(seat, view, timezone.localdate(), words, find)
    return one_page(queries.with_names(found), asked, lambda page: _rows(page, seat))


@reading(voices, "/{pk}", VoiceRecord, summary=gettext_lazy("One voice"))
def voice_record(request, pk: Pk):
    seat = request.seat
    voice = get_object_or_404(queries.whole(queries.visible_to(seat)), pk=pk)
    page = queries.page_of(voice, seat)
    contact = page.case.contact
    as_it_is = ("number", "title", "category", "channel", "said_at", "place", "slip", "result")
    return (
        VOICES.represent(voice, seat)
        | {name: getattr(voice, name) for name in (*as_it_is, "answer", "rating", "rating_words")}
        | _place(voice)
        | {
            "knows_who": page.knows_who,
            "body": voice.body if page.knows_who else queries.for_others(voice, voice.body),
            "contact": queries.masked(contact) if contact else None,
            "clocks": [told_of(run) for run in page.case.clocks],
            "trail": [_step(line) for line in page.trail if line["kind"] in ("formal", "human")],
        }
    )


def _step(line):
    return {
        "title": str(line["title"]),
        "when": line["when"],
        "who": line["who"],
        "formal": line["kind"] == "formal",
        "words": line["quote"],
    }


# Entering


def _enter(request, given, pk):
    """Write down what somebody said: the form of the desk, in one act."""
    seat = request.seat
    if not queries.may_enter(seat):
        raise No.because(403, *(may.otherwise for may in VOICE.move("begin").by))
    key = key_of(request)
    form = Enter(given, seat=seat, towns=queries.places_for(seat))
    if not form.complete(cell_id=seat.cell_id, seat_id=seat.pk):
        raise No(422, {"errors": form.errors.get_json_data()})
    code = queries.code_for(key or get_random_string(22), seat.pk, *form.told.values())

    def make(values, via):
        values.pop("note")

        def receive():
            return actions.receive(actor=seat, cell_id=seat.cell_id, code=code, via=via, **values)

        return once(seat, key, "voices:new", given, receive)

    somebody = {"on_behalf_of": _("somebody who came to the desk")}
    _made, pk = begin(form, make, form.told | somebody)
    voice = get_object_or_404(queries.visible_to(seat), pk=pk)
    return VOICES.represent(voice, seat) | {"number": voice.number, "code": code}


born(
    voices,
    "",
    Birth("voice_enter", gettext_lazy("Write down what somebody said"), Enter, Receipt, once=True),
    _enter,
)

ROUTERS = {"voices": voices}
