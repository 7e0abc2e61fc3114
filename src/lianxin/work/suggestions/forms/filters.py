"""What narrows the list of suggestions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import units_of
from lianxin.work.suggestions.forms.writing import CATEGORIES
from lianxin.work.suggestions.queries import groups_of

WATCHING = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.GOV_SUPERVISION)


def _number(value):
    return int(value) if value else None


def choose(field: Any, all_of_them: Any, found: Any) -> None:
    """Let a field choose one of what was found, or all."""
    field.choices = [("", all_of_them), *found]


class Filter(forms.Form):
    """Words, unit, field, group; what does not fit is as if it had not been asked."""

    q = forms.CharField(required=False, max_length=80, strip=True)
    unit = forms.TypedChoiceField(label=_("Lead unit"), required=False, coerce=_number)
    group = forms.TypedChoiceField(label=_("Deputy group"), required=False, coerce=_number)
    category = forms.ChoiceField(label=_("Field"), required=False)

    def __init__(self, *args, seat, **kwargs):
        super().__init__(*args, **kwargs)
        known = [(str(each), str(each)) for each in CATEGORIES]
        asked = (self.data.get("category") or "")[:40]
        if asked and asked not in dict(known):
            known.append((asked, asked))
        choose(self.fields["category"], _("All fields"), known)
        if seat.role not in WATCHING:
            del self.fields["unit"], self.fields["group"]
            return
        units = units_of(seat.cell_id).values_list("pk", "name")
        groups = groups_of(seat.cell_id).values_list("pk", "name")
        choose(self.fields["unit"], _("All units"), units)
        choose(self.fields["group"], _("All groups"), groups)

    def found(self):
        """The filters that hold, for `queries.narrowed`."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
