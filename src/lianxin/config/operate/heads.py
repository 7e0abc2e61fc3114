"""
The mark of the day: where each county's book stood, written down outside of it.

Whoever can write to the database could write the whole chain anew. He cannot change a sheet of
paper in a folder, or a mail that has been sent: what stood there must stand in the book for ever.
"""

import hmac
import json
import logging
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from lianxin.base.paper import console
from lianxin.base.records.models import Entry, Head
from lianxin.institution.congress.models import Cell

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Mark:
    """Entry so-and-so of a county is the last of its book on a day, and this is its hash."""

    code: str
    name: str
    day: date
    seq: int
    hash: str

    @property
    def parts(self) -> list[str]:
        """The hash in groups of eight signs."""
        return [self.hash[at : at + 8] for at in range(0, len(self.hash), 8)]

    @property
    def groups(self) -> str:
        """The hash to be read aloud and compared."""
        return " ".join(self.parts)

    def in_words(self) -> str:
        """The mark as a text, for a file and a mail."""
        told = {
            "county": f"{self.code} {self.name}",
            "day": date_format(self.day, "DATE_FORMAT"),
            "seq": self.seq,
            "groups": self.groups,
            "check": f"lianxin heads --cell {self.code} --check {self.seq}:{self.hash}",
        }
        words = _(
            "%(county)s, %(day)s: the book has %(seq)s sealed entries. Mark of the last one:\n\n"
            "%(groups)s\n\nKeep this sheet. Whether the book still holds what it held then:\n\n"
            "%(check)s\n"
        )
        return words % told


def marks(day: date | None = None, cell_id: int | None = None) -> list[Mark]:
    """Where the books stand now, by county."""
    heads = Head.objects.in_bulk()
    cells = Cell.objects.filter(pk__in=heads).order_by("code")
    if cell_id:
        cells = cells.filter(pk=cell_id)
    today = day or timezone.localdate()
    return [
        Mark(cell.code, cell.name, today, heads[cell.pk].seq, heads[cell.pk].hash)
        for cell in cells
        if heads[cell.pk].seq
    ]


def holds(cell_id: int, seq: int, mark: str) -> bool:
    """Whether the book still has this hash at this place."""
    found = Entry.objects.filter(cell_id=cell_id, seq=seq).values_list("hash", flat=True).first()
    return hmac.compare_digest(found or "", mark)


def daily(cell_id: int, today: date) -> None:
    """Once a day and county: a file in the home, and a mail to those who keep such things."""
    for mark in marks(today, cell_id):
        with override(settings.LANGUAGE_CODE):
            words = mark.in_words()
            subject = _("Mark of the book: %(county)s, %(day)s") % {
                "county": mark.name,
                "day": date_format(today, "DATE_FORMAT"),
            }
        folder = Path(settings.HOME) / "heads" / f"{today:%Y}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{today:%Y-%m-%d}-{mark.code}.txt").write_text(words, "utf-8")
        _send(subject, words)


def _send(subject: str, words: str) -> None:
    if not settings.HEADS_TO:
        return
    failed = Path(settings.HOME) / "heads" / "not-sent.txt"
    try:
        send_mail(subject, words, None, settings.HEADS_TO)
    except (OSError, SMTPException) as fault:  # tomorrow again; `doctor` tells
        log.warning("The mark of the day could not be mailed: %s", fault)
        failed.write_text(f"{timezone.now():%Y-%m-%d %H:%M} {fault}\n", "utf-8")
    else:
        failed.unlink(missing_ok=True)


def command(arguments: list[str]) -> int:
    """Print where the books stand, or compare with what was printed once."""
    parser = console.Parser(
        "lianxin heads",
        description=_("Print the mark of each county's book, or compare one printed earlier."),
        epilog=_("Exit status: 0 printed, or it agrees; 1 it does not agree; 2 wrong use."),
    )
    parser.add_argument("--cell", metavar="CODE", default="", help=_("this county only"))
    meaning = _("number and mark from a sheet, to compare")
    parser.add_argument("--check", metavar="NUMBER:MARK", help=meaning)
    parser.add_argument("--json", action="store_true", help=_("print one JSON list"))
    given = parser.parse_args(arguments)
    cell = Cell.objects.filter(code=given.cell).first()
    if cell is None and (given.cell or given.check):
        return console.no_such_cell(given.cell, as_json=given.json)
    if cell and given.check:
        return _check(given.check, cell)
    found = marks(cell_id=cell.pk if cell else None)
    if given.json:
        told = [{"code": m.code, "name": m.name, "seq": m.seq, "hash": m.hash} for m in found]
        print(json.dumps(told, ensure_ascii=False))
    else:
        words = "\n".join(mark.in_words() for mark in found)
        print(words or _("Nothing has been written yet."))
    return 0


def _check(given: str, cell: Cell) -> int:
    number, _colon, mark = given.replace(" ", "").partition(":")
    if not number.isdecimal() or not mark:
        return console.misuse(_("Write it as on the sheet: number, colon, mark."))
    if holds(cell.pk, int(number), mark.lower()):
        print(_("It agrees: the book still holds what it held then."))
        return 0
    print(_("It does NOT agree: the book is not the one that this sheet was printed from."))
    return 1
