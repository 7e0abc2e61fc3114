"""Every setting is explained, and no explanation is orphaned."""

import re
from pathlib import Path

from lianxin.config.declared import SETTINGS, Setting

PAGE = Path(__file__).parents[2] / "docs/operate/settings.md"


def test_every_setting_is_explained_and_no_explanation_is_orphaned():
    headings = re.findall(r"^### (\w+)$", PAGE.read_text("utf-8"), re.M)
    assert sorted(headings) == sorted(setting.name for setting in SETTINGS)


def test_a_value_takes_the_type_of_its_default(monkeypatch):
    monkeypatch.setenv("LX_FLAG", "yes")
    monkeypatch.setenv("LX_NUMBER", "9000")
    assert Setting("LX_FLAG", False, "").read() is True
    assert Setting("LX_NUMBER", 8000, "").read() == 9000
    assert Setting("LX_ABSENT", "x", "").read() == "x"
