"""
A form or a list: organ, title, a table, notes; page x of y, printed when and by whom.

Rows are cells with a span, so that a form with boxes and a list with headings are written alike.
What stands on it is data; `word` and `pdf` write it.
"""

from dataclasses import dataclass

SMALL = 10.5  # points of 五号, for the table of a list
PLAIN = 12  # 小四, for a form that is written on
MARGIN, WIDE_MARGIN = 25, 20  # millimetres at the sides of an upright page, of one on its side
CODE_SIZE = 17  # of the square code in the upper right corner


@dataclass(frozen=True)
class Cell:
    """One field of the table: its words, how many columns it spans, whether it names another."""

    text: str
    span: int = 1
    head: bool = False
    align: str = ""


@dataclass(frozen=True)
class Row:
    """A row; `height` in millimetres where a hand must find room to write."""

    cells: tuple[Cell, ...]
    height: float = 0


@dataclass(frozen=True)
class Printout:
    """What stands on one form or list."""

    organ: str
    title: str
    widths: tuple[float, ...]  # of the columns, in millimetres
    rows: tuple[Row, ...]
    about: str = ""  # under the title: session, count, day
    heads: int = 0  # rows that stand again at the top of every page
    notes: tuple[str, ...] = ()
    printed: str = ""  # at the foot, beside the page
    landscape: bool = False

    @property
    def size(self) -> float:
        """Points of what stands in the table."""
        return SMALL if self.landscape else PLAIN

    @property
    def margin(self) -> float:
        """Millimetres at the sides."""
        return WIDE_MARGIN if self.landscape else MARGIN
