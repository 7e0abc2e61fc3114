"""`lianxin backup` and `lianxin restore`, as typed."""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.base.paper import console
from lianxin.config.operate import archive, backup, locks, passphrases, places
from lianxin.config.operate import restore as restoring
from lianxin.config.operate.fault import Refused, size
from lianxin.config.operate.reading import read

FAILED = 1


def _parser(program: str, description: str) -> console.Parser:
    parser = console.Parser(
        program,
        description=description,
        epilog=_("Exit status: 0 done; 1 not done, and nothing was changed; 2 wrong use."),
    )
    meaning = _("file whose content is the passphrase")
    parser.add_argument("--key-file", metavar="FILE", default="", help=meaning)
    parser.add_argument("--json", action="store_true", help=_("print one JSON object"))
    return parser


def backup_command(arguments: list[str]) -> int:
    """Make a backup while the site goes on."""
    parser = _parser("lianxin backup", _("Make a backup, and read it again to be sure of it."))
    parser.add_argument("--to", metavar="FOLDER", default="", help=_("where to put it"))
    parser.add_argument("--encrypt", action="store_true", help=_("ask for a passphrase"))
    parser.add_argument("--keep", type=int, metavar="N", help=_("how many to keep there; 0: all"))
    parser.add_argument("--verify", metavar="FILE", help=_("read this backup and say what it is"))
    parser.add_argument("--new-key", metavar="FILE", help=_("make a key file and end"))
    given = parser.parse_args(arguments)
    try:
        if given.new_key:
            passphrases.new_file(Path(given.new_key))
            return 0
        return _verify(given) if given.verify else _back_up(given)
    except Refused as fault:
        return console.misuse(str(fault), as_json=given.json, status=FAILED)


def _back_up(given: argparse.Namespace) -> int:
    folder = Path(given.to) if given.to else places.backups()
    passphrase = passphrases.from_file(given.key_file)
    if given.encrypt and passphrase is None:
        passphrase = passphrases.asked(twice=True)
    with locks.hold(locks.BACKUP):
        made = backup.make(folder, passphrase=passphrase)
        keep = settings.BACKUP_KEEP if given.keep is None else given.keep
        made.removed = backup.thin_out(folder, keep)
    broken = made.manifest["broken"]
    if given.json:
        told = {
            "path": str(made.path),
            "bytes": made.bytes,
            "seconds": round(made.seconds, 1),
            "sha256": made.sha256,
            "rows": made.rows,
            "files": made.manifest["files"]["count"],
            "encrypted": passphrase is not None,
            "removed": [str(path) for path in made.removed],
            "chains": made.manifest["chains"],
            "broken": broken,
        }
        print(json.dumps(told, ensure_ascii=False))
    else:
        print("\n".join(_made(made, passphrase is not None)))
    return FAILED if broken else 0


def _made(made: backup.Made, sealed: bool) -> list[str]:
    told = {
        "path": made.path,
        "size": size(made.bytes),
        "rows": f"{made.rows:,}",
        "files": f"{made.manifest['files']['count']:,}",
        "seconds": f"{made.seconds:.1f}",
    }
    lines = [
        _(
            "%(path)s: %(rows)s rows and %(files)s files in %(size)s, written and read again in "
            "%(seconds)s s."
        )
        % told,
        f"sha256 {made.sha256}",
    ]
    if not sealed:
        lines.append(
            _(
                "It is not encrypted, and holds no keys: keep those of %(home)s (secret.key, "
                "keys.txt, tls) in another safe place."
            )
            % {"home": places.home()}
        )
    if made.removed:
        count = len(made.removed)
        words = ngettext(
            "%(count)d old backup was removed.", "%(count)d old backups were removed.", count
        )
        lines.append(words % {"count": count})
    if made.manifest["broken"]:
        lines.append(_("The book is NOT whole; see: lianxin verify-trail"))
    return lines


def _passphrase(given: argparse.Namespace, path: Path) -> bytes | None:
    if not path.is_file():
        raise Refused(_("There is no file %(name)s.") % {"name": path})
    if not archive.is_sealed(path):
        return None
    return passphrases.from_file(given.key_file) or passphrases.asked(twice=False)


def _verify(given: argparse.Namespace) -> int:
    path = Path(given.verify)
    found = read(path, _passphrase(given, path))
    manifest = found.manifest
    rows = sum(each["rows"] for each in manifest["tables"].values())
    if given.json:
        told = {key: manifest[key] for key in ("version", "made_at", "engine", "chains", "broken")}
        print(json.dumps(told | {"rows": rows, "files": manifest["files"]}, ensure_ascii=False))
    else:
        told = {
            "version": manifest["version"],
            "at": manifest["made_at"],
            "rows": f"{rows:,}",
            "files": f"{manifest['files']['count']:,}",
        }
        sentence = _(
            "Sound: made by Lianxin %(version)s at %(at)s, %(rows)s rows and %(files)s files."
        )
        print(sentence % told)
    return 0


def restore_command(arguments: list[str]) -> int:
    """Put a backup into this home, or try it in a home that is thrown away."""
    parser = _parser("lianxin restore", _("Put a backup into place, and compare it row by row."))
    parser.add_argument("file", metavar="FILE", type=Path)
    parser.add_argument("--replace", action="store_true", help=_("in place of what is here"))
    meaning = _("code of a county that is here: the second yes to --replace")
    parser.add_argument("--confirm", metavar="CODE", default="", help=meaning)
    parser.add_argument(
        "--rehearse", action="store_true", help=_("try it elsewhere; change nothing")
    )
    given = parser.parse_args(arguments)
    try:
        passphrase = _passphrase(given, given.file)
        if given.rehearse:
            return _rehearse(given, passphrase)
        with locks.hold(locks.RESTORE), locks.hold(locks.RUNNING), locks.hold(locks.BACKUP):
            before = _ask_twice(given)
            restored = restoring.restore(given.file, passphrase)
    except Refused as fault:
        return console.misuse(str(fault), as_json=given.json, status=FAILED)
    _say(given, restored, before)
    return 0


def _ask_twice(given: argparse.Namespace) -> Path | None:
    """Replacing needs two words: the option, and the code of a county that would be replaced."""
    if restoring.is_empty():
        return None
    if not given.replace:
        raise Refused(
            _(
                "There is data here already. To put the backup in its place: --replace. What is "
                "here is put aside, and backed up before."
            )
        )
    with places.database() as database:
        codes = [row[0] for row in database.link.execute("SELECT code FROM congress_cell")]
    said = given.confirm
    if not said and sys.stdin.isatty():
        words = _("To replace %(codes)s, type the code of a county that is here: ")
        said = input(words % {"codes": ", ".join(codes)}).strip()
    if said not in codes:
        raise Refused(_("Nothing was replaced: --confirm must name a county that is here."))
    return backup.make(places.backups(), kind="before-restore").path


def _say(given: argparse.Namespace, restored: restoring.Restored, before: Path | None) -> None:
    manifest = restored.manifest
    told = {
        "at": manifest["made_at"],
        "rows": f"{restored.rows:,}",
        "tables": len(manifest["tables"]),
        "files": f"{manifest['files']['count']:,}",
        "entries": f"{sum(each.sealed for each in restored.verdicts.values()):,}",
    }
    if given.json:
        said = {
            "rows": restored.rows,
            "tables": {name: each["rows"] for name, each in manifest["tables"].items()},
            "files": manifest["files"]["count"],
            "aside": restored.aside,
            "before": str(before or ""),
            "whole": all(each.whole for each in restored.verdicts.values()),
        }
        print(json.dumps(said, ensure_ascii=False))
        return
    print(
        _(
            "Restored as of %(at)s: %(rows)s rows of %(tables)s tables and %(files)s files, each "
            "table compared with the backup; the book has %(entries)s sealed entries and is as it "
            "was."
        )
        % told
    )
    if restored.aside:
        print(_("What was here lies in %(aside)s.") % {"aside": restored.aside})
    if restored.keys_missing:
        print(
            _(
                "The backup holds no keys. Put secret.key, keys.txt and tls of the old place into "
                "%(home)s before you start."
            )
            % {"home": places.home()}
        )


def _rehearse(given: argparse.Namespace, passphrase: bytes | None) -> int:
    """Restore into a home of its own, on SQLite, and throw it away."""
    with tempfile.TemporaryDirectory(prefix="lianxin-rehearsal-") as folder:
        env = os.environ | {"LIANXIN_HOME": folder, "DB": "sqlite"}
        command = [sys.executable, "-m", "lianxin.config.command", "restore", str(given.file)]
        if passphrase is not None:
            key = Path(folder) / "rehearsal.key"
            key.touch(mode=0o600)
            key.write_bytes(passphrase)
            command += ["--key-file", str(key)]
        command += ["--json"] if given.json else []
        return subprocess.run(command, env=env, check=False).returncode
