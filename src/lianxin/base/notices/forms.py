"""What is typed on the page of how somebody is reached."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base.notices.models import Reach, Way
from lianxin.kernel.fields import plain_number

MOBILE = re.compile(r"1[3-9]\d{9}")


class MailAddress(forms.Form):
    """Where e-mail goes."""

    address = forms.EmailField(
        label=_("E-mail address"),
        max_length=120,
        widget=forms.EmailInput({"autocomplete": "email"}),
    )


class Mobile(forms.Form):
    """Where text messages go."""

    address = forms.CharField(
        label=_("Mobile number"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_address(self):
        number = plain_number(self.cleaned_data["address"])
        if not MOBILE.fullmatch(number):
            raise forms.ValidationError(
                _("Text messages go to mobile numbers of eleven figures only.")
            )
        return number


class Code(forms.Form):
    """The six figures that were sent there."""

    code = forms.CharField(
        label=_("Six figures that were sent there"),
        max_length=10,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


class Wish(forms.Form):
    """What is to be sent to an address."""

    wish = forms.ChoiceField(
        label=_("What shall be sent there"), choices=Reach.Wish.choices, widget=forms.RadioSelect
    )


ADDRESS = {Way.MAIL: MailAddress, Way.TEXT: Mobile}
