"""Write cells of .xlsx so that what was text stays text and cannot run as a formula."""

from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

import xlsxwriter  # type: ignore[import-untyped]
from django.utils import timezone

OPTIONS = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "nan_inf_to_errors": True,
    "remove_timezone": True,
}
_DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
_EXACT = 10**15  # from here on Excel rounds whole numbers
LONGEST = 32_767  # characters of a cell
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def harmless(words: str) -> str:
    """With an apostrophe before what a program could take for a formula."""
    return "'" + words if words.startswith(_DANGEROUS) else words


def sheet_name(name: str, taken: set[str]) -> str:
    """A name that Excel accepts and that no other sheet of the book has."""
    plain = name.translate(_FORBIDDEN).strip(" '")[:31] or "Sheet"
    for number in range(2, 1000):
        if plain.lower() not in taken:
            break
        plain = f"{plain[:27]} {number}"
    taken.add(plain.lower())
    return plain


class Pen:
    """A workbook being written, with the formats that dates need in each style."""

    def __init__(self, target: str | BinaryIO, **options: Any) -> None:
        self.book = xlsxwriter.Workbook(target, OPTIONS | options)
        self.taken: set[str] = set()
        self._formats: dict[tuple[tuple[str, Any], ...], Any] = {}

    def sheet(self, name: str) -> Any:
        return self.book.add_worksheet(sheet_name(name, self.taken))

    def style(self, **looks: Any) -> Any:
        """A format with these looks, made once."""
        key = tuple(sorted(looks.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(looks)
        return self._formats[key]

    def put(self, sheet: Any, row: int, column: int, value: Any, **looks: Any) -> None:
        """Write one value; rows and columns count from nought."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.make_naive(value)
        if value is None or value == "":
            if looks:
                sheet.write_blank(row, column, None, self.style(**looks))
        elif isinstance(value, bool):
            sheet.write_boolean(row, column, value, self.style(**looks))
        elif isinstance(value, int | float) and abs(value) < _EXACT:
            sheet.write_number(row, column, value, self.style(**looks))
        elif _is_excel_date(value):
            looks = {"num_format": _date_format(value), "align": "left"} | looks
            sheet.write_datetime(row, column, value, self.style(**looks))
        else:
            words = harmless(str(value))[:LONGEST]
            sheet.write_string(row, column, words, self.style(**looks))


def _is_excel_date(value: Any) -> bool:
    if isinstance(value, date):
        return value.year >= 1900
    return isinstance(value, time | timedelta)


def _date_format(value: Any) -> str:
    if isinstance(value, datetime):
        return "yyyy-mm-dd hh:mm:ss"
    if isinstance(value, date):
        return "yyyy-mm-dd"
    return "hh:mm:ss" if isinstance(value, time) else "[h]:mm:ss"
