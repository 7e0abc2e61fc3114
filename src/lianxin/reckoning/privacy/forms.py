"""Why it is proposed, and why it is declined."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base.ui.forms import MoveForm, Reason


class Propose(Reason):
    """Who asked for it, and why."""

    note = forms.CharField(
        label=_("Who asks for it, and why"), max_length=400, widget=forms.Textarea({"rows": 3})
    )


class CarryOut(MoveForm):
    """Said on purpose: it cannot be undone."""

    sure = forms.BooleanField(label=_("I know that this cannot be undone"))

    def clean(self):
        given = super().clean()
        given.pop("sure", None)
        return given


FORMS = {"carry_out": CarryOut, "decline": Reason}
