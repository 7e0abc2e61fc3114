"""Fields and words that several forms of voices share."""

import json
import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django import forms
from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.base.paper.text import narrow
from lianxin.institution.congress.models import Mandate
from lianxin.institution.congress.queries import towns_and_villages, villages_of

CATEGORIES = (
    _("Roads and traffic"),
    _("Water, power and gas"),
    _("Schools"),
    _("Doctors and care"),
    _("Environment"),
    _("Farming and villages"),
    _("Housing and building"),
    _("Safety and neighbours"),
    _("Work and insurance"),
    _("Something else"),
)
CHOOSE = _("Please choose")


class Suiting(forms.Textarea):
    """A text for which scripts propose words that suit another choice, until somebody writes."""

    def __init__(self, follows, words):
        super().__init__({"rows": 4, "data-suits": follows})
        self.words = words

    def get_context(self, name, value, attrs):
        words = {key: str(text) for key, text in self.words.items()}
        attrs = {**(attrs or {}), "data-words": json.dumps(words, ensure_ascii=False)}
        return super().get_context(name, value, attrs)


class Plain(forms.TextInput):
    """A line that the browser need not insist on; whether it is needed hangs on another choice."""

    def use_required_attribute(self, initial):
        return False


class ManyInput(forms.FileInput):
    allow_multiple_selected = True


class ManyFiles(forms.FileField):
    """Several files at once; each is looked at when it is taken in."""

    def clean(self, data, initial=None):
        given = data if isinstance(data, (list, tuple)) else [data]
        return [file for file in given if file]


class Kept(forms.MultipleChoiceField):
    """Files of an earlier try, by signed token: nobody can name a file that is not theirs."""

    signer = signing.Signer(salt="lianxin.voices.kept")

    def clean(self, value):
        found = []
        for each in value or ():
            try:
                found.append(self.signer.unsign(each))
            except signing.BadSignature:
                continue
        return found


class ByKey(forms.ChoiceField):
    """
    A choice among records: what comes out is the record that was chosen.

    It is looked up by its key; the choices are read only where the field is drawn.
    """

    find: Callable[[int], Any] = staticmethod(lambda key: None)

    def clean(self, value):
        key = self.to_python(value)
        forms.Field.validate(self, key)  # asked for, or not
        if not key:
            return None
        found = self.find(int(key)) if key.isdecimal() and len(key) < 19 else None
        if found is None:
            wrong = self.error_messages["invalid_choice"]
            raise forms.ValidationError(wrong, code="invalid_choice", params={"value": value})
        return found


class Place(ByKey):
    """A village or community under its town; what comes out is the region."""

    def offer(self, towns):
        """Choose among what `towns_and_villages` found."""
        self.find = {each.pk: each for _town, villages in towns for each in villages}.get
        self.choices = _by_town(towns)

    def within(self, cell):
        """Choose among all villages of a county."""
        self.find = lambda key: villages_of(cell).filter(pk=key).first()
        self.choices = cache(lambda: _by_town(towns_and_villages(cell)))  # drawn twice, read once


def _by_town(towns):
    groups = [(town.name, [(v.pk, v.name) for v in villages]) for town, villages in towns]
    return [("", _("Please choose")), *(group for group in groups if group[1])]


class DeputyChoice(forms.ModelChoiceField):
    """A deputy by name, unit and post."""

    def __init__(self, **options):
        super().__init__(Mandate.objects.none(), empty_label=_("Please choose"), **options)

    def label_from_instance(self, mandate):
        return " · ".join(filter(None, (mandate.person.name, mandate.person.post)))


def let_choose(form: forms.Form, name: str, found: QuerySet) -> None:
    """Let a field of a form choose from the records that were found."""
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = found


def categories(*others: str) -> list[tuple[str, str]]:
    """The ten categories, and others that are in use: a sheet may bring in words of its own."""
    words = dict.fromkeys([*map(str, CATEGORIES), *filter(None, others)])
    return [(word, word) for word in words]


def offer_categories(form: forms.Form, *others: str, empty=CHOOSE) -> None:
    """Let a form choose a category, or none."""
    field = form.fields["category"]
    assert isinstance(field, forms.ChoiceField)
    field.choices = [("", empty), *categories(*others)]


def offer_places(form: forms.Form, name: str, towns) -> None:
    """Let a field of a form choose from the villages of these towns."""
    place_of(form, name).offer(towns)


def place_of(form: forms.Form, name: str) -> Place:
    """A field of a form that is a place."""
    field = form.fields[name]
    assert isinstance(field, Place)
    return field


def plain_phone(text):
    """A number that can be rung: eleven figures, or a landline with its code."""
    number = re.sub(r"[\s\-—()（）]", "", narrow(text))
    if not number:
        return ""
    if number.startswith("1") and number.isdecimal() and len(number) < 11:
        raise forms.ValidationError(
            _("The number is %(n)d figures short; please look again."),
            params={"n": 11 - len(number)},
        )
    if not re.fullmatch(r"1[3-9]\d{9}|0?[2-9]\d{6,11}|0\d{9,11}", number):
        raise forms.ValidationError(_("This is not a telephone number; please look again."))
    return number


def not_in_future(day):
    """A day that has come."""
    if day and day > timezone.localdate():
        raise forms.ValidationError(_("It cannot have happened in the future."))
    return day
