"""What keeps the index, the names of lists, and what was opened lately."""

from lianxin.base.search.actions.index import forget_all, read_anew, take_in
from lianxin.base.search.actions.kept import MOST_VIEWS, drop_view, forget, remember, save_view

__all__ = [
    "MOST_VIEWS",
    "drop_view",
    "forget",
    "forget_all",
    "read_anew",
    "remember",
    "save_view",
    "take_in",
]
