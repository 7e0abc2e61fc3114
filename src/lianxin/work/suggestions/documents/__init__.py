"""What goes out on paper: reply letter, feedback form, sign-for sheet, the list as a workbook."""

from lianxin.work.suggestions.documents.feedback import feedback_file
from lianxin.work.suggestions.documents.letter import letter_file, letter_of, preview_of
from lianxin.work.suggestions.documents.meeting import sign_for_file
from lianxin.work.suggestions.documents.workbook import sheet_of

__all__ = [
    "feedback_file",
    "letter_file",
    "letter_of",
    "preview_of",
    "sheet_of",
    "sign_for_file",
]
