"""
One file that holds everything: a tar of parts, the list of parts with their hashes at its end.

    about.json                    what this is, and the columns of each table
    tables/NAME/00001.jsonl.gz    rows, one JSON list a line
    files/…  heads/…  keys/…      files as they lie in the home
    manifest.json                 what each part must be; written last
"""

import gzip
import hashlib
import io
import json
import tarfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.utils.translation import gettext as _

from lianxin.config.operate import cipher
from lianxin.config.operate.fault import Refused

ABOUT, MANIFEST, WHAT, FORMAT = "about.json", "manifest.json", "Lianxin backup", 1
FASTEST = 2  # of nine: the disk is seldom the bottleneck, the processor is


class Counted:
    """A file that is read and hashed in one go."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file, self.hash = file, hashlib.sha256()

    def read(self, count: int = -1) -> bytes:
        data = self.file.read(count)
        self.hash.update(data)
        return data


class Writing:
    """Adds parts and remembers what each was."""

    def __init__(self, stream: Any) -> None:
        self.tar = tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self.parts: dict[str, str] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add a part from memory."""
        self._add(name, len(content), io.BytesIO(content))

    def add_file(self, name: str, path: Path) -> int:
        """Add a file as it is; its size comes back."""
        with path.open("rb") as file:
            size = path.stat().st_size
            self._add(name, size, file)
            return size

    def add_json(self, name: str, content: object) -> None:
        """Add a part that says something."""
        self.add(name, json.dumps(content, ensure_ascii=False, indent=1).encode())

    def add_lines(self, name: str, lines: list[bytes]) -> None:
        """Add rows, compressed."""
        self.add(name, gzip.compress(b"".join(lines), FASTEST, mtime=0))

    def _add(self, name: str, size: int, file: IO[bytes]) -> None:
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, int(time.time()), 0o600
        counted = Counted(file)
        self.tar.addfile(info, counted)
        self.parts[name] = counted.hash.hexdigest()

    def close(self) -> None:
        """Write the end."""
        self.tar.close()


@contextmanager
def writing(file: IO[bytes], passphrase: bytes | None) -> Iterator[Writing]:
    """A new archive in an open file."""
    stream = cipher.Sealing(file, passphrase) if passphrase else file
    archive = Writing(stream)
    yield archive
    archive.close()
    if passphrase:
        stream.close()


def is_sealed(path: Path) -> bool:
    """Whether a passphrase or key file is needed."""
    with path.open("rb") as file:
        return file.read(len(cipher.MAGIC)) == cipher.MAGIC


@contextmanager
def parts(path: Path, passphrase: bytes | None) -> Iterator[Iterator[tuple[str, Counted, int]]]:
    """Every part in order: name, something to read it from, its size."""
    with path.open("rb") as file:
        stream: Any = file
        if file.read(len(cipher.MAGIC)) == cipher.MAGIC:
            stream = cipher.Opening(file, passphrase or b"")
        else:
            file.seek(0)
        yield _parts(stream)


def _parts(stream: Any) -> Iterator[tuple[str, Counted, int]]:
    try:
        with tarfile.open(fileobj=stream, mode="r|") as tar:
            for info in tar:
                content = tar.extractfile(info)
                if content is not None:
                    yield info.name, Counted(content), info.size
    except (tarfile.TarError, EOFError) as fault:
        raise Refused(_("The backup is damaged: it cannot be read to its end.")) from fault
