"""What is typed about persons of the roster and their mandates."""

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.base.files import actions as files
from lianxin.base.files.models import Upload
from lianxin.base.masks import conceal
from lianxin.base.paper import clean, numbers
from lianxin.base.paper.clean import About, Unclean
from lianxin.base.paper.standards import choices_of
from lianxin.institution.congress import rules
from lianxin.institution.congress.models import (
    Congress,
    EndReason,
    Level,
    Mandate,
    Region,
    SuspendReason,
    Term,
)
from lianxin.institution.congress.queries import NUMBERS, congresses_of, numbers_open_to
from lianxin.institution.congress.queries.mandates import Standing, vacancies
from lianxin.institution.congress.queries.roster import CODED, holder_of, owner_of, visible_to

PHOTO_KINDS = "image/jpeg,image/png,image/webp"
LABELS = {
    "sex": _("Sex"),
    "ethnicity": _("Ethnic group"),
    "party": _("Political affiliation"),
    "education": _("Education"),
    "degree": _("Degree"),
    "trade": _("Trade"),
    "sector": _("Sector"),
    "expertise": _("Area of expertise"),
}
ALL = {  # what a filter says when it narrows nothing
    "sex": _("Both sexes"),
    "ethnicity": _("All ethnic groups"),
    "party": _("All affiliations"),
    "trade": _("All trades"),
    "sector": _("All sectors"),
    "expertise": _("All areas of expertise"),
}


class Cleaned(forms.CharField):
    """A line of text that goes through the cleaner of a sheet's column."""

    def __init__(self, cleaner, **kwargs):
        self.cleaner = cleaner
        super().__init__(**kwargs)

    def clean(self, value):
        """The value as the record holds it; the cleaner's reason where it cannot be taken."""
        given = super().clean(value)
        try:
            found = self.cleaner(given, About(timezone.localdate())) if given else None
        except Unclean as fault:
            raise ValidationError(str(fault)) from fault
        if self.required and not found:
            raise ValidationError(self.error_messages["required"], code="required")
        return found if found is not None else ""


def coded(name, *, required=False, empty=""):
    """A choice of a code list, by the names in the reader's language."""
    return forms.ChoiceField(
        label=LABELS[name],
        required=required,
        choices=lambda: [("", empty or _("not known")), *choices_of(name)],
    )


def day(label, **more):
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}), **more)


class RosterFilter(forms.Form):
    """What the list is narrowed by; what is not among the choices narrows nothing."""

    q = forms.CharField(required=False, max_length=40)
    state = forms.ChoiceField(label=_("Mandate"), required=False)
    level = forms.ChoiceField(label=_("Level"), required=False)
    town = forms.ChoiceField(label=_("Town or street"), required=False)

    def __init__(self, data, *, seat):
        super().__init__(data)
        choices: dict[str, Any] = {
            "state": [("", _("In office or not")), *Standing.choices],
            "level": [("", _("All levels")), *Level.choices],
            "town": [("", _("All towns and streets")), *_towns(seat)],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
        for name in CODED:
            self.fields[name] = coded(name, empty=ALL[name])
        self.fields["state"].initial = Standing.IN_OFFICE
        if rules.of_one_town(seat):  # one congress of one town: nothing to choose
            del self.fields["level"], self.fields["town"]

    def asked(self) -> dict[str, str]:
        """What was asked for, as far as it is good; at first, who is in office."""
        if not self.is_bound:
            return {"state": Standing.IN_OFFICE.value}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


def _towns(seat):
    found = Region.objects.filter(parent=seat.cell.region_id, valid_to=None).order_by("code")
    return [(str(pk), name) for pk, name in found.values_list("pk", "name")]


class PersonForm(forms.Form):
    """One person. Numbers are never shown in it: what is left blank stays as it is."""

    name = Cleaned(clean.person_name, label=_("Name"), max_length=50)
    sex = coded("sex", required=True, empty=_("Please choose"))
    born = Cleaned(
        clean.birth,
        label=_("Born"),
        required=False,
        max_length=20,
        help_text=_("Year and month, with the day if it is known, such as 1980-03."),
    )
    ethnicity = coded("ethnicity")
    party = coded("party")
    education = coded("education")
    degree = coded("degree")
    post = Cleaned(clean.line(300), label=_("Unit and post"), required=False, max_length=300)
    trade = coded("trade")
    sector = coded("sector")
    expertise = coded("expertise")
    phone = Cleaned(clean.phone, label=_("Telephone"), required=False, max_length=30)
    identity_number = Cleaned(
        clean.identity_number, label=_("Identity number"), required=False, max_length=30
    )
    photo = forms.FileField(
        label=_("Photo"),
        required=False,
        help_text=_("JPEG, PNG or WebP; place and camera are taken out of it."),
        widget=forms.FileInput({"accept": PHOTO_KINDS}),
    )
    remark = Cleaned(clean.line(300), label=_("Remark"), required=False, max_length=300)
    photo_kept = forms.CharField(required=False, max_length=32, widget=forms.HiddenInput)
    edition = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    namesake = forms.BooleanField(
        label=_("It is another person of the same name"), required=False, widget=forms.HiddenInput
    )
    row = forms.CharField(required=False, max_length=36, widget=forms.HiddenInput)

    def __init__(self, *args, seat, person=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.seat, self.person = seat, person
        self.owner = None  # whose identity number it is already
        for name in ("phone", "identity_number"):
            self.fields[name].widget.attrs["autocomplete"] = "off"
        if person is not None:
            self._hide_numbers(person)

    def _hide_numbers(self, person):
        """What is kept stands beside the field as far as it may be shown."""
        shown = numbers_open_to(self.seat, person)
        for name, kind in NUMBERS.items():
            words: Any = _("Leave it blank to keep what is on file.")
            if value := name in shown and getattr(person, name):
                told = {"number": conceal(kind, value)}
                words = _("On file: %(number)s. Leave it blank to keep it.") % told
            self.fields[name].help_text = words

    def clean_row(self):
        """The number of the row of somebody new: sent twice, it is one person."""
        try:
            return str(UUID(self.cleaned_data["row"]))
        except ValueError:
            return ""

    def clean_photo(self):
        """Looked at and drawn anew at once; it waits as a stash while the form is mended."""
        photo = self.cleaned_data["photo"]
        if not photo:
            return ""
        stash = files.take_in(photo, cell_id=self.seat.cell_id, seat_id=self.seat.pk)
        self.data = {**self.data.dict(), self.add_prefix("photo_kept"): stash.token}  # type: ignore[attr-defined]
        return stash.token

    def clean_photo_kept(self):
        token = self.cleaned_data["photo_kept"]
        own = Upload.objects.filter(token=token, subject_type="", seat_id=self.seat.pk)
        return token if token and own.exists() else ""

    def clean(self):
        given: dict[str, Any] = super().clean() or {}
        given["photo"] = given.get("photo") or given.get("photo_kept", "")
        typed = given.get("identity_number")
        known = self.person.identity_number if self.person is not None else ""
        values = given | {"identity_number": typed or known}
        if {"born", "sex"} <= set(given) and "identity_number" in given:
            self._look_together(values)
        given["born"] = str(given.get("born") or "")
        if typed:
            self._nobody_elses(typed)
        return given

    def _look_together(self, values):
        on = timezone.localdate()
        for key, reason in rules.identity_number_agrees(values, on):
            self.add_error(key, str(reason))
        for key, reason in rules.is_of_age(values, on):
            self.add_error(key, str(reason))
        number = values["identity_number"]
        if number and not values["born"] and "born" in self.cleaned_data:
            self.cleaned_data["born"] = numbers.birth_in(number) or ""

    def _nobody_elses(self, number):
        """By the blind index, in the whole county; who it is, only to whoever may know."""
        owner = owner_of(self.seat.cell_id, number, but=self.person.pk if self.person else None)
        if owner is None:
            return
        if visible_to(self.seat).filter(pk=owner.pk).exists():
            self.owner = owner
        words = _("This identity number is somebody else's in the roster of the county.")
        self.add_error("identity_number", words)


class AVacancy(forms.ModelChoiceField):
    def label_from_instance(self, obj):
        told = {"name": obj.person.name, "place": obj.district or obj.congress.name}
        return _("after %(name)s, %(place)s") % told


class MandateForm(forms.Form):
    """A mandate: of which congress and term, for which district, since when, after whom."""

    place = forms.ChoiceField(label=_("Congress and term"))
    district = Cleaned(
        clean.line(80), label=_("Constituency or electing unit"), required=False, max_length=80
    )
    region = forms.ModelChoiceField(
        label=_("Town or street of the deputy"), queryset=Region.objects.none(), required=False
    )
    certificate = Cleaned(
        clean.line(24), label=_("Certificate number"), required=False, max_length=24
    )
    begins_on = day(_("In office since"))
    fills = AVacancy(
        label=_("By by-election, after whom"),
        queryset=Mandate.objects.none(),
        required=False,
        help_text=_("Whoever left in the running term; nobody at a general election."),
    )

    def __init__(self, *args, seat, mandate=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.mandate, today = mandate, timezone.localdate()
        own = Congress.objects.filter(pk__in=[each.pk for each in congresses_of(seat)])
        if mandate is not None:
            own = own.filter(pk=mandate.congress_id)
            del self.fields["fills"]
        self.places = _places(own)
        offered = [(key, label) for key, (label, _where) in self.places.items()]
        self.fields["place"].choices = [("", _("not chosen")), *offered]  # type: ignore[attr-defined]
        towns = Region.objects.filter(parent=seat.cell.region_id, valid_to=None)
        if rules.of_one_town(seat):
            towns = towns.filter(pk=seat.region_id)
        found = {"region": towns.order_by("code"), "fills": vacancies(own, today=today)}
        for name in ("region", "fills"):
            if name in self.fields:
                field = self.fields[name]
                assert isinstance(field, forms.ModelChoiceField)
                field.queryset, field.empty_label = found[name], str(_("not chosen"))

    def clean(self):
        given: dict[str, Any] = super().clean() or {}
        if "place" not in given:
            return given
        congress, term = self.places[given["place"]][1]
        certificate, but = given.get("certificate"), self.mandate.pk if self.mandate else None
        if certificate and holder_of(congress.pk, term.pk if term else None, certificate, but=but):
            words = _("This certificate number is another deputy's of the same term.")
            self.add_error("certificate", words)
        if term and given.get("begins_on") and term.ends_on and given["begins_on"] > term.ends_on:
            self.add_error("begins_on", _("That is after the end of the term."))
        return given

    @property
    def told(self) -> dict[str, Any]:
        """What an action takes: the congress and the term apart."""
        given = dict(self.cleaned_data)
        congress, term = self.places[given.pop("place")][1]
        return given | {"term": term} | ({} if self.mandate else {"congress": congress})


def place_of(congress_id: int, term_id: int | None) -> str:
    """How a form names a term, or a congress whose terms are not known."""
    return f"t{term_id}" if term_id else f"c{congress_id}"


def _places(congresses):
    """{how the form names it: (label, (congress, term))}; a congress without terms has one."""
    found: dict[str, tuple[str, tuple[Congress, Term | None]]] = {}
    for congress in congresses.order_by("sort_key", "pk").prefetch_related("terms"):
        terms = sorted(congress.terms.all(), key=lambda term: -term.number)
        for term in terms:
            told = {"congress": congress.name, "n": term.number}
            label = _("%(congress)s, term %(n)d") % told
            found[place_of(congress.pk, term.pk)] = (label, (congress, term))
        if not terms:
            found[place_of(congress.pk, None)] = (congress.name, (congress, None))
    return found


class End(forms.Form):
    """The last day of a mandate and why it ends; each way rests on an article."""

    ends_on = day(_("Last day in office"))
    reason = forms.ChoiceField(label=_("Why it ends"))
    words = forms.CharField(
        label=_("Which decision or notice"),
        required=False,
        max_length=200,
        help_text=_("Such as the number of the public notice."),
    )

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("ends_on", timezone.localdate())
        offered = [("", _("Please choose")), *reasons]
        self.fields["reason"].choices = offered  # type: ignore[attr-defined]

    def clean_reason(self):
        return EndReason(self.cleaned_data["reason"])


class Suspend(forms.Form):
    """From which day a deputy does not act, and why."""

    on = day(_("Suspended since"))
    reason = forms.ChoiceField(label=_("Why it rests"))
    words = forms.CharField(label=_("Which decision or notice"), required=False, max_length=200)

    def __init__(self, *args, reasons, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("on", timezone.localdate())
        offered = [("", _("Please choose")), *reasons]
        self.fields["reason"].choices = offered  # type: ignore[attr-defined]

    def clean_reason(self):
        return SuspendReason(self.cleaned_data["reason"])

    def clean_on(self):
        if self.cleaned_data["on"] > timezone.localdate():
            raise ValidationError(_("A suspension is entered when it has begun."))
        return self.cleaned_data["on"]


class Because(forms.Form):
    """Why; it stands in the book."""

    words = forms.CharField(label=_("Why"), max_length=200)


class Join(Because):
    """Who of the two stays."""

    stays = forms.TypedChoiceField(label=_("Who stays"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["stays"].choices = pair  # type: ignore[attr-defined]
        self.order_fields(["stays", "words"])
