"""
One voice as the resident reads it: where it is, in everyday words, and what happened.

Of offices their name is told, never who sat there; a deputy's name is public by law.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from lianxin.base.files.queries import uploads_of
from lianxin.base.records.queries import linked_from, moment_of, prime, story
from lianxin.base.ui.components.words import day
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import calendar_in, light_of
from lianxin.institution.stations.queries import bureau_named
from lianxin.kernel.calendar import working_days_between
from lianxin.portal.queries import handling
from lianxin.work.suggestions import queries as suggestions
from lianxin.work.suggestions.lifecycle import suggestion as suggestion_life
from lianxin.work.suggestions.models import Suggestion
from lianxin.work.voices import lifecycle as life
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.queries import files_of, gaps, reason_told, resident_of, stages

WHERE = {  # state -> where it is, as one says it across a counter
    life.DRAFT.code: pgettext_lazy("to the resident", "Not sent yet"),
    life.SUBMITTED.code: pgettext_lazy("to the resident", "It has arrived and will be read soon"),
    life.TRIAGE.code: pgettext_lazy(
        "to the resident", "It is being found out who can deal with it"
    ),
    life.ANSWERED_ON_SPOT.code: pgettext_lazy("to the resident", "The deputy has answered"),
    life.ASSIGNED_VILLAGE.code: pgettext_lazy("to the resident", "The village is dealing with it"),
    life.ASSIGNED_TOWN.code: pgettext_lazy("to the resident", "A unit is dealing with it"),
    life.CONVERTED.code: pgettext_lazy("to the resident", "The deputy made a suggestion of it"),
    life.REDIRECTED.code: pgettext_lazy("to the resident", "Somebody else is responsible for this"),
    life.NOT_ACCEPTED.code: pgettext_lazy("to the resident", "It was not taken up"),
    life.RESULT_BACK.code: pgettext_lazy("to the resident", "There is an answer; how was it?"),
    life.CLOSED.code: pgettext_lazy("to the resident", "Done and filed"),
    life.WITHDRAWN.code: pgettext_lazy("to the resident", "You have taken it back"),
}
TITLES = {  # move -> what happened, to whoever spoke
    "submit": pgettext_lazy("to the resident", "You said it"),
    "bring_in": pgettext_lazy(
        "to the resident", "Your message was taken over from another platform"
    ),
    "bring_in_answered": pgettext_lazy(
        "to the resident", "Your message and its answer were taken over"
    ),
    "take_up": pgettext_lazy(
        "to the resident", "It was read; whoever can deal with it is being found"
    ),
    "refuse": pgettext_lazy("to the resident", "It was not taken up"),
    "restore": pgettext_lazy("to the resident", "It was taken up after all"),
    "answer_on_spot": pgettext_lazy("to the resident", "The deputy answered there and then"),
    "assign_village": pgettext_lazy("to the resident", "Handed to the village"),
    "assign_town": pgettext_lazy("to the resident", "Handed to the unit that deals with it"),
    "send_back": pgettext_lazy("to the resident", "It was the wrong unit; another is being found"),
    "convert": pgettext_lazy("to the resident", "The deputy made a suggestion of it"),
    "take_back_conversion": pgettext_lazy(
        "to the resident", "The suggestion did not stand; another way is sought"
    ),
    "redirect": pgettext_lazy("to the resident", "You were pointed to whoever is responsible"),
    "record_notice": pgettext_lazy("to the resident", "You were told"),
    "record_result": pgettext_lazy("to the resident", "The unit reported what it has done"),
    "take_suggestion_result": pgettext_lazy("to the resident", "The suggestion was answered"),
    "feed_back": pgettext_lazy("to the resident", "You were given an answer"),
    "urge": pgettext_lazy("to the resident", "The unit was reminded"),
    "rate": pgettext_lazy("to the resident", "You rated the answer"),
    "reopen": pgettext_lazy("to the resident", "You asked for it to be dealt with again"),
    "close_silent": pgettext_lazy("to the resident", "No rating came in time, so it was filed"),
    "close_told": pgettext_lazy("to the resident", "Filed"),
    "withdraw": pgettext_lazy("to the resident", "You took it back"),
}
ICONS = {
    "submit": "microphone",
    "take_up": "list-search",
    "redirect": "route",
    "refuse": "ban",
    "answer_on_spot": "message-circle",
    "assign_village": "send",
    "assign_town": "send",
    "convert": "file-text",
    "record_result": "check",
    "take_suggestion_result": "check",
    "feed_back": "message-circle",
    "urge": "bell-ringing",
    "rate": "star",
    "reopen": "refresh",
    "record_notice": "mail",
    "withdraw": "arrow-back-up",
    "close_silent": "archive",
    "close_told": "archive",
}
OFFICES = (Role.LIAISON_OFFICER, Role.TOWN_CLERK, Role.LEADER, Role.OFFICE)


AT_WORK_AGAIN = (suggestion_life.IN_REWORK.code, suggestion_life.ESCALATED.code)


@dataclass(frozen=True)
class Carried:
    """The deputy's suggestion that carries a voice, as far as whoever spoke may follow it."""

    story: suggestions.OpenStory
    publication: object  # or none

    @property
    def number(self):
        return self.story.suggestion.number

    @property
    def where(self):
        return handling.where(self.story)

    @property
    def units(self):
        return handling.parts_of(self.story)

    @property
    def signed_by(self):
        return handling.signed_by(self.story, self.publication)


@dataclass(frozen=True)
class Tracked:
    """A voice as its resident sees it."""

    voice: object
    where: str
    tone: str
    stages: list
    light: object
    due_on: object
    days: int | None  # working days from the word to the answer
    reason: str
    turn_to: list
    trail: list
    offers: dict
    suggestions: list
    photos: list
    sounds: list
    rate_until: object


def tracked(voice):
    """The resident's page of a voice, fetched."""
    today = timezone.localdate()
    runs = prime(voice)
    entries = list(story(voice))
    carried = _carried(voice)
    duty = next((run for run in runs if run.stopped_on is None and not run.window), None)
    window = next((run for run in runs if run.stopped_on is None and run.window), None)
    days = calendar_in(voice.cell_id)
    images, sounds = files_of(uploads_of(voice).get(voice.pk, []))
    owed = next((each for each in carried if each.story.due_on), None)
    due_on, since = (duty.due_on, duty.started_on) if duty else (owed and owed.story.due_on, None)
    return Tracked(
        voice=voice,
        where=_where(voice, carried),
        tone="doing" if _again(carried) else VOICE.state(voice.state).tone,
        stages=stages(voice, entries),
        light=light_of(due_on, today=today, cell_id=voice.cell_id, started_on=since),
        due_on=due_on,
        days=_days_to_answer(voice, days),
        reason=reason_told(voice),
        turn_to=_turn_to(voice),
        trail=[
            *_ahead(voice, duty, window, owed),
            *_trail(voice, entries, carried, days, today),
        ],
        offers={
            offer.move.code: offer
            for offer in VOICE.offers(resident_of(voice), voice)
            if not offer.obstacles
        },
        suggestions=carried,
        photos=images,
        sounds=sounds,
        rate_until=window and window.due_on,
    )


def _turn_to(voice):
    """How the organ that is responsible is reached, as far as it is known."""
    if not voice.organ_pointed_to:
        return []
    bureau = bureau_named(voice.cell_id, voice.organ_pointed_to)
    return [
        (label, words)
        for label, words in (
            (pgettext("of an organ", "Address"), bureau.address),
            (_("Telephone"), bureau.numbers),
            (_("Opening hours"), bureau.hours),
        )
        if words
    ]


def _days_to_answer(voice, calendar):
    if voice.answered_on is None:
        return None
    return working_days_between(voice.received_on(), voice.answered_on, calendar)


def _where(voice, carried):
    """Where it is: with the suggestion, as long as the matter is in its hands."""
    with_it = carried if voice.state == life.CONVERTED.code else _again(carried)
    return with_it[0].where if with_it else str(WHERE[voice.state])


def _again(carried):
    """The suggestions that are being dealt with once more."""
    return [each for each in carried if each.story.suggestion.state in AT_WORK_AGAIN]


def _ahead(voice, duty, window, owed):
    """What comes next, and by when."""
    found = []
    if window:
        title = pgettext("to the resident", "Waiting for your rating")
        found.append(("now", "star", title, window.due_on))
    elif duty:
        found.append(("next", "hourglass", str(WHERE[voice.state]), duty.due_on))
    if owed:
        found.append(("next", "hourglass", owed.where, owed.story.due_on))
    return [
        {
            "kind": kind,
            "icon": icon,
            "title": title,
            "when": pgettext("to the resident", "until %(day)s") % {"day": day(on)},
        }
        for kind, icon, title, on in found
    ]


def _trail(voice, entries, carried, calendar, today):
    """
    What happened, newest first, in plain words; work inside the offices is left out.

    The steps of the suggestion that carries the voice stand between its own.
    """
    answered = any(each.story.answered_on for each in carried)
    told = set(TITLES) - ({"take_suggestion_result"} if answered else set())
    shown = [entry for entry in entries if entry.move in told]
    last = {entry.move: entry.pk for entry in shown}
    items = [_step(voice, entry, last[entry.move] == entry.pk) for entry in shown]
    for each in carried:
        _name_signers(items, each)
        items += handling.steps_of(each.story, each.publication)
    items.sort(key=lambda item: item["when"])
    over = VOICE.state(voice.state).final and not any(each.story.due_on for each in carried)
    return list(reversed(gaps(items, calendar, None if over else today)))


def _name_signers(items, carried):
    made = [item for item in items if item["move"] == "convert"]
    if made and carried.signed_by:
        who = {"who": carried.signed_by}
        made[-1]["body"] = pgettext("to the resident", "Signed, too, by: %(who)s") % who


def _step(voice, entry, is_last):
    move = VOICE.move(entry.move)
    item = {
        "move": entry.move,
        "title": TITLES[entry.move],
        "who": _who(voice, entry),
        "when": moment_of(entry),
        "on": timezone.localdate(moment_of(entry)),
        "kind": "formal" if move.formal else "human",
        "icon": ICONS.get(entry.move, "message-circle"),
    }
    if is_last:  # what the record holds now is what the last such step said
        item |= _told(voice, entry.move)
    return item


def _told(voice, move):
    unit = voice.unit.name if voice.unit_id else ""
    if move in ("assign_village", "assign_town") and unit:
        return {"title": pgettext("to the resident", "Handed to %(unit)s") % {"unit": unit}}
    if move == "submit" and voice.entered_on_behalf:
        return {"title": pgettext("to the resident", "Your words were written down for you")}
    if move == "redirect" and voice.organ_pointed_to:
        return {
            "body": pgettext("to the resident", "Please turn to: %(organ)s")
            % {"organ": voice.organ_pointed_to},
            "quote": reason_told(voice),
        }
    if move == "refuse" and voice.reason_code:
        return {"body": reason_told(voice)}
    if move == "feed_back" and voice.answer:
        return {"body": voice.answer}
    if move in ("record_result", "answer_on_spot") and voice.result != voice.answer:
        return {"body": voice.result}
    if move == "rate" and voice.rating:
        return {
            "title": pgettext("to the resident", "You rated the answer: %(rating)s")
            % {"rating": voice.get_rating_display()},
            "quote": voice.rating_words,
        }
    return {}


def _who(voice, entry):
    """Who acted; where an office wrote down what a deputy or a unit did, both."""
    office, done_by = _office(entry), ""
    if entry.move == "answer_on_spot" and entry.role != Role.DEPUTY and voice.mandate_id:
        done_by = _deputy(voice.mandate.person.name)
    if entry.move == "record_result" and entry.role == Role.TOWN_CLERK and voice.unit_id:
        done_by = voice.unit.name
    if not done_by:
        return office
    said = {"who": done_by, "office": office}
    return pgettext("who acted", "%(who)s, written down by %(office)s") % said


def _deputy(name):
    return pgettext("who acted", "%(name)s, deputy") % {"name": name}


def _office(entry):
    """The office that acted, without who sat there; a deputy by name, a resident not at all."""
    if entry.role == Role.DEPUTY:
        return _deputy(entry.who.split("　")[-1])
    known = (*OFFICES, Role.UNIT_CLERK, Role.UNIT_LEADER)
    return entry.who.split("　")[0] if entry.role in known else ""


def _carried(voice):
    """The suggestions that carry the voice, with what is published of them."""
    ids = linked_from(voice, "carried").get("suggestions.suggestion", [])
    if not ids:
        return []
    public = {
        each.suggestion_id: each
        for each in suggestions.published(voice.cell_id).filter(suggestion__in=ids)
    }
    found = Suggestion.objects.filter(pk__in=ids, cell_id=voice.cell_id).order_by("pk")
    stories = suggestions.open_stories(found)
    return [Carried(story, public.get(pk)) for pk, story in stories.items()]
