"""The workbench of each role, the deputy's first page, the inbox."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from lianxin.base.notices.actions import mark_read
from lianxin.base.notices.queries import inbox_of, page_of_inbox
from lianxin.base.ui.components import words
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import light_of
from lianxin.kernel.registry import fact_labels, lifecycle_named, pages
from lianxin.reckoning.insight import queries

ROUTES = {  # of the pages on which the moves of a record are made
    "suggestions.suggestion": "suggestions:move",
    "suggestions.assignment": "suggestions:part",
    "suggestions.cosignature": "suggestions:name",
    "suggestions.evaluation": "suggestions:verdict",
    "suggestions.publication": "suggestions:public",
    "suggestions.extension": "suggestions:more_time",
    "voices.voice": "voices:move",
}
MAY_WRITE = (Role.OFFICE, Role.TOWN_CLERK)  # for a deputy who asked for it


@dataclass(frozen=True)
class Line:
    """One row of a workbench, ready for the page."""

    url: str
    number: str
    title: str
    is_voice: bool
    deputy: str
    unit: str
    others: int
    record: Any  # whose badge is shown
    light: Any
    acts: list[tuple[str, str]]  # (what is to be done, where)
    group: str = ""


def _home_of(record):
    return reverse(pages()[record._meta.label_lower], args=[record.pk])


def _act_url(turn, root):
    """Where a turn is taken: its move's page, or the record's when there are several ways."""
    if turn.awaited.route:
        return reverse(turn.awaited.route, args=[root.pk])
    if not turn.awaited.main:
        return _home_of(root)
    return reverse(ROUTES[turn.record._meta.label_lower], args=[turn.record.pk, turn.code])


def _acts(row):
    found = {}
    for turn in row.turns:
        found.setdefault(str(turn.label), _act_url(turn, row.root))
    return list(found.items())


def _line(row, due_on, today, cell_id):
    mandate = row.root.mandate
    return Line(
        url=_home_of(row.root),
        number=row.root.number,
        title=row.root.title,
        is_voice=row.is_voice,
        deputy=mandate.person.name if mandate else "",
        unit=row.lead.name if row.lead else "",
        others=row.others,
        record=row.record,
        light=light_of(due_on, today=today, cell_id=cell_id),
        acts=_acts(row),
        group=_("Waiting for you") if row.turns else _("Waiting for others"),
    )


def _most(count, cap):
    """A number as it was counted: no further than a cap."""
    return f"{cap - 1}+" if count is not None and count >= cap else count


# The desk


@require_GET
def desk(request):
    """What waits for this seat: each role has a page of its own."""
    seat = request.seat
    if seat.role == Role.DEPUTY:
        return _home(request)
    if seat.role in queries.NO_BUSINESS:
        return _no_business(request)
    asked = request.GET
    make = queries.unit_desk if queries.is_unit(seat) else queries.desk
    made = make(
        seat,
        today=timezone.localdate(),
        view=asked.get("view", ""),
        do=asked.get("do", ""),
        words=asked.get("q", ""),
        number=asked.get("page", 1),
    )
    return render(request, "insight/desk.html", _desk_page(request, made))


def _desk_page(request, made):
    seat, today = request.seat, timezone.localdate()
    at_root = made.view.kind in ("suggestion", "voice")
    lines = [
        _line(row, row.root.due_date if at_root else row.due_on, today, seat.cell_id)
        for row in made.page.object_list
    ]
    chosen = made.view.code
    return {
        "desk": made,
        "lines": lines,
        "chips": [
            (v.label, _view_url(v), _most(count, 1000), v.code == chosen, v.hot and bool(count))
            for v, count in made.views
        ],
        "groups": [
            (label, f"?do={code}", count, code == made.do) for code, count, label in made.groups
        ],
        "bars": [(_bar_label(bar), _bar_parts(bar)) for bar in made.bars],
        "told": _told(made),
        "words": request.GET.get("q", ""),
        "unit_desk": queries.is_unit(seat),
        "grouped": queries.is_unit(seat) and chosen != "mine",
        "columns": _columns(seat, made),
        "actions": _page_actions(seat),
    }


def _view_url(view):
    return reverse("insight:desk") + ("" if view.code == "mine" else f"?view={view.code}")


def _columns(seat, made):
    """Which columns say something: a unit's own name, say, does not."""
    return {
        "unit": not queries.is_unit(seat) and made.view.kind != "voice",
        "deputy": True,
        "number": True,
    }


def _page_actions(seat):
    """(label, url, icon, tone) of the buttons beside the heading."""
    found = []
    if seat.role in MAY_WRITE:
        found.append((_("Import a sheet"), reverse("imports"), "file-import", ""))
    if seat.role in (Role.TOWN_CLERK, Role.LIAISON_OFFICER):
        url = reverse("voices:new")
        found.append((_("Write down what a resident says"), url, "message-plus", "primary"))
    elif seat.role == Role.OFFICE:
        url = reverse("suggestions:new")
        found.append((_("Enter a suggestion for a deputy"), url, "plus", "primary"))
    return found


def _bar_label(bar):
    return {
        "suggestion": _("Suggestions"),
        "voice": _("Voices"),
        "part": _("Our parts"),
    }[bar.kind]


def _bar_parts(bar):
    """The parts of the light bar: a figure is a link to what it counts."""
    said = {
        "g": ngettext("%(n)s on time", "%(n)s on time", 1),
        "y": ngettext("%(n)s due soon", "%(n)s due soon", 1),
        "r": ngettext("%(n)s late", "%(n)s late", 1),
        "n": ngettext("%(n)s without a period", "%(n)s without a period", 1),
    }
    return [
        (tone, count, said[tone] % {"n": _most(count, 1000)}, _view_url(view))
        for tone, count, view in bar.parts
    ]


def _told(made):
    """(number, words, url) under the heading."""
    found = []
    for code, label in (
        ("open", _("open")),
        ("voices", _("open voices")),
        ("soon", _("due soon")),
        ("again", _("handled again")),
    ):
        count = made.counts.get(code)
        if count:
            found.append((_most(count, 1000), label, f"{reverse('insight:desk')}?view={code}"))
    return found


def _no_business(request):
    seat, trail = request.seat, None
    if seat.role == Role.AUDITOR:
        trail = queries.trail_of(seat.cell_id, walk=bool(request.GET.get("walk")))
    return render(request, "insight/no_business.html", {"trail": trail, "seat": seat})


# The deputy


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


def _home(request):
    seat, today = request.seat, timezone.localdate()
    found = queries.home(seat, today=today)
    file = reverse("dossiers:file", args=[seat.mandate.person_id])
    now = sum(count for _kind, count, _before in found.years)
    before = sum(then for _kind, _now, then in found.years)
    labels = fact_labels()
    page = {
        "greeting": _greeting(timezone.localtime().hour, seat.mandate.person.name),
        "today": today,
        "name": seat.mandate.person.name,
        "waiting": found.waiting,
        "tasks": [_task(row, n == 0, today) for n, row in enumerate(found.tasks)],
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


def _greeting(hour, name):
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
        _home_of(row.root),
        light_of(row.root.due_date, today=today, cell_id=row.root.cell_id),
    )


def _stages(suggestion):
    here = queries.stage_of(suggestion)
    if here is None:
        return []
    last = len(queries.STAGES) - 1
    return [
        Stage("done" if n < here or here == last else "now" if n == here else "")
        for n in range(last + 1)
    ]


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
    light = light_of(turn.due_on, today=today, cell_id=row.root.cell_id)
    return Task(title, _home_of(row.root), words_of, light, acts, **more)


def _ask_to_sign(row, turn):
    said = {"name": row.root.mandate.person.name, "title": row.root.title}
    decline = reverse("suggestions:name", args=[turn.record.pk, "decline"])
    acts = [
        (turn.label, _act_url(turn, row.root), "writing"),
        (lifecycle_named("suggestions.cosignature").move("decline").label, decline, ""),
    ]
    return _("Co-signature"), _("%(name)s asks you to sign “%(title)s”") % said, acts, {}


def _ask_for_verdict(row, turn):
    said = {"unit": turn.record.assignment.unit.name, "title": row.root.title}
    acts = [(_("Read the reply and judge it"), _act_url(turn, row.root), "mail-opened")]
    return _("Verdict"), _("%(unit)s replied to your “%(title)s”") % said, acts, {}


def _ask_about_talk(row, turn):
    day = words.day(date.fromisoformat(turn.record.talk["on"]))
    said = {"unit": turn.record.unit.name, "day": day, "title": row.root.title}
    acts = [(turn.label, _act_url(turn, row.root), "check")]
    title = _("%(unit)s noted a talk with you on %(day)s about “%(title)s”") % said
    return _("Talk"), title, acts, {"quote": turn.record.talk["said"]}


def _ask_to_answer(row, turn):
    place = row.root.region or row.root.town
    title = row.root.title
    if place:
        title = _("%(place)s: %(title)s") % {"place": place.name, "title": title}
    acts = [
        (turn.label, _act_url(turn, row.root), "message-circle"),
        (_("Read all of it"), _home_of(row.root), ""),
    ]
    clip = reverse("file", args=[row.root.recording]) if row.root.recording else ""
    return _("Residents' voices"), title, acts, {"clip": clip}


def _ask_to_send(row, turn):
    acts = [
        (turn.label, _act_url(turn, row.root), "send"),
        (_("Go on writing"), reverse("suggestions:move", args=[row.root.pk, "edit"]), ""),
    ]
    return _("My suggestion"), row.root.title, acts, {}


# The inbox


@dataclass(frozen=True)
class News:
    """One notice: what happened to which record, and where to look."""

    title: str
    said: str
    url: str
    when: Any
    is_new: bool


def _news(notice):
    lifecycle = lifecycle_named(notice.subject_type)
    move = lifecycle.move(notice.move) if lifecycle else None
    route = pages().get(notice.root_type)
    return News(
        title=notice.title,
        said=str(move.done or move.label) if move else "",
        url=reverse(route, args=[notice.root_id]) if route else "",
        when=notice.happened_at,
        is_new=notice.read_at is None,
    )


@require_http_methods(["GET", "POST"])
def notices(request):
    """The inbox by day, newest first; a button marks all of it as read."""
    seat = request.seat
    if request.method == "POST":
        count = mark_read(seat)
        said = ngettext("%(n)d notice marked as read", "%(n)d notices marked as read", count)
        messages.success(request, said % {"n": count})
        return redirect("insight:notices")
    page = page_of_inbox(inbox_of(seat), request.GET.get("page", 1))
    days = groupby(page.object_list, key=lambda notice: timezone.localdate(notice.happened_at))
    listed = [(day, [_news(notice) for notice in found]) for day, found in days]
    return render(request, "insight/notices.html", {"page": page, "days": listed})
