"""The ways round a shell: side bar, tab bar. They are drawn once for the same words."""

from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString

from lianxin.base.ui.components.atoms import NOTHING, together
from lianxin.base.ui.components.icons import glyph

HERE = SafeString(' aria-current="page"')
KEPT = 512  # as many bars as seats are at work at one time, and then some


def side_nav(*, items):
    """The side bar's links; a heading stands before the first one of each group."""
    return _side(tuple(_plain(item) for item in items))


def tab_links(*, items):
    """The links of the tab bar, in its short words."""
    return _tabs(tuple(_plain(item) for item in items))


WORDS = ("label", "short", "url", "icon", "group", "count")
MARKS = ("current", "hot", "hero")


def _plain(item):
    """An item, object or mapping, as words and marks that can be compared."""
    known = item if isinstance(item, dict) else vars(item)
    words = (known.get(name) for name in WORDS)
    told = ("" if word is None else str(word) for word in words)
    return (*told, *(bool(known.get(name)) for name in MARKS))


@lru_cache(KEPT)
def _side(items):
    parts, last = [], ""
    for label, _short, url, icon, group, count, current, hot, _hero in items:
        if group and group != last:
            parts.append(format_html('<p class="side__h">{}</p>', group))
        last = group
        number = NOTHING
        if count:
            css = "side__n side__n--hot" if hot else "side__n"
            number = format_html('<span class="{}">{}</span>', css, count)
        here = HERE if current else NOTHING
        parts.append(
            format_html(
                '<a class="side__a" href="{}"{}>{}{}{}</a>', url, here, glyph(icon), label, number
            )
        )
    return together(parts)


@lru_cache(KEPT)
def _tabs(items):
    return together(
        format_html(
            '<a href="{}"{}{}>{}{}</a>',
            url,
            SafeString(' class="tabbar__hero"') if hero else NOTHING,
            HERE if current else NOTHING,
            glyph(icon),
            short or label,
        )
        for label, short, url, icon, _group, _count, current, _hot, hero in items
    )
