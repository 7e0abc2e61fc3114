"""Values as JSON and back, for rows that wait between reading and landing."""

from datetime import date
from typing import Any

from lianxin.base.paper.clean import About
from lianxin.base.paper.declare import Layout, Values


def to_json(values: Values) -> dict[str, Any]:
    """The values that are there; dates and moments as text that the cleaners understand."""
    plain = (bool, int, float, str)
    return {
        key: value if isinstance(value, plain) else _text(value)
        for key, value in values.items()
        if value is not None
    }


def _text(value: Any) -> str:
    return str(value.isoformat()) if isinstance(value, date) else str(value)


def from_json(layout: Layout, stored: dict[str, Any], *, on: date) -> Values:
    """The same values again, `None` for what is not there; `on` as when they were read."""
    values: Values = {column.key: None for column in layout.columns} | stored
    for column in layout.columns:
        if column.key in stored:
            about = About(on, column.aliases[0])
            values[column.key] = column.cleaner(stored[column.key], about)
    return values
