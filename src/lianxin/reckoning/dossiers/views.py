"""The roster of deputies, and a deputy's file."""

from dataclasses import dataclass
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lianxin.base.ui.looking import Why
from lianxin.institution.congress.actions import show_numbers
from lianxin.institution.congress.models import Level, Role
from lianxin.institution.congress.queries import (
    hidden_numbers,
    is_kept,
    looks_at,
    numbers_open_to,
)
from lianxin.kernel.registry import fact_labels, pages
from lianxin.reckoning.dossiers import queries
from lianxin.reckoning.dossiers.forms import RosterFilter

TONES = dict(zip(queries.ORDER, ("zhu", "teng", "song", "dai", "paper", "ink"), strict=True))


@require_GET
def roster(request):
    """The deputies of the cell: by name, by level, by town."""
    seat = request.seat
    if seat.role not in queries.READERS:
        raise Http404
    towns, groups = queries.towns_of(seat.cell), queries.groups_in(seat.cell)
    form = RosterFilter(request.GET or None, towns=towns, groups=groups)
    asked = form.asked()
    page = queries.page_of_roster(
        seat, today=timezone.localdate(), number=request.GET.get("page", 1), **asked
    )
    keeps = queries.keeps_files(seat)
    return render(
        request,
        "dossiers/roster.html",
        {
            "page": page,
            "form": form,
            "asked": any(asked.values()),
            "rows": [_row(person, keeps, seat) for person in page.object_list],
        },
    )


def _row(person, keeps, seat):
    mandates = person.mandates.all()
    own = seat.mandate_id is not None and seat.mandate.person_id == person.pk
    return {
        "person": person,
        "url": reverse("dossiers:file", args=[person.pk]) if keeps or own else "",
        "mandates": mandates,
        "town": next((m.region.name for m in mandates if m.region), ""),
        "groups": _together(m.group.name for each in mandates for m in each.memberships.all()),
    }


def _together(names):
    return pgettext("between fields", ", ").join(names)


# One file


@dataclass(frozen=True)
class Line:
    """One line of a file: when, what, about which record, and where that is to be read."""

    on: Any
    label: str
    title: str
    url: str
    quantity: Any
    mandate: str
    kind: str
    anchor: str  # the first line of its kind can be jumped to
    mark: str  # what must be known of how it counts


@require_GET
def file(request, pk):
    """One person's file: counts that open, and the lines they stand on; nothing is scored."""
    seat, today = request.seat, timezone.localdate()
    person = get_object_or_404(queries.find_file(queries.visible_to(seat)), pk=pk)
    asked = request.GET
    found = queries.file(
        person,
        seat,
        today=today,
        year=asked.get("year", ""),
        mandate=asked.get("mandate", ""),
    )
    return render(request, "dossiers/file.html", _page(found, today, seat))


@never_cache
def numbers(request, pk):
    """Telephone and identity number, once it is said what for; each time stands in the book."""
    seat = request.seat
    person = get_object_or_404(queries.visible_to(seat), pk=pk)
    names = numbers_open_to(seat, person)
    if not names or seat.role == Role.DEPUTY:  # one's own stand on the file
        raise Http404
    form, shown = Why(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        shown = _numbers(show_numbers(person, actor=seat, reason=form.reason))
    name, own = person.name, reverse("dossiers:file", args=[pk])
    page = {
        "title": _("Numbers of %(name)s") % {"name": name},
        "subject": person.post,
        "back_url": own,
        "form": form,
        "shown": shown,
        "hidden": _numbers(hidden_numbers(person, names)),
        "looks": looks_at(person),
        "back": [(_("Deputies"), reverse("dossiers:list")), (name, own), (_("Numbers"), "")],
    }
    return render(request, "ui/looking.html", page, status=422 if form.errors else 200)


def _numbers_on_page(person, seat):
    """Hidden; but what is one's own is no secret."""
    names = [name for name in numbers_open_to(seat, person) if is_kept(person, name)]
    if seat.role == Role.DEPUTY:
        return _numbers({name: getattr(person, name) for name in names})
    return _numbers(hidden_numbers(person, names))


def _numbers(shown):
    labels = {"phone": _("Telephone"), "identity_number": _("Identity number")}
    return [(labels[name], value or "—") for name, value in shown.items()]


def _page(found, today, seat):
    labels, routes = fact_labels(), pages()
    parts = [
        (part.code, _name(part.code), _count(part), _lines(part, found, labels, routes))
        for part in found.parts
    ]
    return {
        "file": found,
        "person": found.person,
        "today": today,
        "parts": parts,
        "shelf": _shelf(found),
        "levels": [
            (_level(each), each.ends_on is None or each.ends_on >= today) for each in found.mandates
        ],
        "years": _years(found, today),
        "mandates": _mandates(found),
        "many": len(found.mandates) > 1,
        "kinds": _kinds(found, labels),
        "total": sum(len(part.lines) for part in found.parts),
        "keeps": queries.keeps_files(seat),
        "numbers": _numbers_on_page(found.person, seat),
        "own": seat.role == Role.DEPUTY,
        "stations": _together(venue.name for venue in found.venues),
    }


def _shelf(found):
    """(name, count, url, tone) of every part; an empty one opens on the lines of all years."""
    full = {part.code: part for part in found.parts}
    everything = _query(found, year=None, mandate=found.mandate)
    return [
        (
            _name(code),
            _count(full.get(code) or queries.Part(code)),
            f"#{code}" if code in full else f"{everything}#{code}",
            TONES[code],
        )
        for code in queries.ORDER
    ]


def _name(code):
    return {
        "suggestions": _("Suggestions"),
        "cosigned": _("Co-signatures"),
        "talks": _("Talks with units"),
        "judged": _("Verdicts on replies"),
        "voices": _("Residents' voices"),
        "other": _("Other work"),
    }[code]


def _count(part):
    """How much stands in a part, in the unit that it is counted in."""
    if part.code in ("suggestions", "cosigned"):
        n = part.records
        return ngettext("%(n)d suggestion", "%(n)d suggestions", n) % {"n": n}
    if part.code == "voices":
        return ngettext("%(n)d voice", "%(n)d voices", part.records) % {"n": part.records}
    n = len(part.lines)
    return ngettext("%(n)d time", "%(n)d times", n) % {"n": n}


def _lines(part, found, labels, routes):
    levels = {mandate.pk: mandate.congress.get_level_display() for mandate in found.mandates}
    seen, lines = set(), []
    for fact in part.lines:
        opens = fact.root_id in found.open_to.get(fact.root_type, ())
        route = routes.get(fact.root_type)
        lines.append(
            Line(
                on=fact.on,
                label=str(labels.get(fact.kind) or fact.kind),
                title=fact.title,
                url=reverse(route, args=[fact.root_id]) if route and opens else "",
                quantity=fact.quantity,
                mandate=levels.get(fact.mandate_id, ""),
                kind=fact.kind,
                anchor="" if fact.kind in seen else fact.kind,
                mark=_mark(fact, found),
            )
        )
        seen.add(fact.kind)
    return lines


def _mark(fact, found):
    if who := found.written_by.get(fact.entry_id):
        return _("written down by %(who)s") % {"who": who}
    return _("not confirmed by the deputy") if fact.entry_id in found.unconfirmed else ""


def _query(found, *, year, mandate):
    kept = f"&mandate={mandate.pk}" if mandate else ""
    return f"?year={year or 'all'}{kept}"


def _years(found, today):
    """(label, url, chosen) of the years, the running one until today, and of all."""
    rows = []
    for year in found.years:
        label = _("%(year)d") % {"year": year}
        if year == today.year:
            label = _("%(year)d so far") % {"year": year}
        rows.append((label, _query(found, year=year, mandate=found.mandate), year == found.year))
    everything = _query(found, year=None, mandate=found.mandate)
    return [*rows, (_("All years"), everything, found.year is None)]


def _mandates(found):
    """(label, url, chosen) of the parts by mandate, when a person holds several."""
    rows = [(_("All mandates"), _query(found, year=found.year, mandate=None), not found.mandate)]
    for mandate in found.mandates:
        url = _query(found, year=found.year, mandate=mandate)
        rows.append((_level(mandate), url, mandate == found.mandate))
    return rows


def _level(mandate):
    level = Level(mandate.congress.level).label
    return _("%(level)s deputy") % {"level": level}


def _kinds(found, labels):
    """[(words, count, url)] of every kind of line shown, most first."""
    counts: dict[str, int] = {}
    for part in found.parts:
        for fact in part.lines:
            counts[fact.kind] = counts.get(fact.kind, 0) + 1
    ordered = sorted(counts.items(), key=lambda each: (-each[1], each[0]))
    return [(str(labels.get(kind) or kind), count, f"#{kind}") for kind, count in ordered]
