"""The form of a move that is made on many voices: what is left out stands as each has it."""

from django.utils.translation import gettext_lazy as _

from lianxin.work.voices.forms.pieces import offer_categories

OWN = {  # fields that may be left out, and what that means
    "assign_village": ("unit", _("Each to its own village or community")),
    "take_up": ("mandate", _("The deputy that each has already")),
}


def for_many(form, code):
    """No voice's own values are proposed for the others."""
    for field in form.fields.values():
        if not callable(field.initial):
            field.initial = None
    if code in OWN:
        name, words = OWN[code]
        field = form.fields[name]
        field.required, field.empty_label = False, words
        field.widget.choices = field.choices
    if "category" in form.fields:  # one that a sheet brought in is nobody else's
        offer_categories(form, empty=_("The category that each has already"))
    return form
