"""
Look into a packed office file before anything unpacks it.

What the archive says of itself may be a lie: sizes are measured by unpacking, a little at a time
and never past a limit, so that a bomb costs no memory. Nothing in it is ever run or fetched;
what asks for that, or only hides something else, is refused all the same, since whoever gets
the file back would open it.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext_noop as _

from lianxin.base.paper.reasons import WithReason, because

MOST_ENTRIES = 3_000
RATIO, SURELY = 200, 20_000_000  # unpacked so many times what it is packed, beyond so many bytes
STEP = 1 << 16
STORED, DEFLATED = 0, 8
MACROS = re.compile(r"vbaproject\.bin$|(^|/)macrosheets/|(^|/)activex/|^basic/.*\.xml$|^scripts/")
INSIDE = (
    b"PK\x03\x04",
    b"MZ",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
)
MARKUP = (".xml", ".rels", ".vml")


class Unsafe(WithReason):
    """The archive is not unpacked; the reason is a sentence for whoever sent it."""


def _unsafe(text: str) -> Unsafe:
    return Unsafe(because(text))


BOMB = _("The file unpacks to far more than its size; it was not opened.")
DAMAGED = _("The file is damaged; save it again and send it once more.")
LOCKED = _("The workbook is protected by a password; remove it and send again.")
WITH_MACROS = _(
    "The file holds macros; save it without them (as .xlsx or .docx) and send it again."
)
WITH_FILES = _("The file holds other files inside; take them out and send it again.")
ENTITIES = _("The file holds declarations that office programs never write; it was not opened.")


def look_into(content: bytes, *, most: int) -> None:
    """
    Refuse an archive that is a bomb, holds macros or other files, or hides what it holds.

    `most`: bytes that may come out of it altogether. Raises Unsafe; or what zipfile raises when
    it is no archive at all.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        entries = archive.infolist()
    _by_its_list(content, entries, most)
    room = most
    for entry in entries:
        room -= _unpacked(content, entry, room)


def _by_its_list(content, entries, most):
    """What its own list of entries tells, without unpacking any."""
    if len(entries) > MOST_ENTRIES:
        raise _unsafe(BOMB)
    names = [entry.filename.casefold() for entry in entries]
    if any(MACROS.search(name) for name in names):
        raise _unsafe(WITH_MACROS)
    if len(set(names)) < len(names):
        raise _unsafe(DAMAGED)  # two readers would read two different files
    total = sum(entry.file_size for entry in entries)
    if total > most or (total > SURELY and total > RATIO * len(content)):
        raise _unsafe(BOMB)
    if any(entry.flag_bits & 1 for entry in entries):
        raise _unsafe(LOCKED)
    end = 0
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            raise _unsafe(BOMB)  # several names for the same bytes
        end = _start(content, entry) + entry.compress_size


def _start(content, entry) -> int:
    """Where the bytes of an entry begin, by its own heading."""
    heading = content[entry.header_offset : entry.header_offset + 30]
    if len(heading) < 30 or not heading.startswith(b"PK\x03\x04"):
        raise _unsafe(DAMAGED)
    name, extra = struct.unpack_from("<HH", heading, 26)
    return entry.header_offset + 30 + name + extra


def _unpacked(content, entry, room) -> int:
    """How many bytes come out of an entry; looked at on the way and forgotten."""
    count, before = 0, b""
    markup = entry.filename.casefold().endswith(MARKUP)
    for piece in _pieces(content, entry):
        if not count:
            _first_bytes(piece, entry, markup)
        count += len(piece)
        if count > entry.file_size or count > room:
            raise _unsafe(BOMB)  # more than it said
        if markup and b"<!ENTITY" in before[-8:] + piece:
            raise _unsafe(ENTITIES)
        before = piece
    return count


def _first_bytes(piece, entry, markup):
    if markup and (piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\x00" in piece[:4]):
        raise _unsafe(ENTITIES)  # in UTF-16 nobody would see them
    if piece.startswith(INSIDE):
        raise _unsafe(WITH_FILES)


def _pieces(content, entry) -> Iterator[bytes]:
    start = _start(content, entry)
    packed = memoryview(content)[start : start + entry.compress_size]
    if entry.compress_type == STORED:
        yield from (bytes(packed[at : at + STEP]) for at in range(0, len(packed), STEP))
        return
    if entry.compress_type != DEFLATED:
        raise _unsafe(DAMAGED)  # office programs write no other
    machine = zlib.decompressobj(-15)
    for at in range(0, len(packed), STEP):
        waiting: bytes = bytes(packed[at : at + STEP])
        while waiting:
            piece = machine.decompress(waiting, STEP)
            waiting = machine.unconsumed_tail
            if piece:
                yield piece
            elif not waiting:
                break
    if rest := machine.flush():
        yield rest
