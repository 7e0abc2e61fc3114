"""Tell rows that are records from titles, sums, notes, lines for signatures and sections."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from lianxin.base.paper import text
from lianxin.base.paper.declare import Layout, bare_title
from lianxin.base.paper.headings import Header
from lianxin.base.paper.reasons import Reason, because

BLANK = because(_("The row is blank."))
SUM = because(_("A row of sums."))
_AGAIN = because(_("The headings once more."))
_SIGNED = because(_("A line for signatures or dates."))
_NOTE = because(_("A note."))
_EXAMPLE = because(_("An example."))
_LONE = because(_("Only one cell of the row is filled."))

_CERTAIN = (  # whatever else the row holds
    (re.compile(r"合计|小计|总计|共计"), SUM),
    (re.compile(r"示例|样例|范例"), _EXAMPLE),
)
_LONGEST_TITLE = 40

_STARTS = (  # of the first filled cell, made bare
    (re.compile(r"(合计|小计|总计|共计|总数|累计)(人数|人次|[:(\d].*)?"), SUM),
    (
        re.compile(
            r"(填表|制表|审核|填报|报送|复核|校对|经办|负责|分管|联系|统计|主管|审批|编制|签字|盖章"
            r"|单位负责|主要领导|领导)[^:]{0,8}:.*|[(]?(盖章|公章|签章)[)]?|年月日"
        ),
        _SIGNED,
    ),
    (re.compile(r"(注|备注|说明|附注|填表说明|填写说明|注意事项?)\d?[:.、].*|[*※].*"), _NOTE),
    (re.compile(r"(示例|样例|范例|例)([:(].*|行|数据)?"), _EXAMPLE),
)


@dataclass(frozen=True)
class Said:
    """What a section row says: the value for the rows below, and how many there should be."""

    value: str
    count: int | None
    text: str


def section_of(layout: Layout, words: str) -> Said | None:
    """The section that a text announces."""
    plain = text.one_line(words)
    found = layout.section.pattern.fullmatch(plain) if layout.section else None
    if found is None:
        return None
    count = found.groupdict().get("count")
    return Said(found["value"].strip(), int(count) if count else None, plain)


def section_row(layout: Layout, header: Header, texts: Sequence[str]) -> Said | None:
    """A row with one text alone, perhaps merged across, that announces a section."""
    filled = [index for index, words in enumerate(texts) if words]
    if not filled or len({texts[index] for index in filled}) > 1:
        return None
    if len(filled) == 1 and filled[0] == header.places.get(layout.main or ""):
        return None
    return section_of(layout, texts[filled[0]])


def reason_for(layout: Layout, header: Header, texts: Sequence[str]) -> Reason | None:
    """Why the row is no record; `None` if it is one."""
    filled = [index for index, words in enumerate(texts) if words]
    running = header.places.get(layout.running or "", -1)
    if not filled or (filled == [running] and text.bare(texts[running]).isdecimal()):
        return BLANK
    if _are_headings(layout, header, texts):
        return _AGAIN
    first = text.bare(texts[filled[0]])
    lone = len(filled) == 1 or (len({texts[index] for index in filled}) == 1 and _is_words(first))
    whole = not lone and _is_whole(layout, header, texts)
    for pattern, reason in _CERTAIN if whole else (*_CERTAIN, *_STARTS):
        if pattern.fullmatch(first):
            return reason
    return _LONE if lone and filled != [header.places.get(layout.main or "")] else None


def _is_words(plain: str) -> bool:
    """Equal words side by side are one merged cell; equal numbers are not."""
    return not plain.isdecimal()


def _is_whole(layout: Layout, header: Header, texts: Sequence[str]) -> bool:
    """All that a record must have is there, so it is one, whatever its first words."""
    needed = [header.places.get(column.key) for column in layout.columns if column.required]
    return all(place is not None and place < len(texts) and texts[place] for place in needed)


def _are_headings(layout: Layout, header: Header, texts: Sequence[str]) -> bool:
    same = 0
    for key, index in header.places.items():
        words = texts[index] if index < len(texts) else ""
        if words and len(words) < _LONGEST_TITLE:
            same += layout.keys_by_title.get(bare_title(words)) == key
    return same >= layout.enough


def sum_in(texts: Sequence[str]) -> int | None:
    """The first number of a row of sums over everything, if it stands in a cell of its own."""
    if any("小计" in words for words in texts):
        return None
    numbers = (text.bare(words) for words in texts)
    return next((int(number) for number in numbers if re.fullmatch(r"\d{1,9}", number)), None)
