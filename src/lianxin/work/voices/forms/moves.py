"""What each move of a voice asks for."""

from typing import Any

from django import forms
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.base.records.queries import steps_to_put_right
from lianxin.base.ui.forms import CorrectDate, MoveForm, Reason, Suggested
from lianxin.institution.congress.models import Role, Unit
from lianxin.institution.congress.queries import units_of
from lianxin.institution.stations.queries import bureaus_of
from lianxin.work.voices.forms.pieces import (
    DeputyChoice,
    Suiting,
    let_choose,
    not_in_future,
    offer_categories,
)
from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import (
    NOTICE_WAYS,
    REASONS,
    REDIRECT_REASONS,
    TO_TELL,
    mandates_at,
)

AROUND = (Unit.Kind.TOWN, Unit.Kind.GOVERNMENT, Unit.Kind.VILLAGE)
LONGEST = 10_000  # characters of an answer


class TakeUp(MoveForm):
    order = ("category", "mandate", "beside")
    category = forms.ChoiceField(label=_("Category"), required=False)
    mandate = DeputyChoice(label=_("Which deputy sees it through"), required=False)
    beside = DeputyChoice(
        label=_("Another deputy who received it too"),
        help_text=_("This deputy sees it as well and may make a suggestion of it."),
        required=False,
    )

    def scope(self, seat, record):
        found = mandates_at(record.venue_id, record.town_id)
        let_choose(self, "mandate", found)
        let_choose(self, "beside", found)
        self.fields["mandate"].initial = record.mandate_id
        self.fields["mandate"].required = record.mandate_id is None and found.exists()
        offer_categories(self, record.category)
        self.fields["category"].initial = record.category

    def clean_beside(self):
        """Whoever sees it through anyhow need not be named a second time."""
        beside = self.cleaned_data["beside"]
        return (
            beside if beside != (self.cleaned_data.get("mandate") or self.record.mandate) else None
        )


def told_words():
    """The field of what the resident reads of a ground."""
    return forms.CharField(
        label=_("Reason told to the resident"),
        help_text=_(
            "Printed on the notice and shown on the resident's page. Left empty, the sentence of "
            "the ground stands there."
        ),
        max_length=1000,
        required=False,
        widget=Suiting("reason_code", TO_TELL),
    )


class Refuse(Reason):
    order = ("reason_code", "told")
    reason_code = forms.ChoiceField(
        label=_("Ground"), choices=[("", _("Please choose")), *REASONS.items()]
    )
    told = told_words()


class Redirect(MoveForm):
    order = ("reason_code", "organ", "told")
    reason_code = forms.ChoiceField(
        label=_("Ground"),
        choices=[(code, REASONS[code]) for code in REDIRECT_REASONS],
        widget=forms.RadioSelect,
    )
    organ = forms.CharField(
        label=_("Where the resident should turn"),
        help_text=_(
            "Choose from the list or write it. Address, telephone and hours come from what the "
            "county's office has filled in."
        ),
        max_length=80,
        widget=Suggested(()),
    )
    told = told_words()
    note = forms.CharField(
        label=_("Note for the file"),
        help_text=_("Stands in the trail; the resident does not read it."),
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )

    def scope(self, seat, record):
        line = self.fields["organ"].widget
        assert isinstance(line, Suggested)
        line.words = [each.name for each in bureaus_of(record.cell_id)]


class RecordNotice(MoveForm):
    order = ("notice_on", "how", "receipt")
    notice_on = forms.DateField(
        label=_("Told on"), widget=forms.DateInput({"type": "date"}), initial=timezone.localdate
    )
    how = forms.ChoiceField(
        label=_("How"), choices=list(NOTICE_WAYS.items()), widget=forms.RadioSelect
    )
    receipt = forms.CharField(
        label=_("Who signed for it, or another proof"), required=False, max_length=80
    )

    def clean_notice_on(self):
        day = not_in_future(self.cleaned_data["notice_on"])
        if day < self.record.received_on():
            raise forms.ValidationError(_("That is before it was said."))
        return day


def units_around(voice):
    """The units that a voice of a town may be handed to: none of another town."""
    found = units_of(voice.cell_id).filter(kind__in=AROUND)
    if voice.town_id is None:
        return found
    at_home = Q(region=voice.town_id) | Q(region__parent=voice.town_id)
    of_the_county = Q(region=None) | Q(region=F("cell__region"))
    return found.filter(at_home | of_the_county)


class DraftSlip(MoveForm):
    order = ("unit", "slip")
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), empty_label=_("Please choose")
    )
    slip = forms.CharField(
        label=_("What the unit is asked to do"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )

    def scope(self, seat, record):
        let_choose(self, "unit", units_around(record))
        self.fields["unit"].initial, self.fields["slip"].initial = record.slip_unit_id, record.slip


class AssignVillage(MoveForm):
    order = ("unit",)
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Village or community"), empty_label=_("Please choose")
    )

    def scope(self, seat, record):
        here = units_around(record).filter(kind=Unit.Kind.VILLAGE)
        let_choose(self, "unit", here)
        own = here.filter(region=record.region_id).first() if record.region_id else None
        self.fields["unit"].initial = own and own.pk


class AnswerOnSpot(MoveForm):
    order = ("result",)
    result = forms.CharField(
        label=_("What was answered"),
        help_text=_("In plain words; explain, and promise nothing that others must keep."),
        max_length=LONGEST,
        widget=forms.Textarea({"rows": 5}),
    )


class FeedBack(MoveForm):
    order = ("answer",)
    answer = forms.CharField(
        label=_("Answer to the resident"),
        help_text=_("In plain words: what was done, and what was not, and why."),
        max_length=LONGEST,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )

    def scope(self, seat, record):
        self.fields["answer"].initial = record.answer or record.result


class Urge(Reason):
    note = forms.CharField(
        label=_("Words to the unit"), max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class ForSomeone(MoveForm):
    """A move that one role makes for another: then it must say for whom, and may say when."""

    enters_for = Role.LIAISON_OFFICER
    of_another: dict[str, Any] = {}  # labels that would speak to whoever it is entered for
    on_behalf_of = forms.CharField(label=_("On whose behalf"), required=False, max_length=80)
    happened_on = forms.DateField(
        label=_("When it happened, if not today"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )

    def scope(self, seat, record):
        if seat.role == self.enters_for:
            self.fields["on_behalf_of"].required = True
            self.fields["on_behalf_of"].initial = self.usually(record)
            for name, label in self.of_another.items():
                self.fields[name].label = label
        else:
            del self.fields["on_behalf_of"], self.fields["happened_on"]

    def usually(self, record):
        """Whom it is for as a rule; a name belongs to the contact, not into the book."""
        return _("the resident who spoke")

    def clean_happened_on(self):
        return not_in_future(self.cleaned_data["happened_on"])


class RecordResult(ForSomeone):
    enters_for = Role.TOWN_CLERK
    order = ("result", "signed_by")
    result = forms.CharField(
        label=_("Result of handling"), max_length=LONGEST, widget=forms.Textarea({"rows": 6})
    )
    signed_by = forms.CharField(label=_("Signed by the unit's head"), max_length=40)

    def usually(self, record):
        return record.unit.name if record.unit_id else ""


class Rate(ForSomeone):
    order = ("rating", "words")
    of_another = {
        "rating": _("How the resident rates it"),
        "words": _("What the resident says with it"),
    }
    rating = forms.ChoiceField(
        label=_("How was it done?"), choices=Voice.Rating.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Anything else to say"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
    )

    def scope(self, seat, record):
        super().scope(seat, record)
        if seat.role != self.enters_for:
            del self.fields["note"]


class Reopen(ForSomeone):
    of_another = {"note": _("What is still wrong, as the resident says")}
    note = forms.CharField(
        label=_("What is still wrong"), max_length=2000, widget=forms.Textarea({"rows": 4})
    )


class Withdraw(ForSomeone):
    of_another = {"note": _("Why the resident takes it back")}
    note = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )


class PutRight(CorrectDate):
    """A date of a voice."""

    def steps(self, record):
        return list(steps_to_put_right(record))


VOICE_FORMS = {
    "take_up": TakeUp,
    "refuse": Refuse,
    "restore": Reason,
    "answer_on_spot": AnswerOnSpot,
    "draft_slip": DraftSlip,
    "assign_village": AssignVillage,
    "send_back": Reason,
    "take_back_conversion": Reason,
    "redirect": Redirect,
    "record_notice": RecordNotice,
    "record_result": RecordResult,
    "feed_back": FeedBack,
    "urge": Urge,
    "rate": Rate,
    "reopen": Reopen,
    "withdraw": Withdraw,
    "correct_date": PutRight,
}
