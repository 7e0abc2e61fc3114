"""Counts the SQL queries of one operation by doing it inside a process, on the same database.

Reads {"op": name, "scene": …} from standard input and prints the number. The operation is done
once beforehand, so that what a worker asks only once in its life is not counted.
"""

import json
import sys
from collections.abc import Mapping

import django
from bench.harness import Answer
from bench.ops import OPS


class Inside:
    """Django's test client in the shape of a `Browser`."""

    def __init__(self, cookies: Mapping[str, str]) -> None:
        """Sign in with the scene's cookie."""
        from django.test import Client  # noqa: PLC0415 -- after setup

        self.client = Client(headers={"host": "127.0.0.1"})
        for name, value in cookies.items():
            self.client.cookies[name] = value

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._answer(self.client.get(path))

    def post(self, path: str, data: Mapping[str, object]) -> Answer:
        """Send a form; the test client asks for no token."""
        return self._answer(self.client.post(path, data))

    @staticmethod
    def _answer(response) -> Answer:
        text = response.content.decode("utf-8", "replace")
        return Answer(response.status_code, response.headers.get("Location", ""), text)


def main() -> None:
    """Warm up, count, print."""
    django.setup()
    from django.db import connection  # noqa: PLC0415 -- after setup
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415 -- after setup

    asked = json.load(sys.stdin)
    scene = asked["scene"]
    op = next(op for op in OPS if op.name == asked["op"])
    browser = Inside(scene.get("cookies", {}).get(op.seat, {}))
    op.do(browser, scene, -1)  # counted from the end: the measurement starts at the beginning
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = op.do(browser, scene, -2)
    if answer.status != op.status:
        raise SystemExit(f"{op.name}: answered {answer.status}\n{answer.text[:2000]}")
    print(len(queries))


if __name__ == "__main__":
    main()
