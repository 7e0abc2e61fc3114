"""The parts of the measurement that can be wrong without being noticed."""

import os
from pathlib import Path

from bench.harness import processes
from bench.measure import Line, table
from tools import chaos


def test_the_account_of_this_process_is_read_rightly():
    own = next(process for process in processes() if process.pid == os.getpid())
    assert (own.parent, own.session) == (os.getppid(), os.getsid(0))
    assert 0 < own.cpu < sum(os.times()[:4]) + 0.05


def test_growth_compares_with_the_size_before():
    lines = [Line("list", 10_000, 4.0, 5.0, 7), Line("list", 100_000, 5.0, 6.25, 7)]
    assert list(table(lines))[2:] == [
        "| list | 10,000 | 4.00 | 5.0 | 7 |  |",
        "| list | 100,000 | 5.00 | 6.2 | 7 | ×1.25 |",
    ]


def test_the_yardstick_keeps_to_thirty_lines():
    text = Path("bench/hello/hello.py").read_text("utf-8")
    assert len([line for line in text.splitlines() if line.strip()]) <= 30


def test_lost_and_doubled_steps_are_both_found():
    found = chaos.Counter({"a": 1, "b": 2, "c": 1})
    assert chaos.verdict(["a", "b", "d"], found) == ["lost: d", "2 times: b"]
