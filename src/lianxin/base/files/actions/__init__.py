"""Take files in, after looking at what they really are; tie them to a record; forget them."""

from lianxin.base.files.actions.taking import (
    PHOTOS,
    SHEET,
    SOUNDS,
    attach,
    content_of,
    forget,
    keep,
    kind_of,
    sweep,
    take_in,
)

__all__ = [
    "PHOTOS",
    "SHEET",
    "SOUNDS",
    "attach",
    "content_of",
    "forget",
    "keep",
    "kind_of",
    "sweep",
    "take_in",
]
