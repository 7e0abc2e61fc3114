"""The page and the API of a move as doors: what a careful person types, and who knocks."""

import json
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.forms import BooleanField, ChoiceField, DateField, ModelChoiceField
from django.test import Client
from django.utils import timezone

from lianxin.base.records.models import Entry
from lianxin.base.records.queries import CORRECTION, moment_of
from lianxin.base.ui.forms import MoveForm
from lianxin.work.suggestions import forms as suggestion_forms
from lianxin.work.voices import forms as voice_forms
from tests.factories import stages

SIGN_IN = (302, 302, 401)
HIDDEN, NEVER, NOT_NOW, FINE = (404, 404, 404), (403, 403, 403), (409, 409, 409), (200, 302, 200)
FORMS = {
    "Suggestion": suggestion_forms.SUGGESTION_FORMS,
    "Assignment": suggestion_forms.ASSIGNMENT_FORMS,
    "Evaluation": suggestion_forms.EVALUATION_FORMS,
    "Publication": suggestion_forms.PUBLICATION_FORMS,
    "Cosignature": suggestion_forms.COSIGNATURE_FORMS,
    "Extension": suggestion_forms.EXTENSION_FORMS,
    "Voice": voice_forms.VOICE_FORMS,
}
PLACES = {
    "Suggestion": "suggestions",
    "Assignment": "assignments",
    "Evaluation": "evaluations",
    "Publication": "publications",
    "Cosignature": "cosignatures",
    "Extension": "extensions",
    "Voice": "voices",
}


def filled(record, code, seat, subject):
    """What a careful person would type into the form of a move."""
    form = FORMS[record].get(code, MoveForm)(None, None, seat=seat, record=subject)
    typed = {name: value(form, name, field) for name, field in form.fields.items()}
    if code == CORRECTION:  # the last step was a minute later than it was written down
        typed["entry"] = max(key for key, _label in form.fields["entry"].choices)
        step = moment_of(Entry.objects.get(pk=typed["entry"]))
        typed["moment"] = f"{timezone.localtime(step) + timedelta(minutes=1):%Y-%m-%d %H:%M}"
    return typed


def value(form, name, field):
    """One field: as it stands, else the first choice, else something of the right kind."""
    if isinstance(field, ModelChoiceField):
        first = field.queryset.first()
        several = getattr(field.widget, "allow_multiple_selected", False)
        return ([first.pk] if several else first.pk) if first else ""
    if isinstance(field, BooleanField):
        return True
    given = form.get_initial_for_field(field, name)
    if given not in (None, ""):
        return given() if callable(given) else given
    if isinstance(field, ChoiceField):
        return next(key for key, _label in field.choices if key)
    if isinstance(field, DateField):
        return timezone.localdate() if field.required else ""
    if hasattr(field, "max_length"):
        longest = field.max_length or 40
        return "It is so, and it will be done."[:longest] if field.required else ""
    return ""


class Doors:
    """Knocks at the page and at the API of a move, as a seat; what was done is undone."""

    def __init__(self, seats):
        self.clients = {None: Client()}
        for seat in seats:  # before the walk, whose side branches are undone, sessions and all
            self.clients[seat.pk] = Client()
            self.clients[seat.pk].force_login(seat.user)

    def knock(self, record, subject, code, seat, body):
        """(page, sending it, API): the three status numbers."""
        client, place = self.clients[seat.pk], f"{PLACES[record]}/{subject.pk}/{code}"
        with stages.aside():
            page = client.get(f"/{place}/").status_code
        with stages.aside():
            sent = client.post(f"/{place}/", body).status_code
        with stages.aside():
            sending = json.dumps(body, default=str)
            told = client.post(f"/api/v1/{place}", sending, "application/json").status_code
        return page, sent, told


@contextmanager
def clock_at(moment):
    """Inside, the clock of the whole process stands an hour after the step before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", lambda: moment + timedelta(hours=1))
        yield
