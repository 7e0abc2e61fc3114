"""Signs that no paper can hold."""

import re

BAD = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """The text without control signs and halves of characters."""
    return BAD.sub("", text)
