"""What is tied to what."""

from lianxin.base.records.models import Link


def linked_from(target, kind):
    """Ids of the records that are tied to `target`, by their type."""
    return _ends(
        Link.objects.filter(to_type=target._meta.label_lower, to_id=target.pk, kind=kind),
        "from_type",
        "from_id",
    )


def linked_to(origin, kind):
    """Ids of the records that `origin` is tied to, by their type."""
    return _ends(
        Link.objects.filter(from_type=origin._meta.label_lower, from_id=origin.pk, kind=kind),
        "to_type",
        "to_id",
    )


def _ends(links, type_field, id_field):
    found: dict[str, list[int]] = {}
    for kind, pk in links.order_by("pk").values_list(type_field, id_field):
        found.setdefault(kind, []).append(pk)
    return found
