"""Find personal data in what people write, and hide it.

`find(text)` tells where what kind of personal data stands; `mask(text)` hides it so that the
text stays readable. Both are careful rather than sparing: what looks like an identity number
is hidden even if its check digit is wrong.
"""

from lianxin.base.masks.detectors import Span, find
from lianxin.base.masks.hiding import IN_REPLIES, KINDS, conceal, mask

__all__ = ["IN_REPLIES", "KINDS", "Span", "conceal", "find", "mask"]
