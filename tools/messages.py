"""Texts and their translation: collect, merge, compile; or check that all of it was done.

    messages.py                 write locale/zh_Hans/LC_MESSAGES/django.po and .mo anew
    messages.py --take-parts    … and let locale/parts override what is translated already
    messages.py --check         change nothing; fail and name every text that is not in order

The English texts of code and templates are collected with GNU gettext through Django's
`makemessages`. A text keeps the translation it has; one without takes it from a fragment in
locale/parts. Nothing is guessed from similar texts. The result is sorted by text and carries
neither line numbers nor dates, so that it changes only when a text does.
"""

import argparse
import ast
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib
from django.conf import settings
from django.core.management import call_command
from django.core.management.commands.makemessages import Command as MakeMessages
from django.test.utils import override_settings

ROOT = Path(__file__).resolve().parents[1]
HEADER = {
    "Project-Id-Version": "Lianxin",
    "Language": "zh_Hans",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}
HAN = re.compile("[\u3400-\u9fff]")
CALLS = {f"{kind}gettext{lazy}" for kind in ("", "n", "p", "np") for lazy in ("", "_lazy")} | {"_"}

Key = tuple[str, str]  # text and context


class Collect(MakeMessages):
    """`makemessages` as far as the template of all texts."""

    def write_po_file(self, potfile: str, locale: str) -> None:
        """Leave the template alone; Django would guess translations from similar texts."""


def key(entry: polib.POEntry) -> Key:
    """What makes a text the same text."""
    return entry.msgid, entry.msgctxt or ""


def is_translated(entry: polib.POEntry) -> bool:
    """A text, and all its plural forms, have words."""
    if entry.msgid_plural:
        return bool(entry.msgstr_plural) and all(entry.msgstr_plural.values())
    return bool(entry.msgstr)


def collect(source: Path) -> polib.POFile:
    """All texts under a folder, as gettext finds them."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(source)  # makemessages looks at what lies below, and not at .venv or tests
        try:
            with override_settings(LOCALE_PATHS=[folder]):
                options = {"locale": ["zh_Hans"], "keep_pot": True, "no_location": True}
                call_command(Collect(), verbosity=0, **options)
        finally:
            os.chdir(before)
        template = Path(folder, "django.pot")
        return polib.pofile(template.read_text("utf-8")) if template.exists() else polib.POFile()


def fragments(folder: Path) -> tuple[dict[Key, polib.POEntry], list[str]]:
    """The translated entries of all fragments, and where two of them differ."""
    found: dict[Key, polib.POEntry] = {}
    notes = []
    for path in sorted(folder.glob("*.po")):
        for entry in polib.pofile(str(path)):
            if not is_translated(entry):
                continue
            kept = found.setdefault(key(entry), entry)
            if (kept.msgstr, kept.msgstr_plural) != (entry.msgstr, entry.msgstr_plural):
                notes.append(f"{path.name}: another fragment says it differently: {entry.msgid!r}")
    return found, notes


def merge(
    texts: polib.POFile, old: polib.POFile, parts: dict[Key, polib.POEntry], *, take_parts: bool
) -> tuple[polib.POFile, list[str]]:
    """The catalogue for these texts, and what a translator may want to know."""
    known = {key(entry): entry for entry in old if not entry.obsolete}
    notes = []
    new = polib.POFile(wrapwidth=0)
    new.metadata = dict(HEADER)
    for text in texts:
        ours, part = known.get(key(text)), parts.get(key(text))
        if ours and part and is_translated(ours) and "fuzzy" not in ours.flags:
            if (ours.msgstr, ours.msgstr_plural) != (part.msgstr, part.msgstr_plural):
                kept = "the fragment's" if take_parts else "the catalogue's"
                notes.append(f"two translations, {kept} is kept: {text.msgid!r}")
            source = part if take_parts else ours
        else:
            source = part or ours
        if source:
            text.msgstr = source.msgstr
            plural = source.msgstr_plural or ({0: source.msgstr} if text.msgid_plural else {})
            text.msgstr_plural = plural
            text.flags += [flag for flag in source.flags if flag == "fuzzy"]
        elif text.msgid_plural:
            text.msgstr_plural = {0: ""}
        text.occurrences = []
        new.append(text)
    new.sort(key=lambda entry: (entry.msgid.casefold(), *key(entry)))
    gone = sorted(msgid for msgid, _context in parts.keys() - {key(text) for text in texts})
    notes += [f"a fragment translates what no page says: {msgid!r}" for msgid in gone]
    return new, notes


def unseen(source: Path) -> Iterator[str]:
    """Places where a text is marked inside or as an f-string: gettext does not find those."""
    for path in sorted(source.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            inside = ast.walk(node) if isinstance(node, ast.JoinedStr) else [node]
            for call in inside:
                if not isinstance(call, ast.Call):
                    continue
                name = getattr(call.func, "id", getattr(call.func, "attr", ""))
                wraps = any(isinstance(word, ast.JoinedStr) for word in call.args)
                if name in CALLS and (wraps or inside != [node]):
                    place = f"{path.relative_to(source)}:{call.lineno}"
                    yield f"{place}: a text in an f-string, which gettext cannot see"


def faults(catalogue: polib.POFile, source: Path) -> Iterator[str]:
    """Everything that keeps the translation from being complete and right."""
    for entry in catalogue:
        if not is_translated(entry):
            yield f"no translation: {entry.msgid!r}"
        elif "fuzzy" in entry.flags:
            yield f"fuzzy: {entry.msgid!r}"
        if HAN.search(entry.msgid):
            yield f"the text itself is Chinese: {entry.msgid!r}"
    yield from unseen(source)
    checked = subprocess.run(
        ["msgfmt", "--check-format", "--output-file=/dev/null", "-"],
        input=str(catalogue), capture_output=True, text=True, check=False,
    )  # fmt: skip
    if checked.returncode:
        yield from checked.stderr.splitlines()


def main(root: Path, *arguments: str) -> int:
    """Do as the arguments say; 0 when all is in order."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing, say what is wrong")
    parser.add_argument("--take-parts", action="store_true", help="fragments override")
    options = parser.parse_args(arguments)
    po = root / "locale/zh_Hans/LC_MESSAGES/django.po"
    mo = po.with_suffix(".mo")
    old = polib.pofile(str(po)) if po.exists() else polib.POFile()
    parts, notes = fragments(root / "locale/parts")
    new, more = merge(collect(root / "src"), old, parts, take_parts=options.take_parts)
    found = list(faults(new, root / "src"))
    text, compiled = f"{new}\n", new.to_binary()
    if options.check:
        for path, content in ((po, text.encode()), (mo, compiled)):
            if not path.exists() or path.read_bytes() != content:
                found.append(f"{path.relative_to(root)} is stale; run: make messages")
    else:
        po.parent.mkdir(parents=True, exist_ok=True)
        po.write_text(text, "utf-8")
        mo.write_bytes(compiled)
    for line in [*(f"note: {note}" for note in notes + more), *found]:
        print(line)
    done = sum(is_translated(entry) for entry in new)
    print(f"{done} of {len(new)} texts are translated, {len(found)} faults")
    return 1 if found and options.check else 0


if __name__ == "__main__":
    settings.configure(USE_I18N=True)
    sys.exit(main(ROOT, *sys.argv[1:]))
