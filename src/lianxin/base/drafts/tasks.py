"""What is forgotten: drafts that were never sent."""

from datetime import datetime, time

from django.utils.timezone import make_aware

from lianxin.base.drafts import actions
from lianxin.base.drafts.queries import kept_for


def forget(cell_id, today):
    """Drop drafts that nobody has touched for as long as they are kept."""
    actions.forget(cell_id, before=make_aware(datetime.combine(today - kept_for(), time())))
