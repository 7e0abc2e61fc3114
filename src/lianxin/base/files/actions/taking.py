"""Take files in, after looking at what they really are; tie them to a record."""

import hashlib
import io
import secrets
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from lianxin.base.files.actions.sounds import NoRecording, seconds_of
from lianxin.base.files.models import Upload
from lianxin.base.files.queries import full_path, shown_name
from lianxin.kernel.keyring import lock_file, unlock_file

SIGNATURES = (  # (offset, bytes, kind): what a file is, by its first bytes
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (8, b"WEBP", "image/webp"),
    (0, b"GIF8", "image/gif"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A", "audio/mp4"),
    (4, b"ftyp", "audio/mp4"),
    (0, b"OggS", "audio/ogg"),
    (0, b"ID3", "audio/mpeg"),
    (0, b"\xff\xfb", "audio/mpeg"),
    (0, b"\xff\xf3", "audio/mpeg"),
    (0, b"\xff\xf2", "audio/mpeg"),
    (0, b"\xff\xfa", "audio/mpeg"),
    (0, b"\x1aE\xdf\xa3", "audio/webm"),
    (0, b"#!AMR", "audio/amr"),
    (8, b"WAVE", "audio/wav"),
    (0, b"%PDF-", "application/pdf"),
)
PHOTOS = ("image/jpeg", "image/png", "image/webp")
SOUNDS = tuple(kind for _offset, _bytes, kind in SIGNATURES if kind.startswith("audio/"))
SHEET = "application/x-sheet"  # a workbook or text that paper reads; never shown in a page
LONGEST_SIDE = 2000  # pixels
MOST_PIXELS = 60_000_000
PROGRAMS = (b"MZ", b"\x7fELF", b"#!/", b"#! /", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"dex\n")


def kind_of(head: bytes) -> str:
    """What a file is by its first bytes; "" when it is nothing we know."""
    for offset, magic, kind in SIGNATURES:
        if head[offset : offset + len(magic)] == magic:
            return kind
    return ""


def take_in(file, *, cell_id, allowed=PHOTOS, largest=None, seat_id=None) -> Upload:
    """
    Store an upload that is what it says it is; photos are drawn anew, without their hidden data.

    Raises ValidationError with a sentence: too large, empty, disguised, or not a picture at all.
    """
    largest = largest or settings.LARGEST_UPLOAD
    if file.size > largest:
        raise ValidationError(
            _("“%(name)s” is larger than %(size)d MB; send a smaller one.")
            % {"name": shown_name(file.name), "size": largest // 1_000_000}
        )
    data = file.read()
    kind = kind_of(data[:32])
    told = {"name": shown_name(file.name)}
    if not data:
        raise ValidationError(_("“%(name)s” is empty.") % told)
    if data.startswith(PROGRAMS):
        raise ValidationError(_("“%(name)s” is a program, whatever it is called.") % told)
    if kind not in allowed:
        raise ValidationError(
            _("“%(name)s” is not a file of a kind that can be taken in here.") % told
        )
    if kind in PHOTOS:
        data, kind = _redraw(data, told), "image/jpeg"
    elif kind in SOUNDS:
        _listen(data, kind, told)
    return _store(data, kind, told["name"], cell_id, seat_id)


def _listen(data, kind, told):
    """Only what is a recording through and through, and no longer than one listens to."""
    try:
        seconds = seconds_of(data, kind)
    except NoRecording:
        raise ValidationError(_("“%(name)s” cannot be opened as a recording.") % told) from None
    if seconds > settings.RECORDING_MINUTES * 60:
        told = told | {"most": settings.RECORDING_MINUTES}
        raise ValidationError(
            _("“%(name)s” is longer than %(most)d min; send a shorter one.") % told
        )


def _redraw(data, told):
    """The picture alone: turned upright, no larger than needed, no place or camera in it."""
    from PIL import Image, ImageOps  # noqa: PLC0415 -- large, seldom used

    try:
        with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as picture:
            if picture.width * picture.height > MOST_PIXELS:  # known before any is unpacked
                raise ValidationError(_("“%(name)s” has too many pixels.") % told)
            plain = ImageOps.exif_transpose(picture).convert("RGB")
            plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            plain.save(out, "JPEG", quality=85)
            return out.getvalue()
    except ValidationError:
        raise
    except Exception as fault:  # whatever a made-up picture makes its reader raise
        raise ValidationError(_("“%(name)s” cannot be opened as a picture.") % told) from fault


def _store(data, kind, name, cell_id, seat_id):
    token = secrets.token_urlsafe(18)
    if kind == SHEET:  # rosters and messages: names and numbers of many persons
        data = lock_file(data, f"files.upload:{token}")
    digest = hashlib.sha256(data).hexdigest()
    path = Path(digest[:2]) / digest
    full = Path(settings.MEDIA_ROOT) / path
    full.parent.mkdir(parents=True, exist_ok=True)
    if not full.exists():
        part = full.with_suffix(f".{token}")
        part.write_bytes(data)
        part.replace(full)
    return Upload.objects.create(
        token=token,
        cell_id=cell_id,
        name=name[-160:],
        kind=kind,
        size=len(data),
        sha256=digest,
        path=str(path),
        seat_id=seat_id,
    )


def keep(data, kind, name, *, cell_id, seat_id=None) -> Upload:
    """Stash bytes that were looked at already: a sheet, or what the platform wrote itself."""
    return _store(data, kind, name, cell_id, seat_id)


def content_of(upload) -> bytes:
    """The bytes of an upload. Raises FileNotFoundError when they are gone."""
    return unlock_file(full_path(upload).read_bytes(), f"files.upload:{upload.token}")


def attach(uploads, record):
    """Tie stashed uploads to the record they came for; what belongs elsewhere is left alone."""
    tokens = [getattr(each, "token", each) for each in uploads]
    if tokens:
        Upload.objects.filter(token__in=tokens, subject_type="").update(
            subject_type=record._meta.label_lower, subject_id=record.pk, cell_id=record.cell_id
        )


def sweep(*, older_than=timedelta(days=2)):
    """Forget stashed uploads whose form was never sent. Returns how many."""
    return forget(
        Upload.objects.filter(subject_type="", uploaded_at__lt=timezone.now() - older_than)
    )


def forget(uploads) -> int:
    """Delete uploads, and their bytes unless another upload has the same. Returns how many."""
    gone = list(uploads)
    Upload.objects.filter(pk__in=[upload.pk for upload in gone]).delete()
    for upload in gone:
        if not Upload.objects.filter(path=upload.path).exists():
            full_path(upload).unlink(missing_ok=True)
    return len(gone)
