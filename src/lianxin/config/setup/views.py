"""
Setting a county up: five pages that can be left and taken up again in any order.

Whoever holds the first address has become the administrator by it; these pages are his, then and
later. Each shows what is there and what is missing; nothing that is known is asked for.
"""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from lianxin.config.setup import forms, pages
from lianxin.institution.congress import actions as congress
from lianxin.institution.congress.imports.notice import days_of
from lianxin.institution.congress.models import Congress, DayOverride, Role, RuleProfile, Unit
from lianxin.institution.congress.queries import calendar_in, towns_and_villages


def cell_of(request):
    """The county of the administrator who asks; nobody else gets in."""
    if request.seat.role != Role.SYS_ADMIN:
        raise PermissionDenied
    return request.seat.cell


def page(request, template, slug, status=200, **context):
    """A page with the five steps at its head."""
    cell = cell_of(request)
    steps = pages.steps(cell, on=timezone.localdate())
    number = next((step.number for step in steps if step.slug == slug), 0)
    onward = next((step for step in steps if step.number == number + 1), None)
    around = {"cell": cell, "steps": steps, "number": number, "onward": onward}
    return render(request, f"setup/{template}.html", {**around, **context}, status=status)


@require_http_methods(["GET", "HEAD"])
def home(request):
    """The five steps; where to go on."""
    cell = cell_of(request)
    steps = pages.steps(cell, on=timezone.localdate())
    go_on = next((step for step in steps if not step.done), None)
    return page(request, "home", "", go_on=go_on)


@require_POST
def finish(request):
    """All is there: from now on the roster is the office's alone."""
    cell = cell_of(request)
    if any(not step.done for step in pages.steps(cell, on=timezone.localdate())):
        messages.error(request, _("Something is missing still; see below."))
        return redirect("setup:home")
    congress.finish_setting_up(cell, actor=request.seat)
    messages.success(request, _("The county is set up. From here on the office does the rest."))
    return redirect("setup:home")


# 1 Places and organs


@require_http_methods(["GET", "HEAD", "POST"])
def places(request):
    """Towns and villages as they are listed, the office, the running terms."""
    cell = cell_of(request)
    if request.POST.get("act") == "towns":
        n = congress.lay_out_towns(cell)
        text = ngettext("%(n)d organ was added.", "%(n)d organs were added.", n)
        messages.success(request, text % {"n": n})
        return redirect("setup:places")
    office = pages.office_of(cell)
    congresses = list(pages.own_congresses(cell))
    county = next((each for each in congresses if each.level == "county"), None)
    form = forms.Office(
        request.POST or None,
        congresses=congresses,
        initial={
            "name": office.name if office else "",
            "phone": office.phone if office else "",
            "short": county.short if county else "",
        },
    )
    if form.is_bound and form.is_valid():
        _keep_places(cell, form)
        messages.success(request, _("Kept."))
        return redirect("setup:units")
    towns = pages.towns(cell)
    above = Congress.objects.filter(cell=cell).exclude(pk__in=[each.pk for each in congresses])
    context = {"form": form, "towns": towns, "above": above}
    context["without"] = [town for town in towns if town.organ is None]
    return page(request, "places", "places", 422 if form.is_bound else 200, **context)


@transaction.atomic
def _keep_places(cell, form):
    given = form.cleaned_data
    congress.name_office(cell, name=given["name"], phone=given["phone"], short=given["short"])
    for each, number, day in form.said:
        congress.set_term(each, number, day)


# 2 Units


@require_http_methods(["GET", "HEAD", "POST"])
def units(request):
    """The units: typed one a line or in a sheet."""
    cell = cell_of(request)
    if taken := request.POST.get("take"):
        return _take_unit(request, cell, taken)
    towns = [town for town, _villages in towns_and_villages(cell)]
    sent = request.method == "POST"
    form = forms.Units(*((request.POST, request.FILES) if sent else ()), towns=towns)
    if sent and form.is_valid():
        n = congress.add_units(cell, form.rows)
        text = ngettext("%(n)d unit is new.", "%(n)d units are new.", n) % {"n": n}
        messages.success(request, text)
        return redirect("setup:units")
    found = pages.units_used(cell)
    return page(request, "units", "units", 422 if sent else 200, form=form, units=found)


def _take_unit(request, cell, key):
    unit = get_object_or_404(Unit, cell=cell, pk=key if key.isdecimal() else 0)
    try:
        congress.take_unit_away(unit)
    except ValidationError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("%(unit)s was taken away.") % {"unit": unit.name})
    return redirect("setup:units")


# 3 Roster


@require_http_methods(["GET", "HEAD"])
def roster(request):
    """How many deputies there are; the sheets are handed in on the pages of importing."""
    cell = cell_of(request)
    rows = [
        (each, each.mandate_set.count(), max((t.number for t in each.terms.all()), default=None))
        for each in Congress.objects.filter(cell=cell).prefetch_related("terms").order_by("pk")
    ]
    return page(request, "roster", "roster", rows=rows)


# 4 Days off and periods


@require_http_methods(["GET", "HEAD", "POST"])
def calendar(request):
    """The State Council's notice, the county's own days, the numbers of the rule profile."""
    act = request.POST.get("act", "")
    does = {"read": _read_notice, "days": _keep_days, "own": _keep_own_day, "numbers": _numbers}
    if request.method == "POST" and act in does:
        return does[act](request, cell_of(request))
    return _calendar(request)


def _calendar(request, status=200, **context):
    cell, on = cell_of(request), timezone.localdate()
    groups = pages.numbers(cell, on=on)
    flat = [each for _title, group in groups for each in group]
    form = context.pop("numbers", None) or forms.Numbers(numbers=flat, on=on)
    years = (on.year, on.year + 1)
    known = calendar_in(cell.pk)
    around = {
        "notice": forms.Notice(),
        "own": forms.OwnDay(),
        "numbers": form,
        "groups": [(title, form.rows(group)) for title, group in groups],
        "years": [(year, known.published(year)) for year in years],
        "days": DayOverride.objects.filter(cell=cell, day__year__gte=on.year).order_by("day"),
    }
    return page(request, "calendar", "calendar", status, **around | context)


def _read_notice(request, cell):
    form = forms.Notice(request.POST)
    found = days_of(form.cleaned_data["text"]) if form.is_valid() else []
    if form.is_valid() and not found:
        form.add_error("text", _("No day was found in it; paste the whole notice, with its year."))
    if not found:
        return _calendar(request, 422, notice=form)
    known = calendar_in(cell.pk)
    rows = [(each, known.works(each.day) != each.works) for each in found]
    name = form.cleaned_data["text"].strip().splitlines()[0].strip()[:120]
    return _calendar(request, read=rows, notice=form, notice_name=name)


def _keep_days(request, cell):
    offered = [f"{each.day}:{int(each.works)}" for each in days_of(request.POST.get("text", ""))]
    form = forms.Days(request.POST, offered=offered)
    if not form.is_valid():
        messages.error(request, _("The days could not be read; paste the notice once more."))
        return redirect("setup:calendar")
    with transaction.atomic():
        for value in form.cleaned_data["days"]:
            day, works = value.split(":")
            notice = form.cleaned_data["notice"]
            congress.override_day(day, works=works == "1", notice=notice, cell=cell)
    n = len(form.cleaned_data["days"])
    messages.success(request, ngettext("%(n)d day kept.", "%(n)d days kept.", n) % {"n": n})
    return redirect("setup:calendar")


def _keep_own_day(request, cell):
    form = forms.OwnDay(request.POST)
    if not form.is_valid():
        return _calendar(request, 422, own=form)
    given = form.cleaned_data
    congress.override_day(given["day"], works=given["works"], notice=given["notice"], cell=cell)
    messages.success(request, _("Kept."))
    return redirect("setup:calendar")


def _numbers(request, cell):
    on = timezone.localdate()
    flat = [each for _title, group in pages.numbers(cell, on=on) for each in group]
    form = forms.Numbers(request.POST, numbers=flat, on=on)
    if not form.is_valid():
        return _calendar(request, 422, numbers=form)
    profile, _new = RuleProfile.objects.get_or_create(
        cell=cell, congress=None, defaults={"name": cell.name}
    )
    n = 0
    with transaction.atomic():
        for each, value, basis, confirmed in form.changed:
            congress.note_number(
                profile, f"{each.key} = {value} {each.unit} {basis}", actor=request.seat
            )
            n += 1
            congress.set_rule(
                profile,
                each.key,
                value,
                unit=each.unit,
                basis=basis,
                valid_from=form.cleaned_data["since"],
                verified=confirmed,
            )
    text = ngettext("%(n)d number kept.", "%(n)d numbers kept.", n) % {"n": n}
    messages.success(request, text)
    return redirect("setup:calendar")
