"""What stands on the page of a move beside its form: whoever decides sees what is decided on."""

from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.kernel.registry import lifecycle_of
from lianxin.work.suggestions import documents, queries
from lianxin.work.suggestions.lifecycle import cosignature as names
from lianxin.work.suggestions.models import (
    Assignment,
    Cosignature,
    Evaluation,
    Publication,
    Suggestion,
)
from lianxin.work.suggestions.views.facts import facts_for, quotes_for

CATEGORY_HINTS = {
    "resolved": gettext_lazy("It is done, and there is proof."),
    "in_progress": gettext_lazy("Say who does it and until when."),
    "planned": gettext_lazy("Say in which plan it stands, and in which year."),
    "reference": gettext_lazy("Say why not, and what was explained."),
}
JUDGED = ("close", "rework", "escalate", "conclude")
OF_TALKS = ("confirm_contact", "record_contact", "sign_reply", "send_back_draft")


def home(record):
    """The case; whoever took his name off may see it no longer and comes to the list."""
    if isinstance(record, Cosignature):
        record.refresh_from_db(fields=["state", "came_from"])  # as it is after the move
        taken_off = (record.came_from, record.state) == (names.CONFIRMED.code, names.WITHDRAWN.code)
        if taken_off or record.state == names.DECLINED.code:
            return reverse("suggestions:list")
    return reverse("suggestions:detail", args=[record.root().pk])


@dataclass(frozen=True)
class Answer:
    """A reply that has gone out, with the verdict on it that the seat may see."""

    reply: Any
    letter: Any
    verdict: Any
    open: bool


@dataclass
class Before:
    """What is decided on: the thing itself first, the suggestion's text last."""

    facts: list
    quotes: list
    talks: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    public: Any = None
    uploads: list = field(default_factory=list)
    text_open: bool = False


def around(record, seat, code):
    """What a move's page shows beside its form: the suggestion, the unit, what it is about."""
    scope = queries.visible_to(seat).filter(pk=record.root().pk)
    suggestion = queries.whole(scope, seat).first()
    if suggestion is None:  # a unit that handed its part back: nothing can be done any more
        return {"suggestion": record.root(), "crumbs": _crumbs(record, code)}
    queries.tie(suggestion)
    record = _as_read(record, suggestion)
    part = getattr(record, "assignment", record if hasattr(record, "unit_id") else None)
    found = {
        "suggestion": suggestion,
        "part": part,
        "own": getattr(record, "mandate_id", None) == seat.mandate_id,
        "signers": queries.names_under(suggestion),
        "before": _before(record, suggestion, part, seat, code),
        "crumbs": _crumbs(record, code),
    }
    if part is not None:
        found |= _in_hand(part)
        if isinstance(record, Assignment):
            found |= drafting(part, suggestion)
    return found


def _crumbs(record, code):
    suggestion = record.root()
    return [
        (_("Suggestions"), reverse("suggestions:list")),
        (suggestion.number or suggestion.title, home(suggestion)),
        (lifecycle_of(record).move(code).label, ""),
    ]


def _as_read(record, suggestion):
    """The same record as it was read with the case, its parents and papers at hand."""
    return next((each for each in queries.living(suggestion) if each == record), record)


def _in_hand(part):
    """The reply of the round in hand, as a letter."""
    replies = [r for r in part.reply_set.all() if r.round == part.round]
    if not replies:
        return {"reply": None}
    return {"reply": replies[-1], "letter": documents.letter_of(replies[-1])}


def _before(record, suggestion, part, seat, code):
    return Before(
        facts=facts_for(record, suggestion, code),
        quotes=quotes_for(record, suggestion, code),
        talks=_talks(part, code),
        answers=_answers(record, suggestion, part, seat, code),
        public=_public(record, code),
        uploads=getattr(record, "_uploads", []),
        text_open=isinstance(record, (Suggestion, Cosignature)) and code not in JUDGED,
    )


def _public(record, code):
    """What the public reads or is to read, once it is prepared; the check writes it."""
    shown = isinstance(record, Publication) and code != "check" and record.public_title
    return record if shown else None


def _talks(part, code):
    """The talks of the round; for whoever confirms them, those that wait for it."""
    if code not in OF_TALKS:
        return []
    talks = [each for each in part.contacts.all() if each.round == part.round]
    if code == "confirm_contact":
        return [each for each in part.contacts.all() if each.confirmed_on is None]
    return talks


def _answers(record, suggestion, part, seat, code):
    """The replies that have gone out, newest first: of the part, or of all units."""
    if isinstance(record, Cosignature):
        return []
    parts = [part] if part is not None else [p for p in suggestion._parts if p.seen]
    seen = queries.verdicts_for(suggestion, seat)
    given = {(view.verdict.assignment_id, view.verdict.of_round): view for view in seen}
    asked = (record.assignment_id, record.of_round) if isinstance(record, Evaluation) else None
    judged = code in JUDGED
    found = []
    for each in parts:
        for reply in each.reply_set.all():
            if reply.sent_on:
                place = (each.pk, reply.round)
                opened = place == asked or (judged and reply.round == suggestion.round)
                opened = opened or (code == "draft_reply" and reply.round == each.round - 1)
                letter = documents.letter_of(reply)
                known = given.get(place) if place != asked else None  # else it is a fact above
                found.append(Answer(reply, letter, known, opened))
    return found[::-1] if not isinstance(record, Publication) else found


def drafting(part, suggestion):
    """What a unit needs before its eyes while it writes: talks, opinions, requests, remarks."""
    return {
        "talks": [each for each in part.contacts.all() if each.round == part.round],
        "others": [p for p in suggestion._parts if p.assigned_on and not p.replies],
        "opinions": [p for p in suggestion._parts if p.opinion and not p.replies],
        "requests": queries.requests_in(suggestion.body),
        "remark": queries.last_remark(part),
        "clock": queries.reply_clock(part, localdate()),
        "category_hints": CATEGORY_HINTS,
        "chain": _chain(),
    }


def _chain():
    """The way of a reply: written, signed, sent, judged."""
    steps = (
        (_("Handler"), _("writes the draft"), "now"),
        (_("The head of the unit"), _("signs; the letter gets its number"), "next"),
        (_("Handler"), _("sends the sealed letter to every signer"), "next"),
        (_("Deputy"), _("judges manner and result"), "next"),
    )
    return [
        {"title": who, "who": what, "kind": kind, "number": number}
        for number, (who, what, kind) in enumerate(steps, start=1)
    ]
