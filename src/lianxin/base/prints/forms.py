"""What is handed in: a template, signed scans, the code of a paper."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lianxin.base.prints.queries import plain_token

LARGEST = 5_000_000  # bytes of a template


class TemplateForm(forms.Form):
    """A template of a letter."""

    file = forms.FileField(label=_("Template (.docx)"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("A template may have 5 MB at most."))
        if not file.name.lower().endswith(".docx"):
            raise ValidationError(_("Save it as a Word document (.docx) first."))
        return file


class CodeForm(forms.Form):
    """The code as it stands beside the square code."""

    code = forms.CharField(label=_("Number of the paper"), max_length=120)

    def clean_code(self):
        token = plain_token(self.cleaned_data["code"])
        if not token:
            raise ValidationError(_("Type the letters and figures beside the square code."))
        return token
