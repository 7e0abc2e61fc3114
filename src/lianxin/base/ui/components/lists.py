"""Lists and tables: pager, crumbs, table frame, sortable heads, the line of shortcuts."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.ui.components.atoms import NOTHING, kbd, mods, together
from lianxin.base.ui.components.icons import glyph


def crumbs(*, items):
    """Where this page hangs: (label, url), the last one without url."""
    parts = [
        format_html('<a href="{}">{}</a>', url, label)
        if url
        else format_html('<span aria-current="page">{}</span>', label)
        for label, url in items
    ]
    return format_html(
        '<nav class="crumbs" aria-label="{}">{}</nav>',
        _("You are here"),
        format_html_join(glyph("chevron-right"), "{}", ((part,) for part in parts)),
    )


def pager(context, *, page, param="page"):
    """Which rows these are, and the way to the others; the other parameters stay."""
    if page.paginator.count == 0:
        return NOTHING
    told = _("%(first)d–%(last)d of %(count)d") % {
        "first": page.start_index(),
        "last": page.end_index(),
        "count": page.paginator.count,
    }
    turns = NOTHING
    if page.has_other_pages():
        back = page.previous_page_number() if page.has_previous() else None
        on = page.next_page_number() if page.has_next() else None
        turns = _turn(context, param, back, _("Previous page"), "prev")
        turns += _turn(context, param, on, _("Next page"), "next")
    return format_html(
        '<nav class="row row--between tbl__foot" aria-label="{}"><span class="sm mut">{}</span>'
        '<div class="btns">{}</div></nav>',
        _("Pages"),
        told,
        turns,
    )


def _turn(context, param, number, label, rel):
    if number is None:
        return format_html('<span class="btn" aria-disabled="true">{}</span>', label)
    address = _with(context, param, number)
    return format_html('<a class="btn" rel="{}" href="{}">{}</a>', rel, address, label)


def _with(context, param, value):
    """The query of this page with one parameter changed."""
    request = context.get("request")
    query = request.GET.copy() if request else None
    if query is None:
        return f"?{param}={value}"
    query[param] = value
    return f"?{query.urlencode()}"


def table(content, *, caption="", cards=True, dense=False, keys=False):
    """The frame of a table: cards on phones, tight rows for staff, keys J K X Enter."""
    return format_html(
        '<div class="tblwrap"{}><table class="{}"{}>{}{}</table></div>',
        NOTHING if cards else SafeString(' tabindex="0" role="region"') + _named(caption),
        mods("tbl", "cards" if cards else "", "dense" if dense else ""),
        SafeString(" data-keys") if keys else NOTHING,
        format_html('<caption class="sr">{}</caption>', caption) if caption else NOTHING,
        content,
    )


def _named(caption):
    return format_html(' aria-label="{}"', caption or _("Table"))


def th(context, *, label, sort="", current="", right=False, param="sort"):
    """The head of a column; with `sort` it is a link that turns the order round."""
    css = SafeString(' class="r"') if right else NOTHING
    if not sort:
        return format_html('<th scope="col"{}>{}</th>', css, label)
    order, arrow, target = "", "", sort
    if current == sort:
        order, arrow, target = "ascending", "arrow-up", f"-{sort}"
    elif current == f"-{sort}":
        order, arrow = "descending", "arrow-down"
    return format_html(
        '<th scope="col"{}{}><a href="{}">{}{}</a></th>',
        css,
        format_html(' aria-sort="{}"', order) if order else NOTHING,
        _with(context, param, target),
        label,
        glyph(arrow),
    )


def key_hints(*, keys=None):
    """The line under a table that says which keys work; scripts make them work."""
    keys = keys or (
        (("J", "K"), pgettext("key", "up and down")),
        (("X",), pgettext("key", "choose")),
        (("↵",), pgettext("key", "open")),
        (("/",), pgettext("key", "search")),
        (("?",), pgettext("key", "all shortcuts")),
    )
    lines = format_html_join(
        "",
        "<span>{}{}</span>",
        ((together(kbd(key=key) for key in names), words) for names, words in keys),
    )
    return format_html(
        '<div class="hints js-only" role="note" aria-label="{}">{}</div>', _("Shortcuts"), lines
    )
