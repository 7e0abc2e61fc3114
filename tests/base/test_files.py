"""Uploads: looked at by their first bytes, drawn anew without hidden data, tied to one record."""

import io
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from lianxin.base.files.actions import PHOTOS, SOUNDS, attach, kind_of, sweep, take_in
from lianxin.base.files.models import Upload
from lianxin.base.files.queries import full_path, has_upload, uploads_of
from tests.factories import recordings, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def picture(size=(40, 20), kind="JPEG", **more):
    out = io.BytesIO()
    Image.new("RGB", size, "red").save(out, kind, **more)
    return out.getvalue()


def file(data, name="road.jpg"):
    return SimpleUploadedFile(name, data)


def hidden_place():
    """A photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of Wang"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif)


def test_a_photo_is_drawn_anew_without_where_and_by_what_it_was_taken():
    upload = take_in(file(hidden_place()), cell_id=1)
    data = full_path(upload).read_bytes()
    assert (upload.kind, upload.size, kind_of(data)) == ("image/jpeg", len(data), "image/jpeg")
    assert b"Camera of Wang" not in data
    assert dict(Image.open(io.BytesIO(data)).getexif()) == {}


def test_a_photo_is_turned_upright_and_made_no_larger_than_needed():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    upload = take_in(file(picture((3000, 30), exif=exif)), cell_id=1)
    with Image.open(full_path(upload)) as drawn:
        assert drawn.size == (20, 2000)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"),
        (b"<html><script>", "not a file of a kind"),
        (b"\xff\xd8\xff and then nothing of a picture", "cannot be opened"),
        (b"%PDF-1.7", "not a file of a kind"),
    ],
)
def test_what_is_not_what_it_says_it_is_does_not_come_in(data, why):
    with pytest.raises(ValidationError, match=why):
        take_in(file(data), cell_id=1)
    assert Upload.objects.count() == 0


def test_what_is_too_large_does_not_come_in():
    with pytest.raises(ValidationError, match="larger than 1 MB"):
        take_in(file(b"\x00" * 1_000_001), cell_id=1, largest=1_000_000)


def test_a_picture_of_too_many_pixels_is_not_even_opened():
    data = picture((8000, 8000), "PNG")
    with pytest.raises(ValidationError, match="too many pixels"):
        take_in(file(data), cell_id=1)


def test_a_sound_is_kept_as_it_is_where_sounds_are_asked_for():
    data = recordings.ogg(1)
    upload = take_in(file(data, "voice.ogg"), cell_id=1, allowed=SOUNDS)
    assert (upload.kind, full_path(upload).read_bytes()) == ("audio/ogg", data)
    with pytest.raises(ValidationError):
        take_in(file(data), cell_id=1, allowed=PHOTOS)


def test_the_name_decides_nothing():
    upload = take_in(file(picture(kind="PNG"), "../../etc/passwd.exe"), cell_id=1)
    assert upload.kind == "image/jpeg"
    assert full_path(upload).name == upload.sha256


def test_the_same_bytes_lie_on_disk_once_under_two_addresses(tmp_path):
    data = recordings.ogg(1)
    one, two = (take_in(file(data), cell_id=1, allowed=SOUNDS) for _n in range(2))
    assert (one.token != two.token, one.path) == (True, two.path)
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_a_stash_is_tied_to_the_first_record_it_comes_with_and_to_no_other(county):
    one, two = thread.drafted(county), thread.drafted(county)
    upload = take_in(file(picture()), cell_id=None)
    assert not has_upload(one)
    attach([upload.token], one)
    attach([upload], two)
    assert (has_upload(one), has_upload(two)) == (True, False)
    assert uploads_of(one, two) == {one.pk: [upload]}
    upload.refresh_from_db()
    assert (upload.subject_id, upload.cell_id) == (one.pk, county.cell.pk)


def test_a_stash_that_nobody_sent_is_forgotten_and_what_belongs_somewhere_stays(county):
    kept, left = (take_in(file(picture()), cell_id=None) for _n in range(2))
    attach([kept], thread.drafted(county))
    assert sweep() == 0
    Upload.objects.update(uploaded_at=timezone.now() - timedelta(days=3))
    assert sweep() == 1
    assert list(Upload.objects.all()) == [kept]
    assert left.token != kept.token
