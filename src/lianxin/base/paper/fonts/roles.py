"""Which font each part of official paper is set in, and what stands in for it.

A file for a word processor only names fonts: the office has them, the server need not. What such
a font holds is known by the standard it was made for. A PDF carries its fonts in it, so there the
first of `here` that is found on the server is taken.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass


def _encodes(encoding: str) -> Callable[[str], bool]:
    def holds(character: str) -> bool:
        try:
            character.encode(encoding)
        except UnicodeEncodeError:
            return character in "—·〔〕…"  # the codec knows some by other numbers than the fonts
        return True

    return holds


GB2312, GBK = _encodes("gb2312"), _encodes("gbk")


def first_plane(character: str) -> bool:
    """What the plain Song of every Windows and WPS holds: all ideographs of the first plane."""
    return character <= "\uffff"


def second_plane(character: str) -> bool:
    """What SimSun-ExtB holds: the rare ideographs of Extension B."""
    return "\U00020000" <= character <= "\U0002a6df"


@dataclass(frozen=True)
class Role:
    """A part of the paper: what its font is called in a file, what draws it on the server."""

    named: str
    here: tuple[str, ...]
    holds: Callable[[str], bool] = GB2312
    weight: int = 400  # of what stands in, where the real one is not there


NOTO = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN")
SANS = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN")
ROLES = {
    "title": Role(
        "方正小标宋简体",
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "方正小标宋_GBK", "FZXiaoBiaoSong-B05", *NOTO),
        weight=700,
    ),
    "body": Role(
        "仿宋_GB2312",
        (
            *("仿宋_GB2312", "FangSong_GB2312", "仿宋", "FangSong", "方正仿宋_GBK", "STFangsong"),
            *("FandolFang R", "FandolFang", "Zhuque Fangsong (technical preview)", *NOTO),
        ),
    ),
    "heading": Role("黑体", ("黑体", "SimHei", "方正黑体_GBK", "STHeiti", "FandolHei", *SANS), GBK),
    "second": Role(
        "楷体_GB2312",
        (
            *("楷体_GB2312", "KaiTi_GB2312", "楷体", "KaiTi", "方正楷体_GBK", "STKaiti"),
            *("FandolKai", "LXGW WenKai", *NOTO),
        ),
    ),
    "plain": Role("宋体", ("宋体", "SimSun", "方正书宋_GBK", "FandolSong", *NOTO), first_plane),
}
WESTERN = Role(
    "Times New Roman",
    ("Times New Roman", "Liberation Serif", "TeX Gyre Termes", "DejaVu Serif", *NOTO),
    lambda character: character < "\u2000",
)
STAND_INS = (  # of any font in a file, where the character goes beyond it
    ("仿宋", GBK),
    ("宋体", first_plane),
    ("SimSun-ExtB", second_plane),
)
LAST_HERE = (  # for what even the large ones do not hold
    *NOTO,
    *SANS,
    *("宋体", "SimSun", "SimSun-ExtB", "SimSun-ExtG", "HanaMinA", "HanaMinB"),
    *("Jigmo", "Jigmo2", "Jigmo3", "TH-Tshyn-P0", "TH-Tshyn-P1", "TH-Tshyn-P2"),
    *("Plangothic P1", "Plangothic P2", "BabelStone Han", "WenQuanYi Zen Hei"),
    *("DejaVu Serif", "DejaVu Sans"),
)


def is_western(character: str) -> bool:
    """Letters, figures and signs that a Western font draws; Chinese quotation marks are not."""
    return character < "\u00b0" or (character < "\u2000" and character not in "·×÷±°§¨")


def is_no_sign(character: str) -> bool:
    """
    What no font can be relied on for: a sign of somebody's own, or one that is no character.

    Old input methods wrote rare names with signs of their own: on another machine they are
    something else, or nothing.
    """
    return unicodedata.category(character) in ("Co", "Cn", "Cs") and not second_plane(character)
