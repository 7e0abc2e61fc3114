"""What is encrypted is read by its passphrase only, and whole or not at all."""

import io

import pytest

from lianxin.config.operate import cipher
from lianxin.config.operate.fault import Refused

PASSPHRASE = b"a ferry, a bridge, a road"
LONG = bytes(range(256)) * (cipher.CHUNK // 100)  # two chunks and a half


def sealed(content, passphrase=PASSPHRASE):
    file = io.BytesIO()
    stream = cipher.Sealing(file, passphrase)
    stream.write(content)
    stream.close()
    return file.getvalue()


def opened(content, passphrase=PASSPHRASE):
    file = io.BytesIO(content)
    assert file.read(len(cipher.MAGIC)) == cipher.MAGIC
    return cipher.Opening(file, passphrase).read()


def refusal(content, passphrase=PASSPHRASE):
    with pytest.raises(Refused) as refused:
        opened(content, passphrase)
    return str(refused.value)


@pytest.mark.parametrize("content", [b"", b"x", LONG])
def test_what_was_sealed_is_opened_again(content):
    assert opened(sealed(content)) == content


def test_nothing_of_it_stands_in_the_open():
    assert b"identity number" not in sealed(b"identity number " * 1000)


def test_the_same_twice_looks_different():
    assert sealed(b"x") != sealed(b"x")


def test_another_passphrase_is_refused_in_a_sentence():
    told = refusal(sealed(b"x"), b"another one altogether")
    assert told == "The passphrase or key file is not the one of this backup."


def test_a_changed_byte_is_noticed():
    content = bytearray(sealed(LONG))
    content[-100] ^= 1
    assert refusal(bytes(content)) == "The backup is damaged: it cannot be read to its end."


def test_a_piece_cut_off_at_a_chunk_is_noticed():
    content = sealed(LONG)
    header = len(cipher.MAGIC) + content[len(cipher.MAGIC) :].index(b"\n") + 1
    whole_chunks = header + 2 * (4 + cipher.CHUNK + 16)
    told = refusal(content[:whole_chunks])
    assert told == "The backup is damaged: it cannot be read to its end."


def test_two_chunks_that_changed_places_are_noticed():
    content = sealed(LONG)
    at = len(cipher.MAGIC) + content[len(cipher.MAGIC) :].index(b"\n") + 1
    one, two = (
        content[at + n * (4 + cipher.CHUNK + 16) :][: 4 + cipher.CHUNK + 16] for n in (0, 1)
    )
    swapped = content[:at] + two + one + content[at + len(one) + len(two) :]
    assert refusal(swapped) == "The passphrase or key file is not the one of this backup."


def test_a_forged_header_does_not_eat_memory():
    forged = sealed(b"x").replace(b'"n": 32768', b'"n": 1073741824')
    assert refusal(forged) == "This is no backup of Lianxin."
