"""Tie one record to another of any app, and untie it."""

from lianxin.base.records.models import Link
from lianxin.kernel.perform import gone, made


def link(kind, origin, target):
    """Say that `origin` has to do with `target`; saying it twice changes nothing."""
    tie, fresh = Link.objects.get_or_create(**_ends(kind, origin, target), defaults={})
    return made(tie) if fresh else tie


def unlink(kind, origin, target):
    """Take the tie away; nothing happens when there is none."""
    for tie in Link.objects.filter(**_ends(kind, origin, target)):
        gone(tie)
        tie.delete()


def _ends(kind, origin, target):
    return {
        "cell_id": origin.cell_id,
        "kind": kind,
        "from_type": origin._meta.label_lower,
        "from_id": origin.pk,
        "to_type": target._meta.label_lower,
        "to_id": target.pk,
    }
