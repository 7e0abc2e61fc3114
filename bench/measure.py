"""CPU per request, in milliseconds and in multiples of a 30-line site measured beside it.

    make bench [DB=pg] [BENCH="--sizes 10000 100000 --rounds 7 --only list case"]

For each size a server is started as in production, the scene of bench/load.py is loaded, and the
operations of bench/ops.py are done in rounds by one client on one open connection; a round of
the 30-line site (bench/hello) belongs to every round, and a ratio is taken inside its round. The
table shows medians. With DB=pg everything runs on a throw-away cluster that waits for the disk
as in production, and its processes are counted in.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from statistics import median
from typing import NamedTuple

import psycopg
from bench.harness import Server, Wire, free_port
from bench.ops import OPS, Op, Scene

ROOT = Path(__file__).resolve().parents[1]
HELLO = Op("hello", "", lambda browser, _scene, _number: browser.get("/"), repeat=300)
GUNICORN = ["-m", "gunicorn", "--worker-class=gthread", "--workers=2", "--threads=8"]


class Line(NamedTuple):
    """One line of the table."""

    op: str
    size: int
    cpu: float
    ratio: float
    queries: int


class Runner:
    """Repeats one operation against one server, going on counting from round to round."""

    def __init__(self, op: Op, server: Server, scene: Scene) -> None:
        """Sign in with the scene's cookie and open the form that will be sent."""
        self.op, self.server, self.scene, self.number = op, server, scene, 0
        self.browser = Wire(server.port, scene.get("cookies", {}).get(op.seat))
        if op.form:
            self.browser.get(scene[op.form])

    def once(self) -> None:
        """Do it, and insist on the answer."""
        answer = self.op.do(self.browser, self.scene, self.number)
        self.number += 1
        if answer.status != self.op.status:
            raise SystemExit(f"{self.op.name}: answered {answer.status}\n{answer.text[:2000]}")

    def round(self) -> float:
        """CPU milliseconds of one, over a round of many."""
        before = self.server.cpu()
        for _ in range(self.op.repeat):
            self.once()
        return (self.server.cpu() - before) * 1000 / self.op.repeat


def environment(home: Path, database: str) -> dict[str, str]:
    """The environment of one server: a folder, a database and a port of its own."""
    env = dict(os.environ) | {"PORT": str(free_port()), "PYTHONPATH": str(ROOT / "src")}
    folder = home / database
    folder.mkdir()
    env |= {"LIANXIN_HOME": str(folder), "DJANGO_SETTINGS_MODULE": "lianxin.config.settings"}
    env["LIANXIN_SENDS"] = "0"  # one address sends more here than a county does in a year
    if env.get("DB") == "pg":
        with psycopg.connect(f"dbname={env['PGDATABASE']}", autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {database}")  # a name of ours, from below
        env["PGDATABASE"] = database
    return env


def hello_server(home: Path) -> Server:
    """The 30-line site, ready to start."""
    env = environment(home, "hello")
    subprocess.run([sys.executable, "bench/hello/hello.py", "init"], env=env, check=True, cwd=ROOT)
    bind = ["--chdir=bench/hello", f"--bind=127.0.0.1:{env['PORT']}", "hello:application"]
    return Server([sys.executable, *GUNICORN, *bind], env, home / "hello.log")


def lianxin_server(home: Path, size: int) -> tuple[Server, Scene]:
    """Lianxin with so many voices, ready to start, and where to go."""
    env = environment(home, f"lianxin_{size}")
    load = [sys.executable, "-m", "bench.load", str(size)]
    made = subprocess.run(load, env=env, check=True, cwd=ROOT, capture_output=True, text=True)
    command = [sys.executable, "-m", "lianxin.config.command", "serve"]
    return Server(command, env, home / f"lianxin_{size}.log"), json.loads(made.stdout)


def count(server: Server, scene: Scene, op: Op) -> int:
    """SQL queries of one operation, done inside a process (bench/inside.py)."""
    asked = json.dumps({"op": op.name, "scene": scene})
    inside = [sys.executable, "-m", "bench.inside"]
    made = subprocess.run(
        inside, env=server.env, check=True, cwd=ROOT, input=asked, stdout=subprocess.PIPE, text=True
    )
    return int(made.stdout)


def rounds(
    hello: Runner, runners: list[Runner], size: int, repeat: int, queries: dict[str, int]
) -> Iterator[Line]:
    """Warm up, then go round and round; medians at the end."""
    spent: dict[str, list[float]] = {runner.op.name: [] for runner in [hello, *runners]}
    for turn in range(repeat + 1):
        for runner in [hello, *runners]:
            cpu = runner.round()
            if turn:  # the first one warmed up
                spent[runner.op.name].append(cpu)
    for runner in [hello, *runners]:
        own = spent[runner.op.name]
        ratio = median(mine / its for mine, its in zip(own, spent["hello"], strict=True))
        yield Line(runner.op.name, size, median(own), ratio, queries[runner.op.name])


def table(lines: list[Line]) -> Iterator[str]:
    """The lines in Markdown; growth compares with the size before."""
    yield "| Operation | Voices | CPU ms | ÷ hello | SQL | growth |"
    yield "| --- | ---: | ---: | ---: | ---: | ---: |"
    before: dict[str, Line] = {}
    for line in lines:
        grown = f"×{line.cpu / before[line.op].cpu:.2f}" if line.op in before else ""
        before[line.op] = line
        row = f"| {line.op} | {line.size:,} | {line.cpu:.2f} | {line.ratio:.1f} | {line.queries} "
        yield f"{row}| {grown} |"


def measure(home: Path, sizes: list[int], repeat: int, only: list[str]) -> Iterator[Line]:
    """All lines, size after size; memory is printed on the way."""
    with ExitStack() as stack:
        site = hello_server(home)
        stack.callback(site.stop)
        site.start()
        if not sizes:  # the yardstick alone
            yield from rounds(Runner(HELLO, site, {}), [], 0, repeat, {"hello": 1})
        for size in sizes:
            server, scene = lianxin_server(home, size)
            stack.callback(server.stop)
            server.start()
            ops = [op for op in OPS if op.name in only]
            queries = {"hello": 1} | {op.name: count(server, scene, op) for op in ops}
            runners = [Runner(op, server, scene) for op in ops]
            yield from rounds(Runner(HELLO, site, {}), runners, size, repeat, queries)
            say_memory(f"Lianxin, {size:,} voices", server)
            server.stop()
        say_memory("hello", site)


def say_memory(name: str, server: Server) -> None:
    """One line about the workers' memory."""
    workers, memory = server.pss()
    print(f"{name}: {workers} workers, {memory:.0f} MB PSS together")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 100_000])
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--only", nargs="*", default=[op.name for op in OPS])
    options = parser.parse_args()
    if os.environ.get("DB") == "pg" and "PGDATA" not in os.environ:
        again = [sys.executable, "-m", "bench.measure", *sys.argv[1:]]
        os.execv(ROOT / "tools/postgres.sh", ["postgres.sh", "--durable", *again])
    with tempfile.TemporaryDirectory(prefix="lianxin-bench.") as folder:
        lines = list(measure(Path(folder), options.sizes, options.rounds, options.only))
    print("", *table(lines), sep="\n")


if __name__ == "__main__":
    main()
