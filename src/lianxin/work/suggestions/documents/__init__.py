"""What goes out on paper: reply letter, feedback form, sign-for sheet, the list as a workbook."""

from lianxin.work.suggestions.documents.kinds import FEEDBACK, LETTER, SIGN_FOR
from lianxin.work.suggestions.documents.letter import letter_of, preview_of
from lianxin.work.suggestions.documents.workbook import sheet_of

__all__ = ["FEEDBACK", "LETTER", "SIGN_FOR", "letter_of", "preview_of", "sheet_of"]
