"""Nothing that was typed is lost: not by leaving, not when the session ends, nor scriptless."""

import re
import sqlite3
from pathlib import Path

import axe_playwright_python
import pytest

from tests.e2e.conftest import DESK, PASSWORD, PHONE, Window

pytestmark = pytest.mark.e2e

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NEW = "/suggestions/new/"
WORDS = "桥封了以后，王老汉去不了镇上的医院；建议先开一趟便民车，再把桥修好。"
TITLE = "关于开通上游各村便民车的建议"


@pytest.fixture
def device(chromium, site):
    """A device of its own, on which somebody signs in; what is kept is given up at the end."""
    opened = []

    def sign_in(account="shen", screen=None):
        opened.append(Window(chromium, site, account, screen))
        return opened[-1]

    yield sign_in
    for each in opened:
        each.context.close()
    with sqlite3.connect(Path(site.env["LIANXIN_HOME"]) / "lianxin.sqlite3", timeout=20) as book:
        book.execute("delete from drafts_draft")


def write(window, path=NEW, **fields):
    window.go(path)
    for name, words in (fields or {"title": TITLE, "body": WORDS}).items():
        window.page.fill(f"main [name={name}]", words)


def stands_in(window, path=NEW, name="body"):
    window.go(path)
    return window.page.input_value(f"main [name={name}]")


def save_now(window):
    """What the clock does every ten seconds, at once."""
    with window.page.expect_response("**/drafts/"):
        window.page.evaluate("dispatchEvent(new Event('online'))")


def end_session(window):
    """As the server does when it is over."""
    key = next(c["value"] for c in window.context.cookies() if c["name"] == "sessionid")
    home = Path(window.site.env["LIANXIN_HOME"])
    with sqlite3.connect(home / "lianxin.sqlite3", timeout=20) as book:
        gone = book.execute("delete from django_session where session_key = ?", [key]).rowcount
    assert gone == 1


def sign_in_here(page, account="shen"):
    page.fill("[name=username]", account)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")


def case_shown(page):
    shown = page.locator("[data-draft-case]:visible")
    return [each.get_attribute("data-draft-case") for each in shown.all()]


def test_within_ten_seconds_it_is_kept_and_stands_on_another_device(device):
    desk = device()
    write(desk)
    saved = desk.page.locator("[data-draft-words]", has_text=re.compile(r"^\d\d:\d\d 已保存$"))
    saved.wait_for(timeout=15_000)
    phone = device(screen=PHONE)
    assert stands_in(phone) == WORDS
    assert re.search(r"已恢复 \d\d:\d\d 保存的草稿。", phone.text())
    for each in (desk, phone):
        assert each.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_leaving_the_page_keeps_it_and_nobody_else_finds_it(device):
    one = device()
    write(one)
    one.page.locator("main .crumbs a").first.click()
    one.page.wait_for_url("**/suggestions/")
    one.page.wait_for_timeout(300)
    assert stands_in(one) == WORDS
    assert stands_in(device("lu")) == ""


def test_once_sent_it_is_gone(device):
    one = device()
    write(one)
    save_now(one)
    one.page.locator("button[value=keep]").click()
    one.page.wait_for_url(re.compile(r"/suggestions/\d+/$"))
    assert WORDS in one.text()
    assert stands_in(one) == ""


def test_giving_it_up_is_asked_once_and_then_it_is_gone(device):
    one = device()
    write(one)
    save_now(one)
    one.go(NEW)
    one.page.click("text=放弃草稿")
    one.page.click("text=不放弃，接着写")
    assert one.page.input_value("[name=body]") == WORDS
    one.page.click("text=放弃草稿")
    one.page.click("button:has-text('放弃草稿')")
    one.page.wait_for_url(f"**{NEW}")
    assert one.page.input_value("[name=body]") == ""
    assert "已恢复" not in one.text()


def test_sent_after_the_session_ended_the_text_stands_there_after_signing_in(device):
    one = device()
    write(one)
    end_session(one)
    one.page.locator("button[value=submit]").click()
    one.page.wait_for_url("**/sign-in/**")
    assert "您写的内容已经存为草稿" in one.page.inner_text("body")
    sign_in_here(one.page)
    one.page.wait_for_url(f"**{NEW}")
    assert [one.page.input_value(f"[name={name}]") for name in ("title", "body")] == [TITLE, WORDS]
    one.page.locator("button[value=keep]").click()
    one.page.wait_for_url(re.compile(r"/suggestions/\d+/$"))
    assert WORDS in one.text()


def test_a_page_left_open_waits_for_the_sign_in_and_goes_on(device):
    one = device()
    write(one)
    end_session(one)
    save_now(one)
    assert case_shown(one.page) == ["ended"]
    one.page.locator("button[value=keep]").click()  # not lost: it stays, and asks to sign in
    assert one.page.input_value("[name=body]") == WORDS
    with one.context.expect_page() as opened:
        one.page.click("a:has-text('在新窗口登录')")
    second = opened.value
    sign_in_here(second)
    second.wait_for_url("**/drafts/")
    assert "请回到刚才写内容的窗口" in second.inner_text("main")
    second.close()
    one.page.fill("[name=body]", WORDS + "（补）")
    save_now(one)
    one.page.locator("[data-draft-words]", has_text="已保存").wait_for()
    assert case_shown(one.page) == []
    one.page.locator("button[value=keep]").click()
    one.page.wait_for_url(re.compile(r"/suggestions/\d+/$"))
    assert WORDS + "（补）" in one.text()


def test_another_person_who_signs_in_meanwhile_gets_nothing(device):
    one = device()
    write(one)
    end_session(one)
    save_now(one)
    with one.context.expect_page() as opened:
        one.page.click("a:has-text('在新窗口登录')")
    sign_in_here(opened.value, "lu")
    opened.value.wait_for_url("**/drafts/")
    opened.value.close()
    save_now(one)
    one.page.locator("[data-draft-case=other]").wait_for()
    assert one.page.input_value("[name=body]") == WORDS
    assert stands_in(device("lu")) == ""


def test_without_a_net_it_says_so_and_saves_when_there_is_one(device):
    one = device()
    write(one)
    one.context.set_offline(True)
    one.page.evaluate("dispatchEvent(new Event('online'))")
    one.page.locator("[data-draft-case=offline]").wait_for()
    one.context.set_offline(False)
    one.page.locator("[data-draft-words]", has_text="已保存").wait_for()
    assert case_shown(one.page) == []


def test_without_scripts_a_button_keeps_it_and_stays(chromium, site, device):
    device()
    plain = Window(chromium, site, "shen", {**DESK, "java_script_enabled": False})
    write(plain)
    plain.page.click("button:has-text('暂存草稿')")
    plain.page.wait_for_url(f"**{NEW}")
    assert "草稿已存好" in plain.page.inner_text("body")
    assert plain.page.input_value("[name=body]") == WORDS
    plain.context.close()


def test_a_resident_on_a_machine_of_ours_leaves_nothing_in_it(device):
    officer = device("station")
    officer.go("/say/")
    officer.page.fill("[name=body]", WORDS)
    officer.page.wait_for_timeout(1000)
    assert officer.page.evaluate("localStorage.length") == 0


@pytest.mark.parametrize("screen", [DESK, PHONE])
def test_a_restored_form_shuts_nobody_out(device, screen):
    one = device(screen=screen)
    write(one)
    save_now(one)
    one.go(NEW)
    one.page.evaluate(
        "document.querySelectorAll('[data-draft-case]').forEach(e => e.hidden = false)"
    )
    one.page.evaluate(AXE)
    found = one.page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    wide = one.page.evaluate("document.documentElement.scrollWidth - innerWidth")
    faults = [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]
    assert (faults, wide <= 0, one.faults) == ([], True, [])
