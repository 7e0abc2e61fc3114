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

import django
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
    """
    The walk through Lianxin: a resident speaks, the station takes it up, the deputy answers.

    A step that was acknowledged must be there once, with the line in the deputy's file and the
    notice in the deputy's inbox that belong to it.
    """

    def __init__(self, home: Path) -> None:
        """A small county, its web server and its worker."""
        self.env = environment(home, "lianxin_chaos")
        command = [sys.executable, "-m", "lianxin.config.command", "up"]
        self.server = Server(command, self.env, home / "lianxin.log")
        self.seats: dict[str, dict[str, str]] = {}

    def _know(self) -> None:
        """Look into the same database: who signs in how, and where things are."""
        os.environ.update(self.env)
        django.setup()
        from bench.load import signed_in  # noqa: PLC0415 -- after setup

        from lianxin.institution.congress.models import Region, Seat  # noqa: PLC0415 -- same

        for account in ("station", "shen"):
            seat = Seat.objects.select_related("user").get(user__username=account)
            self.seats[account] = signed_in(seat)
            self.deputy = seat  # the last one
        self.village = Region.objects.get(name="石滩村").pk

    def steps(self, number: int) -> Iterator[str]:
        """A name for every step that the server acknowledged."""
        if not self.seats:
            self._know()
        from lianxin.work.voices.queries import by_code  # noqa: PLC0415 -- after setup

        words = {"body": f"这条路坏了很久，请来看看。{number}", "region": self.village}
        visitor = Wire(self.server.port)
        visitor.get("/say/")
        answer = visitor.post("/say/", words | {"naming": "deputy", "phone": "13900000000"})
        if answer.status != 302:
            raise OSError(answer.status)
        code = answer.location.split("/")[2]
        yield f"said {code}"
        pk = by_code(code).pk
        take_up = {"category": "道路", "mandate": self.deputy.mandate_id}
        yield from self._move("station", pk, "take_up", take_up)
        yield f"reminder {pk}"
        yield from self._move("shen", pk, "answer_on_spot", {"result": "已经看过，本周修好。"})
        yield from self._move("shen", pk, "feed_back", {"answer": "本周修好。"})
        yield f"line {pk}"

    def _move(self, account: str, pk: int, move: str, data: dict[str, object]) -> Iterator[str]:
        browser = Wire(self.server.port, self.seats[account])
        browser.get(f"/voices/{pk}/{move}/")
        if browser.post(f"/voices/{pk}/{move}/", data).status != 302:
            raise OSError(move)
        yield f"{move} {pk}"

    def found(self, acknowledged: list[str]) -> Counter[str]:
        """How often each step is in the database, unacknowledged ones included."""
        from lianxin.base.facts.models import Fact  # noqa: PLC0415 -- after setup
        from lianxin.base.notices.models import Notice  # noqa: PLC0415 -- after setup
        from lianxin.base.records.commands import drain  # noqa: PLC0415 -- after setup
        from lianxin.base.records.models import Entry  # noqa: PLC0415 -- after setup
        from lianxin.base.records.queries import cells_of_the_book, verify  # noqa: PLC0415
        from lianxin.work.voices.queries import by_code  # noqa: PLC0415 -- after setup

        drain([])
        found: Counter[str] = Counter()
        moves = Entry.objects.filter(subject_type="voices.voice")
        for move, pk in moves.values_list("move", "subject_id"):
            found[f"{move} {pk}"] += 1
        lines = Fact.objects.filter(kind="voice.fed_back", source_type="voices.voice")
        for pk in lines.values_list("source_id", flat=True):
            found[f"line {pk}"] += 1
        mine = Notice.objects.filter(
            seat_id=self.deputy.pk, move="take_up", root_type="voices.voice"
        )
        for pk in mine.values_list("root_id", flat=True):
            found[f"reminder {pk}"] += 1
        for step in acknowledged:
            if step.startswith("said "):
                found[step] += by_code(step.removeprefix("said ")) is not None
        for cell in cells_of_the_book():
            found["broken chain"] += 0 if verify(cell).whole else 2
        return found


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
