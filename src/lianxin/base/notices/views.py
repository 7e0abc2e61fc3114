"""How somebody is reached, on the page of one's own account; what was sent, for the office."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from lianxin.base.notices import actions, queries
from lianxin.base.notices.forms import ADDRESS, Code, Wish
from lianxin.base.notices.models import Reach, Sending, Way

TONES = {
    Sending.Outcome.WAITING: "wait",
    Sending.Outcome.GOING: "doing",
    Sending.Outcome.SENT: "done",
    Sending.Outcome.DROPPED: "wait",
}
WRONG = "wrong"


@dataclass
class Shown:
    """One way to somebody: the address, and the form that is next."""

    way: Way
    reach: Reach | None
    address_form: Any
    code_form: Any
    wish_form: Any
    changing: bool = False


def _shown(user, way, **forms):
    reach = queries.reach_of(user.pk, way)
    if reach is not None and not reach.address:
        reach = None
    return Shown(
        way,
        reach,
        forms.get("address") or ADDRESS[way](prefix=way),
        forms.get("code") or Code(prefix=way),
        forms.get("wish") or Wish(prefix=way, initial={"wish": reach.wish if reach else None}),
        changing="address" in forms,
    )


def _page(request, of=None, status=200, **forms):
    ways = [way for way in Way if actions.is_open(way, "confirm")]
    shown = [_shown(request.user, way, **(forms if way == of else {})) for way in ways]
    return render(request, "notices/reach.html", {"ways": shown}, status=status)


def _open(way):
    if way not in Way.values or not actions.is_open(way, "confirm"):
        raise Http404
    return Way(way)


@never_cache
@require_GET
def reach(request):
    """Where one's own e-mail and text messages go, and which."""
    return _page(request)


@never_cache
@require_POST
def ask(request, way):
    """Give an address; a code goes there."""
    way = _open(way)
    form = ADDRESS[way](request.POST, prefix=way)
    if not form.is_valid():
        return _page(request, way, 422, address=form)
    address = form.cleaned_data["address"]
    try:
        actions.ask_address(request.user, way, address, cell_id=request.seat.cell_id)
    except actions.TooMany:
        form.add_error(None, _("So many codes were sent today; please try again tomorrow."))
        return _page(request, way, 429, address=form)
    messages.success(request, _("A code is on its way; type it here when it has come."))
    return redirect("notices:reach")


@never_cache
@require_POST
def confirm(request, way):
    """Type the code that came."""
    way = _open(way)
    form = Code(request.POST, prefix=way)
    if form.is_valid():
        if actions.confirm_address(request.user, way, form.cleaned_data["code"]):
            messages.success(request, _("The address is confirmed."))
            return redirect("notices:reach")
        form.add_error(
            "code", _("This code does not fit, or it is too old. You can have a new one sent.")
        )
    return _page(request, way, 422, code=form)


@require_POST
def wish(request, way):
    """Say what is to be sent there."""
    way = _open(way)
    form = Wish(request.POST, prefix=way)
    if not form.is_valid():
        return _page(request, way, 422, wish=form)
    actions.wish(request.user, way, form.cleaned_data["wish"])
    messages.success(request, _("Noted."))
    return redirect("notices:reach")


@require_POST
def drop(request, way):
    """Give an address up, also when nothing is sent that way any more."""
    if way not in Way.values:
        raise Http404
    actions.drop_address(request.user, Way(way))
    messages.success(request, _("The address is forgotten."))
    return redirect("notices:reach")


# What was sent


@require_GET
def sent(request, first_on=None):
    """What went to whom, masked; what went wrong; what this month has cost."""
    if request.seat.role != "office":
        raise Http404
    found = queries.sent_in(request.seat)
    counts = queries.counted(found)
    only = request.GET.get("only", "")
    if only == WRONG:
        found = found.filter(outcome__in=queries.GONE_WRONG)
    page = queries.page_of_inbox(found, request.GET.get("page", 1))
    context = {
        "page": page,
        "rows": [_row(each) for each in page],
        "only": only,
        "wrong": sum(counts.get(each, 0) for each in queries.GONE_WRONG),
        "month": queries.month_of(request.seat.cell_id, first_on),
        "most": queries.most_in_a_month() / 100,
        "occasions": actions.OCCASIONS.values(),
        "ways": [way for way in Way if actions.is_open(way)],
    }
    context["spent"] = context["month"].spent / 100
    return render(request, "notices/sent.html", context)


@dataclass
class Line:
    """One message on the page of the office."""

    sending: Sending
    label: Any
    tone: str
    again: bool
    yuan: str
    fault: str


def _row(sending):
    label = actions.OCCASIONS[sending.occasion].label
    fault = _(sending.fault) if sending.fault else ""  # ours in words, the operator's as it is
    again = sending.outcome in queries.GONE_WRONG and bool(sending.shown)
    return Line(
        sending,
        label,
        TONES.get(Sending.Outcome(sending.outcome), "back"),
        again,
        _yuan(sending),
        fault,
    )


def _yuan(sending):
    return f"{sending.cost / 100:.2f}" if sending.cost else ""


@require_GET
def month(request, pk):
    """The same page, with the cost of one month."""
    found = get_object_or_404(queries.visible_to(request.seat), pk=pk)
    return sent(request, found.first_on)


@require_POST
def again(request, pk):
    """Send once more what went wrong."""
    found = get_object_or_404(queries.sent_in(request.seat), pk=pk)
    if actions.again(found):
        messages.success(request, _("It is sent once more."))
    else:
        messages.warning(request, _("It cannot be sent any more."))
    return redirect("notices:sent")
