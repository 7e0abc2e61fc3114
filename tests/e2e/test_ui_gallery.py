"""
Every component in a real browser: nobody is shut out by contrast, names or widths.

The gallery needs no server: the page is drawn beforehand and served, with its assets, to a
browser that asks for them, under the policy of the real pages.
"""

from pathlib import Path

import axe_playwright_python
import pytest
from django.template.loader import render_to_string

from lianxin.base.ui import bundle, gallery

pytestmark = pytest.mark.e2e

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ASSETS = bundle.SHEET.parent
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'"
PLAIN = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}


@pytest.fixture
def page_of(rf, settings, monkeypatch):
    settings.STORAGES = PLAIN
    monkeypatch.setattr(
        "lianxin.base.ui.components.fields.reverse", lambda route, args: f"/{args[1]}/"
    )

    def draw(shell, modes):
        request = rf.get("/gallery/")
        request.COOKIES.update(dict.fromkeys(modes, "1"))
        context = gallery.samples() | {"shell_template": shell, "request": request}
        return render_to_string("ui/gallery.html", context)

    return draw


def serve(html):
    def answer(route):
        path = Path(route.request.url)
        if path.suffix in KINDS:
            body = (ASSETS / path.name).read_bytes()
            return route.fulfill(body=body, content_type=KINDS[path.suffix])
        headers = {"Content-Security-Policy": POLICY}
        return route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers)

    return answer


@pytest.mark.parametrize(
    ("shell", "width", "modes"),
    [
        ("staff", 1440, ()),
        ("staff", 1440, ("dark",)),
        ("staff", 360, ("elder",)),
        ("deputy", 360, ("dark",)),
        ("deputy", 360, ("elder", "dark")),
        ("public", 360, ()),
        ("public", 360, ("elder",)),
        ("public", 1000, ("elder",)),
    ],
)
def test_no_component_shuts_anybody_out(page_of, chromium, shell, width, modes):
    html = page_of(f"ui/{shell}.html", modes)
    page = chromium.new_page(viewport={"width": width, "height": 900})
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda fault: said.append(str(fault)))
    page.route("**/*", serve(html))
    page.goto("http://gallery.example/")
    page.evaluate(AXE)
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    wrong = {each["id"]: each["nodes"][0]["html"] for each in found["violations"]}
    beyond = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    page.close()
    assert (wrong, beyond, said) == ({}, 0, [])
