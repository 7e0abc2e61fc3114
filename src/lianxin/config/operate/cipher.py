"""
A stream that only the holder of a passphrase or key file can read.

The key comes from the passphrase by scrypt with a salt of the file's own. The stream is cut into
chunks; each is encrypted with AES-256-GCM under its number, and the last one is marked as such:
chunks can be neither changed, nor swapped, nor cut off at the end without being noticed.
"""

import base64
import hashlib
import json
import secrets
from typing import IO, TYPE_CHECKING

from django.utils.translation import gettext as _

from lianxin.config.operate.fault import Refused

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC = b"LIANXIN BACKUP 1\n"
CHUNK = 1 << 20
COST = {"n": 1 << 15, "r": 8, "p": 1}  # 32 MB and a tenth of a second
LONGEST_HEADER = 1000


def _aead(passphrase: bytes, header: dict) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import (  # noqa: PLC0415 -- large, seldom
        AESGCM,
    )
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt  # noqa: PLC0415 -- the same

    salt = base64.b64decode(header["salt"])
    cost = {name: int(header[name]) for name in COST}
    if cost["n"] > 1 << 20 or cost["r"] > 32 or cost["p"] > 16:
        raise Refused(_("This is no backup of Lianxin."))  # a forged header must not eat memory
    return AESGCM(Scrypt(salt=salt, length=32, **cost).derive(passphrase))


def _nonce(number: int, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


class Sealing:
    """Writes what it is given, encrypted; `close` marks the end."""

    def __init__(self, file: IO[bytes], passphrase: bytes) -> None:
        salt = base64.b64encode(secrets.token_bytes(16)).decode()
        header = {"kdf": "scrypt", **COST, "salt": salt, "cipher": "aes-256-gcm"}
        line = json.dumps(header).encode() + b"\n"
        self.file, self.aead = file, _aead(passphrase, header)
        self.about, self.number, self.waiting = hashlib.sha256(line).digest(), 0, bytearray()
        file.write(MAGIC + line)

    def write(self, data: bytes) -> int:
        """Take in so many bytes."""
        self.waiting += data
        while len(self.waiting) > CHUNK:
            self._put(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]
        return len(data)

    def close(self) -> None:
        """Write the rest, and that it was the last."""
        self._put(bytes(self.waiting), last=True)

    def _put(self, plain: bytes, *, last: bool) -> None:
        sealed = self.aead.encrypt(_nonce(self.number, last), plain, self.about)
        self.file.write(len(sealed).to_bytes(4, "big") + sealed)
        self.number += 1


class Opening:
    """Reads what `Sealing` wrote; the magic has been read already."""

    def __init__(self, file: IO[bytes], passphrase: bytes) -> None:
        line = file.readline(LONGEST_HEADER)
        try:
            self.aead = _aead(passphrase, json.loads(line))
        except (ValueError, KeyError, TypeError):
            raise Refused(_("This is no backup of Lianxin.")) from None
        self.file, self.about = file, hashlib.sha256(line).digest()
        self.number, self.last, self.ready = 0, False, bytearray()

    def read(self, count: int = -1) -> bytes:
        """So many bytes, fewer only at the end."""
        while not self.last and (count < 0 or len(self.ready) < count):
            self._more()
        wanted = len(self.ready) if count < 0 else count
        given = bytes(self.ready[:wanted])
        del self.ready[:wanted]
        return given

    def _more(self) -> None:
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 -- large, seldom used

        length = int.from_bytes(self.file.read(4), "big")
        sealed = self.file.read(length) if 0 < length <= CHUNK + 16 else b""
        for last in (False, True):
            try:
                self.ready += self.aead.decrypt(_nonce(self.number, last), sealed, self.about)
            except InvalidTag:
                continue
            self.number, self.last = self.number + 1, last
            return
        if self.number:
            raise Refused(_("The backup is damaged: it cannot be read to its end."))
        raise Refused(_("The passphrase or key file is not the one of this backup."))
