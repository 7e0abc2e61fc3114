"""Which files belong to a record, and who may open one: whoever may see the record."""

from pathlib import Path

from django.conf import settings

from lianxin.base.files.models import Upload


def uploads_of(*records):
    """{(type, id): [uploads]} of several records of one type, in one query."""
    found: dict[int | None, list[Upload]] = {}
    if records:
        rows = Upload.objects.filter(
            subject_type=records[0]._meta.label_lower, subject_id__in=[r.pk for r in records]
        ).order_by("pk")
        for row in rows:
            found.setdefault(row.subject_id, []).append(row)
    return found


def has_upload(record):
    """Whether anything is attached to a record."""
    return Upload.objects.filter(
        subject_type=record._meta.label_lower, subject_id=record.pk
    ).exists()


def full_path(upload):
    """Where the bytes of an upload lie."""
    return Path(settings.MEDIA_ROOT) / upload.path
