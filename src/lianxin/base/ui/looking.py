"""The question before personal data is shown: what for. The answer stands in the book."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _


class Purpose(models.TextChoices):
    """What one looks at a name or a number for."""

    ASK = "ask", _("To ask about the matter")
    ANSWER = "answer", _("To tell the answer")
    VISIT = "visit", _("To visit on the spot")
    CHECK = "check", _("To check who it is")
    OTHER = "other", _("Something else, as follows")


class Why(forms.Form):
    """One choice, and words where the choice says nothing."""

    purpose = forms.ChoiceField(
        label=_("What do you need it for?"), choices=Purpose.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(label=_("In your own words"), required=False, max_length=200)

    def clean(self):
        super().clean()
        given = self.cleaned_data
        if given.get("purpose") == Purpose.OTHER and not given.get("words", "").strip():
            self.add_error("words", _("Please say what it is needed for."))
        return given

    @property
    def reason(self) -> str:
        """The answer in words, as it is kept."""
        given = self.cleaned_data
        if given["purpose"] == Purpose.OTHER:
            return str(given["words"])
        said = str(Purpose(given["purpose"]).label)
        return f"{said} {given['words']}".strip()
