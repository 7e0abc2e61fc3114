"""Recordings as telephones and browsers make them, of as many seconds as a test needs."""

import io
import struct
import wave


def wav(seconds=1):
    """Eight thousand silent samples a second."""
    out = io.BytesIO()
    with wave.open(out, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(1)
        made.setframerate(8000)
        made.writeframes(b"\x80" * 8000 * seconds)
    return out.getvalue()


def amr(seconds=1):
    """Frames of the lowest mode: a byte that names it and twelve of sound."""
    return b"#!AMR\n" + (b"\x04" + b"\x00" * 12) * 50 * seconds


def mp3(seconds=1, tagged=True):
    """Layer III, 32 kbit/s at 32,000 samples: frames of 144 bytes and 36 ms."""
    tag = b"ID3\x03\x00\x00\x00\x00\x00\x0a" + b"\x00" * 10 if tagged else b""
    frame = b"\xff\xfb\x18\xc4" + b"\x00" * 140
    return tag + frame * round(seconds / 0.036)


def ogg(seconds=1):
    """Two pages of Opus: the heading, and an end that says which sample it is."""

    def page(position, body):
        head = struct.pack("<4sBBqIIIB", b"OggS", 0, 0, position, 1, 0, 0, 1)
        return head + bytes([len(body)]) + body

    return page(0, b"OpusHead" + b"\x01" * 11) + page(48_000 * seconds, b"\x00" * 40)


def box(name, *bodies):
    body = b"".join(bodies)
    return struct.pack(">I4s", 8 + len(body), name) + body


def m4a(seconds=1, handler=b"soun", brand=b"M4A "):
    """What a telephone records: the length stands in the heading."""
    header = box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 1000 * seconds) + b"\x00" * 80)
    kind = box(b"hdlr", b"\x00" * 8 + handler + b"\x00" * 13)
    track = box(b"trak", box(b"mdia", box(b"mdhd", struct.pack(">IIIII", 0, 0, 0, 8000, 0)), kind))
    return (
        box(b"ftyp", brand + b"\x00" * 4) + box(b"moov", header, track) + box(b"mdat", b"\x00" * 9)
    )


def m4a_in_pieces(seconds=1):
    """What a browser of an iPhone records: no length in the heading, pieces with their times."""
    whole = m4a(0)
    pieces = [
        box(b"moof", box(b"traf", box(b"tfdt", struct.pack(">II", 0, 8000 * second))))
        for second in range(seconds + 1)
    ]
    return whole + b"".join(pieces)


def _size(number):
    return struct.pack(">Q", number | 1 << 56)


def element(name, body):
    return name + _size(len(body)) + body


def webm(seconds=1, track=2):
    """What a browser records: a segment and clusters of unknown size, and no length anywhere."""
    unknown = b"\x01\xff\xff\xff\xff\xff\xff\xff"
    head = element(b"\x1a\x45\xdf\xa3", element(b"\x42\x82", b"webm"))
    info = element(b"\x15\x49\xa9\x66", element(b"\x2a\xd7\xb1", b"\x0f\x42\x40"))
    tracks = element(b"\x16\x54\xae\x6b", element(b"\xae", element(b"\x83", bytes([track]))))
    clusters = b"".join(
        b"\x1f\x43\xb6\x75"
        + unknown
        + element(b"\xe7", struct.pack(">I", 1000 * second))
        + element(b"\xa3", b"\x81" + struct.pack(">h", 980) + b"\x80" + b"\x00" * 50)
        for second in range(seconds)
    )
    return head + b"\x18\x53\x80\x67" + unknown + info + tracks + clusters


ALL = {
    "audio/wav": wav,
    "audio/amr": amr,
    "audio/mpeg": mp3,
    "audio/ogg": ogg,
    "audio/mp4": m4a,
    "audio/webm": webm,
}
