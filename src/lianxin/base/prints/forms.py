"""What is handed in: a template, signed scans, the code of a paper."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from lianxin.base.paper.archives import Unsafe, look_into
from lianxin.base.prints.queries import plain_token

LARGEST = 5_000_000  # bytes of a template
UNPACKED = 30_000_000  # bytes that may come out of it


class TemplateForm(forms.Form):
    """A template of a letter."""

    file = forms.FileField(label=_("Template (.docx)"))

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise ValidationError(_("A template may have 5 MB at most."))
        if not file.name.lower().endswith(".docx"):
            raise ValidationError(_("Save it as a Word document (.docx) first."))
        try:
            look_into(file.read(), most=UNPACKED)
        except Unsafe as fault:
            raise ValidationError(str(fault)) from fault
        except Exception as fault:  # whatever a broken archive raises
            raise ValidationError(
                _("This is no Word document (.docx), or it is damaged.")
            ) from fault
        file.seek(0)
        return file


class CodeForm(forms.Form):
    """The code as it stands beside the square code."""

    code = forms.CharField(label=_("Number of the paper"), max_length=120)

    def clean_code(self):
        token = plain_token(self.cleaned_data["code"])
        if not token:
            raise ValidationError(_("Type the letters and figures beside the square code."))
        return token
