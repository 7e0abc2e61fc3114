"""What is proposed by the mere passing of days."""

from lianxin.reckoning.privacy import actions


def propose(cell_id, today):
    """Names and numbers that have been kept long enough are proposed to be erased, no more."""
    actions.propose_old(cell_id, today)
