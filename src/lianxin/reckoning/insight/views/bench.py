"""The workbench of offices, stations, units and of those who see no business records."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.http import FileResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import light_of
from lianxin.kernel.registry import lifecycle_of
from lianxin.reckoning.insight import documents, queries
from lianxin.reckoning.insight.forms import Narrow
from lianxin.reckoning.insight.views.ways import act_url, home_of
from lianxin.work.suggestions import queries as suggestions

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEYS = (
    (("J", "K"), pgettext_lazy("key", "up and down")),
    (("X",), pgettext_lazy("key", "choose")),
    (("↵",), pgettext_lazy("key", "open")),
    (("/",), pgettext_lazy("key", "search")),
    (("?",), pgettext_lazy("key", "all shortcuts")),
)
ALWAYS = ("mine", "open", "voices")  # views that stand there though nothing is in them
MAY_WRITE = (Role.OFFICE, Role.TOWN_CLERK)  # for a deputy who asked for it


@dataclass(frozen=True)
class Line:
    """One row of a workbench, ready for the page."""

    key: str  # by which the row is chosen: a number, with a "v" before a voice's
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
    last: Any = None  # what happened last
    place: str = ""  # where a resident spoke of
    group: str = ""

    @property
    def state(self) -> str:
        """Where it stands, in words."""
        return str(lifecycle_of(self.record).state(self.record.state).label)


def _acts(row):
    found: dict[str, str] = {}
    for turn in row.turns:
        found.setdefault(str(turn.label), act_url(turn, row.root))
    return list(found.items())


def _line(row, due_on, today, seat, last):
    mandate = row.root.mandate
    return Line(
        key=f"v{row.root.pk}" if row.is_voice else str(row.root.pk),
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
        place=_place(row.root) if row.is_voice else "",
        last=last.get((row.root._meta.label_lower, row.root.pk)),
        group=_("Waiting for you") if row.turns else _("Waiting for others"),
    )


def _place(voice):
    place = voice.region or voice.town
    return place.name if place else ""


def _most(count, cap):
    """A number as it was counted: no further than a cap."""
    return f"{cap - 1}+" if count is not None and count >= cap else count


def bench(request):
    """The workbench of a seat that handles business."""
    form = Narrow(request.GET, seat=request.seat)
    asked = form.asked(number=request.GET.get("page", 1))
    made = _made(request.seat, asked)
    return render(request, "insight/desk.html", _desk_page(request, form, asked, made))


def workbook(request):
    """The rows that were chosen, or the whole view, as a workbook."""
    seat, chosen = request.seat, set(request.GET.getlist("row"))
    form = Narrow(request.GET, seat=seat)
    made = _made(seat, form.asked(size=queries.COUNTED))
    lines = [line for line in _lines(seat, made) if not chosen or line.key in chosen]
    name = " ".join((_("Workbench"), str(made.view.label)))
    name, content = documents.sheet_of(name, lines, timezone.localdate())
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)


def _made(seat, asked):
    make = queries.unit_desk if queries.is_unit(seat) else queries.desk
    return make(seat, asked, today=timezone.localdate())


def _lines(seat, made):
    today, rows = timezone.localdate(), list(made.page.object_list)
    at_root, last = made.view.kind in ("suggestion", "voice"), queries.lately(rows, seat)
    return [
        _line(row, row.root.due_date if at_root else row.due_on, today, seat, last) for row in rows
    ]


def _desk_page(request, form, asked, made):
    seat, chosen = request.seat, made.view.code
    many = suggestions.many_for(seat) if made.view.kind != "voice" else []
    return {
        "desk": made,
        "lines": _lines(seat, made),
        "chips": [
            (v.label, _view_url(v), _most(count, _cap(v)), v.code == chosen, v.hot and bool(count))
            for v, count in made.views
            if count or v.code in ALWAYS or v.code == chosen
        ],
        "groups": [(code, label, count, code == made.do) for code, count, label in made.groups],
        "bars": [(_bar_label(bar), _bar_parts(bar)) for bar in made.bars],
        "told": _told(made),
        "waiting": _most(made.waiting_count, queries.CAP),
        "words": request.GET.get("q", ""),
        "choices": form.choices(),
        "narrowed": asked.narrows or asked.do,
        "sort": asked.order,
        "many": many,
        "sheet_query": request.GET.urlencode(),
        "back": request.get_full_path(),
        "unit_desk": queries.is_unit(seat),
        "grouped": queries.is_unit(seat) and chosen != "mine",
        "columns": _columns(seat, made),
        "actions": _page_actions(seat),
        **_elsewhere(made),
        "keys": _keys(many),
    }


def _elsewhere(made):
    """Where to look when nothing waits: at what is late, else at all that is open."""
    said = {
        "late": _("See what is late"),
        "voices_late": _("See the late voices"),
        "open": _("See all that are open"),
        "voices": _("See the open voices"),
    }
    view = next((v for code in said for v, n in made.views if n and v.code == code), None)
    return {
        "else_url": _view_url(view) if view else "",
        "else_label": said[view.code] if view else "",
    }


def _keys(many):
    moves = [((each.key.upper(),), each.label) for each in many]
    return [*KEYS[:3], *moves, *KEYS[3:]]


def _cap(view):
    return queries.CAP if view.code == "mine" else queries.COUNTED


def _view_url(view):
    return reverse("insight:desk") + ("" if view.code == "mine" else f"?view={view.code}")


def _columns(seat, made):
    """Which columns say something: a unit's own name, say, does not."""
    stations = seat.role == Role.LIAISON_OFFICER  # units are handed nothing from there
    return {"unit": not (queries.is_unit(seat) or stations) and made.view.kind != "voice"}


def _page_actions(seat):
    """(label, url, icon, tone) of the buttons beside the heading."""
    found = []
    if seat.role in MAY_WRITE:
        found.append((_("Import a sheet"), reverse("imports"), "file-import", ""))
    if seat.role in (Role.TOWN_CLERK, Role.LIAISON_OFFICER):
        url = reverse("voices:new")
        found.append((_("Write down a voice"), url, "message-plus", "primary"))
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
