"""A real server with its worker, a real browser, one window a role."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parents[2]
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
DESK = {"viewport": {"width": 1440, "height": 900}}
PASSWORD = "lianxin-2026"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Site:
    """The product as `make run` starts it, in a home of its own."""

    def __init__(self, home):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("DB", "PG"))},
            "LIANXIN_HOME": str(home),
            "LIANXIN_LANGUAGE": "zh-hans",
            "PORT": str(self.port),
            "PYTHONPATH": str(ROOT / "src"),
        }
        self.log = home / "server.log"

    def start(self):
        self.process = self.run_beside("up")
        for _try in range(600):
            try:
                urllib.request.urlopen(f"{self.base}/health/", timeout=1).close()
                return
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.1)
        raise AssertionError(self.log.read_text())

    def run_beside(self, *words):
        command = [sys.executable, "-m", "lianxin.config.command", *words]
        with self.log.open("ab") as out:
            return subprocess.Popen(command, env=self.env, stdout=out, stderr=out, cwd=ROOT)

    def lianxin(self, *words):
        """Run a command of the product to its end: (exit status, what it printed)."""
        command = [sys.executable, "-m", "lianxin.config.command", *words]
        done = subprocess.run(command, env=self.env, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    site = Site(tmp_path_factory.mktemp("home"))
    site.start()
    yield site
    site.stop()


@pytest.fixture(scope="session")
def chromium():
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        yield browser
        browser.close()


class Window:
    """One role's browser window: what a person does, in a few verbs."""

    def __init__(self, chromium, site, account="", screen=None):
        context = chromium.new_context(
            **(screen or DESK), locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(10_000)
        self.site, self.page, self.context = site, context.new_page(), context
        self.faults = []
        self.page.on("console", lambda m: self.faults.append(m.text) if m.type == "error" else None)
        if account:
            self.go("/sign-in/")
            self.page.fill("[name=username]", account)
            self.page.fill("[name=password]", PASSWORD)
            self.page.press("[name=password]", "Enter")
            self.page.wait_for_url("**/desk/**")

    def go(self, path):
        return self.page.goto(self.site.base + path)

    def fill(self, **fields):
        """Fill a form by the names of its fields, whatever kind of field each is."""
        for name, value in fields.items():
            found = self.page.locator(f"main [name={name}]")
            kind = found.first.evaluate("e => e.type || e.tagName")
            if kind == "radio":
                self.page.locator(f"main label:has([name={name}][value={value}])").click()
            elif kind == "checkbox" and value is True:
                found.check(force=True)
            elif kind == "checkbox":
                for each in value:
                    named = self.page.locator("main label", has_text=each)
                    named.locator(f"input[name={name}]").check(force=True)
            elif kind == "select-one":
                label = found.locator("option", has_text=value).first.inner_text()
                found.select_option(label=label.strip())
            else:
                found.fill(value)

    def send(self):
        self.page.locator(
            "main form .btn--primary:visible, main form .btn--danger:visible"
        ).last.click()
        self.page.wait_for_load_state()

    def move(self, ending, **fields):
        """Follow the button of a move, fill what it asks, and make it."""
        self.page.locator(f"main a[href$='{ending}/']").first.click()
        self.fill(**fields)
        self.send()
        return self

    def text(self):
        return self.page.locator("main").inner_text()

    def open_from_desk(self, words):
        """Find the record among what waits, as its seat would."""
        self.go("/desk/")
        self.page.locator("main a", has_text=words).first.click()
        self.page.wait_for_load_state()
        return self


@pytest.fixture(scope="module")
def window(chromium, site):
    """Open a role's window; once open it stays so, as on an office's desk."""
    opened = {}

    def open_window(account="", screen=None):
        key = (account, str(screen)) if account else object()
        if key not in opened:
            opened[key] = Window(chromium, site, account, screen)
        return opened[key]

    yield open_window
    for each in opened.values():
        each.context.close()
