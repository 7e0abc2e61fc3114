"""
An official letter in the letter form of GB/T 9704-2012, set once, as data.

A4, 22 lines of 28 characters: red organ mark with a double line on the first page and another at
its foot, number at the right, title in 小标宋, text in 仿宋 of size 3, page numbers from the second
page on. `typeset` says where everything stands; `word` and `pdf` write what it says, and know no
measure of their own. Nothing heavy is imported here: pages read letters, too.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from lianxin.base.paper.qr import Code

# The page, in millimetres

WIDTH, HEIGHT = 210, 297
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
LINES, CHARACTERS = 22, 28
PITCH = 225 / LINES
RULE_LENGTH, RULE_LEFT = 170, 20
MARK_TOP = 30  # the upper edge of the organ mark
MARK_GAP = 4  # from the mark to the first double line
LOW_RULE = 20  # the second double line, from the foot of the page
PAGE_GAP = 7  # from the text to the page number
CODE_SIZE = 14.5  # the square code, between the text and the second double line
POINT = 25.4 / 72

SIZE_2, SIZE_3, SIZE_4 = 22, 16, 14  # points of 二号, 三号, 四号
LARGEST_MARK, MARK_WIDTH = 34, 474  # points; the mark stands in one line
SMALL_PRINT = 7
RED = "C81010"
MOST_KEPT = 5 * CHARACTERS  # of a last paragraph that stays with the signature

FIRST = re.compile(r"[一二三四五六七八九十]{1,3}、[^。；]{1,26}[：:]?$")
SECOND = re.compile(r"（[一二三四五六七八九十]{1,3}）[^。；]{1,26}[：:]?$")


@dataclass(frozen=True)
class Letter:
    """What stands in a letter; the page, the text file and the paper all read it from here."""

    organ: str  # who writes, as the red mark has it
    title: tuple[str, ...]  # in the lines it is broken into
    to: str
    paragraphs: tuple[str, ...]
    sign: str
    day: date | None
    number: str = ""
    mark: str = ""  # the category letter in the upper right (R-L6)
    contact: str = ""
    copies: str = ""
    enclosed: str = ""  # what goes along with it
    signer: str = ""  # who signed it
    secrecy: str = ""
    superseded: str = ""  # a sentence: it was put right, and when

    @property
    def heading(self) -> str:
        """The title in one line."""
        return "".join(self.title)


@dataclass(frozen=True)
class Line:
    """A paragraph of the running text; indents in characters of size 3, room in millimetres."""

    text: str
    part: str = "body"
    size: float = SIZE_3
    align: str = ""
    indent: float = 0  # of its first line
    before: float = 0
    after: float = 0
    pitch: float = PITCH
    room: float = 0  # above it
    keep: bool = False  # on the page of what follows
    role: str = ""  # what it is, for whoever asks
    left: str = ""  # stands at the left end of the same line
    low: bool = False  # at the foot of the last page


@dataclass(frozen=True)
class Fixed:
    """A line at a fixed place of the first page (`every`: of all); `y` is its upper edge."""

    text: str
    part: str
    size: float
    x: float
    y: float
    width: float
    align: str = ""
    red: bool = False
    every: bool = False
    role: str = ""


@dataclass(frozen=True)
class Rule:
    """A red double line, 170 mm long; the thick one above or below the thin one."""

    y: float
    thick_above: bool


@dataclass(frozen=True)
class Typeset:
    """A letter as it stands on paper."""

    title: str
    author: str
    lines: tuple[Line, ...]
    fixed: tuple[Fixed, ...]
    rules: tuple[Rule, ...]
    code: Code | None
    code_at: tuple[float, float]


def mark_size(organ: str) -> int:
    """Points of the organ mark: as large as one line holds, no larger than is usual."""
    return max(18, min(LARGEST_MARK, int(MARK_WIDTH / max(len(organ), 1))))


def code_place() -> tuple[float, float]:
    """The upper left corner of the square code."""
    return LEFT, HEIGHT - LOW_RULE - CODE_SIZE - 0.6


def typeset(letter: Letter, code: Code | None = None) -> Typeset:
    """Where everything of a letter stands."""
    size = mark_size(letter.organ)
    rule = MARK_TOP + size * POINT + MARK_GAP
    low = HEIGHT - LOW_RULE
    code_at = code_place()
    return Typeset(
        title=letter.heading,
        author=letter.sign,
        lines=(*_head(letter, rule), *_body(letter), *_end(letter)),
        fixed=tuple(_fixed(letter, size, code, code_at)),
        rules=(Rule(rule, True), Rule(low, False)),
        code=code,
        code_at=code_at,
    )


def _fixed(letter, size, code, code_at):
    mark = Fixed(letter.organ, "title", size, RULE_LEFT, MARK_TOP, RULE_LENGTH, "center", red=True)
    yield mark
    wide = WIDTH - LEFT - RIGHT
    if letter.mark:
        text = f"类别：{letter.mark}"
        yield Fixed(text, "heading", SIZE_3, LEFT, 18, wide, "right", role="mark")
    if letter.superseded:
        yield Fixed(
            letter.superseded,
            *("heading", SIZE_4, LEFT, 10, wide, "center"),
            red=True,
            every=True,
            role="superseded",
        )
    if code:
        x, y = code_at[0] + CODE_SIZE + 2, code_at[1] + CODE_SIZE - 8.5
        for place, words in enumerate(code.words):
            yield Fixed(words, "plain", SMALL_PRINT, x, y + place * 3.4, 110, role="code")


def _head(letter, rule):
    """Number, signer and secrecy under the double line, then the title after two lines."""
    # From the line to the number: seven eighths of the height of its characters.
    room = rule + SIZE_3 * POINT * 7 / 8 - (PITCH - SIZE_3 * POINT) / 2 + 1 - TOP
    signer = f"签发人：{letter.signer}" if letter.signer else ""
    lefts = [each for each in (letter.secrecy, signer) if each] or [""]
    for place, left in enumerate(lefts):
        yield Line(
            "" if place else letter.number,
            align="right",
            left=left,
            room=0 if place else room,
            role="number" if not place else "left",
        )
    yield from (Line(""), Line(""))
    for part in letter.title:
        yield Line(part, "title", SIZE_2, "center", pitch=12.7, keep=True, role="title")
    yield Line("", keep=True)


def _body(letter):
    yield Line(letter.to, role="to", keep=True)
    for place, text in enumerate(letter.paragraphs, start=1):
        part = "heading" if FIRST.match(text) else "second" if SECOND.match(text) else "body"
        # A long one would drag all that stands before it to the next page.
        last = place == len(letter.paragraphs) and breadth(text) <= MOST_KEPT
        keep = part != "body" or last
        yield Line(text, part, indent=2, keep=keep, role="paragraph")


def _end(letter):
    """Signature, day, contact and copies stay with the last paragraph: none is alone on a page."""
    if letter.enclosed:
        yield Line("", keep=True)
        yield Line(f"附件：{letter.enclosed}", indent=2, keep=True, role="enclosed")
    yield Line("", keep=True)
    day = chinese_day(letter.day)
    name_after, day_after = under_the_seal(letter.sign, day)
    yield Line(letter.sign, align="right", after=name_after, keep=True, role="sign")
    rest = bool(letter.contact or letter.copies)
    yield Line(day, align="right", after=day_after, keep=rest, role="day")
    if letter.contact:
        told = f"（{letter.contact}）"
        yield Line(told, indent=2, keep=bool(letter.copies), role="contact")
    if letter.copies:
        copies = f"抄送：{letter.copies}。"
        yield Line(copies, size=SIZE_4, before=1, after=1, low=True, role="copies")


def breadth(text: str) -> float:
    """How wide a line is, in characters of its size; letters and figures are half as wide."""
    return sum(1 if unicodedata.east_asian_width(each) in "WFA" else 0.5 for each in text)


def under_the_seal(name: str, day: str) -> tuple[float, float]:
    """
    How many characters name and day stand from the right: the name centred over its day.

    The day stands four from the right; more where the name would otherwise run over the edge.
    """
    over = (breadth(name) - breadth(day)) / 2
    after = max(4, over)
    return round(after - over, 2), round(after, 2)


def chinese_day(day: date | None) -> str:
    """2026年4月15日, in Arabic figures and without leading zeros, as the standard wants it."""
    return f"{day.year}年{day.month}月{day.day}日" if day else "　　年　月　日"
