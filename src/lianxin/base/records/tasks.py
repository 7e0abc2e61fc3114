"""What the worker does by itself: forgets how things were before acts that stand."""

from lianxin.base.records.actions import forget_ways_back


def forget(cell_id, today):
    """Drop what was kept for taking acts back; called daily, so that it lives a day at most."""
    forget_ways_back(cell_id)
