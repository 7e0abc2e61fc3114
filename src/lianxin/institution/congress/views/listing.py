"""The list of the roster, with its counts, and as a workbook."""

from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from lianxin.base.ui.downloads import download
from lianxin.institution.congress import actions, documents, rules
from lianxin.institution.congress.forms import RosterFilter
from lianxin.institution.congress.models import Level
from lianxin.institution.congress.queries import roster
from lianxin.institution.congress.queries.mandates import Standing, standing_of
from lianxin.institution.congress.views.asking import keepers

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
RARE = ("trade", "expertise", "sex", "ethnicity", "party")  # there is no room on a phone
TONES = {
    Standing.IN_OFFICE: "done",
    Standing.SUSPENDED: "back",
    Standing.TO_COME: "doing",
    Standing.ENDED: "wait",
}


def standing(mandate, today):
    """(label, tone) of where a mandate stands."""
    found = standing_of(mandate, today)
    return found.label, TONES[found]


@keepers
@require_GET
def listed(request):
    """Who is in the roster: narrowed, counted by level, a page at a time."""
    seat, today = request.seat, timezone.localdate()
    form = RosterFilter(request.GET or None, seat=seat)
    asked = form.asked()
    found = roster.page_of(seat, asked, today=today, number=request.GET.get("page", 1))
    query = request.GET.copy()
    query.pop("page", None)
    if not query:
        query.update(asked)
    page = {
        "page": found.page,
        "roster": found,
        "form": form,
        "rare": RARE,
        "asked": asked,
        "narrowed": any(name != "state" for name in asked),
        "levels": _levels(found, query)[: 1 if rules.of_one_town(seat) else None],
        "rows": [_row(person, today) for person in found.page.object_list],
        "query": query.urlencode(),
        "edits": rules.edits_roster(seat),
    }
    return render(request, "roster/list.html", page)


def _levels(found, query):
    """(number, what it counts, where it opens): all, then the five levels."""
    told = ngettext("%(n)d mandate", "%(n)d mandates", found.mandates) % {"n": found.mandates}
    rows = [(found.persons, _("All persons, %(mandates)s") % {"mandates": told}, _at(query, ""))]
    for each in found.levels:
        told = ngettext("%(n)d mandate", "%(n)d mandates", each.mandates) % {"n": each.mandates}
        words = _("%(level)s, %(mandates)s") % {
            "level": Level(each.level).label,
            "mandates": told,
        }
        rows.append((each.persons, words, _at(query, each.level)))
    return rows


def _at(query, level):
    other = query.copy()
    other["level"] = level
    return f"?{other.urlencode()}"


def _row(person, today):
    return {
        "person": person,
        "mandates": [(mandate, *standing(mandate, today)) for mandate in person.kept],
    }


@keepers
@require_GET
def sheet(request):
    """The register of what the filters leave, a row a mandate; that it went out is in the book."""
    seat, today = request.seat, timezone.localdate()
    asked = RosterFilter(request.GET or None, seat=seat).asked()
    rows = list(roster.rows_for_sheet(seat, asked, today=today))
    name, data = documents.register(seat.cell.name, rows, today)
    actions.note_export(seat.cell, actor=seat, rows=len(rows))
    return download(data, XLSX, name)


def heading() -> str:
    """What the list is called where a page leads back to it."""
    return _("Keeping the roster")
