"""What the template of a letter may put in, each with what it is. Light: a page lists them."""

from django.utils.translation import gettext_lazy as _

LISTS = ("paragraphs", "title_lines")
VARIABLES = {  # what a template may ask for
    "organ": _("the unit that writes, as the red mark has it"),
    "number": _("number of the letter"),
    "mark": _("category: A, B, C or D"),
    "signer": _("who signed it"),
    "secrecy": _("level of secrecy"),
    "title": _("title, in one line"),
    "title_lines": _("title, line by line"),
    "to": _("the deputies it is to"),
    "paragraphs": _("the text, paragraph by paragraph"),
    "sign": _("the unit, above the day"),
    "day": _("day of the signature"),
    "contact": _("whom to ask"),
    "copies": _("who gets a copy"),
    "enclosed": _("what goes along with it"),
    "superseded": _("that it was put right, and when"),
    "code": _("number of this print, as beside the square code"),
}
