"""The fifth page: stations, accounts, and the slips that are printed once."""

from datetime import timedelta

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from lianxin.base.accounts.actions import issue_slip, never_opened
from lianxin.base.paper.qr import as_svg
from lianxin.config.setup import forms, pages
from lianxin.config.setup.views import cell_of, page
from lianxin.institution.congress import actions as congress
from lianxin.institution.congress.models import Seat
from lianxin.institution.congress.queries import towns_and_villages
from lianxin.institution.stations import actions as stations
from lianxin.institution.stations.models import Venue
from lianxin.institution.stations.queries import venues_of

DAYS = 30  # that a slip lives
MOST_NAMES = 10  # in one chair


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people(request):
    """Stations and who sits where; what was printed is not shown again."""
    act = request.POST.get("act", "")
    does = {
        "homes": _open_homes,
        "stations": _add_stations,
        "take": _take_station,
        "accounts": _open_accounts,
        "again": _print_again,
    }
    if request.method == "POST" and act in does:
        return does[act](request, cell_of(request))
    return _people(request)


def _people(request, status=200, **context):
    cell, on = cell_of(request), timezone.localdate()
    around = {
        "form": forms.Stations(towns=towns_and_villages(cell)),
        "stations": venues_of(cell.pk),
        "groups": pages.wishes(cell),
        "waiting": pages.waiting_accounts(cell),
        "deputies": pages.deputies_waiting(cell, on=on),
    }
    return page(request, "people", "people", status, **around | context)


# Stations


def _told_stations(request, n):
    text = ngettext("%(n)d station is new.", "%(n)d stations are new.", n) % {"n": n}
    messages.success(request, text)
    return redirect("setup:people")


def _open_homes(request, cell):
    return _told_stations(request, stations.open_homes(cell, on=timezone.localdate()))


def _add_stations(request, cell):
    form = forms.Stations(request.POST, request.FILES, towns=towns_and_villages(cell))
    if not form.is_valid():
        return _people(request, 422, form=form)
    return _told_stations(request, stations.add_stations(cell, form.rows, on=timezone.localdate()))


def _take_station(request, cell):
    key = request.POST.get("station", "")
    venue = get_object_or_404(Venue, cell=cell, pk=key if key.isdecimal() else 0)
    try:
        stations.take_station_away(venue)
    except ValidationError as fault:
        messages.error(request, fault.message)
    else:
        messages.success(request, _("%(station)s was taken away.") % {"station": venue.name})
    return redirect("setup:people")


# Accounts and slips


def _open_accounts(request, cell):
    """An account for each name that was typed, for each deputy if that was ticked; then slips."""
    on, seats, faults = timezone.localdate(), [], []
    wanted = [
        (wish, forms.names_in(request.POST.get(wish.key, "")))
        for _title, group in pages.wishes(cell)
        for wish in group
    ]
    for wish, names in wanted:
        if len(names) > MOST_NAMES or any(len(name) > 40 or "\x00" in name for name in names):
            text = _("%(chair)s: a name has at most 40 characters; at most %(n)d names.")
            faults.append(text % {"chair": wish.label, "n": MOST_NAMES})
    if faults:
        return _people(request, 422, faults=faults, said=request.POST)
    with transaction.atomic():
        for wish, names in wanted:
            for name in names:
                seats.append(
                    congress.open_seat(
                        cell, wish.role, name, wish.title, actor=request.seat, on=on, **wish.place
                    )
                )
        if request.POST.get("deputies"):
            seats += congress.seat_deputies(cell, actor=request.seat, on=on)
            stations.meet_deputies(cell, on=on)
    if not seats:
        return _people(request, 422, faults=[_("No name was typed.")])
    return _slips(request, seats)


def _print_again(request, cell):
    chosen = {int(key) for key in request.POST.getlist("seat") if key.isdecimal()}
    seats = [seat for seat in pages.waiting_accounts(cell) if seat.pk in chosen]
    if not seats:
        messages.error(request, _("Choose whose slips shall be printed."))
        return redirect("setup:people")
    return _slips(request, seats)


def _slips(request, seats: list[Seat]):
    """One slip an account; whoever has a password already needs none. Shown in this answer only."""
    now, slips = timezone.now(), []
    with transaction.atomic():
        keys = {seat.user_id for seat in seats}
        shut = set(never_opened().filter(pk__in=keys).values_list("pk", flat=True))
        for seat in seats:
            user = seat.user
            if user.pk not in shut:
                continue
            shut.remove(user.pk)
            code = issue_slip(user, now=now, by=request.user, days=DAYS)
            congress.note_slip(seat, actor=request.seat)
            path = reverse("activate_code", args=[code.replace("-", "")])
            address = request.build_absolute_uri(path)
            slips.append(
                {
                    "seat": seat,
                    "code": code,
                    "square": mark_safe(as_svg(address)),  # drawn by us, of figures alone
                }
            )
    until = timezone.localdate() + timedelta(days=DAYS)
    place = request.build_absolute_uri(reverse("activate"))
    return page(request, "slips", "people", slips=slips, until=until, place=place)
