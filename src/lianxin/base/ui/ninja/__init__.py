"""
The tools of the API: operations made from lifecycles and forms, lists by cursor, refusals.

Each app's routes stand in its own `api.py`; `config.api` puts them together.
"""

from lianxin.base.ui.ninja.moves import Birth, begin, born, reading, routes
from lianxin.base.ui.ninja.schemas import (
    BIGGEST,
    PLAIN,
    Clock,
    Errors,
    Move,
    Named,
    Pk,
    Reasons,
    Represented,
    Step,
    Window,
    lazily,
    page_of,
)
from lianxin.base.ui.ninja.wire import No, key_of, narrowing, needs, one_page

__all__ = [
    "BIGGEST",
    "PLAIN",
    "Birth",
    "Clock",
    "Errors",
    "Move",
    "Named",
    "No",
    "Pk",
    "Reasons",
    "Represented",
    "Step",
    "Window",
    "begin",
    "born",
    "key_of",
    "lazily",
    "narrowing",
    "needs",
    "one_page",
    "page_of",
    "reading",
    "routes",
]
