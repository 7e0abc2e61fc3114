"""What comes in and goes out on paper: sheets read, checked, sent back and written.

A library: it holds no table and knows no noun of the field. An app declares the layout of
a sheet as data (`layout.Layout`) and gets rows, or faults with their row, column and reason.
"""

from pathlib import Path


def own_form_file() -> bytes:
    """The platform's own letter form with tags in it, as `tags.to_begin_with` makes it."""
    return Path(__file__).with_name("own_form.docx").read_bytes()
