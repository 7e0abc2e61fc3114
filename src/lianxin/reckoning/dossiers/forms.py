"""What the roster can be narrowed by."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.models import Level


class RosterFilter(forms.Form):
    """Words, level, town and group; what is not among the choices narrows nothing."""

    q = forms.CharField(required=False, max_length=40)
    level = forms.ChoiceField(
        required=False, choices=[("", _("All levels")), *Level.choices], label=_("Level")
    )

    def __init__(self, *args, towns, groups=(), **kwargs):
        super().__init__(*args, **kwargs)
        choices = [("", _("All towns and streets")), *((str(t.pk), t.name) for t in towns)]
        self.fields["town"] = forms.ChoiceField(
            required=False, choices=choices, label=_("Town or street")
        )
        choices = [("", _("All groups")), *((str(each.pk), each.name) for each in groups)]
        self.fields["group"] = forms.ChoiceField(
            required=False, choices=choices, label=_("Deputy group")
        )

    def asked(self):
        """What was asked for, as far as it is good."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return {
            "words": given.get("q", ""),
            "level": given.get("level", ""),
            "town": given.get("town", ""),
            "group": given.get("group", ""),
        }
