"""Text as people type it, made even: widths, blanks, dots and invisible characters.

NFKC is right for digits and Latin letters but wrong for names: it swaps compatibility
ideographs (rare characters of real names) for others, and turns Chinese brackets into Latin
ones. So it is applied only where it is wanted.
"""

import re
import unicodedata

# Compatibility ideographs and private use: rare characters of names, kept as they are.
_KEPT = re.compile("([\uf900-\ufaff\ue000-\uf8ff\U0002f800-\U0002fa1f\U000f0000-\U0010fffd]+)")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\ufffe\uffff\ud800-\udfff]"
)  # noqa: E501
_WIDE = {
    code: code - 0xFEE0
    for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}  # noqa: E501
_BLANKS = re.compile(r"[^\S\n]+")
_DOTS = re.compile("\\s*[・•‧･∙⋅●◦᛫⸱\u0387\u2024]\\s*")
CJK = "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\ue000-\uf8ff\U00020000-\U000323af"  # noqa: E501
_BETWEEN_CJK = re.compile(f"(?<=[{CJK}·])\\s+(?=[{CJK}·])")


def visible(text: str) -> str:
    """Without characters that are not seen and that a database may refuse."""
    return _UNSEEN.sub("", text)


def nfkc(text: str) -> str:
    """NFKC, but rare characters of names stay as they are."""
    if text.isascii():
        return text
    parts = _KEPT.split(text)
    parts[::2] = (unicodedata.normalize("NFKC", part) for part in parts[::2])
    return "".join(parts)


def narrow(text: str) -> str:
    """Full-width digits and letters made ordinary; Chinese punctuation stays."""
    return text.translate(_WIDE)


def one_line(text: str) -> str:
    """For names of units, posts, titles: one line, single blanks, ordinary digits."""
    return " ".join(narrow(visible(text)).split())


def many_lines(text: str) -> str:
    """For what people wrote: line breaks stay, at most one empty line, no blanks at line ends."""
    text = visible(text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = "\n".join(_BLANKS.sub(" ", line).strip() for line in text.split("\n"))
    return re.sub(r"\n{3,}", "\n\n", lines).strip()


def bare(text: str) -> str:
    """For comparing with lists: NFKC, no blanks at all, small letters."""
    return "".join(nfkc(visible(text)).split()).lower()


def even_name(text: str) -> str:
    """A person's name: one kind of dot, no blanks between Chinese characters, single others."""
    text = _DOTS.sub("·", nfkc(visible(text)))
    text = re.sub(f"(?<=[{CJK}])\\s*\\.\\s*(?=[{CJK}])", "·", " ".join(text.split()))
    return _BETWEEN_CJK.sub("", re.sub(r"\s*·\s*", "·", text)).strip()
