"""The pages for whoever runs the machine: both languages, every setting, every command."""

import re
from pathlib import Path

import pytest

from lianxin.config.command import found
from lianxin.config.declared import SETTINGS

OPERATE = Path(__file__).parents[2] / "docs/operate"
LANGUAGES = {"en": OPERATE, "zh-Hans": OPERATE / "zh-Hans"}
IN_BOTH = ("backup", "commands", "install", "messages", "settings", "tls", "upgrade")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_setting_is_explained(language):
    page = (LANGUAGES[language] / "settings.md").read_text("utf-8")
    assert sorted(re.findall(r"^### (\w+)$", page, re.M)) == sorted(each.name for each in SETTINGS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_named(language):
    page = (LANGUAGES[language] / "commands.md").read_text("utf-8")
    listed = set()
    for words in re.findall(r"^    \./lianxin ([a-z|\- ]+[a-z])", page, re.M):
        first, *rest = words.split()
        listed |= {first} | {f"{first} {each}" for part in rest for each in part.split("|")}
    assert sorted(name for name in found() if name not in listed) == []


@pytest.mark.parametrize("name", IN_BOTH)
def test_a_page_is_there_in_both_languages_with_the_same_headings(name):
    levels = [
        re.findall(r"^(#+) ", (folder / f"{name}.md").read_text("utf-8"), re.M)
        for folder in LANGUAGES.values()
    ]
    assert levels[0] == levels[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_that_is_linked_to_is_there(language):
    astray = set()
    for page in LANGUAGES[language].glob("*.md"):
        for target in re.findall(r"\]\(([\w./-]+\.md)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                astray.add(f"{page.name} → {target}")
    assert astray == set()
