"""What is done to many suggestions at once; each refusal says why."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from lianxin.kernel.perform import batch
from lianxin.work.suggestions import queries


@require_POST
def many(request, code):
    """One move for all that were chosen: the assignment meeting, a round of reminders."""
    asked, seat = queries.BY_CODE.get(code), request.seat
    if asked is None:
        raise Http404
    drafts = queries.chosen_by(seat, (pk for pk in request.POST.getlist("row") if pk.isdecimal()))
    found = queries.records_of(asked, seat, drafts)
    may = [each for each in found if asked.move.admits(seat, each)]
    if seat.role not in asked.roles or len(may) < len(found):
        reasons = [str(who.otherwise) for who in asked.move.by]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    moved, refused = batch(asked.lifecycle.actions[code], may, actor=seat)
    _tell(request, asked, drafts, moved, refused)
    return redirect(_back(request))


def _tell(request, asked, drafts, moved, refused):
    """How many were moved, and of every other one why it was not."""
    done = {each.root().pk for each in moved}
    if done:
        told = ngettext(
            "%(done)s: %(n)d suggestion.", "%(done)s: %(n)d suggestions.", len(done)
        ) % {"done": asked.move.done or asked.label, "n": len(done)}
        messages.success(request, told)
    titles = {each.pk: each.title for each in drafts}
    why = {each.root().pk: " ".join(str(each) for each in reasons) for each, reasons in refused}
    for pk, title in titles.items():
        if pk in why:
            told = _("“%(title)s” was left as it is: %(why)s")
            messages.warning(request, told % {"title": title, "why": why[pk]})
        elif pk not in done:
            told = _("“%(title)s” was left as it is: there is nothing of this kind to be done.")
            messages.warning(request, told % {"title": title})


def _back(request):
    """The page that they were chosen on."""
    back = request.POST.get("back", "")
    own = back.startswith("/") and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if own else reverse("suggestions:list")
