"""Small sheets for tests: as rows in memory, and as files."""

from io import BytesIO

import xlsxwriter

from lianxin.base.paper.sheets import Row, Sheet


def sheet(*rows, name="Sheet1", **told) -> Sheet:
    """Rows as they would have been read; the first is row 1."""
    return Sheet(name, tuple(Row(n, tuple(cells)) for n, cells in enumerate(rows, 1)), **told)


def xlsx(*rows, name="Sheet1") -> bytes:
    """The same as a workbook."""
    file = BytesIO()
    with xlsxwriter.Workbook(file) as book:
        paper = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            paper.write_row(number, 0, cells)
    return file.getvalue()
