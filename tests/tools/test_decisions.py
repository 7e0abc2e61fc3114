"""Every library that was chosen has a page that says why."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_every_dependency_is_decided_and_no_decision_is_orphaned():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = project["project"]["dependencies"] + project["dependency-groups"]["dev"]
    chosen = {re.match(r"[a-z0-9-]+", line)[0] for line in wanted}
    pages = [path.read_text("utf-8") for path in (ROOT / "docs/decide").glob("*.md")]
    lines = re.findall(r"^Libraries: (.+)$", "\n".join(pages), re.M)
    assert set(re.findall(r"`([a-z0-9-]+)`", " ".join(lines))) == chosen


def test_the_locks_know_neither_the_machine_nor_the_registry():
    for lock in ("requirements.lock", "requirements-dev.lock"):
        lines = (ROOT / lock).read_text("utf-8").splitlines()
        wrong = [line for line in lines if re.search(r"://|^--|^-[a-z] | /", line)]
        assert wrong == []
