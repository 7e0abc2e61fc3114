"""Read a backup from its first part to its last, and refuse whatever is not what it must be."""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from django.utils.translation import gettext as _

from lianxin.config.operate import archive
from lianxin.config.operate.chain import ENTRIES, HEADS, Chains
from lianxin.config.operate.fault import Refused, told
from lianxin.config.operate.tables import Column, Row, Table

TORN = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError)


class Sink(Protocol):
    """Who takes what is read, part by part."""

    def rows(self, table: Table, rows: Iterator[Row]) -> None:
        """Some rows of a table, in order."""

    def file(self, name: str, content: archive.Counted) -> None:
        """A file; it must be read to its end."""


@dataclass
class Reading:
    """What has been seen so far."""

    about: dict[str, Any] = field(default_factory=dict)
    manifest: dict[str, Any] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    figures: dict[str, list[Any]] = field(default_factory=dict)  # table -> [rows, hash]
    chains: Chains = field(default_factory=Chains)

    def table(self, name: str) -> Table:
        """A table as it was when the backup was made."""
        columns = self.about["tables"][name]
        return Table(name, tuple(Column(*each) for each in columns), key="")


def damaged(name: str) -> Refused:
    """A part is not what it was."""
    return Refused(_("The backup is damaged: %(part)s is not what was written.") % {"part": name})


def read(path: Path, passphrase: bytes | None, sink: Sink | None = None) -> Reading:
    """
    Read everything once: each part by its hash, each table by its rows, the book by its chain.

    A chain that was broken already when the backup was made is no fault of the backup; the
    manifest says so.
    """
    found = Reading()
    with told(path):
        if archive.is_sealed(path) and not passphrase:
            raise Refused(_("This backup is encrypted: its passphrase or key file is needed."))
        with archive.parts(path, passphrase) as parts, _as_damage():
            for name, content, _size in parts:
                _take(found, name, content, sink)
    _agree(found)
    return found


@contextmanager
def _as_damage() -> Iterator[None]:
    try:
        yield
    except (*TORN, ValueError, KeyError) as fault:
        raise Refused(_("The backup is damaged: it cannot be read to its end.")) from fault


def _take(found: Reading, name: str, content: archive.Counted, sink: Sink | None) -> None:
    if name == archive.MANIFEST:
        found.manifest = json.loads(content.read())
        return
    if not found.about:
        found.about = _about(name, content)
    elif name.startswith("tables/"):
        _rows(found, found.table(name.split("/")[1]), content, sink)
    elif sink:
        sink.file(name, content)
    while content.read(1 << 20):
        pass
    found.parts[name] = content.hash.hexdigest()


def _about(name: str, content: archive.Counted) -> dict[str, Any]:
    about = json.loads(content.read()) if name == archive.ABOUT else {}
    if about.get("what") != archive.WHAT:
        raise Refused(_("This is no backup of Lianxin."))
    if about["format"] > archive.FORMAT:
        raise Refused(_("This backup was made by a newer Lianxin; use that one to restore it."))
    return about


def _rows(found: Reading, table: Table, content: archive.Counted, sink: Sink | None) -> None:
    text = gzip.decompress(content.read())
    lines = text.splitlines(keepends=True)
    figures = found.figures.setdefault(table.name, [0, hashlib.sha256()])
    figures[0] += len(lines)
    figures[1].update(text)
    if table.name in (ENTRIES, HEADS):
        names = table.names
        for each in lines:
            found.chains.take(table.name, names, json.loads(each))
    if sink:
        sink.rows(table, map(json.loads, lines))


def _agree(found: Reading) -> None:
    manifest = found.manifest
    if not manifest or not found.about:
        raise Refused(_("The backup is damaged: it cannot be read to its end."))
    for name in sorted(manifest["parts"].keys() | found.parts.keys()):
        if manifest["parts"].get(name) != found.parts.get(name):
            raise damaged(name)
    for name, told_of in manifest["tables"].items():
        count, mark = found.figures.get(name, [0, hashlib.sha256()])
        if [told_of["rows"], told_of["digest"]] != [count, mark.hexdigest()]:
            raise damaged(name)
    if found.chains.faults() != manifest["broken"]:
        raise damaged(_("the book"))
