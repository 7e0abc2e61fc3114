"""What narrows a workbench."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.reckoning.insight.queries import ORDERS, Asked, filters_of


def _number(value):
    return int(value) if value else None


class Narrow(forms.Form):
    """Words, unit, group; what does not fit is as if it had not been asked."""

    q = forms.CharField(required=False, max_length=60, strip=True)
    do = forms.CharField(required=False, max_length=40)
    unit = forms.TypedChoiceField(label=_("Lead unit"), required=False, coerce=_number)
    group = forms.TypedChoiceField(label=_("Deputy group"), required=False, coerce=_number)

    def __init__(self, *args: Any, seat: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        units, groups = filters_of(seat)
        for name, everything, found in (
            ("unit", _("All units"), units),
            ("group", _("All groups"), groups),
        ):
            if found:
                fields[name].choices = [("", everything), *found]
            else:
                del fields[name]

    def asked(self, **more) -> Asked:
        """What a workbench is asked to show."""
        self.is_valid()
        given, sort = self.cleaned_data, self.data.get("sort", "")
        return Asked(
            view=self.data.get("view", ""),
            do=given.get("do", ""),
            words=given.get("q", ""),
            unit=given.get("unit") or None,
            group=given.get("group") or None,
            order=sort if sort in ORDERS else ORDERS[0],
            **more,
        )

    def choices(self) -> list[tuple[str, Any, list[tuple[Any, Any, bool]]]]:
        """[(name, label, [(value, label, chosen)])] of the fields that are chosen from a list."""
        fields: dict[str, Any] = self.fields
        return [
            (
                name,
                fields[name].label,
                [(v, said, str(v) == self.data.get(name, "")) for v, said in fields[name].choices],
            )
            for name in ("unit", "group")
            if name in fields
        ]
