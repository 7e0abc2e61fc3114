"""
The keys of encrypted columns, kept outside the database, and what is locked with them.

A ring is a few lines of text: id, cipher, day, key. The last line locks; every line opens. What
is locked names its key, so that rows of several keys stand side by side while they are turned
over to a new one. The place of a value (model, column, row) is authenticated with it: moved to
another row it does not open.

Of each key two more are derived: one locks, one makes blind indexes.
"""

import base64
import hashlib
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

CIPHERS = ("sm4", "aes")  # SM4-GCM with HMAC-SM3, or AES-256-GCM with HMAC-SHA-256
NONCE, TAG, LENGTH = 12, 16, 32  # bytes
MOST = 255  # ids: one byte
MAGIC = b"lianxin-locked-1\n"  # before a locked file
LOCKED = re.compile(r"(\d{1,3})\.([A-Za-z0-9_-]+)")
HEAD = """\
# The keys of the encrypted columns (names, telephones, identity numbers). Keep a copy elsewhere:
# without them these columns cannot be read, and nobody can make them again.
# id cipher made key
"""


class Unreadable(Exception):
    """What is locked cannot be opened; the text is a sentence for people, never the value."""


@dataclass(frozen=True)
class Key:
    """One key of the ring."""

    id: int
    cipher: str
    made: date
    secret: bytes = field(repr=False)

    def __str__(self) -> str:
        coded = base64.b64encode(self.secret).decode()
        return f"{self.id} {self.cipher} {self.made.isoformat()} {coded}"

    def derived(self, purpose: str) -> bytes:
        return hmac.new(self.secret, purpose.encode(), hashlib.sha256).digest()

    @cached_property
    def _lock(self) -> bytes:
        return self.derived("lock")[: 16 if self.cipher == "sm4" else 32]

    @cached_property
    def _blind(self) -> bytes:
        return self.derived("blind index")

    def lock(self, data: bytes, about: str) -> bytes:
        """Nonce, tag, and the data encrypted."""
        nonce = os.urandom(NONCE)
        locking = _cipher(self.cipher, self._lock, nonce, None).encryptor()
        locking.authenticate_additional_data(about.encode())
        body = locking.update(data) + locking.finalize()
        return bytes(nonce + locking.tag + body)

    def open(self, blob: bytes, about: str) -> bytes:
        """The data again. Raises ValueError when it is another key's, another row's, or spoilt."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- large, seldom used

        nonce, tag, body = blob[:NONCE], blob[NONCE : NONCE + TAG], blob[NONCE + TAG :]
        if len(tag) < TAG:
            raise ValueError("cut short")
        opening = _cipher(self.cipher, self._lock, nonce, tag).decryptor()
        opening.authenticate_additional_data(about.encode())
        try:
            return bytes(opening.update(body) + opening.finalize())
        except InvalidTag as fault:
            raise ValueError("does not fit") from fault

    def index(self, text: str, of: str) -> str:
        """A mark that is the same for the same text of a column; nothing is told by it."""
        from cryptography.hazmat.primitives import hashes  # noqa: PLC0415 -- large, seldom used
        from cryptography.hazmat.primitives.hmac import HMAC  # noqa: PLC0415 -- as above

        kind: hashes.HashAlgorithm = hashes.SM3() if self.cipher == "sm4" else hashes.SHA256()
        marked = HMAC(self._blind, kind)
        marked.update(f"{of}\x1f{text}".encode())
        return f"{self.id}.{marked.finalize().hex()[:32]}"


def _cipher(name, key, nonce, tag):
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415 -- large, seldom used
    from cryptography.hazmat.primitives.ciphers import (  # noqa: PLC0415 -- as above
        Cipher,
        algorithms,
        modes,
    )

    kind = algorithms.SM4 if name == "sm4" else algorithms.AES
    try:
        return Cipher(kind(key), modes.GCM(nonce, tag))
    except UnsupportedAlgorithm as fault:
        raise Unreadable(
            _("The cryptography of this machine does not know %(name)s.") % {"name": name.upper()}
        ) from fault


class Ring(tuple[Key, ...]):
    """The keys, oldest first; the last one locks."""

    @property
    def newest(self) -> Key:
        return self[-1]

    def key(self, key_id: int) -> Key | None:
        return next((key for key in self if key.id == key_id), None)


# The file


def path() -> Path:
    """Where the ring is kept, unless the environment holds it."""
    return Path(settings.KEYS_FILE)


_known: list[tuple[tuple[int, int], Ring]] = []


def ring() -> Ring:
    """The keys in force: the environment's, else the file's; read again when it has changed."""
    if settings.KEYS_GIVEN:
        return read(settings.KEYS_GIVEN)
    try:
        stamp = _stamp()
    except FileNotFoundError:
        _make()
        stamp = _stamp()
    if not _known or _known[0][0] != stamp:
        _known[:] = [(stamp, read(path().read_text("utf-8")))]
    return _known[0][1]


def _stamp():
    found = path().stat()
    return found.st_mtime_ns, found.st_ino


def read(text: str) -> Ring:
    """Keys from their lines (or from one line, with semicolons). Raises Unreadable if none is."""
    keys = []
    for line in re.split(r"[\n;]", text):
        if not (words := line.split("#")[0].split()):
            continue
        try:
            number, cipher, made, coded = words
            secret = base64.b64decode(coded, validate=True)
            key = Key(int(number), cipher, date.fromisoformat(made), secret)
        except ValueError as fault:
            raise _ill_formed() from fault
        if cipher not in CIPHERS or not 0 < key.id <= MOST or len(secret) != LENGTH:
            raise _ill_formed()
        keys.append(key)
    if not keys or len({key.id for key in keys}) != len(keys):
        raise _ill_formed()
    return Ring(keys)


def _ill_formed():
    where = _("the environment") if settings.KEYS_GIVEN else str(path())
    return Unreadable(
        _(
            "The keys of the encrypted columns in %(where)s cannot be read: each line needs an "
            "id, a cipher, a day and a key. Put the copy of the keys back."
        )
        % {"where": where}
    )


def fresh(number: int, *, on: date) -> Key:
    """A new key under a number, with the cipher that the settings name."""
    return Key(number, settings.CIPHER, on, secrets.token_bytes(LENGTH))


def _make():
    """The first ring of an installation. Never where something is locked that it cannot open."""
    if _is_anything_locked():
        raise Unreadable(
            _(
                "The keys of the encrypted columns are not at %(path)s. Put the copy back that "
                "was kept with the backup; new keys would open nothing."
            )
            % {"path": path()}
        )
    write(Ring([fresh(1 + secrets.randbelow(99), on=date.today())]), anew=True)


def _is_anything_locked() -> bool:
    tables = set(connection.introspection.table_names())
    return any(
        model._meta.db_table in tables
        and model._base_manager.exclude(**dict.fromkeys([column], "")).exists()
        for model, columns in secret_columns()
        for column in columns
    )


def secret_columns():
    """[(model, names of its encrypted columns)] of every app."""
    found = (
        (model, [each.name for each in model._meta.concrete_fields if hasattr(each, "locks")])
        for model in apps.get_models()
    )
    return [(model, columns) for model, columns in found if columns]


def write(keys: Ring, *, anew=False) -> None:
    """Write the ring for its owner alone, whole or not at all; `anew`: unless one is there."""
    place = path()
    place.parent.mkdir(parents=True, exist_ok=True)
    part = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(HEAD + "".join(f"{key}\n" for key in keys))
        file.flush()
        os.fsync(file.fileno())
    if not anew:
        part.replace(place)
        return
    try:
        os.link(part, place)
    except FileExistsError:  # another process was quicker
        pass
    finally:
        part.unlink()


# Locking and opening


def lock(text: str, about: str) -> str:
    """Lock a text with the newest key; `about` names its place, and is needed to open it."""
    key = ring().newest
    coded = base64.urlsafe_b64encode(key.lock(text.encode(), about)).decode()
    return f"{key.id}.{coded.rstrip('=')}"


def unlock(locked: str, about: str) -> str:
    """Open what `lock` made. Raises Unreadable, with a sentence that says what is missing."""
    found = LOCKED.fullmatch(locked)
    if not found:
        raise _does_not_open()
    coded = found[2]
    try:
        blob = base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4))
    except ValueError as fault:
        raise _does_not_open() from fault
    return _opened(int(found[1]), blob, about).decode()


def lock_file(content: bytes, about: str) -> bytes:
    """The content of a file, locked like a column."""
    key = ring().newest
    return MAGIC + bytes([key.id]) + key.lock(content, about)


def unlock_file(content: bytes, about: str) -> bytes:
    """What `lock_file` locked; anything else comes back as it is."""
    if not content.startswith(MAGIC):
        return content
    start = len(MAGIC)
    return _opened(content[start], content[start + 1 :], about)


def _opened(key_id: int, blob: bytes, about: str) -> bytes:
    key = ring().key(key_id)
    if key is None:
        raise Unreadable(
            _(
                "Key %(id)s is not in the ring: what was locked with it cannot be read. Put the "
                "copy of the keys back."
            )
            % {"id": key_id}
        )
    try:
        return key.open(blob, about)
    except ValueError as fault:
        raise _does_not_open() from fault


def _does_not_open():
    return Unreadable(
        _(
            "A locked value does not open: it was changed or moved in the database, or the key "
            "of its number is another one."
        )
    )


def key_of(locked: str) -> int:
    """The number of the key that something is locked with; nought if it is nothing of ours."""
    found = LOCKED.fullmatch(locked)
    return int(found[1]) if found else 0


def indexes(text: str, of: str) -> list[str]:
    """The blind indexes that a text may stand under: one for each key of the ring."""
    return [key.index(text, of) for key in ring()]
