"""In with HTTP, out with HTTP: one paper, its templates, what comes back signed."""

from lianxin.base.prints.views.papers import again, find, one
from lianxin.base.prints.views.scans import hand_in_here, scan, scans
from lianxin.base.prints.views.templates import (
    hand_in,
    own_form,
    preview,
    reset,
    templates,
    use,
    version,
)

__all__ = [
    "again",
    "find",
    "hand_in",
    "hand_in_here",
    "one",
    "own_form",
    "preview",
    "reset",
    "scan",
    "scans",
    "templates",
    "use",
    "version",
]
