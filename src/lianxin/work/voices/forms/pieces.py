"""Fields and words that several forms of voices share."""

import re

from django import forms
from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.base.paper.text import narrow
from lianxin.institution.congress.models import Mandate

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
ORGANS = (
    _("Petition office"),
    _("People's court"),
    _("Labour arbitration commission"),
    _("Discipline inspection organ"),
    _("Judicial office"),
    _("12345 government hotline"),
)


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


class Place(forms.ChoiceField):
    """A village or community under its town; what comes out is the region."""

    regions: dict = {}

    def offer(self, towns):
        """Take over what `towns_and_villages` found."""
        self.regions = {str(each.pk): each for _town, villages in towns for each in villages}
        groups = [(town.name, [(v.pk, v.name) for v in villages]) for town, villages in towns]
        self.choices = [("", _("Please choose")), *(group for group in groups if group[1])]

    def clean(self, value):
        return self.regions.get(super().clean(value))


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


def offer_places(form: forms.Form, name: str, towns) -> None:
    """Let a field of a form choose from the villages of these towns."""
    field = form.fields[name]
    assert isinstance(field, Place)
    field.offer(towns)


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
