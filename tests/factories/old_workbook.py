"""The smallest .xls, .ods and protected workbook that a program would accept."""

import struct
import zipfile
from io import BytesIO
from xml.sax.saxutils import escape, quoteattr

SECTOR = 512
FREE, END, TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def compound(name: str, stream: bytes) -> bytes:
    """A compound file with one stream: one sector of table, one of directory, the stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // SECTOR) * SECTOR), b"\0")
    count = len(stream) // SECTOR
    links = [TABLE, END, *range(3, 2 + count), END]
    table = struct.pack(f"<{len(links)}I", *links).ljust(SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, END, 0, END, 0)
    head += struct.pack("<109I", 0, *[FREE] * 108)
    directory = _entry("Root Entry", 5, END, 0, child=1) + _entry(name, 2, 2, len(stream))
    return head + table + directory.ljust(SECTOR, b"\0") + stream


def _entry(name: str, kind: int, first: int, size: int, child: int = FREE) -> bytes:
    wide = name.encode("utf-16-le") + b"\0\0"
    entry = wide.ljust(64, b"\0") + struct.pack("<HBB3I", len(wide), kind, 1, FREE, FREE, child)
    return entry + bytes(36) + struct.pack("<III", first, size, 0)


def _record(kind: int, body: bytes) -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(what: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, what, 0, 0, 0, 0))


def _cell(row: int, column: int, value) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if value is None:  # a formula without a result
        body = place + b"\x03\0\0\0\0\0\xff\xff" + bytes(6) + struct.pack("<H", 0)
        return _record(0x0006, body)
    if isinstance(value, str):
        wide = value.encode("utf-16-le")
        return _record(0x0204, place + struct.pack("<HB", len(value), 1) + wide)
    return _record(0x0203, place + struct.pack("<d", value))


def xls(cells: dict, name: str = "名册", protected: bool = False) -> bytes:
    """A workbook of one sheet; `cells` is (row, column) from nought → text, number or None."""
    title = name.encode("utf-16-le")
    tail = struct.pack("<BBBB", 0, 0, len(name), 1) + title
    guard = _record(0x002F, bytes(6)) if protected else b""
    end = _record(0x000A, b"")
    start = len(_begin(5)) + len(guard) + 4 + 4 + len(tail) + len(end)
    head = _begin(5) + guard + _record(0x0085, struct.pack("<I", start) + tail) + end
    body = b"".join(_cell(*place, value) for place, value in sorted(cells.items()))
    return compound("Workbook", head + _begin(16) + body + end)


def ods(rows: str, name: str = "名册", protected: bool = False) -> bytes:
    """A workbook of one sheet; `rows` is the XML between the tags of the table."""
    file = BytesIO()
    spaces = " ".join(
        f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
        for short in ("office", "table", "text", "manifest")
    )
    guard = "<manifest:encryption-data/>" if protected else ""
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", f"<manifest {spaces}>{guard}</manifest>")
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {spaces}><office:body>'
            f"<office:spreadsheet><table:table table:name={quoteattr(name)}>{rows}</table:table>"
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return file.getvalue()


def ods_cell(value: str, **attributes: int | str) -> str:
    """A cell of text; attributes like `number_columns_repeated=3`."""
    told = " ".join(
        f"table:{key.replace('_', '-')}={quoteattr(str(given))}"
        for key, given in attributes.items()
    )
    words = f"<text:p>{escape(value)}</text:p>"
    return f'<table:table-cell office:value-type="string" {told}>{words}</table:table-cell>'


def ods_row(*cells: str, repeated: int = 1) -> str:
    """A row of cells."""
    times = f' table:number-rows-repeated="{repeated}"' if repeated > 1 else ""
    return f"<table:table-row{times}>{''.join(cells)}</table:table-row>"
