"""The search of every page: a number opens its record, words are looked for in names."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from lianxin.institution.congress.queries import lights_in
from lianxin.reckoning.dossiers import queries as dossiers
from lianxin.reckoning.insight import queries
from lianxin.reckoning.insight.views.ways import home_of


@require_GET
def find(request):
    """What a seat may know of under these words; a number of one record opens it."""
    seat, today = request.seat, timezone.localdate()
    if seat.role in queries.NO_BUSINESS:
        reasons = [_("Suggestions are no business of this seat.")]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    found = queries.find(seat, request.GET.get("q", ""), today=today)
    if len(found.exact) == 1:
        return redirect(home_of(found.exact[0]))
    shine = lights_in(seat.cell_id, today=today)
    page = {
        "found": found,
        "voices": [(each, home_of(each), shine(each.due_date)) for each in found.voices],
        "persons": _persons(seat, found.persons),
        "units": [(unit, _under("unit", unit.pk, view="open")) for unit in found.units],
        "all_suggestions": _under("q", found.words, view="open"),
        "all_voices": f"{reverse('voices:list')}?{urlencode({'q': found.words, 'view': 'all'})}",
    }
    return render(request, "insight/find.html", page)


def _under(name, value, **more):
    """The list of suggestions, narrowed."""
    return f"{reverse('suggestions:list')}?{urlencode({name: value, **more})}"


def _persons(seat, persons):
    """[(person, address)]: the file for whoever may open it, else what the deputy has raised."""
    files = set(dossiers.visible_to(seat).filter(pk__in=[p.pk for p in persons]).values_list("pk"))
    return [
        (
            person,
            reverse("dossiers:file", args=[person.pk])
            if (person.pk,) in files
            else _under("q", person.name, view="open"),
        )
        for person in persons
    ]
