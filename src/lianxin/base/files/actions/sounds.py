"""
How long a recording is, by its own structure; and whether it is one at all.

Telephones and browsers leave out what would make this easy: a recording that a browser makes has
no length in its heading. Then the time of its last piece tells it.
"""

import struct
from collections.abc import Callable, Iterator

NARROW = (12, 13, 15, 17, 19, 20, 26, 31, 5)  # AMR: bytes of a frame of 20 ms, by its mode
WIDE = (17, 23, 32, 36, 40, 46, 50, 58, 60, 5)


class NoRecording(Exception):
    """It begins like a recording and is none, or one with pictures."""


def seconds_of(data: bytes, kind: str) -> float:
    """The length of a recording. Raises NoRecording."""
    try:
        found = _READERS[kind](data)
    except (struct.error, IndexError, ZeroDivisionError, KeyError, OverflowError):
        raise NoRecording from None
    if found <= 0:
        raise NoRecording
    return found


# WAV


def _wav(data):
    rate = length = 0
    for name, start, size in _chunks(data):
        if name == b"fmt ":
            rate = struct.unpack_from("<I", data, start + 8)[0]
        elif name == b"data":
            length = min(size, len(data) - start)
    return length / rate


def _chunks(data) -> Iterator[tuple[bytes, int, int]]:
    at = 12
    while at + 8 <= len(data):
        name, size = struct.unpack_from("<4sI", data, at)
        yield name, at + 8, size
        at += 8 + size + (size & 1)


# AMR, as telephones record


def _amr(data):
    wide = data.startswith(b"#!AMR-WB\n")
    at, sizes = (9, WIDE) if wide else (6, NARROW)
    frames = 0
    while at < len(data):
        mode = (data[at] >> 3) & 15
        if data[at] & 0x83 or len(sizes) <= mode < 14:  # bits and modes that nothing writes
            raise NoRecording
        at += 1 + (sizes[mode] if mode < len(sizes) else 0)
        frames += 1
    return frames / 50


# MP3

_RATES = {  # kbit/s of layer III, by version
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}


def _mp3(data):
    at = 0
    if data.startswith(b"ID3"):
        size = data[6:10]
        at = 10 + (size[0] << 21 | size[1] << 14 | size[2] << 7 | size[3])
    seconds = frames = 0.0
    while at + 4 <= len(data):
        frame = _frame(data, at)
        if frame is None:
            break
        size, lasts = frame
        at, seconds, frames = at + size, seconds + lasts, frames + 1
    if frames < 3 and at < len(data):  # two bytes alike happen by chance
        raise NoRecording
    return seconds


def _frame(data, at):
    """(bytes, seconds) of the frame that begins here, or none."""
    first, second, third = data[at], data[at + 1], data[at + 2]
    if first != 0xFF or second & 0xE6 != 0xE2:  # layer III
        return None
    version, rate, sample = (second >> 3) & 3, third >> 4, (third >> 2) & 3
    if version == 1 or not 0 < rate < 15 or sample == 3:
        return None
    samples = 1152 if version == 3 else 576
    hertz = _SAMPLES[version][sample]
    bits = _RATES[1 if version == 3 else 2][rate] * 1000
    return samples // 8 * bits // hertz + ((third >> 1) & 1), samples / hertz


# Ogg


def _ogg(data):
    last = data.rfind(b"OggS")
    samples = struct.unpack_from("<q", data, last + 6)[0]
    if b"OpusHead" in data[:200]:
        return samples / 48_000
    heading = data.find(b"\x01vorbis", 0, 200)
    if heading < 0:
        raise NoRecording
    return samples / struct.unpack_from("<I", data, heading + 12)[0]


# MP4 and what telephones make of it (.m4a, .3gp)

_HOLDERS = (b"moov", b"trak", b"mdia", b"moof", b"traf")


def _boxes(data, start, end, path=b"") -> Iterator[tuple[bytes, int, int]]:
    """(path, start, end) of the boxes within, those that hold others taken apart."""
    while start + 8 <= end:
        size, name = struct.unpack_from(">I4s", data, start)
        body = start + 8
        if size == 1:
            size, body = struct.unpack_from(">Q", data, body)[0], body + 8
        size = size or end - start
        if size < body - start:
            raise NoRecording
        stop = min(start + size, end)
        here = path + b"/" + name
        yield here, body, stop
        if name in _HOLDERS and path.count(b"/") < 6:
            yield from _boxes(data, body, stop, here)
        start += size


def _mp4(data):
    whole = piece = 0.0
    scale, sound = 0, False
    for path, at, _end in _boxes(data, 0, len(data)):
        if path == b"/moov/mvhd":
            wide = data[at] == 1
            ticks, length = struct.unpack_from(">IQ" if wide else ">II", data, at + 12 + 8 * wide)
            whole = length / ticks
        elif path == b"/moov/trak/mdia/hdlr":
            handler = data[at + 8 : at + 12]
            if handler == b"vide":
                raise NoRecording
            sound = sound or handler == b"soun"
        elif path == b"/moov/trak/mdia/mdhd":
            scale = struct.unpack_from(">I", data, at + (20 if data[at] == 1 else 12))[0]
        elif path == b"/moof/traf/tfdt":
            wide = data[at] == 1
            piece = struct.unpack_from(">Q" if wide else ">I", data, at + 4)[0] / scale
    if not sound:
        raise NoRecording
    return whole or piece or 1  # of one piece alone: a browser ends a piece every few seconds


# WebM

_SEGMENT, _INFO, _TRACKS, _TRACK, _CLUSTER = 0x18538067, 0x1549A966, 0x1654AE6B, 0xAE, 0x1F43B675
_SCALE, _LENGTH, _TYPE, _TIME, _BLOCK, _GROUP = 0x2AD7B1, 0x4489, 0x83, 0xE7, 0xA3, 0xA0
_WITHIN = (_SEGMENT, _INFO, _TRACKS, _TRACK, _CLUSTER, _GROUP)


def _vint(data, at, keep=False):
    """(value, bytes): a number that says its own length; all ones mean that nobody knows."""
    first = data[at]
    size = 9 - first.bit_length()
    if size > 8:
        raise NoRecording
    value = first if keep else first & ((1 << (8 - size)) - 1)
    for byte in data[at + 1 : at + size]:
        value = value << 8 | byte
    unknown = not keep and value == (1 << 7 * size) - 1
    return (-1 if unknown else value), size


def _elements(data) -> Iterator[tuple[int, bytes]]:
    at, end = 0, len(data)
    while at + 2 <= end:
        name, used = _vint(data, at, keep=True)
        at += used
        size, used = _vint(data, at)
        at += used
        if name in _WITHIN:
            continue  # what is inside comes next
        if size < 0:
            raise NoRecording
        yield name, data[at : min(at + size, at + 16)]
        at += size


def _webm(data):
    scale, length, cluster, last, sound = 1_000_000, 0.0, 0, 0, False
    for name, body in _elements(data):
        if name == _SCALE:
            scale = int.from_bytes(body)
        elif name == _LENGTH:
            length = struct.unpack(">d" if len(body) == 8 else ">f", body)[0]
        elif name == _TYPE:
            if body == b"\x01":
                raise NoRecording
            sound = sound or body == b"\x02"
        elif name == _TIME:
            cluster = int.from_bytes(body)
            last = max(last, cluster)
        elif name in (_BLOCK, 0xA1):
            _track, used = _vint(body, 0)
            last = max(last, cluster + struct.unpack_from(">h", body, used)[0])
    if not sound:
        raise NoRecording
    return max(length, last, 1) * scale / 1_000_000_000


_READERS: dict[str, Callable[[bytes], float]] = {
    "audio/wav": _wav,
    "audio/amr": _amr,
    "audio/mpeg": _mp3,
    "audio/ogg": _ogg,
    "audio/mp4": _mp4,
    "audio/webm": _webm,
}
