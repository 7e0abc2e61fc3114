"""Shells, error pages and assets: they stand alone, keep the strict policy and weigh little."""

import gzip
import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string
from django.utils import translation

from lianxin.base.ui import bundle, gallery
from lianxin.base.ui.components import icons

UI = Path(bundle.__file__).parent
SHELLS = ["ui/public.html", "ui/deputy.html", "ui/staff.html"]
ERRORS = ["400.html", "403.html", "404.html", "409.html", "422.html", "500.html"]
INLINE = re.compile(r"""\sstyle=|\son\w+=["']|<style|<script(?![^>]*\ssrc=)|javascript:""")


PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture(autouse=True)
def _in_english(monkeypatch, settings):
    settings.STORAGES = PLAIN
    monkeypatch.setattr(
        "lianxin.base.ui.components.fields.reverse", lambda route, args: f"/{args[1]}/"
    )
    with translation.override("en"):
        yield


def the_gallery(rf, shell):
    context = gallery.samples() | {"shell_template": shell, "request": rf.get("/here/?page=2")}
    return render_to_string("ui/gallery.html", context)


@pytest.mark.parametrize("name", [*SHELLS, *ERRORS, "ui/sign_in.html", "ui/refused.html"])
def test_a_page_stands_without_any_context(name):
    page = render_to_string(name)
    assert (page.count("<main "), page.count("</html>")) == (1, 1)


@pytest.mark.parametrize("name", SHELLS)
def test_the_policy_finds_nothing_inline_on_a_page_with_every_component(rf, name):
    assert INLINE.findall(the_gallery(rf, name)) == []


def test_the_page_of_a_move_says_what_it_is_about_and_what_stands_against_it(monkeypatch):
    waits = SimpleNamespace(label="Waits", tone="wait", code="a")
    lifecycle = SimpleNamespace(state=lambda code: waits)
    monkeypatch.setattr("lianxin.base.ui.components.atoms._lifecycle_of", lambda kind: lifecycle)
    context = {
        "record": SimpleNamespace(state="a", get_absolute_url="/7/"),
        "move": SimpleNamespace(label="Send the reply", tone="primary"),
        "form": gallery.SampleForm({"title": "x"}),
        "reasons": ["Talk first."],
    }
    page = render_to_string("ui/move.html", context)
    form = page[page.index('<form method="post" class="card') :]
    assert ("<h1>Send the reply</h1>" in page, "<p>Talk first.</p>" in page) == (True, True)
    assert form.index('id="errors"') < form.index('name="title"')
    assert re.findall(r'class="(btn[^"]*)"[^>]*>(?:<svg.*?</svg>)?([^<]+)<', form)[:2] == [
        ("btn btn--primary btn--lg", "Send the reply"),
        ("btn btn--quiet btn--lg", "Back, change nothing"),
    ]


@pytest.mark.parametrize(
    ("cookies", "found"),
    [
        ({}, ""),
        ({"elder": "1"}, ' class="elder"'),
        ({"elder": "1", "dark": "1"}, ' class="elder dark"'),
        ({"elder": "0"}, ""),
    ],
)
def test_the_modes_come_from_the_cookies(cookies, found):
    page = render_to_string("ui/public.html", {"request": SimpleNamespace(COOKIES=cookies)})
    assert re.search(r"<html lang=\"en\"([^>]*)>", page)[1] == found


def test_the_side_bar_groups_marks_and_counts():
    nav = [
        {"label": "Desk", "url": "/a/", "icon": "inbox", "count": 0, "current": True},
        {"label": "Late", "url": "/b/", "count": 6, "hot": True, "group": "Oversight"},
    ]
    page = render_to_string("ui/staff.html", {"nav": nav})
    side = page[page.index('id="menu"') : page.index("</aside>")]
    assert re.findall(r'href="(/./)"( aria-current="page")?', side) == [
        ("/a/", ' aria-current="page"'),
        ("/b/", ""),
    ]
    assert re.findall(r'class="side__(?:n|h)[^>]*>([^<]+)<', side) == ["0", "Oversight", "6"]


@pytest.mark.parametrize(("length", "tabs"), [(3, 3), (5, 5), (9, 5)])
def test_the_tab_bar_holds_five_and_leads_to_the_rest(length, tabs):
    nav = [{"label": f"n{n}", "url": f"/{n}/"} for n in range(length)]
    page = render_to_string("ui/staff.html", {"nav": nav})
    bar = page[page.index('class="tabbar') : page.index('<div class="app">')]
    assert (bar.count("<a "), 'href="#menu"' in bar) == (tabs, length > 5)


def test_a_person_with_two_seats_can_change_and_everybody_can_leave():
    shell = {"user_name": "Zhou", "seats": [(1, "Office", True), (2, "Deputy", False)]}
    page = render_to_string("ui/staff.html", {"shell": shell})
    assert re.findall(r'name="seat" value="(\d)"( aria-current="true")?', page) == [
        ("1", ' aria-current="true"'),
        ("2", ""),
    ]
    assert 'method="post" action="/sign-out/"' in page


def test_a_demonstration_says_so():
    words = "Demonstration data"
    assert words in render_to_string("ui/public.html", {"shell": {"demo": True}})
    assert words not in render_to_string("ui/public.html", {"shell": {"demo": False}})


def test_the_sheet_is_joined_from_its_parts():
    assert bundle.SHEET.read_text("utf-8") == bundle.joined()


def test_every_rule_has_its_braces():
    for part in bundle.PARTS.glob("*.css"):
        text = part.read_text("utf-8")
        assert (part.name, text.count("{")) == (part.name, text.count("}"))


def test_every_icon_that_a_template_names_is_in_the_sprite():
    named = set()
    for template in UI.rglob("*.html"):
        named |= set(re.findall(r'icon(?: name)?="([\w-]+)"', template.read_text("utf-8")))
    assert named - icons.names() == set()


def test_a_first_visit_is_light():
    files = [UI / "static" / "ui" / name for name in ("ui.css", "lianxin.js", "icons.svg")]
    weight = sum(len(gzip.compress(file.read_bytes())) for file in files)
    assert weight <= 60 * 1024
