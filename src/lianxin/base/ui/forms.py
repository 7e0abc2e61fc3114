"""What every form of a move has; the one place where a move's input is validated."""

import unicodedata

from django import forms
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _


class MoveForm(forms.Form):
    """A note is always welcome. `seat` and `record` narrow what can be chosen."""

    note = forms.CharField(
        label=_("Note"), required=False, max_length=2000, widget=forms.Textarea({"rows": 3})
    )
    order: tuple[str, ...] = ()

    def __init__(self, *args, seat, record=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.seat, self.record = seat, record
        rest = (name for name in self.fields if name not in ("note", *self.order))
        self.order_fields([*self.order, *rest])
        self.scope(seat, record)

    def scope(self, seat, record):
        """Narrow the choices to what this seat may see."""

    def clean(self):
        super().clean()
        given = self.cleaned_data
        for name, value in list(given.items()):
            if isinstance(value, str) and any(
                unicodedata.category(char) == "Cc" and char not in "\n\r\t" for char in value
            ):
                self.add_error(name, _("There is a character in it that cannot be printed."))
        return given


class Reason(MoveForm):
    """A move that must say why; the words stand in the trail."""

    note = forms.CharField(label=_("Reasons"), max_length=2000, widget=forms.Textarea({"rows": 4}))


class CorrectDate(Reason):
    """Which step, when it really happened, and why it was written down wrongly."""

    order = ("entry", "moment")
    entry = forms.TypedChoiceField(label=_("Which step"), coerce=int)
    moment = forms.DateTimeField(
        label=_("When it really happened"),
        widget=forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"],
    )

    def scope(self, seat, record):
        """Only steps of this record, each with the moment that stands there now."""
        chosen = self.fields["entry"]
        assert isinstance(chosen, forms.TypedChoiceField)
        chosen.choices = self.steps(record)

    def steps(self, record):
        """(entry id, words) of the steps whose moment can be put right; the app knows them."""
        raise NotImplementedError


class Behalf(MoveForm):
    """Entered for somebody else: who said so, and when, if not now."""

    on_behalf_of = forms.CharField(label=_("On whose behalf"), max_length=80)
    happened_on = forms.DateField(
        label=_("When it happened, if not today"),
        required=False,
        widget=forms.DateInput({"type": "date"}),
    )

    def clean_happened_on(self):
        day = self.cleaned_data.get("happened_on")
        if day and day > timezone.localdate():
            raise forms.ValidationError(_("It cannot have happened in the future."))
        return day


class Suggested(forms.TextInput):
    """A line of text with words to choose from; any other word is as good."""

    def __init__(self, words, attrs=None):
        super().__init__(attrs)
        self.words = words

    def render(self, name, value, attrs=None, renderer=None):
        list_id = f"{(attrs or {}).get('id', name)}_list"
        line = super().render(name, value, {**(attrs or {}), "list": list_id}, renderer)
        options = format_html_join("", '<option value="{}">', ((word,) for word in self.words))
        return format_html('{}<datalist id="{}">{}</datalist>', line, list_id, options)
