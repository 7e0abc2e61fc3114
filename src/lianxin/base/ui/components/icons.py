"""Icons: one external sprite, so that a page carries no pictures and a browser keeps them."""

import re
from functools import cache
from pathlib import Path

from django.conf import settings
from django.template import TemplateSyntaxError
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = Path(__file__).parents[1] / "static" / "ui" / "icons.svg"


@cache
def names() -> frozenset[str]:
    """Return every icon the sprite holds."""
    return frozenset(re.findall(r'<symbol id="i-([\w-]+)"', SPRITE.read_text("utf-8")))


def icon(*, name: str, size: str = "", label: str = "") -> SafeString:
    """Draw an icon. Without a label it is decoration; size is "", "lg" or "xl"."""
    if label:
        return format_html(
            '<svg class="i{}" role="img" aria-label="{}"><use href="{}#i-{}"/></svg>',
            f" i--{size}" if size else "",
            label,
            _sprite(settings.STATIC_URL),
            _known(name),
        )
    return _plain(name, size, settings.STATIC_URL)


def glyph(name: str, size: str = "") -> SafeString:
    """Draw a decorative icon; nothing when no name is given."""
    return _plain(name, size, settings.STATIC_URL) if name else SafeString("")


@cache
def _plain(name, size, static_url):
    return format_html(
        '<svg class="i{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        f" i--{size}" if size else "",
        _sprite(static_url),
        _known(name),
    )


@cache
def _sprite(static_url):
    """The address of the sprite; the argument only keeps the cache honest between settings."""
    return static("ui/icons.svg")


def _known(name):
    if name not in names():
        raise TemplateSyntaxError(f"There is no icon “{name}” in the sprite.")
    return name
