"""What is typed on the pages of one's own account."""

import json

from django import forms
from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lianxin.base.accounts.queries import SCOPES
from lianxin.kernel.fields import plain_number

LONGEST_TOKEN = 366  # days

HIDDEN = {"autocomplete": "current-password"}
NEW = {"autocomplete": "new-password"}


class NewPassword(forms.Form):
    """A new password, twice; the old one has been asked for when it was last shown."""

    password = forms.CharField(
        label=_("New password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(NEW),
        help_text=_("Ten characters or more, not digits alone. Three words are easy to keep."),
    )
    again = forms.CharField(
        label=_("New password once more"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(NEW),
    )

    def __init__(self, *args, user=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self):
        given = super().clean() or {}
        password = given.get("password")
        if password and given.get("again") and password != given["again"]:
            self.add_error("again", _("The two are not the same."))
        elif password:
            try:
                password_validation.validate_password(password, self.user)
            except ValidationError as fault:
                self.add_error("password", fault)
        return given


class OwnPhone(forms.Form):
    """A telephone that one may sign in by; empty: none."""

    phone = forms.CharField(
        label=_("Telephone"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_phone(self):
        number = plain_number(self.cleaned_data["phone"])
        if number and not (number.lstrip("+").isdecimal() and 7 <= len(number) <= 15):
            raise ValidationError(_("This is no telephone number."))
        return number


class Code(forms.Form):
    """Six digits that the app shows."""

    code = forms.CharField(
        label=_("Six digits that the app shows"),
        max_length=10,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class KeyName(forms.Form):
    """What a passkey is to be called, and what the browser made of it."""

    name = forms.CharField(label=_("What to call it"), max_length=40)
    credential = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20_000)

    def clean_credential(self):
        """What the browser made, taken apart; nothing where it made nothing."""
        try:
            return json.loads(self.cleaned_data["credential"] or "null")
        except ValueError:
            return None


class Proof(forms.Form):
    """Who one is, once more: the password, and a code where there is a second step."""

    password = forms.CharField(
        label=_("Your password"),
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(HIDDEN),
    )


class NewToken(forms.Form):
    """What a program is to be let in for, and for how long."""

    name = forms.CharField(
        label=_("What it is for"),
        max_length=60,
        help_text=_("The program and the machine, so that you know later which one to revoke."),
    )
    scopes = forms.MultipleChoiceField(
        label=_("What it may do"),
        choices=list(SCOPES.items()),
        initial=["read"],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(
        label=_("For how many days"),
        min_value=1,
        max_value=LONGEST_TOKEN,
        initial=lambda: settings.TOKEN_DAYS,
    )

    def clean_scopes(self):
        """In the order in which they are told everywhere."""
        return [code for code in SCOPES if code in self.cleaned_data["scopes"]]
