"""The workbench of offices, stations, units and of those who see no business records."""

from dataclasses import dataclass
from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import light_of
from lianxin.reckoning.insight import queries
from lianxin.reckoning.insight.views.ways import act_url, home_of

KEYS = (  # no rows are chosen here, so that X has nothing to say
    (("J", "K"), pgettext_lazy("key", "up and down")),
    (("↵",), pgettext_lazy("key", "open")),
    (("/",), pgettext_lazy("key", "search")),
    (("?",), pgettext_lazy("key", "all shortcuts")),
)
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
    holder: str = ""  # whose turn it is, when it is not the seat's
    group: str = ""


def _acts(row):
    found: dict[str, str] = {}
    for turn in row.turns:
        found.setdefault(str(turn.label), act_url(turn, row.root))
    return list(found.items())


def _line(row, due_on, today, seat):
    mandate = row.root.mandate
    return Line(
        url=home_of(row.root),
        number=row.root.number,
        title=row.root.title,
        is_voice=row.is_voice,
        deputy=mandate.person.name if mandate else "",
        unit=row.lead.name if row.lead else "",
        others=row.others,
        record=row.record,
        light=light_of(due_on, today=today, cell_id=seat.cell_id),
        acts=_acts(row),
        holder="" if row.turns or row.is_voice else queries.holder_of(row, seat),
        group=_("Waiting for you") if row.turns else _("Waiting for others"),
    )


def _most(count, cap):
    """A number as it was counted: no further than a cap."""
    return f"{cap - 1}+" if count is not None and count >= cap else count


def bench(request):
    """The workbench of a seat that handles business."""
    seat, asked = request.seat, request.GET
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
        _line(row, row.root.due_date if at_root else row.due_on, today, seat)
        for row in made.page.object_list
    ]
    chosen = made.view.code
    return {
        "desk": made,
        "lines": lines,
        "chips": [
            (v.label, _view_url(v), _most(count, _cap(v)), v.code == chosen, v.hot and bool(count))
            for v, count in made.views
        ],
        "groups": [
            (label, f"?do={code}", count, code == made.do) for code, count, label in made.groups
        ],
        "bars": [(_bar_label(bar), _bar_parts(bar)) for bar in made.bars],
        "told": _told(made),
        "waiting": _most(made.waiting_count, queries.CAP),
        "words": request.GET.get("q", ""),
        "unit_desk": queries.is_unit(seat),
        "grouped": queries.is_unit(seat) and chosen != "mine",
        "columns": _columns(seat, made),
        "actions": _page_actions(seat),
        "keys": KEYS,
    }


def _cap(view):
    return queries.CAP if view.code == "mine" else queries.COUNTED


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
        "g": _("%(n)s on time"),
        "y": _("%(n)s due soon"),
        "r": _("%(n)s late"),
        "n": _("%(n)s without a period"),
    }
    return [
        (tone, count, said[tone] % {"n": _most(count, queries.COUNTED)}, _view_url(view))
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
            found.append(
                (_most(count, queries.COUNTED), label, f"{reverse('insight:desk')}?view={code}")
            )
    return found


def no_business(request):
    """Who keeps the platform running sees none; the auditor sees the state of the trail."""
    seat, trail = request.seat, None
    if seat.role == Role.AUDITOR:
        trail = queries.trail_of(seat.cell_id, walk=bool(request.GET.get("walk")))
    page = {"trail": trail, "seat": seat, "why": _why(trail)}
    return render(request, "insight/no_business.html", page)


def _why(trail):
    """What is wrong with a broken chain, in the language of the reader."""
    said = {
        "a link is missing": _("a link is missing"),
        "a link is missing at the end": _("a link is missing at the end"),
        "the entry was changed": _("the entry was changed"),
        "the words were changed": _("the words were changed"),
    }
    verdict = trail and trail.verdict
    return said.get(verdict.why, verdict.why) if verdict else ""
