"""What is refused, whatever it is called: programs, bombs, hidden films, overlong recordings."""

import io
import struct
import tracemalloc
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lianxin.base.files.actions import PHOTOS, SOUNDS, attach, kind_of, take_in
from lianxin.base.files.actions.sounds import NoRecording, seconds_of
from lianxin.base.files.models import Upload
from lianxin.base.files.queries import full_path, saved_name, shown_name
from tests.factories import recordings, thread

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def taken(data, name="road.jpg", allowed=PHOTOS):
    return take_in(SimpleUploadedFile(name, data), cell_id=1, allowed=allowed)


def refused(data, name="road.jpg", allowed=PHOTOS):
    with pytest.raises(ValidationError) as fault:
        taken(data, name, allowed)
    assert Upload.objects.count() == 0
    return fault.value.messages[0]


# Programs


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00\x03" + b"\x00" * 600,
        b"\x7fELF\x02\x01\x01" + b"\x00" * 600,
        b"#!/bin/sh\nrm -rf /\n",
        b"\xca\xfe\xba\xbe\x00\x00\x00\x34" + b"\x00" * 600,
    ],
)
@pytest.mark.parametrize("allowed", [PHOTOS, SOUNDS, (*PHOTOS, "application/pdf")])
def test_a_program_is_refused_under_any_name(data, allowed):
    assert refused(data, "holiday.jpg", allowed) == (
        "“holiday.jpg” is a program, whatever it is called."
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\Li\\road.jpg", "road.jpg"),
        ("road\u202egpj.exe", "roadgpj.exe"),  # shown as roadexe.jpg
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie: x.jpg"),
        ("\x00", "file"),
        ("路.jpg", "路.jpg"),
    ],
)
def test_a_name_cannot_turn_its_end_round(name, shown):
    assert shown_name(name) == shown


@pytest.mark.parametrize(
    ("name", "kind", "saved"),
    [
        ("road.exe", "image/jpeg", "road.jpg"),
        ("road.png", "image/jpeg", "road.jpg"),
        ("road.JPG", "image/jpeg", "road.JPG"),
        ("第3号. 路.scan", "application/pdf", "第3号. 路.pdf"),
        ("sheet.xlsx", "application/x-sheet", "sheet.xlsx"),
        (".exe", "image/jpeg", "file.jpg"),
    ],
)
def test_a_file_is_saved_under_an_end_that_is_true(name, kind, saved):
    assert saved_name(Upload(name=name, kind=kind)) == saved


# Pictures


def png_of(width, height, rows=b""):
    """A PNG that says how large it is, with next to nothing in it."""

    def chunk(name, body):
        return (
            struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IDAT", zlib.compress(b"\x00" * 999))


@pytest.mark.parametrize("size", [(20_000, 20_000), (60_001, 1000), (2**31 - 1, 2**31 - 1)])
def test_a_bomb_of_pixels_is_refused_before_any_is_unpacked(size):
    data = png_of(*size)
    tracemalloc.start()
    said = refused(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert said.startswith("“road.jpg” ")
    assert peak < 5_000_000


def test_a_bomb_in_the_remarks_of_a_picture_is_refused():
    text = b"x\x00\x00" + zlib.compress(b"\x00" * 70_000_000)
    body = (
        struct.pack(">I", len(text))
        + b"zTXt"
        + text
        + struct.pack(">I", zlib.crc32(b"zTXt" + text))
    )
    assert refused(png_of(10, 10, body)) == "“road.jpg” cannot be opened as a picture."


@pytest.mark.parametrize("cut", [9, 40, 120, 500])
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_that_breaks_off_is_refused_with_a_sentence(kind, cut):
    out = io.BytesIO()
    Image.effect_noise((80, 80), 60).convert("RGB").save(out, kind)
    assert "“road.jpg”" in refused(out.getvalue()[:cut])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_but_the_picture_is_kept(kind):
    exif = Image.Exif()
    exif[0x010F] = "Camera of Wang"
    exif.get_ifd(0x8825)[2] = (22.0, 32.0, 51.0)
    out = io.BytesIO()
    Image.new("RGB", (40, 20), "red").save(out, kind, exif=exif)
    data = out.getvalue() + b"<script>alert(1)</script>" + b"PK\x03\x04"
    kept = full_path(taken(data)).read_bytes()
    assert b"Wang" not in kept
    assert b"<script>" not in kept
    with Image.open(io.BytesIO(kept)) as drawn:
        assert (drawn.format, dict(drawn.getexif())) == ("JPEG", {})


# Recordings


@pytest.mark.parametrize(("kind", "make"), recordings.ALL.items())
@pytest.mark.parametrize("seconds", [1, 61])
def test_the_length_of_a_recording_is_found_in_it(kind, make, seconds):
    data = make(seconds)
    assert kind_of(data[:32]) == kind
    assert seconds_of(data, kind) == pytest.approx(seconds, abs=0.1)


def test_the_length_of_what_a_browser_records_in_pieces_is_found():
    assert seconds_of(recordings.m4a_in_pieces(61), "audio/mp4") == 61


def test_other_headings_of_the_same_kinds_are_read():
    assert seconds_of(recordings.m4a(5, brand=b"3gp4"), "audio/mp4") == 5
    assert seconds_of(recordings.mp3(5, tagged=False), "audio/mpeg") == pytest.approx(5, abs=0.1)
    wide = b"#!AMR-WB\n" + (b"\x04" + b"\x00" * 17) * 100
    assert seconds_of(wide, "audio/amr") == 2


@pytest.mark.parametrize(("kind", "make"), recordings.ALL.items())
def test_what_is_longer_than_one_listens_to_is_refused(settings, kind, make):
    settings.RECORDING_MINUTES = 1
    said = refused(make(61), "words.bin", SOUNDS)
    assert said == "“words.bin” is longer than 1 min; send a shorter one."
    assert taken(make(59), "words.bin", SOUNDS).kind == kind


@pytest.mark.parametrize(("kind", "make"), recordings.ALL.items())
def test_what_only_begins_like_a_recording_is_refused(kind, make):
    head = make(1)[:12]
    if kind != "audio/amr":  # there noughts are silence
        assert "as a recording" in refused(head + b"\x00" * 200, "w.bin", SOUNDS)
    assert refused(head + b"<script>" * 40, "w.bin", SOUNDS) == (
        "“w.bin” cannot be opened as a recording."
    )


def test_a_film_is_no_recording():
    assert "as a recording" in refused(recordings.m4a(5, b"vide", b"isom"), "f.mp4", SOUNDS)
    assert "as a recording" in refused(recordings.webm(5, track=1), "f.webm", SOUNDS)


@pytest.mark.parametrize(("kind", "make"), recordings.ALL.items())
def test_no_recording_however_torn_breaks_the_reader(kind, make):
    data = make(2)
    for cut in range(12, min(len(data), 400), 7):
        for torn in (data[:cut], data[:cut] + b"\xff" * 40, data[:cut] + b"\x00" * 40):
            try:
                assert seconds_of(torn, kind) > 0
            except NoRecording:
                continue


# As they go out again


@pytest.mark.parametrize(
    ("data", "name", "allowed", "kind", "place"),
    [
        (recordings.wav(1), "a.exe", SOUNDS, "audio/wav", "inline; filename*=UTF-8''a.wav"),
        (b"%PDF-1.7\n%%EOF", "答复.html", ("application/pdf",), "application/pdf",
         "attachment; filename*=UTF-8''%E7%AD%94%E5%A4%8D.pdf"),
    ],
)  # fmt: skip
def test_a_file_goes_out_as_what_it_is_and_runs_nothing(
    county, sign_in, data, name, allowed, kind, place
):
    upload = taken(data, name, allowed)
    attach([upload], thread.drafted(county))
    answer = sign_in(county.deputy).get(f"/files/{upload.token}/")
    assert b"".join(answer) == data
    assert answer["Content-Type"] == kind
    assert answer["Content-Disposition"] == place
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
