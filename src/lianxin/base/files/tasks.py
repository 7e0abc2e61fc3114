"""What is forgotten: files that were handed in with a form that was never sent."""

from lianxin.base.files.actions import sweep


def forget_stashed(cell_id, today):
    """Drop stashed uploads of more than two days, whichever cell they were meant for."""
    sweep()
