"""What is forgotten: sheets that nobody said yes to, rows that have served their turn."""

from datetime import datetime, time, timedelta

from django.utils.timezone import make_aware

from lianxin.base.jobs.actions import forget_old

KEPT = timedelta(days=30)


def forget(cell_id, today):
    """Give up what has waited for a yes for thirty days; drop staged rows as old as that."""
    forget_old(cell_id, before=make_aware(datetime.combine(today - KEPT, time())))
