"""The ring of keys: made once, kept apart, and what is said when something does not open."""

import stat
from datetime import date
from pathlib import Path

import pytest

from lianxin.kernel import keyring
from lianxin.kernel.keyring import Key, Ring, Unreadable

PLACE = "voices.contact.phone:7"
NUMBER = "13800001234"


@pytest.fixture
def folder(tmp_path, settings):
    """A home without keys."""
    settings.KEYS_FILE, settings.KEYS_GIVEN = tmp_path / "keys.txt", ""
    keyring._known.clear()
    yield tmp_path
    keyring._known.clear()


def key(number, cipher="sm4"):
    return Key(number, cipher, date(2026, 11, 25), bytes([number]) * keyring.LENGTH)


@pytest.mark.parametrize("cipher", keyring.CIPHERS)
def test_what_is_locked_opens_in_its_place_alone(db, folder, settings, cipher):
    settings.CIPHER = cipher
    locked = keyring.lock(NUMBER, PLACE)
    assert keyring.ring().newest.cipher == cipher
    assert keyring.unlock(locked, PLACE) == NUMBER
    assert NUMBER not in locked
    with pytest.raises(Unreadable):
        keyring.unlock(locked, "voices.contact.phone:8")


def test_the_same_text_is_locked_differently_each_time(db, folder):
    assert keyring.lock(NUMBER, PLACE) != keyring.lock(NUMBER, PLACE)


def test_the_first_ring_is_for_its_owner_alone(db, folder):
    keyring.ring()
    assert stat.S_IMODE(keyring.path().stat().st_mode) == 0o600
    assert [each.name for each in folder.iterdir()] == ["keys.txt"]


def test_of_two_that_make_the_first_ring_one_is_kept(folder):
    keyring.write(Ring([key(1)]), anew=True)
    keyring.write(Ring([key(2)]), anew=True)
    assert [each.id for each in keyring.ring()] == [1]


def test_a_new_ring_is_seen_by_processes_that_run(folder):
    keyring.write(Ring([key(1)]))
    old = keyring.lock(NUMBER, PLACE)
    keyring.write(Ring([key(1), key(2, "aes")]))
    new = keyring.lock(NUMBER, PLACE)
    assert [keyring.key_of(each) for each in (old, new)] == [1, 2]
    assert [keyring.unlock(each, PLACE) for each in (old, new)] == [NUMBER, NUMBER]


def test_a_missing_key_is_named_and_the_value_is_not(folder, english):
    keyring.write(Ring([key(1)]))
    locked = keyring.lock(NUMBER, PLACE)
    keyring.write(Ring([key(2)]))
    with pytest.raises(Unreadable) as fault:
        keyring.unlock(locked, PLACE)
    assert str(fault.value) == (
        "Key 1 is not in the ring: what was locked with it cannot be read. "
        "Put the copy of the keys back."
    )


def test_another_key_of_the_same_number_opens_nothing(folder, english):
    keyring.write(Ring([key(1)]))
    locked = keyring.lock(NUMBER, PLACE)
    keyring.write(Ring([Key(1, "sm4", date(2026, 11, 25), b"z" * keyring.LENGTH)]))
    with pytest.raises(Unreadable) as fault:
        keyring.unlock(locked, PLACE)
    assert locked not in str(fault.value)
    assert str(fault.value).startswith("A locked value does not open")


@pytest.mark.parametrize("spoilt", ["", "1.", "1.AA", "1.!!", "plain text", "1." + "A" * 60])
def test_what_is_spoilt_is_refused_with_a_sentence(folder, spoilt):
    keyring.write(Ring([key(1)]))
    with pytest.raises(Unreadable):
        keyring.unlock(spoilt, PLACE)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 sm4 2026-11-25",
        "1 des 2026-11-25 " + "QUFB" * 11,
        "0 sm4 2026-11-25 AAAA",
        "x",
    ],
)
def test_a_ring_that_cannot_be_read_says_where_it_is(folder, text, english):
    keyring.path().write_text(text)
    with pytest.raises(Unreadable) as fault:
        keyring.ring()
    assert str(keyring.path()) in str(fault.value)


def test_the_environment_may_hold_the_ring(folder, settings):
    settings.KEYS_GIVEN = f"{key(1)}; {key(2, 'aes')}"
    assert [(each.id, each.cipher) for each in keyring.ring()] == [(1, "sm4"), (2, "aes")]
    assert not keyring.path().exists()


def test_an_index_tells_columns_and_keys_apart(folder):
    keyring.write(Ring([key(1), key(2)]))
    marks = keyring.indexes(NUMBER, "a.phone")
    assert marks == keyring.indexes(NUMBER, "a.phone")
    others = keyring.indexes(NUMBER, "b.phone") + keyring.indexes("13800001235", "a.phone")
    assert len({*marks, *others}) == 6


def test_the_index_of_sm4_is_hmac_sm3(folder):
    """Computed once more by the interpreter's own library."""
    import hashlib  # noqa: PLC0415 -- one test only
    import hmac  # noqa: PLC0415 -- one test only

    one = key(1)
    keyed = hmac.new(one.derived("blind index"), b"a.phone\x1f13800001234", "sm3")
    assert "sm3" in hashlib.algorithms_available
    assert one.index(NUMBER, "a.phone") == f"1.{keyed.hexdigest()[:32]}"


def test_a_file_is_locked_whole_and_a_plain_one_is_left_alone(folder):
    keyring.write(Ring([key(1)]))
    locked = keyring.lock_file(b"names", "x")
    assert b"names" not in locked
    assert keyring.unlock_file(locked, "x") == b"names"
    assert keyring.unlock_file(b"plain", "x") == b"plain"


def test_no_new_ring_is_made_where_something_is_locked(county, folder, english):
    keyring.write(Ring([key(1)]))
    person = county.deputy.mandate.person
    person.phone = NUMBER
    person.save()
    keyring.path().unlink()
    with pytest.raises(Unreadable) as fault:
        keyring.ring()
    assert str(fault.value).startswith("The keys of the encrypted columns are not at ")
    assert list(Path(folder).iterdir()) == []
