"""The door in a real browser: an app, a passkey as one step and as two, pages for everybody."""

import re
import sqlite3
from pathlib import Path

import axe_playwright_python
import pytest

from tests.e2e.conftest import PASSWORD, PHONE, Window
from tests.factories.door import code_of

pytestmark = pytest.mark.e2e
AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
HARDWARE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def door(chromium, site):
    """A window with a passkey of its own; passkeys want a name, not a number, of a machine."""
    window = Window(chromium, site)
    window.base = site.base.replace("127.0.0.1", "localhost")
    machine = window.context.new_cdp_session(window.page)
    machine.send("WebAuthn.enable")
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": HARDWARE})
    yield window
    window.context.close()
    home = Path(site.env["LIANXIN_HOME"])
    with sqlite3.connect(home / "lianxin.sqlite3", timeout=20) as book:
        book.execute("delete from mfa_authenticator")  # the walk signs in by one step


def knock(window, account, onward="/desk/"):
    window.context.clear_cookies()
    window.page.goto(f"{window.base}/sign-in/?next={onward}")
    window.page.fill("[name=username]", account)
    window.page.fill("[name=password]", PASSWORD)
    window.page.press("[name=password]", "Enter")


def test_a_passkey_is_both_steps_or_the_second(door):
    page = door.page
    knock(door, "school-head")
    page.wait_for_url("**/desk/**")
    page.goto(f"{door.base}/account/passkey/")
    page.fill("main [name=name]", "办公室电脑")
    page.click("main .btn--primary")
    page.wait_for_url("**/recovery-codes/**")
    door.context.clear_cookies()
    page.goto(f"{door.base}/sign-in/")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/desk/**")
    knock(door, "school-head", "/suggestions/")
    page.wait_for_url("**/sign-in/second/")
    page.click("form[data-passkey] button")
    page.wait_for_url("**/suggestions/**")
    assert door.faults == []


def test_an_app_s_code_is_the_second_step(door):
    page = door.page
    knock(door, "school")
    page.wait_for_url("**/desk/**")
    page.goto(f"{door.base}/account/second-step/")
    secret = re.search(r"(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}", door.text()).group().replace(" ", "")
    page.fill("main [name=code]", code_of(secret))
    page.click("main .btn--primary")
    page.wait_for_url("**/recovery-codes/**")
    code = re.search(r"\d{4} \d{4}", door.text()).group()
    knock(door, "school")
    page.wait_for_url("**/sign-in/second/")
    page.fill("main [name=code]", code)
    page.click("main .btn--primary")
    page.wait_for_url("**/desk/**")
    assert door.faults == []


@pytest.mark.parametrize(
    ("account", "address"),
    [
        ("office", "/account/"),
        ("office", "/account/second-step/"),
        ("office", "/account/passkey/"),
        ("office", "/stand-in/"),
        ("sys", "/keeping/seats/"),
        ("sys", "/keeping/seats/new/"),
        ("sec", "/keeping/door/"),
        ("audit", "/keeping/log/"),
        ("", "/sign-in/"),
    ],
)
def test_the_pages_are_open_to_everybody_s_senses(window, account, address):
    opened = window(account, PHONE)
    opened.go(address)
    opened.page.evaluate(AXE)
    found = opened.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    wide = opened.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    assert [(v["id"], v["nodes"][0]["html"][:120]) for v in found["violations"]] == []
    assert wide is False
