"""What is measured: a line for each operation, and how one is done.

An operation gets a browser (`get`, `post`), the scene that `load` made (see bench/load.py), and
a running number, so that a record is moved once only. It returns the answer; any status that is
not expected ends the run, since the cost of an error page is not worth knowing.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

from bench.harness import Answer


class Browser(Protocol):
    """What `Wire` (over HTTP) and `Inside` (in the process, counting queries) both can."""

    def get(self, path: str) -> Answer:
        """Ask for a page."""

    def post(self, path: str, data: Mapping[str, object]) -> Answer:
        """Send a form."""


Scene = dict[str, Any]


class Op(NamedTuple):
    """One operation: who does it, how often a round repeats it, and what it answers."""

    name: str
    seat: str  # a key of scene["cookies"]; "" is a visitor
    do: Callable[[Browser, Scene, int], Answer]
    repeat: int = 100
    status: int = 200
    form: str = ""  # a key of scene: the page whose form is sent, opened once beforehand


def read_list(browser: Browser, scene: Scene, _number: int) -> Answer:
    """The staff's list of twenty voices, with filters and counts."""
    return browser.get(scene["list"])


def read_case(browser: Browser, scene: Scene, _number: int) -> Answer:
    """A suggestion with thirty entries."""
    return browser.get(scene["case"])


def search(browser: Browser, scene: Scene, number: int) -> Answer:
    """The search of every page, newest first: words that many texts hold, and that few do."""
    return browser.get(scene["searches"][number % len(scene["searches"])])


def submit_voice(browser: Browser, scene: Scene, number: int) -> Answer:
    """A resident's voice by the public form."""
    words = f"这条路坏了很久，请来看看。{number}"
    return browser.post(scene["form"], scene["voice"] | {scene["voice_text"]: words})


def move_record(browser: Browser, scene: Scene, number: int) -> Answer:
    """One move on a record that waits for it."""
    return browser.post(scene["moves"][number], scene["move"])


OPS = (
    Op("list", "clerk", read_list),
    Op("case", "clerk", read_case),
    Op("search", "clerk", search),
    Op("submit", "", submit_voice, repeat=40, status=302, form="form"),
    Op("move", "officer", move_record, repeat=40, status=302, form="list"),
)
