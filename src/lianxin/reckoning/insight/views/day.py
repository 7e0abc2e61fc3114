"""A deputy's first page: every thing that waits, in a sentence, one tap away."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.ui.components import words
from lianxin.institution.congress.queries import light_of
from lianxin.kernel.registry import fact_labels, lifecycle_named
from lianxin.reckoning.insight import queries
from lianxin.reckoning.insight.views.ways import act_url, home_of

OPEN = 3  # tasks that stand open; the others are folded


@dataclass(frozen=True)
class Task:
    """One thing that waits for a deputy, in a sentence, with what can be done about it."""

    title: str
    url: str
    kind: str
    light: Any
    acts: list[tuple[str, str, str, str]]  # label, url, icon, tone
    quote: str = ""
    clip: str = ""


@dataclass(frozen=True)
class Stage:
    mark: str
    label: str = ""
    sub: str = ""


def day(request):
    """The first page of a deputy."""
    seat, today = request.seat, timezone.localdate()
    found = queries.home(seat, today=today)
    file = reverse("dossiers:file", args=[seat.mandate.person_id])
    now = sum(count for _kind, count, _before in found.years)
    before = sum(then for _kind, _now, then in found.years)
    labels = fact_labels()
    page = {
        "greeting": greeting(timezone.localtime().hour, seat.mandate.person.name),
        "today": today,
        "name": seat.mandate.person.name,
        "waiting": found.waiting,
        "tasks": [_task(row, n == 0, today) for n, row in enumerate(found.tasks)],
        "folded": len(found.tasks) - OPEN,
        "shortcuts": [
            (_("Write down a voice"), reverse("voices:new"), "microphone"),
            (_("Write a suggestion"), reverse("suggestions:new"), "file-plus"),
            (_("My file"), file, "book-2"),
            (_("Residents' voices"), reverse("voices:list"), "message-heart"),
        ],
        "suggestions": [(*_mini(row, today), _stages(row.root)) for row in found.suggestions],
        "voices": [(*_mini(row, today), row.root.said_at) for row in found.voices],
        "ring": {"now": now, "before": before, "of": max(now, before, 1)},
        "kinds": _kinds(found.years, labels, f"{file}?year={today.year}"),
        "file_url": file,
        "groups": found.groups,
    }
    return render(request, "insight/home.html", page)


def greeting(hour, name):
    """A greeting for the hour of the day."""
    said = _("Good evening, deputy %(name)s")
    if 5 <= hour < 11:
        said = _("Good morning, deputy %(name)s")
    elif 11 <= hour < 13:
        said = _("Good day, deputy %(name)s")
    elif 13 <= hour < 18:
        said = _("Good afternoon, deputy %(name)s")
    return said % {"name": name}


def _kinds(years, labels, file):
    """[(words, count, url)] of the kinds of fact with most lines this year."""
    rows = sorted((row for row in years if row[1]), key=lambda row: -row[1])[:4]
    return [(labels.get(kind) or kind, now, f"{file}#{kind}") for kind, now, _then in rows]


def _mini(row, today):
    return (
        row,
        home_of(row.root),
        light_of(row.root.due_date, today=today, cell_id=row.root.cell_id),
    )


def _stages(suggestion):
    return [Stage(mark) for mark in queries.arches_of(suggestion)]


def _task(row, first, today):
    turn = row.turns[0]
    kind = turn.record._meta.model_name
    say = {
        "cosignature": _ask_to_sign,
        "evaluation": _ask_for_verdict,
        "assignment": _ask_about_talk,
        "voice": _ask_to_answer,
    }.get(kind, _ask_to_send)
    words_of, title, acts, more = say(row, turn)
    acts = [(*act, "primary" if first and n == 0 else "") for n, act in enumerate(acts)]
    due = None if kind == "assignment" else turn.due_on  # the unit's own days, not the deputy's
    light = light_of(due, today=today, cell_id=row.root.cell_id)
    return Task(title, home_of(row.root), words_of, light, acts, **more)


def _ask_to_sign(row, turn):
    said = {"name": row.root.mandate.person.name, "title": row.root.title}
    decline = reverse("suggestions:name", args=[turn.record.pk, "decline"])
    acts = [
        (turn.label, act_url(turn, row.root), "writing"),
        (lifecycle_named("suggestions.cosignature").move("decline").label, decline, ""),
    ]
    return _("Co-signature"), _("%(name)s asks you to sign “%(title)s”") % said, acts, {}


def _ask_for_verdict(row, turn):
    said = {"unit": turn.record.assignment.unit.name, "title": row.root.title}
    acts = [(turn.label, act_url(turn, row.root), "mail-opened")]
    return _("Verdict"), _("%(unit)s replied to your “%(title)s”") % said, acts, {}


def _ask_about_talk(row, turn):
    day = words.day(date.fromisoformat(turn.record.talk["on"]))
    said = {"unit": turn.record.unit.name, "day": day, "title": row.root.title}
    acts = [(_("Confirm this talk"), act_url(turn, row.root), "check")]
    title = _("%(unit)s noted a talk with you on %(day)s about “%(title)s”") % said
    return _("Talk"), title, acts, {"quote": turn.record.talk["said"]}


def _ask_to_answer(row, turn):
    place = row.root.region or row.root.town
    title = row.root.title
    if place:
        title = _("%(place)s: %(title)s") % {"place": place.name, "title": title}
    first, more = (turn.label, act_url(turn, row.root)), _("Read all of it")
    if turn.code == "answer_on_spot":  # the way that a deputy goes most, one tap away
        move = lifecycle_named("voices.voice").move(turn.code)
        first = (move.label, reverse("voices:move", args=[row.root.pk, move.code]))
        more = turn.label
    acts = [(*first, "message-circle"), (more, home_of(row.root), "")]
    clip = reverse("file", args=[row.root.recording]) if row.root.recording else ""
    return _("Residents' voices"), title, acts, {"clip": clip}


def _ask_to_send(row, turn):
    acts = [
        (turn.label, act_url(turn, row.root), "send"),
        (_("Go on writing"), reverse("suggestions:move", args=[row.root.pk, "edit"]), ""),
    ]
    return _("My suggestion"), row.root.title, acts, {}
