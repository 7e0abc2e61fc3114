"""Where residents turn with what is not the deputies' to handle, as a county's office keeps it."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

FIELDS = {  # field: (label, longest)
    "name": (_("What it is called"), 80),
    "address": (pgettext_lazy("of an organ", "Address"), 120),
    "phone": (_("Telephone"), 40),
    "hours": (_("Opening hours"), 120),
}


class Bureaus(forms.Form):
    """Four lines for each organ; a line left empty is written by hand on the notice."""

    def __init__(self, *args, bureaus, **options):
        super().__init__(*args, **options)
        self.bureaus = bureaus
        for each in bureaus:
            for name, (label, longest) in FIELDS.items():
                self.fields[f"{each.kind}-{name}"] = forms.CharField(
                    label=label,
                    max_length=longest,
                    required=False,
                    initial=getattr(each, name),
                    widget=forms.TextInput({"inputmode": "tel"} if name == "phone" else None),
                )

    @property
    def groups(self):
        """(organ, its hotline, its lines) in their order."""
        return [
            (each.get_kind_display(), each.HOTLINES.get(each.kind, ""), self._lines(each.kind))
            for each in self.bureaus
        ]

    def _lines(self, kind):
        return [self[f"{kind}-{name}"] for name in FIELDS]

    @property
    def told(self):
        """{kind: {field: words}}, as the action takes it."""
        given = self.cleaned_data
        return {
            each.kind: {name: given[f"{each.kind}-{name}"] for name in FIELDS}
            for each in self.bureaus
        }
