"""The system administrator's pages: seats, who stands in, who leaves; and one's own stand-in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from lianxin.config.keeping import forms
from lianxin.config.keeping.leaving import leave, open_work
from lianxin.config.keeping.who import only
from lianxin.institution.congress import actions as congress
from lianxin.institution.congress.actions.seats import MAY_BE_STOOD_IN_FOR
from lianxin.institution.congress.models import Role, Seat
from lianxin.institution.congress.queries import seats_in
from lianxin.kernel.lifecycle import Refused

SIZE = 50


def _seat(request, pk):
    return get_object_or_404(seats_in(request.seat.cell_id), pk=pk)


def _asked(request, form, do, template, page, home):
    """Fill, act, go; or the page again with what stands against it."""
    status = 200
    reasons: tuple[str, ...] = ()
    if form.is_valid():
        try:
            told = do(form.cleaned_data)
        except Refused as refusal:
            status, reasons = 409, refusal.reasons
        else:
            messages.success(request, told)
            return redirect(*home)
    elif form.is_bound:
        status = 422
    page = {"form": form, "reasons": reasons, **page}
    return render(request, f"keeping/{template}.html", page, status=status)


@only(Role.SYS_ADMIN)
def listed(request):
    """Who sits where, and until when."""
    words = request.GET.get("q", "")[:40].replace("\x00", "")
    found = Paginator(seats_in(request.seat.cell_id, words), SIZE)
    page = {"page": found.get_page(request.GET.get("page")), "words": words}
    return render(request, "keeping/seats.html", page)


@only(Role.SYS_ADMIN)
def one(request, pk):
    """A seat, what waits for it, who stands in."""
    seat = _seat(request, pk)
    page = {
        "one": seat,
        "work": open_work(seat),
        "stand_ins": Seat.objects.filter(stands_in_for=seat).order_by("-valid_from"),
        "can_be_stood_in_for": seat.role in MAY_BE_STOOD_IN_FOR and not seat.stands_in_for_id,
        "ended": seat.valid_to is not None and seat.valid_to < timezone.localdate(),
    }
    return render(request, "keeping/seat.html", page)


@only(Role.SYS_ADMIN)
def give(request):
    """A seat for somebody who has an account already."""
    cell = request.seat.cell
    form = forms.Give(request.POST or None, cell=cell)

    def do(given):
        title, place = form.place
        congress.appoint(
            user=given["user"],
            role=given["role"],
            cell=cell,
            holder=str(given["user"]),
            title=title,
            actor=request.seat,
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
            **place,
        )
        return _("The seat is given.")

    return _asked(request, form, do, "give", {}, ["keeping:seats"])


@only(Role.SYS_ADMIN)
def stand_in(request, pk):
    """Name a stand-in for a seat whose holder cannot."""
    return _stand_in(request, _seat(request, pk), ["keeping:seat", pk])


@never_cache
def own_stand_in(request):
    """Name who sits in one's own seat for some days; end it early."""
    seat = request.seat
    if seat.role not in MAY_BE_STOOD_IN_FOR or seat.stands_in_for_id:
        raise PermissionDenied
    if "end" in request.POST:
        return _end_early(request, seat)
    return _stand_in(request, seat, ["keeping:own_stand_in"])


def _end_early(request, seat):
    found = Seat.objects.filter(stands_in_for=seat)
    other = get_object_or_404(
        found, pk=request.POST["end"][:18] if request.POST["end"].isdecimal() else 0
    )
    today = timezone.localdate()
    try:
        congress.end_seat(other, last_day=today - forms.ONE_DAY, reason="", actor=seat, today=today)
        messages.success(request, _("Nobody stands in any more."))
    except Refused as refusal:
        messages.error(request, " ".join(str(reason) for reason in refusal.reasons))
    return redirect("keeping:own_stand_in")


def _stand_in(request, seat, home):
    form, today = forms.StandIn(request.POST or None, seat=seat), timezone.localdate()

    def do(given):
        new = congress.stand_in(seat, actor=request.seat, today=today, **given)
        return _("%(who)s stands in.") % {"who": new.holder}

    standing = Seat.objects.filter(stands_in_for=seat, valid_to__gte=today)
    page = {"one": seat, "standing": standing.order_by("valid_from"), "own": seat == request.seat}
    return _asked(request, form, do, "stand_in", page, home)


@only(Role.SYS_ADMIN)
def end(request, pk):
    """Somebody leaves: what waits is listed and handed over."""
    seat, today = _seat(request, pk), timezone.localdate()
    form = forms.End(request.POST or None, seat=seat)

    def do(given):
        leave(seat, actor=request.seat, today=today, **given)
        return _("The seat ends; what waited is handed over.")

    page = {"one": seat, "work": open_work(seat)}
    return _asked(request, form, do, "end", page, ["keeping:seat", pk])
