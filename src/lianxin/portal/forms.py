"""The public form: what it is about, where it is, how to answer."""

import re
from functools import cache

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from lianxin.base.notices.actions import is_open
from lianxin.base.notices.models import Way as SendingWay
from lianxin.portal import queries
from lianxin.work.voices.forms import FEW, SHORTEST, ByKey, Words, place_of
from lianxin.work.voices.models import Voice

MOBILE = re.compile(r"1[3-9]\d{9}")
RECORDED = "[name=sound], [data-recorded]:checked"  # where a recording is, or one that is kept


class Way(models.TextChoices):
    """How the resident hears what became of it."""

    PHONE = "phone", _("Ring me")
    MESSAGE = "message", _("Send me a text message")
    CODE = "code", _("I look it up myself with the query code")


class HowTold(forms.ChoiceField):
    """Whoever says nothing is rung."""

    def clean(self, value):
        return super().clean(value or Way.PHONE)


class Say(Words):
    """One form, one post; scripts show one of its three steps at a time."""

    deputy = ByKey(label=_("Which deputy shall help you?"), required=False)
    told_by = HowTold(
        label=_("How shall we tell you what became of it?"),
        choices=Way.choices,
        widget=forms.RadioSelect,
        initial=Way.PHONE,
    )

    def __init__(self, *args, cell, **options):
        super().__init__(*args, **options)
        place_of(self, "region").within(cell)
        self.cell = cell
        told_by = self.fields["told_by"]
        assert isinstance(told_by, forms.ChoiceField)
        told_by.choices = [
            each
            for each in Way.choices
            if each[0] != Way.MESSAGE or is_open(SendingWay.TEXT, "received", "answer")
        ]
        self.place_key = _key(self["region"].value())
        deputy = self.fields["deputy"]
        assert isinstance(deputy, ByKey)
        deputy.find = lambda key: queries.mandate_of(cell, key)
        deputy.choices = cache(self._deputies)  # drawn twice, read once
        phone = self.fields["phone"]
        phone.required = self.rings
        phone.error_messages["required"] = _(
            "Please leave a number, or choose to look it up yourself."
        )
        self._what_is_missing()

    def _what_is_missing(self):
        """The sentences that scripts say beside a field before they go on to the next step."""
        self.fields["body"].widget.attrs |= {
            "data-missing": FEW % {"n": SHORTEST},
            "data-least": SHORTEST,
            "data-or": RECORDED,
        }
        for name in ("region", "phone"):
            field = self.fields[name]
            field.widget.attrs["data-missing"] = field.error_messages["required"]

    def _deputies(self):
        """Those of the village that is chosen; none is as good."""
        groups = queries.deputies_for(self.cell, self.place_key, _key(self["deputy"].value()))
        none = ("", _("Whoever is best; the station decides"))
        return [none, *((level, [(f.mandate.pk, f.words) for f in own]) for level, own in groups)]

    @property
    def rings(self):
        """Whether a telephone number is needed, as the form stands."""
        by_code = self["told_by"].value() == Way.CODE
        return not by_code and self["naming"].value() != Voice.Naming.NONE

    def clean(self):
        """What is not needed is not kept."""
        super().clean()
        self.forget_who()
        if self.cleaned_data.get("told_by") == Way.CODE:
            self.cleaned_data["phone"] = ""
        number = self.cleaned_data.get("phone")
        by_message = self.cleaned_data.get("told_by") == Way.MESSAGE
        if by_message and number and not MOBILE.fullmatch(number):
            self.add_error("phone", _("Text messages go to mobile numbers of eleven figures only."))
        return self.cleaned_data

    def anew(self):
        """The same form as it was filled in, its files too, before anybody looks for faults."""
        given = {name: self.data.get(name) for name in self.fields}
        form = Say(initial=given, cell=self.cell)
        form.uploads = self.uploads
        return form

    @property
    def told(self):
        """What the action takes; the deputy is the mandate that owns the voice."""
        given = super().told
        given["by_message"] = given.pop("told_by") == Way.MESSAGE and bool(given["phone"])
        given["mandate"] = given.pop("deputy")
        return given


def _key(value):
    """The key of a record as a form holds it, or none."""
    text = str(value or "")
    return int(text) if text.isdecimal() and len(text) < 19 else None
