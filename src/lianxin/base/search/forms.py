"""What a list is called that somebody keeps."""

from django import forms
from django.utils.translation import gettext_lazy as _

from lianxin.base.search.models import SavedView
from lianxin.base.search.queries import lists


class KeepView(forms.Form):
    """A name for a list as it is narrowed just now."""

    page = forms.ChoiceField(choices=lambda: [(each, each) for each in lists()])
    name = forms.CharField(
        label=_("name of the view"),
        max_length=SavedView._meta.get_field("name").max_length,
        error_messages={"required": _("Give the view a name.")},
    )
    query = forms.CharField(max_length=SavedView._meta.get_field("query").max_length)
