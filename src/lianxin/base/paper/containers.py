"""What a file really is, by its first bytes and its insides, before a reader gets to work.

The reader takes the rectangle from the first cell to the last one in memory at once: a file of
five kilobytes with one value in the last possible cell would end the process. So the extent is
measured first, on the raw file; on the way formulas are found, which the reader does not tell,
and for .ods the merged cells.
"""

import re
import zipfile
import zlib
from dataclasses import dataclass, field
from html import unescape
from io import BytesIO
from typing import Any

from django.utils.translation import gettext_noop as _

from lianxin.base.paper import legacy
from lianxin.base.paper.archives import WITH_MACROS, Unsafe, look_into
from lianxin.base.paper.reasons import WithReason, because

_DAMAGE = (  # what a damaged archive makes Python raise
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)

UNPACKED = 300 * 1024 * 1024  # bytes that may come out of a packed workbook

Place = tuple[int, int]  # row and column, counted from nought


class Unreadable(WithReason):
    """The file is no sheet that could be read; the reason is a sentence for its sender."""


@dataclass
class Extent:
    """How far a sheet reaches, where it has formulas, and what is merged (if known here)."""

    rows: int = 0
    columns: int = 0
    formulas: set[Place] = field(default_factory=set)
    merges: list[tuple[Place, Place]] = field(default_factory=list)

    def reach(self, row: int, column: int) -> None:
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)


def unreadable(text: str, /, **values: Any) -> Unreadable:
    return Unreadable(because(text, **values))


_OTHERS = (  # first bytes of what people attach by mistake
    (b"%PDF", _("This is a PDF; send the sheet itself (.xlsx, .xls, .ods or .csv).")),
    (b"\xff\xd8\xff", _("This is a picture; send the sheet itself (.xlsx, .xls, .ods or .csv).")),
    (b"\x89PNG", _("This is a picture; send the sheet itself (.xlsx, .xls, .ods or .csv).")),
    (b"GIF8", _("This is a picture; send the sheet itself (.xlsx, .xls, .ods or .csv).")),
    (b"Rar!", _("This is an archive; unpack it and send the sheet inside.")),
    (b"7z\xbc\xaf", _("This is an archive; unpack it and send the sheet inside.")),
    (b"\x1f\x8b", _("This is an archive; unpack it and send the sheet inside.")),
    (b"MZ", _("This is a program, not a sheet.")),
    (b"\x7fELF", _("This is a program, not a sheet.")),
    (b"{\\rtf", _("This is a text document; send the sheet itself (.xlsx, .xls, .ods or .csv).")),
)
_PAGE = re.compile(rb"\s*(<!doctype html|<html|<table|<head|<meta|<\?xml)", re.IGNORECASE)


def kind_of(content: bytes) -> str:
    """xlsx, ods, xls or text; everything else is refused with a sentence."""
    if not content.strip(b"\x00 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise unreadable(_("The file is empty."))
    for start, sentence in _OTHERS:
        if content.startswith(start):
            raise unreadable(sentence)
    if content.startswith(b"PK\x03\x04") or content.startswith(b"PK\x05\x06"):
        return _zipped(content)
    if content.startswith(legacy.SIGNATURE):
        return _compound(content)
    if _PAGE.match(content.removeprefix(b"\xef\xbb\xbf")[:400]):
        raise unreadable(
            _("This is a web page under another name; open it in Excel or WPS, save it as .xlsx.")
        )
    return "text"


def _zipped(content: bytes) -> str:
    try:
        look_into(content, most=UNPACKED)
        with zipfile.ZipFile(BytesIO(content)) as archive:
            names = set(archive.namelist())
            kind = archive.read("mimetype")[:80] if "mimetype" in names else b""
    except Unsafe as fault:
        raise Unreadable(fault.reason) from None
    except _DAMAGE:
        raise unreadable(_("The file is damaged; save it again and send it once more.")) from None
    if "xl/workbook.xml" in names:
        return "xlsx"
    if kind.startswith(b"application/vnd.oasis.opendocument.spreadsheet"):
        return "ods"
    if "xl/workbook.bin" in names:
        raise unreadable(_("This kind of workbook (.xlsb) is not read; save it as .xlsx."))
    if any(name.startswith("word/") for name in names) or b"opendocument.text" in kind:
        raise unreadable(
            _("This is a text document; send the sheet itself (.xlsx, .xls, .ods or .csv).")
        )
    raise unreadable(_("This is an archive; unpack it and send the sheet inside."))


def _compound(content: bytes) -> str:
    streams = legacy.streams_of(content)
    if "EncryptedPackage" in streams:
        raise unreadable(_("The workbook is protected by a password; remove it and send again."))
    if {"_VBA_PROJECT_CUR", "_VBA_PROJECT", "VBA"} & set(streams):
        raise unreadable(WITH_MACROS)
    if "Workbook" in streams:
        return "xls"
    if "Book" in streams:
        raise unreadable(_("This workbook is of a kind before 1997; save it as .xlsx."))
    if "WordDocument" in streams:
        raise unreadable(
            _("This is a text document; send the sheet itself (.xlsx, .xls, .ods or .csv).")
        )
    raise unreadable(_("The file is damaged; save it again and send it once more."))


def extents(content: bytes, kind: str, most: int) -> dict[str, Extent]:
    """The extent of each sheet by name. `most`: bytes that may come out of a packed file."""
    if kind == "xls":
        return _legacy_extents(content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > most:
                raise unreadable(_("The file is too large once it is unpacked."))
            return _extents_xlsx(archive) if kind == "xlsx" else _extents_ods(archive)
    except _DAMAGE:
        raise unreadable(_("The file is damaged; save it again and send it once more.")) from None


def _legacy_extents(content: bytes) -> dict[str, Extent]:
    found: dict[str, Extent] = {}
    for sheet in legacy.sheets_of(content):
        if sheet.encrypted:
            raise unreadable(
                _("The workbook is protected by a password; remove it and send again.")
            )
        extent = found.setdefault(sheet.name, Extent())
        extent.reach(sheet.last_row, sheet.last_column)
        extent.formulas |= sheet.formulas
    return found


_ATTRIBUTE = re.compile(rb"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
_CELL = re.compile(
    rb"<(?:\w+:)?c\s(?:[^>]*?\s)?r=[\"']([A-Z]{1,3})(\d{1,7})[\"'][^>]*?(/?)>"
    rb"(\s*<(?:\w+:)?f[\s/>])?"
)


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode().rpartition(":")[2]: unescape((one or two).decode("utf-8", "replace"))
        for key, one, two in _ATTRIBUTE.findall(tag)
    }


def _extents_xlsx(archive: zipfile.ZipFile) -> dict[str, Extent]:
    book = archive.read("xl/workbook.xml")
    relations = archive.read("xl/_rels/workbook.xml.rels")
    targets = {
        one.get("Id"): one.get("Target", "")
        for one in map(_attributes, _RELATION.findall(relations))
    }
    names = {name.lower(): name for name in archive.namelist()}
    found = {}
    for tag in _SHEET.findall(book):
        sheet = _attributes(tag)
        target = targets.get(sheet.get("id"), "")
        path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if path.lower() in names:
            found[sheet.get("name", "")] = _extent_xlsx(archive.read(names[path.lower()]))
    return found


def _extent_xlsx(content: bytes) -> Extent:
    extent = Extent()
    seen: dict[bytes, int] = {}
    for letters, digits, ends, formula in _CELL.findall(content):
        if ends:
            continue
        column = seen.get(letters)
        if column is None:
            column = seen[letters] = column_index(letters.decode())
        row = int(digits) - 1
        extent.reach(row, column)
        if formula:
            extent.formulas.add((row, column))
    return extent


def column_index(letters: str) -> int:
    """A → 0, Z → 25, AA → 26."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1


def column_letters(index: int) -> str:
    """0 → A, 26 → AA."""
    letters = ""
    while index >= 0:
        letters = chr(65 + index % 26) + letters
        index = index // 26 - 1
    return letters


_ODS_TAG = re.compile(
    rb"<table:(table|table-row|table-cell|covered-table-cell)(\s[^>]*?)?(/?)>(?=(<?))"
)


def _extents_ods(archive: zipfile.ZipFile) -> dict[str, Extent]:
    if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
        raise unreadable(_("The workbook is protected by a password; remove it and send again."))
    found, extent, row, column, height = {}, Extent(), 0, 0, 0
    for tag, given, ends, __ in _ODS_TAG.findall(archive.read("content.xml")):
        told = _attributes(given)
        if tag == b"table":
            extent = found[told.get("name", "")] = Extent()
            row, height = 0, 0
        elif tag == b"table-row":
            row += height
            column, height = 0, int(told.get("number-rows-repeated", 1))
        else:
            width = int(told.get("number-columns-repeated", 1))
            if "value-type" in told or not ends or "formula" in told:
                extent.reach(row + height - 1, column + width - 1)
                _note(extent, told, row, column)
            column += width
    return found


def _note(extent: Extent, told: dict[str, str], row: int, column: int) -> None:
    if "formula" in told:
        extent.formulas.add((row, column))
    down, right = (int(told.get(f"number-{way}-spanned", 1)) for way in ("rows", "columns"))
    if down > 1 or right > 1:
        extent.merges.append(((row, column), (row + down - 1, column + right - 1)))
