"""What the page of one voice shows beside its words: arches, whose turn, trail, clocks, ties."""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from lianxin.base.records.models import Link
from lianxin.base.records.queries import (
    explain,
    moment_of,
    stands,
    story,
    title_of,
    way_back,
)
from lianxin.base.ui.components.words import day
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import calendar_in, lights_in
from lianxin.kernel.calendar import working_days_between
from lianxin.kernel.registry import pages, visible_to_of
from lianxin.work.voices import lifecycle as life
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.queries.scope import Case, case, may_know_who

QUIET, STALLED = 5, 10  # working days without anything: worth a line; worth a warning

# The arches

HANDED_ON = ("assign_village", "assign_town", "convert", "answer_on_spot")
DONE = ("record_result", "take_suggestion_result", "answer_on_spot")
STRAIGHT = (  # label, the moves that cross this arch
    (pgettext_lazy("arch", "Received"), ("submit", "bring_in", "bring_in_answered")),
    (pgettext_lazy("arch", "Sorted"), HANDED_ON),
    (pgettext_lazy("arch", "Handed on"), HANDED_ON),
    (pgettext_lazy("arch", "Dealt with"), DONE),
    (pgettext_lazy("arch", "Answered back"), ("feed_back",)),
    (pgettext_lazy("arch", "Rated"), ("rate", "close_silent")),
)
ASIDE = (
    STRAIGHT[0],
    (pgettext_lazy("arch", "Looked at"), ("redirect", "refuse")),
    (pgettext_lazy("arch", "Told where to turn"), ("record_notice",)),
)
REFUSED = (*ASIDE[:2], (pgettext_lazy("arch", "Told why not"), ("record_notice",)))
TAKEN_BACK = (STRAIGHT[0], (pgettext_lazy("arch", "Taken back"), ("withdraw", "discard")))
AT = {  # the arch that is being crossed: what is behind it is done, and nothing more
    life.DRAFT.code: 0,
    life.SUBMITTED.code: 1,
    life.TRIAGE.code: 1,
    life.ANSWERED_ON_SPOT.code: 4,
    life.ASSIGNED_VILLAGE.code: 3,
    life.ASSIGNED_TOWN.code: 3,
    life.CONVERTED.code: 3,
    life.RESULT_BACK.code: 5,
    life.CLOSED.code: 6,
}


def stages(voice, story):
    """The arches of a voice: crossed ones with their day, the one it stands on, those ahead."""
    way, here = _way(voice, {entry.move for entry in story})
    last = {}
    for entry in story:
        for number, (_label, moves) in enumerate(way):
            if entry.move in moves:
                last[number] = moment_of(entry)
    return [
        SimpleNamespace(
            label=label,
            sub=day(last[number]) if number < here and number in last else "",
            mark="done" if number < here else ("now" if number == here else ""),
        )
        for number, (label, _moves) in enumerate(way)
    ]


def _way(voice, made):
    if voice.state == life.WITHDRAWN.code:
        return TAKEN_BACK, len(TAKEN_BACK)
    if voice.state in (life.REDIRECTED.code, life.NOT_ACCEPTED.code):
        return _aside(voice), 2
    if "close_told" in made:
        return _aside(voice), len(ASIDE)
    here = AT[voice.state]
    return STRAIGHT, 4 if here == 3 and voice.result else here


def _aside(voice):
    return ASIDE if voice.organ_pointed_to else REFUSED


# Whose turn

UNITS = tuple(state.code for state in life.HANDED)
TO_TELL = (*UNITS, life.ANSWERED_ON_SPOT.code, life.CONVERTED.code)


def turn_of(voice):
    """Who has to act now, in words; empty when nobody has."""
    if voice.result and voice.state in TO_TELL:
        return _("the deputy or the station, to tell the resident")
    waits = {
        life.DRAFT.code: _("whoever writes it down"),
        life.SUBMITTED.code: _("the station, to sort it"),
        life.TRIAGE.code: _("the presidium chair, to sign the slip")
        if voice.slip_unit_id
        else _("the deputy, the station or the town, to say who handles it"),
        life.CONVERTED.code: _("the reply to the suggestion"),
        life.REDIRECTED.code: _("the station, to tell the resident where to turn"),
        life.NOT_ACCEPTED.code: _("the station, to tell the resident why"),
        life.RESULT_BACK.code: _("the resident, to rate the answer"),
    }
    if voice.state in UNITS:
        return _("%(unit)s, to deal with it") % {"unit": voice.unit.name if voice.unit else ""}
    return waits.get(voice.state, "")


DECIDED = ("answer_on_spot", "draft_slip", "assign_village", "redirect", "convert")


def asked_of(voice, ready):
    """
    What a seat that may make these moves is asked for now, in words; "" if others are waited for.

    At the desk several ways are open and none is the task: the task is to choose. Once the slip
    is drafted, only the chair is waited for, though others may still change their minds.
    """
    if voice.state == life.RESULT_BACK.code:
        return ""  # the station can rate on behalf of the resident, whose turn it is
    if voice.state == life.TRIAGE.code:
        if voice.slip_unit_id:
            ready = [move for move in ready if move.code == "assign_town"]
        elif any(move.code in DECIDED for move in ready):
            return _("Decide where it goes")
    first = next((move for move in ready if move.tone == "primary"), None)
    return str(first.label) if first else ""


def ways(voice, offers):
    """
    The offers as buttons: where the task is to choose, none of them stands out.

    What ends a matter is asked for on a page of its own; its button need not shout.
    """
    return [
        replace(each, move=replace(each.move, tone="plain")) if _is_loud(voice, each.move) else each
        for each in offers
    ]


def _is_loud(voice, move):
    if move.tone == "danger":
        return voice.state != life.DRAFT.code
    return voice.state == life.TRIAGE.code and move.tone == "primary" and move.code in DECIDED


def last_step(voice):
    """(what was done, who did it, when) of the newest entry of a voice; None without one."""
    entry = story(voice).last()
    if entry is None:
        return None
    move = VOICE.row(entry.move, entry.before) or VOICE.move(entry.move)
    return str(move.done or move.label), entry.who, moment_of(entry)


# The trail

ICONS = {
    "submit": "microphone",
    "bring_in": "table-import",
    "bring_in_answered": "table-import",
    "take_up": "list-search",
    "refuse": "ban",
    "restore": "refresh",
    "answer_on_spot": "message-circle",
    "draft_slip": "pencil",
    "assign_village": "send",
    "assign_town": "send",
    "send_back": "arrow-back-up",
    "convert": "file-text",
    "take_back_conversion": "arrow-back-up",
    "redirect": "route",
    "record_notice": "mail",
    "record_result": "check",
    "take_suggestion_result": "check",
    "feed_back": "message-circle",
    "urge": "bell-ringing",
    "rate": "star",
    "reopen": "refresh",
    "withdraw": "arrow-back-up",
    "undo": "arrow-back-up",
}


def gaps(items, calendar, until=None):
    """Put a line between entries where nothing happened for long; `items` are oldest first."""
    found, before = [], None
    for item in [*items, *([{"on": until, "end": True}] if until else [])]:
        on = item["on"]
        rest = working_days_between(before, on, calendar) if before and on > before else 0
        if rest >= QUIET:
            found.append({"kind": "slow" if rest > STALLED else "gap", "title": _silence(rest)})
        if "end" not in item:
            found.append(item)
        before = on
    return found


def _silence(rest):
    return ngettext(
        "%(n)d working day without a move", "%(n)d working days without a move", rest
    ) % {"n": rest}


def _trail(voice, story, calendar, runs):
    """Every step with who, for whom and when, newest first; what is due stands above."""
    items = [_step(entry) for entry in story if entry.move != "begin"]
    over = VOICE.state(voice.state).final
    items = gaps(items, calendar, None if over else timezone.localdate())
    due = [
        {
            "kind": "next",
            "icon": "hourglass",
            "title": run.label,
            "when": _("due by %(day)s") % {"day": day(run.due_on)},
        }
        for run in runs
        if run.running
    ]
    return [*due, *reversed(items)]


def _step(entry):
    move = VOICE.row(entry.move, entry.before) or VOICE.move(entry.move)
    text = getattr(entry, "text", None)
    who = [entry.who]
    if entry.on_behalf_of:
        who.append(_("on behalf of %(name)s") % {"name": entry.on_behalf_of})
    happened, written = (
        timezone.localdate(each) for each in (entry.happened_at, entry.recorded_at)
    )
    if happened != written and entry.channel == "behalf":
        who.append(_("written down on %(day)s") % {"day": day(written)})
    return {
        "title": title_of(entry, move.done or move.label),
        "who": "　".join(filter(None, who)),
        "when": moment_of(entry),
        "on": happened,
        "kind": "formal" if move.formal else "human",
        "icon": ICONS.get(entry.move, ""),
        "quote": text.body if text else "",
    }


# Clocks and ties


def _clocks(runs, cell_id):
    """The periods of a voice as the page shows them, the running ones first."""
    shine = lights_in(cell_id, today=timezone.localdate())
    found = []
    for run in runs:
        running = run.stopped_on is None
        found.append(
            SimpleNamespace(
                code=run.code,
                label=VOICE.clock(run.code).label,
                due_on=run.due_on,
                sentence=explain(run),
                running=running,
                duty=running and not run.window,
                light=shine(run.due_on, run.started_on) if running and not run.window else None,
            )
        )
    return sorted(found, key=lambda each: not each.running)


def ties(voice, seat):
    """(words, address) of the records of higher apps that rest on a voice, as far as seen."""
    links = Link.objects.filter(
        Q(kind="ground") | Q(kind="carried"), to_type=voice._meta.label_lower, to_id=voice.pk
    )
    ids: dict[str, set[int]] = {}
    for kind, pk in links.order_by("pk").values_list("from_type", "from_id"):
        ids.setdefault(kind, set()).add(pk)
    return [
        (
            apps.get_model(kind)._meta.verbose_name,
            str(record),
            reverse(pages()[kind], args=[record.pk]),
        )
        for kind, pks in ids.items()
        for record in visible_to_of(kind)(seat).filter(pk__in=pks).order_by("pk")
    ]


# The page


@dataclass(frozen=True)
class Page:
    """The page of one voice for a seat."""

    case: Case
    stages: list
    turn: str
    trail: list
    clocks: list
    light: object
    ties: list
    photos: list
    sounds: list
    knows_who: bool
    may_suggest: bool
    way_back: Any  # of the seat's own last act, while it can be taken back


def page_of(voice, seat):
    """Everything a page of a voice shows, fetched; rendering asks nothing more."""
    whole = case(voice, seat)
    clocks = _clocks(whole.clocks, voice.cell_id)
    images, sounds = files_of(whole.uploads)
    return Page(
        case=whole,
        stages=stages(voice, [entry for entry in whole.story if stands(entry)]),
        turn=turn_of(voice),
        trail=_trail(voice, whole.story, calendar_in(voice.cell_id), clocks),
        clocks=clocks,
        light=next((each.light for each in clocks if each.duty), None),
        ties=ties(voice, seat),
        photos=images,
        sounds=sounds,
        knows_who=may_know_who(seat, voice),
        may_suggest=may_suggest(seat, voice),
        way_back=way_back(whole.story, seat),
    )


SUGGESTED_FROM = (
    life.TRIAGE.code,
    *UNITS,
    life.ANSWERED_ON_SPOT.code,
    life.RESULT_BACK.code,
    life.CLOSED.code,
)


def may_suggest(seat, voice):
    """
    Whether a seat may make a suggestion of it now: a deputy it is addressed to.

    Once it was taken up, an answer or a result need not be the end of it; being sent away is.
    """
    mine = seat.mandate_id is not None and seat.mandate_id in (voice.mandate_id, voice.beside_id)
    open_to_it = voice.state in SUGGESTED_FROM and not voice.reason_code
    return seat.role == Role.DEPUTY and mine and open_to_it


def files_of(uploads):
    """(photos, recordings) of a voice as addresses with words."""
    images = [(reverse("file", args=[u.token]), u.name) for u in uploads if u.is_image]
    sounds = [reverse("file", args=[u.token]) for u in uploads if u.kind.startswith("audio/")]
    return images, sounds
