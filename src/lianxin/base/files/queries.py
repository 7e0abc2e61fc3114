"""Which files belong to a record, and who may open one: whoever may see the record."""

import re
import unicodedata
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


ENDINGS = {  # what a file is called when it is saved, whatever its sender called it
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "audio/mp4": ".m4a",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/webm": ".webm",
    "audio/amr": ".amr",
    "audio/wav": ".wav",
    "application/pdf": ".pdf",
}


def shown_name(name) -> str:
    """A name without folders, and without the signs that turn its end round or hide it."""
    last = re.split(r"[/\\]", str(name or ""))[-1]
    plain = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C")
    return plain.strip()[-160:] or "file"


def saved_name(upload) -> str:
    """The name under which a file is saved: its end says what it really is."""
    ending = ENDINGS.get(upload.kind)
    name = shown_name(upload.name)
    if ending is None or name.lower().endswith(ending):
        return name
    stem = re.sub(r"\.\w{1,5}$", "", name)
    return f"{stem or 'file'}{ending}"
