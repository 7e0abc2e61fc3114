"""
The three steps of every page and endpoint that makes a move: load, fill the form, act.

What a "no" looks like: out of scope 404; may never 403; not now 409; ill-filled 422.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.ui import drafting
from lianxin.base.ui.components.words import day
from lianxin.base.ui.forms import MoveForm
from lianxin.kernel.lifecycle import Forbidden, Refused
from lianxin.kernel.perform import deed
from lianxin.kernel.ports import Via

METHODS = ("GET", "HEAD", "POST")


@dataclass(frozen=True)
class Mover:
    """The pages and endpoints of one lifecycle's moves."""

    lifecycle: Any
    visible_to: Callable
    forms: dict[str, type[MoveForm]]
    home: Callable  # (record) -> where to go after the move
    templates: dict[str, str] = field(default_factory=dict)
    context: Callable | None = None  # (record, seat, code) -> what its templates need beside
    last_step: Callable | None = None  # (record) -> (what was done, who did it, when) or None
    due: Callable | None = None  # (record, seat) -> the last day that the seat may know of

    def form(self, code):
        return self.forms.get(code, MoveForm)

    def page(self, request, pk, code):
        """Ask what the move needs, then make it. Serves every move of every record."""
        if request.method not in METHODS:
            return HttpResponseNotAllowed(METHODS)
        record = get_object_or_404(self.visible_to(request.seat), pk=pk)
        move = self.lifecycle.row(code, record.state) or self.lifecycle.move(code)
        if not move.admits(request.seat, record):  # before a form that lists people is shown
            return render(request, "ui/refused.html", {"reasons": _otherwise(move)}, status=403)
        status = 200
        reasons: tuple[str, ...] = ()
        form = self._filled(request, code, record)
        if form.is_valid():
            try:
                with deed():
                    self.act(record, code, request.seat, form)
                    drafting.used(request, part=str(record.round))
                messages.success(request, str(move.done or move.label))
                return self._gone(request, record)
            except Refused as refusal:
                status, reasons = 409, self._why(code, record, request.seat, refusal)
            except ValidationError as fault:
                form.add_error(None, fault)
                status = 422
        elif form.is_bound:
            status = 422
        elif blocked := self._blocked(move, record, request.seat):
            status, reasons = 409, blocked
        return self._ask(request, record, move, form, reasons, status)

    def _filled(self, request, code, record):
        bound = request.method == "POST"
        kind = self.form(code)
        return kind(
            request.POST if bound else None,
            request.FILES if bound else None,
            seat=request.seat,
            record=record,
        )

    def act(self, record, code, seat, form, channel="web"):
        """Make the move with what the form holds; what the form says of others goes into `via`."""
        given, via = doors(form.cleaned_data, channel)
        return self.lifecycle.actions[code](record, actor=seat, via=via, **given)

    def _is_elsewhere(self, move, record):
        return bool(move.source) and self.lifecycle.state(record.state) not in move.source

    def _blocked(self, move, record, seat):
        if self._is_elsewhere(move, record):
            return self.not_from_here(move, record, seat)
        return move.obstacles(seat, record)

    def _why(self, code, record, seat, refusal):
        """The reasons of a refusal; one that is about the state is told as people would."""
        if isinstance(refusal, Forbidden):
            return refusal.reasons
        record.refresh_from_db()
        if self.lifecycle.row(code, record.state):
            return refusal.reasons
        return self.not_from_here(self.lifecycle.move(code), record, seat)

    def not_from_here(self, move, record, seat):
        """Where it is and since when, who brought it there, and what can be done now."""
        here = self.lifecycle.state(record.state)
        since = timezone.localdate(record.state_since)
        told = {"move": move.label, "state": here.label, "day": day(since)}
        if move.target is here:
            sentence = _("“%(move)s” was done already: since %(day)s this stands at “%(state)s”.")
        else:
            sentence = _("“%(move)s” cannot be done now: since %(day)s this stands at “%(state)s”.")
        said = [sentence % told]
        if self.last_step and (step := self.last_step(record)):
            done, who, when = step
            told = {"done": done, "who": who, "day": day(timezone.localdate(when))}
            said.append(_("The last step, on %(day)s by %(who)s: %(done)s.") % told)
        offers = self.lifecycle.offers(seat, record)
        ready = [str(each.move.label) for each in offers if not each.obstacles]
        if ready:
            listed = pgettext("between fields", ", ").join(ready)
            said.append(_("What you can do now: %(moves)s.") % {"moves": listed})
        else:
            said.append(_("There is nothing for you to do now; its page says whose turn it is."))
        return tuple(said)

    def _ask(self, request, record, move, form, reasons, status):
        page = {
            "record": record,
            "move": move,
            "form": form,
            "reasons": reasons,
            "back_url": self.home(record),
            "title": move.label,
            "closed": not form.is_bound and self._is_elsewhere(move, record),
        }
        if not page["closed"]:  # a draft of what cannot be done any more is not held out
            drafting.offer(request, form, part=str(record.round), since=record.moved_at)
        if self.context:
            page |= self.context(record, request.seat, move.code)
        template = self.templates.get(move.code, "ui/move.html")
        return render(request, template, page, status=status)

    def _gone(self, request, record):
        if not getattr(request, "htmx", False):
            return redirect(self.home(record))
        return HttpResponse(status=204, headers={"HX-Redirect": str(self.home(record))})

    def answer(self, seat, pk, code, data):
        """The same three steps in JSON: (status, body)."""
        record = get_object_or_404(self.visible_to(seat), pk=pk)
        move = self.lifecycle.row(code, record.state) or self.lifecycle.move(code)
        if not move.admits(seat, record):
            return 403, {"reasons": _otherwise(move)}
        form = self.form(code)(data, seat=seat, record=record)
        if not form.is_valid():
            return 422, {"errors": form.errors.get_json_data()}
        try:
            record = self.act(record, code, seat, form, channel="api")
        except Refused as refusal:
            status = 403 if isinstance(refusal, Forbidden) else 409
            reasons = self._why(code, record, seat, refusal)
            return status, {"reasons": [str(reason) for reason in reasons]}
        except ValidationError as fault:
            form.add_error(None, fault)
            return 422, {"errors": form.errors.get_json_data()}
        return 200, self.represent(record, seat)

    def represent(self, record, seat):
        """A record as the API shows it: where it is, by when, and what this seat may do."""
        return {
            "id": record.pk,
            "state": record.state,
            "state_label": str(self.lifecycle.state(record.state).label),
            "due_date": self.due(record, seat) if self.due else record.due_date,
            "moves": [
                {
                    "code": o.move.code,
                    "label": str(o.move.label),
                    "blocked_by": [str(r) for r in o.obstacles],
                }
                for aside in (False, True)
                for o in self.lifecycle.offers(seat, record, aside=aside)
            ],
        }


def doors(cleaned, channel="web"):
    """Split a form's values into what the action takes and the door it came through."""
    given = dict(cleaned)
    behalf = given.pop("on_behalf_of", "")
    day = given.pop("happened_on", None)
    if not behalf:
        return given, Via(channel)
    now = timezone.now()
    happened = None
    if day and day != timezone.localdate():
        happened = timezone.make_aware(datetime.combine(day, time(12)))
    return given, Via(
        "behalf",
        happened_at=min(happened, now) if happened else None,
        on_behalf_of=behalf,
        reason=given.get("note", "") if happened else "",
    )


def birth(request, form, make, *, template, context=None, home, part=""):
    """
    A page that begins a record: show the form, or make the birth and go to its page.

    `make(given, via)` calls the action; the same four ways of saying no. `part` tells drafts of
    one address apart.
    """
    status = 200
    reasons: tuple[str, ...] = ()
    if form.is_valid():
        try:
            with deed():
                made = make(*doors(form.cleaned_data))
                drafting.used(request, part=part)
            return redirect(home(made))
        except Forbidden as refusal:
            page = {"reasons": refusal.reasons}
            return render(request, "ui/refused.html", page, status=403)
        except Refused as refusal:
            status, reasons = 409, refusal.reasons
        except ValidationError as fault:
            form.add_error(None, fault)
            status = 422
    elif form.is_bound:
        status = 422
    drafting.offer(request, form, part=part)
    page = {"form": form, "reasons": reasons, **(context or {})}
    return render(request, template, page, status=status)


def _otherwise(move):
    return [str(may.otherwise) for may in move.by]
