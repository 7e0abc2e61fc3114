"""The README's lists are those of the house."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
FLOORS = {"reckoning", "work", "institution", "base"}


def test_the_map_shows_every_room_and_no_other():
    shown, floor = set(), ""
    for first, second in re.findall(r"^\| (?:`(\w+)`)? ?\| (?:`(\w+)`)? ?\|", README, re.M):
        floor = first or floor
        shown.add(f"{floor}/{second}" if second else floor)
    house = ROOT / "src/lianxin"
    built = {path.name for path in house.iterdir() if (path / "__init__.py").exists()} - FLOORS
    for floor in FLOORS:
        built |= {f"{floor}/{path.parent.name}" for path in (house / floor).glob("*/__init__.py")}
    assert shown == built


def test_every_command_is_listed_and_no_other():
    makefile = (ROOT / "Makefile").read_text("utf-8")
    commands = set(re.findall(r"^([a-z]+):.*##", makefile, re.M)) - {"help"}
    assert set(re.findall(r"^\| `make (\w+)`", README, re.M)) == commands
