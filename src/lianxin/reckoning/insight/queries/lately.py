"""What happened last to each row of a workbench, as far as the seat may read it."""

from django.db.models import Q
from django.utils import timezone

from lianxin.work.suggestions.queries.lists import Last, last_of, newest, told_to

__all__ = ["Last", "lately"]


def lately(rows, seat) -> dict[tuple[str, int], Last]:
    """{(type, id) of a record: its last event}: one query; who sees a voice sees all of it."""
    roots = {(row.root._meta.label_lower, row.root.pk): row.root for row in rows}
    drafts = [row.root for row in rows if not row.is_voice]
    spoken = [row.root for row in rows if row.is_voice]
    told = told_to(drafts, seat) if drafts else Q()
    if spoken:
        kind = spoken[0]._meta.label_lower
        told |= Q(root_type=kind, root_id__in=[each.pk for each in spoken])
    if not told:
        return {}
    today = timezone.localdate()
    return {key: last_of(entry, roots[key], today) for key, entry in newest(told).items()}
