"""
Every page that a role can reach by links, once: read by a checker of accessibility, zoomed, on a
phone in dark large print, in forced colours, and walked through with the Tab key.

A page is known by its route, so of a list's hundred records one is opened.
"""

from pathlib import Path
from urllib.parse import urlsplit

import axe_playwright_python
import pytest
from django.urls import Resolver404, resolve

from lianxin.demo.house import ACCOUNTS

pytestmark = pytest.mark.e2e

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
DESK, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
ZOOMED = {"width": 720, "height": 450}  # what is left of the desk at 200 %
LINKS = "[...document.querySelectorAll('a[href]')].map(link => link.href)"
BEYOND = "document.documentElement.scrollWidth - innerWidth"
SEEN_IN_FORCED_COLOURS = """
    [...document.querySelectorAll('main .btn, main input:not([type=hidden]), main select,'
        + ' main textarea')]
    .filter(each => each.checkVisibility({checkOpacity: true, checkVisibilityCSS: true}))
    .filter(each => !each.closest('.sr') && each.getBoundingClientRect().width > 2)
    .filter(each => { const style = getComputedStyle(each);
        return style.appearance === 'none' && parseFloat(style.borderTopWidth) === 0 })
    .map(each => each.outerHTML.slice(0, 120))
"""
FOCUS = """
    () => { const here = document.activeElement, style = getComputedStyle(here);
        if (here === document.body) return null;
        const seen = style.outlineStyle !== 'none' || style.boxShadow !== 'none'
            || getComputedStyle(here.parentElement).boxShadow !== 'none'
            || here.labels && [...here.labels].some(label =>
                getComputedStyle(label).outlineStyle !== 'none'
                || getComputedStyle(label).boxShadow !== 'none');
        return [here.outerHTML.slice(0, 120), seen, !!here.closest('main'),
            [...document.querySelectorAll('*')].indexOf(here)] }
"""
known: set[str] = set()  # routes that an account before has shown


def route_of(address, base):
    """The name of a page's route, or none if it is no page of ours or changes something."""
    parts = urlsplit(address)
    if not address.startswith(base) or parts.path.endswith((".docx", ".pdf", ".xlsx")):
        return None
    try:
        return resolve(parts.path).view_name
    except Resolver404:
        return None


def pages_of(window):
    """[(route, address)] of every new page that is reached by links, breadth first."""
    page, base = window.page, window.site.base
    ahead, found = [f"{base}/", f"{base}/desk/"], []
    seen = set()
    while ahead:
        address = ahead.pop(0)
        route = route_of(address, base)
        if route is None or route in seen:
            continue
        seen.add(route)
        try:
            answer = page.goto(address)
        except Exception as fault:
            if "ERR_ABORTED" in str(fault) or "Download is starting" in str(fault):
                continue  # a file, not a page
            raise
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        found.append((route, address, answer.status))
        ahead += page.evaluate(LINKS)
    return found


def checked(page):
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    return [(each["id"], each["nodes"][0]["html"][:200]) for each in found["violations"]]


def in_modes(window, elder, dark):
    cookies = {"elder": elder, "dark": dark}
    window.context.add_cookies(
        [
            {"name": name, "value": "1" if on else "0", "url": window.site.base}
            for name, on in cookies.items()
        ]
    )


def faults_of(window, address):
    """What is wrong with a page, by the way of looking at it."""
    page, faults = window.page, {}
    page.set_viewport_size(DESK)
    page.goto(address)
    faults["desk"] = checked(page)
    page.emulate_media(forced_colors="active")
    faults["forced colours"] = page.evaluate(SEEN_IN_FORCED_COLOURS)
    page.emulate_media(forced_colors="none")
    page.set_viewport_size(ZOOMED)
    faults["zoomed"] = page.evaluate(BEYOND)
    page.set_viewport_size(PHONE)
    in_modes(window, elder=True, dark=True)
    page.goto(address)
    faults["phone, large print, dark"] = checked(page)
    faults["wider than the phone"] = page.evaluate(BEYOND)
    in_modes(window, elder=False, dark=False)
    return {way: fault for way, fault in faults.items() if fault}


def walked(page, address):
    """With Tab alone: what has no visible focus, and whether the main part is reached."""
    page.set_viewport_size(DESK)
    page.goto(address)
    unseen, inside, before = [], False, []
    for _press in range(60):
        page.keyboard.press("Tab")
        here = page.evaluate(FOCUS)
        if here is None:
            break
        before.append(here[3])
        assert len(set(before[-12:])) > 1 or len(before) < 12, f"Tab stays in {here[0]}"
        unseen += [here[0]] if not here[1] else []
        inside = inside or here[2]
        if inside and len(unseen) > 2:
            break
    return unseen, inside


@pytest.mark.parametrize("account", ["", *(name for name, *_rest in ACCOUNTS)])
def test_every_page_can_be_used_by_everybody(window, account):
    opened = window(account)
    faults = {}
    for route, address, status in pages_of(opened):
        if route in known:
            continue
        known.add(route)
        found = faults_of(opened, address)
        unseen, inside = walked(opened.page, address)
        found |= {"no focus seen": unseen} if unseen else {}
        found |= (
            {}
            if inside or not opened.page.locator("main a, main button").count()
            else {"main": "not reached by Tab"}
        )
        found |= {"status": status} if status != 200 else {}
        if found:
            faults[route, urlsplit(address).path] = found
    assert faults == {}


def test_most_pages_of_the_house_were_looked_at():
    assert len(known) >= 40
