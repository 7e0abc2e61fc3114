"""
Join the style sheets of `styles/` into the one file a page loads.

    python -m lianxin.base.ui.bundle

A page on a weak line should ask for one sheet, and a person should not have to read one of
eleven hundred lines; so the parts are the source, and a test keeps the joined file up to date.
"""

import re
from pathlib import Path

HERE = Path(__file__).parent
PARTS = HERE / "styles"
SHEET = HERE / "static" / "ui" / "ui.css"
HEAD = (
    "/* Lianxin. Made by `python -m lianxin.base.ui.bundle` from base/ui/styles; edit there. */\n"
)


def joined() -> str:
    """Return all parts in the order of their names, without comments and indentation."""
    text = "\n".join(part.read_text("utf-8") for part in sorted(PARTS.glob("*.css")))
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = (line.strip() for line in text.splitlines())
    return HEAD + "\n".join(line for line in lines if line) + "\n"


if __name__ == "__main__":
    SHEET.write_text(joined(), "utf-8")
