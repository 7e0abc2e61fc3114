"""What measuring and killing have in common: a server as a process group, and clients for it.

CPU is read from the kernel's account of every process of the group (and, on PostgreSQL, of the
cluster), ended children included; so a figure does not depend on how busy the machine is
otherwise, only on what was computed.
"""

import http.client
import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing
from http.cookies import SimpleCookie
from pathlib import Path
from typing import IO, NamedTuple
from urllib.parse import urlencode

TICKS = os.sysconf("SC_CLK_TCK")
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Answer(NamedTuple):
    """What a server said: status, where it sends the browser, and the page."""

    status: int
    location: str
    text: str


class Process(NamedTuple):
    """One line of the kernel's account."""

    pid: int
    parent: int
    session: int
    cpu: float  # seconds, with those of ended children


def processes() -> Iterator[Process]:
    """Every process there is."""
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = (folder / "stat").read_text()
        except OSError:  # it has ended meanwhile
            continue
        field = stat.rpartition(")")[2].split()  # from the third on; a name may hold blanks
        cpu = sum(map(int, field[11:15])) / TICKS
        yield Process(int(folder.name), int(field[1]), int(field[3]), cpu)


def free_port() -> int:
    """A port nobody listens on."""
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A server in a session of its own, so that it can be counted and ended as a whole."""

    def __init__(self, command: list[str], env: Mapping[str, str], log: Path) -> None:
        """Nothing runs yet; PORT in the environment says where it will listen."""
        self.command, self.env, self.log = command, dict(env), log
        self.port = int(self.env["PORT"])
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, ready: str = "/", within: float = 60) -> None:
        """Start, and return when a page is answered without a fault."""
        output: IO[bytes]
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command, env=self.env, stdout=output, stderr=output, start_new_session=True
            )
        deadline = time.monotonic() + within
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                break
            try:
                if Wire(self.port).get(ready).status < 500:
                    return
            except OSError:
                time.sleep(0.05)
        self.kill()
        raise RuntimeError(f"no server at {self.port}:\n{self.log.read_text('utf-8')[-2000:]}")

    def members(self) -> list[Process]:
        """The processes of the server's session."""
        assert self.process is not None
        return [process for process in processes() if process.session == self.process.pid]

    def kill(self) -> None:
        """End every process of the session at once, as a failing machine would."""
        if self.process is None:
            return
        while members := self.members():
            for member in members:
                try:
                    os.kill(member.pid, signal.SIGKILL)
                except ProcessLookupError:
                    continue
            self.process.poll()  # reaps the leader, or it would stay as a zombie
            time.sleep(0.01)
        self.process.wait()
        self.process = None

    def stop(self) -> None:
        """End it politely; what does not end in time is killed."""
        if self.process is not None:
            self.process.terminate()
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                pass
            finally:
                self.kill()

    def cpu(self) -> float:
        """CPU seconds so far, of the server and of its private PostgreSQL cluster."""
        return sum(process.cpu for process in self.members()) + cluster_cpu(self.env)

    def pss(self) -> tuple[int, float]:
        """How many web workers there are, and the memory they take together in MB."""
        members = self.members()
        parents = {process.parent for process in members}
        leaves = [process for process in members if process.pid not in parents]
        workers = [p for p in leaves if b"gunicorn" in Path(f"/proc/{p.pid}/cmdline").read_bytes()]
        return len(workers), sum(map(proportional, workers)) / 1024


def proportional(process: Process) -> int:
    """Memory of a process in kB, shared pages divided among those who share them."""
    rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    return int(re.search(r"^Pss:\s+(\d+)", rollup, re.M)[1])  # type: ignore[index]


def cluster_cpu(env: Mapping[str, str]) -> float:
    """CPU seconds so far of the cluster that the environment names, zero without one."""
    if env.get("DB") != "pg":
        return 0
    head = int(Path(env["PGDATA"], "postmaster.pid").read_text().split()[0])
    return sum(process.cpu for process in processes() if head in (process.pid, process.parent))


class Wire:
    """A browser of few words: one connection kept open, cookies, the token of a form."""

    def __init__(self, port: int, cookies: Mapping[str, str] | None = None) -> None:
        """Connects at the first request."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
        self.cookies = dict(cookies or {})
        self.token, self.last = "", time.monotonic()

    def get(self, path: str) -> Answer:
        """Ask for a page; a form on it leaves its token for the next `post`."""
        return self._ask("GET", path)

    def post(self, path: str, data: Mapping[str, object]) -> Answer:
        """Send a form with the token seen last."""
        body = urlencode({"csrfmiddlewaretoken": self.token} | dict(data), doseq=True)
        return self._ask("POST", path, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _ask(
        self, method: str, path: str, body: str | None = None, headers: Mapping[str, str] = {}
    ) -> Answer:
        if time.monotonic() - self.last > 1:  # the server lets an idle connection go
            self.connection.close()
        self.last = time.monotonic()
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        self.connection.request(method, path, body, {"Cookie": jar, **headers})
        response = self.connection.getresponse()
        text = response.read().decode("utf-8", "replace")
        for line in response.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: kept.value for name, kept in SimpleCookie(line).items()}
        if found := TOKEN.search(text):
            self.token = found[1]
        return Answer(response.status, response.headers.get("Location", ""), text)
