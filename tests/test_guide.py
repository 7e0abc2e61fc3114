"""The user guide names only buttons that are there, in both languages, for the same readers."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).parents[1]
GUIDE = ROOT / "docs/use"
TEXTS = polib.pofile(str(ROOT / "locale/zh_Hans/LC_MESSAGES/django.po"))


def words(entry):
    """What a text is in English, and in Chinese."""
    said = [entry.msgstr] if entry.msgstr else list(entry.msgstr_plural.values())
    return {"en": [entry.msgid, entry.msgid_plural], "zh-Hans": said}


def bold(page):
    return [" ".join(found.split()) for found in re.findall(r"\*\*(.+?)\*\*", page, re.S)]


@pytest.mark.parametrize("language", ["zh-Hans", "en"])
def test_every_button_of_the_guide_is_one_of_the_platform(language):
    known = {word for entry in TEXTS for word in words(entry)[language]}
    named = {word for page in (GUIDE / language).glob("*.md") for word in bold(page.read_text())}
    assert named - known == set()


def test_both_languages_have_the_same_pages():
    pages = {
        language: {page.name for page in (GUIDE / language).glob("*.md")}
        for language in ("zh-Hans", "en")
    }
    assert pages["zh-Hans"] == pages["en"]


def test_the_readme_leads_to_every_page():
    readme = (ROOT / "README.md").read_text()
    assert [p.name for p in sorted((GUIDE / "en").glob("*.md")) if p.name not in readme] == []
