"""Mandates: one more, put right, resting, taken up again. How one ends is a page of `config`."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from lianxin.institution.congress import actions, rules
from lianxin.institution.congress.forms import Because, MandateForm, Suspend, place_of
from lianxin.institution.congress.models import SuspendReason
from lianxin.institution.congress.queries import roster
from lianxin.institution.congress.views.asking import article_of, ask, editors
from lianxin.institution.congress.views.persons import back_to, found


def own_mandate(request, pk):
    """A mandate of the seat's roster; 403 when it is of a congress that others keep."""
    mandate = get_object_or_404(roster.one_mandate(request.seat), pk=pk)
    if not rules.keeps_roster_of(request.seat, mandate.congress):
        raise PermissionDenied
    return mandate


def _home(person):
    return reverse("roster:person", args=[person.pk])


def _page(person, title, button, lead="", tone="primary"):
    return {
        "title": title,
        "lead": lead,
        "button": button,
        "tone": tone,
        "back": back_to(person, title),
        "back_url": _home(person),
    }


@editors
def new(request, pk):
    """One more mandate of somebody who is in the roster."""
    person, seat = found(request, pk), request.seat
    form = MandateForm(request.POST if request.method == "POST" else None, seat=seat)

    def do():
        actions.enter_mandate(person, actor=seat, **form.told)
        return _("The mandate is entered.")

    page = _page(person, _("Enter a mandate"), _("Enter the mandate"), person.name)
    return ask(request, "roster/form.html", page, {"form": form}, do, lambda: _home(person))


@editors
def edit(request, pk):
    """Put right what is written of a mandate."""
    mandate, seat = own_mandate(request, pk), request.seat
    first = {
        "place": place_of(mandate.congress_id, mandate.term_id),
        "district": mandate.district,
        "region": mandate.region_id,
        "certificate": mandate.certificate,
        "begins_on": mandate.begins_on,
    }
    data = request.POST if request.method == "POST" else None
    form = MandateForm(data, seat=seat, mandate=mandate, initial=first)

    def do():
        actions.edit_mandate(mandate, form.told, actor=seat)
        return _("The mandate is kept as you wrote it.")

    lead = f"{mandate.person.name} · {mandate.congress.name}"
    page = _page(mandate.person, _("Change a mandate"), _("Keep"), lead)
    home = lambda: _home(mandate.person)  # noqa: E731 -- as short as it reads
    return ask(request, "roster/form.html", page, {"form": form}, do, home)


@editors
def suspend(request, pk):
    """A deputy does not act for a time."""
    mandate, seat = own_mandate(request, pk), request.seat
    language = get_language() or ""
    reasons = [
        (each.value, f"{each.label}　{article_of(each, language)}") for each in SuspendReason
    ]
    form = Suspend(request.POST if request.method == "POST" else None, reasons=reasons)

    def do():
        today = timezone.localdate()
        actions.suspend_mandate(mandate, actor=seat, today=today, **form.cleaned_data)
        return _("The mandate rests; the seat has ended.")

    lead = f"{mandate.person.name} · {mandate.congress.name}"
    page = _page(mandate.person, _("Suspend a mandate"), _("Suspend it"), lead, tone="danger")
    home = lambda: _home(mandate.person)  # noqa: E731 -- as short as it reads
    return ask(request, "roster/form.html", page, {"form": form}, do, home)


@editors
def resume(request, pk):
    """A suspended deputy acts again; an end that was a mistake is taken back."""
    mandate, seat = own_mandate(request, pk), request.seat
    form = Because(request.POST if request.method == "POST" else None)

    def do():
        today = timezone.localdate()
        words = form.cleaned_data["words"]
        actions.resume_mandate(mandate, actor=seat, today=today, words=words)
        return _("The deputy acts again; the seat is given back.")

    lead = f"{mandate.person.name} · {mandate.congress.name}"
    title = _("Take back the end of a mandate") if mandate.ends_on else _("Resume a mandate")
    page = _page(mandate.person, title, _("Let the deputy act again"), lead)
    home = lambda: _home(mandate.person)  # noqa: E731 -- as short as it reads
    return ask(request, "roster/form.html", page, {"form": form}, do, home)
