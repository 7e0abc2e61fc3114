"""The page on which one's own last act is taken back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from lianxin.base.facts import actions
from lianxin.base.records.lifecycle import UNDO
from lianxin.base.records.queries import own_act
from lianxin.base.ui.forms import MoveForm
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.registry import lifecycle_named, pages, visible_to_of


@require_http_methods(["GET", "HEAD", "POST"])
def undo(request, first):
    """Say what would be taken back and ask why, if anybody cares to say; then do it."""
    seat = request.seat
    entry = own_act(first, seat)
    if entry is None or entry.root_type not in pages():
        raise Http404
    record = get_object_or_404(visible_to_of(entry.root_type)(seat), pk=entry.root_id)
    home = reverse(pages()[entry.root_type], args=[record.pk])
    if hasattr(entry, "undone"):  # the button was pressed twice
        messages.info(request, _("This was taken back already."))
        return redirect(home)
    status = 200
    reasons: tuple[str, ...] = ()
    form = MoveForm(request.POST or None, seat=seat, record=record)
    if request.method == "POST":
        status = 422
        form = MoveForm(request.POST, seat=seat, record=record)
        if form.is_valid():
            try:
                actions.undo(entry.pk, actor=seat, note=form.cleaned_data["note"])
                messages.success(request, str(UNDO.done))
                return redirect(home)
            except Refused as refusal:
                status, reasons = 409, refusal.reasons
    lifecycle = lifecycle_named(entry.subject_type)
    step = lifecycle.row(entry.move, entry.before) or lifecycle.move(entry.move)
    page = {"record": record, "move": UNDO, "form": form, "reasons": reasons, "back_url": home}
    page |= {"step": step.done or step.label, "when": entry.recorded_at}
    return render(request, "facts/undo.html", page, status=status)
