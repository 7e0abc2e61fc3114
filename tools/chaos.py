"""Kill the server at random moments, and count what it had acknowledged.

    make chaos [DB=pg] [CHAOS="--kills 20 --seed 7"]

A writer walks through the pages without pause, as a person would: send a voice, move it on. When
a page has answered that a step is done, the step is written down as acknowledged. Meanwhile the
whole process group of the server (and its worker) is ended with SIGKILL at random moments and
started again. At the end each acknowledged step must be there exactly once, and what was not
acknowledged at most once. It is a process kill; loss of power is a matter of `synchronous`.
"""

import argparse
import http.client
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bench.harness import Server, Wire
from bench.measure import environment, hello_server

ROOT = Path(__file__).resolve().parents[1]
BROKEN = (OSError, http.client.HTTPException)  # what a client sees of a killed server


class Reading:
    """The smallest walk: reads the 30-line site; shows that killing and starting again work."""

    def __init__(self, home: Path) -> None:
        """The site with its one row."""
        self.server = hello_server(home)

    def steps(self, number: int) -> Iterator[str]:
        """A name for every step that the server acknowledged."""
        answer = Wire(self.server.port).get("/")
        if answer.text == '{"text": "hello"}':
            yield f"read {number}"

    def found(self, acknowledged: list[str]) -> Counter[str]:
        """How often each step is there; reading leaves nothing to look for."""
        return Counter(acknowledged)


class Walking:
    """The walk through Lianxin: a resident sends a voice, the station accepts it and answers."""

    def __init__(self, home: Path) -> None:
        """A small county, its web server and its worker."""
        env = environment(home, "lianxin_chaos")
        command = [sys.executable, "-m", "lianxin.config.command", "up"]
        self.server = Server(command, env, home / "lianxin.log")

    def steps(self, number: int) -> Iterator[str]:
        """A name for every step that the server acknowledged."""
        raise NotImplementedError("the walk is written when the pages are there")

    def found(self, acknowledged: list[str]) -> Counter[str]:
        """How often each step is in the database, unacknowledged ones included."""
        raise NotImplementedError("the count is written when the pages are there")


Walk = Reading | Walking


def walk_on(walk: Walk, acknowledged: list[str], over: threading.Event) -> None:
    """Walk after walk; one that the server's death interrupts is given up."""
    number = 0
    while not over.is_set():
        number += 1
        try:
            for step in walk.steps(number):
                acknowledged.append(step)
        except BROKEN:
            time.sleep(0.05)


def kill_and_start(walk: Walk, kills: int, chance: random.Random) -> list[str]:
    """The whole test; returns what was acknowledged."""
    acknowledged: list[str] = []
    over = threading.Event()
    writer = threading.Thread(target=walk_on, args=(walk, acknowledged, over))
    walk.server.start()
    try:
        writer.start()
        for kill in range(1, kills + 1):
            time.sleep(chance.uniform(0.3, 2))
            walk.server.kill()
            walk.server.start()
            print(f"\rkill {kill} of {kills}, {len(acknowledged)} acknowledged", end="", flush=True)
        time.sleep(1)
    finally:
        over.set()
        writer.join()
        print()
    return acknowledged


def verdict(acknowledged: list[str], found: Counter[str]) -> list[str]:
    """What is wrong: acknowledged and lost, or there more than once."""
    lost = [f"lost: {step}" for step in acknowledged if found[step] == 0]
    return lost + [f"{times} times: {step}" for step, times in found.items() if times > 1]


def main() -> int:
    """Run it; 0 when nothing was lost and nothing doubled."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=20)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--hello", action="store_true", help="try the test itself")
    options = parser.parse_args()
    if os.environ.get("DB") == "pg" and "PGDATA" not in os.environ:
        again = [sys.executable, "-m", "tools.chaos", *sys.argv[1:]]
        return subprocess.call([ROOT / "tools/postgres.sh", "--durable", *again])
    print(f"seed {options.seed}, {os.environ.get('DB', 'sqlite')}")
    with tempfile.TemporaryDirectory(prefix="lianxin-chaos.") as folder:
        walk: Walk = (Reading if options.hello else Walking)(Path(folder))
        try:
            acknowledged = kill_and_start(walk, options.kills, random.Random(options.seed))
            wrong = verdict(acknowledged, walk.found(acknowledged))
        finally:
            walk.server.kill()
    print(*wrong, f"{len(acknowledged)} acknowledged, {len(wrong)} wrong", sep="\n")
    return 1 if wrong or not acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
