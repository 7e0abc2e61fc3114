"""What these pages share: whose they are, and a form that is filled, acted on, or asked again."""

from functools import wraps

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache

from lianxin.institution.congress import rules
from lianxin.institution.congress.queries.mandates import BASES
from lianxin.kernel.lifecycle import Forbidden, Refused


def keepers(view):
    """A page of those who read the roster as it is kept; to others it is not there."""

    @wraps(view)
    def asked(request, *args, **kwargs):
        if not rules.reads_roster(request.seat):
            raise Http404
        return view(request, *args, **kwargs)

    return never_cache(asked)


def editors(view):
    """A page that changes it: a head of an office reads only."""

    @keepers
    @wraps(view)
    def asked(request, *args, **kwargs):
        if not rules.edits_roster(request.seat):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return asked


def ask(request, template, page, forms, do, home):
    """
    Fill, act, go; or the page again as it was typed, with what stands against it.

    `do` acts and returns what to say; `home` is asked after that where to go.
    """
    status, sent = 200, request.method == "POST"
    reasons: tuple[str, ...] = ()
    sound = [form.is_valid() for form in forms.values()]  # each is asked, to show all errors
    if sent and all(sound):
        try:
            told = do()
        except Forbidden as refusal:
            page = {"reasons": refusal.reasons}
            return render(request, "ui/refused.html", page, status=403)
        except Refused as refusal:
            status, reasons = 409, refusal.reasons
        else:
            messages.success(request, told)
            return redirect(home())
    elif sent:
        status = 422
    page = {**page, **forms, "reasons": reasons}
    return render(request, template, page, status=status)


def article_of(reason, language: str) -> str:
    """The article that a reason rests on, in the reader's language."""
    chinese, english = BASES[reason]
    return english if language.startswith("en") else chinese
