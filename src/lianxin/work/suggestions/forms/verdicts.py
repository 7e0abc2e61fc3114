"""Forms of the deputy's verdict and of publication."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base.masks import mask
from lianxin.base.ui.forms import Behalf
from lianxin.institution.congress.models import Role
from lianxin.work.suggestions.forms.writing import Own
from lianxin.work.suggestions.models import Evaluation, Suggestion
from lianxin.work.suggestions.queries import replies_for_public

LEVELS = {  # from the least to all, as the public page has it
    Suggestion.Publicity.NONE.value: _("Nothing is published"),
    Suggestion.Publicity.TITLE.value: _("The title only"),
    Suggestion.Publicity.FULL.value: _("The full text and the replies"),
}


class Judge(Own):
    """Manner and result apart (R-E2); “dissatisfied” needs reasons (R-E3)."""

    order: tuple[str, ...] = ("attitude", "result", "reasons", "pass_on")
    attitude = forms.ChoiceField(
        label=_("How they dealt with you"),
        choices=Evaluation.Grade.choices,
        widget=forms.RadioSelect,
    )
    result = forms.ChoiceField(
        label=_("What came of it"), choices=Evaluation.Grade.choices, widget=forms.RadioSelect
    )
    reasons = forms.CharField(
        label=_("What you want to say about it"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
    )
    pass_on = forms.BooleanField(
        label=_("Pass these words on to the unit"), required=False, initial=True
    )

    def scope(self, seat, record):
        """A verdict that is changed begins as it was given."""
        for name in Judge.order if record.attitude else ():
            self.fields[name].initial = getattr(record, name)

    def clean(self):
        """Whoever is not satisfied says why, so that it can be done better."""
        given = super().clean()
        worst = Evaluation.Grade.DISSATISFIED
        if worst in (given.get("attitude"), given.get("result")) and not given.get("reasons"):
            self.add_error("reasons", _("Say what is not right, so that it can be done again."))
        return given


class JudgeFor(Behalf, Judge):
    """The deputy's own verdict; from paper, an office enters it on the deputy's behalf."""

    order = ("on_behalf_of", "happened_on", *Judge.order)
    on_behalf_of = forms.CharField(label=_("On whose behalf"), required=False, max_length=80)

    def scope(self, seat, record):
        """A deputy speaks for himself."""
        super().scope(seat, record)
        if seat.role == Role.DEPUTY:
            del self.fields["on_behalf_of"], self.fields["happened_on"]
        else:
            self.fields["on_behalf_of"].initial = record.suggestion.mandate.person.name
            self.fields["on_behalf_of"].required = True


class PublicText(Own):
    """What the public may read: looked at for secrets and personal data, sign for sign."""

    order = (
        *("level", "public_title", "public_body", "public_reply"),
        *("secrecy_checked", "privacy_checked"),
    )
    level = forms.ChoiceField(
        label=_("What is published"),
        choices=tuple(LEVELS.items()),
        widget=forms.RadioSelect,
    )
    public_title = forms.CharField(label=_("Title for the public"), max_length=120)
    public_body = forms.CharField(
        label=_("Text for the public"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
    )
    public_reply = forms.CharField(
        label=_("Reply for the public"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea({"rows": 8}),
    )
    secrecy_checked = forms.BooleanField(label=_("There are no secrets in it"))
    privacy_checked = forms.BooleanField(
        label=_("Nobody's personal data are in it"),
        help_text=_("Telephone numbers, identity numbers and house numbers are hidden already."),
    )

    def scope(self, seat, record):
        """Begin with the text and the replies, personal data hidden."""
        suggestion = record.suggestion
        widest = list(LEVELS).index(suggestion.publicity) + 1
        level: Any = self.fields["level"]
        level.choices = list(LEVELS.items())[:widest][::-1]
        self.fields["level"].initial = record.level or suggestion.publicity
        self.fields["public_title"].initial = record.public_title or mask(suggestion.title)
        self.fields["public_body"].initial = record.public_body or mask(suggestion.body)
        self.fields["public_reply"].initial = record.public_reply or mask(
            replies_for_public(suggestion)
        )

    def clean(self):
        """The two ticks are the condition; the action sets them. Nothing wider than the level."""
        given = super().clean()
        for name in ("secrecy_checked", "privacy_checked"):
            given.pop(name, None)
        if given.get("level") != Suggestion.Publicity.FULL:
            given["public_body"] = given["public_reply"] = ""
        return given
