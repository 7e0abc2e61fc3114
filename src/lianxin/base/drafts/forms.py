"""What a page sends to be kept: its mark, and whatever was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base.drafts.queries import read_mark

LONGEST = 100_000  # characters of all fields together
MOST_VALUES = 300  # boxes that are ticked count one each
OURS = ("csrfmiddlewaretoken", "draft")


class Typed(forms.Form):
    """The fields of any form, as text; files are none, and what is secret is left out."""

    draft = forms.CharField(max_length=1000)

    def clean_draft(self):
        """A mark that we have written."""
        if (mark := read_mark(self.cleaned_data["draft"])) is None:
            raise forms.ValidationError(_("This page is too old; open it anew."))
        return mark

    def clean(self):
        """Not more than a form of ours can hold."""
        given = super().clean()
        values = [value for each in self.typed.values() for value in each]
        if len(values) > MOST_VALUES or sum(map(len, values)) > LONGEST:
            raise forms.ValidationError(_("This is too long to be kept as a draft."))
        return given

    @property
    def typed(self):
        """{name: [values]}."""
        sent: Any = self.data  # as a browser sends it, several values a name
        return {
            name: values
            for name, values in sent.lists()
            if name not in OURS and "password" not in name.lower()
        }
