"""Surfaces and rows: card, section, note, next action, checklist, task, letter, row, dialog."""

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.ui.components import atoms, words
from lianxin.base.ui.components.atoms import NOTHING, mods
from lianxin.base.ui.components.icons import glyph

NOTE_ICONS = {
    "": "info-circle",
    "song": "circle-check",
    "teng": "alert-triangle",
    "jiang": "alert-circle",
    "zhu": "bell-ringing",
}


def card(
    content,
    *,
    title="",
    more_url="",
    more_label="",
    tone="",
    icon="",
    flush=False,
    tight=False,
    flat=False,
    level=2,
    id="",
    label="",
    stack=False,
    lead=False,
):
    """A surface with a heading and, at its end, a link to all there is."""
    options = {"flush": flush, "tight": tight, "flat": flat, "stack": stack}
    css = mods("card", tone, *(name for name, on in options.items() if on))
    css += " stack" if stack else ""
    css += " lead" if lead else ""
    head = NOTHING
    if title:
        link = atoms.more(label=more_label, url=more_url) if more_url else NOTHING
        head = _head(title, link, level=level, arch=not icon, icon=icon)
    return format_html("<section{}>{}{}</section>", _attrs(css, id, label), head, content)


def card_head(content, *, title, level=2, arch=True, id=""):
    """The head of a card whose right side is the content of the block."""
    return _head(title, content, level=level, arch=arch, id=id)


def _head(title, end, *, level, arch, icon="", id=""):
    # A small heading goes without its arch: the sign is for the sections of a page.
    css = SafeString(' class="arch-h"') if arch and level == 2 else NOTHING
    ident = format_html(' id="{}"', id) if id else NOTHING
    heading = format_html("<h{}{}{}>{}{}</h{}>", level, css, ident, glyph(icon), title, level)
    return format_html('<div class="card__h">{}{}</div>', heading, end)


def _attrs(css, id="", label=""):
    found = format_html(' class="{}"', css)
    found += format_html(' id="{}"', id) if id else NOTHING
    return found + (format_html(' aria-label="{}"', label) if label else NOTHING)


def panel(content, *, title, tone="plain"):
    """A card with a heading: the name of older pages."""
    return card(content, title=title, tone="tint" if tone == "calm" else "")


def section(content, *, title, more_url="", more_label="", id="", sub=""):
    """A part of a public page: heading with an arch, link to all of it, content below."""
    end = atoms.more(label=more_label, url=more_url) if more_url else NOTHING
    end += format_html('<span class="sm mut">{}</span>', sub) if sub else NOTHING
    return format_html(
        '<section class="section"{}><div class="sec-h"><h2 class="arch-h">{}</h2>{}</div>{}'
        "</section>",
        format_html(' id="{}"', id) if id else NOTHING,
        title,
        end,
        content,
    )


def note(content, *, tone="", icon="", title="", alert=False):
    """Something to know here and now; it stays where it is."""
    return format_html(
        '<div class="{}"{}>{}<div class="note__b">{}{}</div></div>',
        mods("note", tone),
        SafeString(' role="alert"') if alert else NOTHING,
        glyph(icon or NOTE_ICONS.get(tone, "info-circle")),
        format_html("<b>{}</b> ", title) if title else NOTHING,
        content,
    )


def next_action(content, *, title, mine=True, icon=""):
    """Whose turn it is and what they can do; grey when it is somebody else's."""
    shape = glyph(icon or ("arrow-big-right" if mine else "hourglass"))
    return format_html(
        '<section class="{}" aria-label="{}"><h2 class="next__h">{}{}</h2>'
        '<div class="next__b">{}</div></section>',
        mods("next", "" if mine else "wait"),
        _("Next step"),
        shape,
        title,
        content,
    )


def checks(content):
    """A checklist; inside it `check_item`."""
    return format_html('<ul class="check">{}</ul>', content)


def check_item(*, ok, title, hint="", extra=""):
    """One line of a checklist: there, or missing and what is missing."""
    return format_html(
        '<li class="{}"><span class="check__m">{}</span><div><span class="check__t">{}{}</span>'
        "{}</div></li>",
        "is-ok" if ok else "is-miss",
        _mark(ok),
        title,
        format_html(' <span class="check__x sm c-r">{}</span>', extra) if extra else NOTHING,
        format_html('<span class="sm mut">{}</span>', hint) if hint else NOTHING,
    )


def _mark(ok):
    shape, told = ("check", pgettext("checklist", "There"))
    if not ok:
        shape, told = ("exclamation-mark", pgettext("checklist", "Missing"))
    return format_html('{}<span class="sr">{}</span>', glyph(shape), told)


def task(content, *, title, url, light=None, kind="", big=False):
    """One thing that waits for a deputy, with what can be done about it on the spot."""
    tone = light.tone if light and light.tone != "n" else ""
    return format_html(
        '<article class="{}"><div class="row row--between">{}<span class="sm mut">{}</span></div>'
        '<a class="task__t{}" href="{}">{}</a>{}</article>',
        mods("task", tone),
        atoms.light(light=light, box=True),
        kind,
        " lg" if big else "",
        url,
        title,
        content,
    )


def stats(content, *, flush=True, label=""):
    """A row of figures, on a card of its own unless it stands in one."""
    css = "card card--flush stats stats--card" if flush else "stats"
    told = format_html(' role="group" aria-label="{}"', label) if label else NOTHING
    return format_html('<div class="{}"{}>{}</div>', css, told, content)


def letter(content, *, title, number="", state="", to="", sign="", day="", label=""):
    """An official letter on screen: title, number, addressee, text, signature and day."""
    numbers = format_html_join("", "<span>{}</span>", ((each,) for each in (number, state) if each))
    signed = format_html_join(
        SafeString("<br>"), "{}", ((each,) for each in (sign, words.long_day(day)) if each)
    )
    return format_html(
        '<article class="letter" aria-label="{}"><h3>{}</h3>{}{}{}{}</article>',
        label or title,
        title,
        format_html('<p class="letter__no">{}</p>', numbers) if numbers else NOTHING,
        format_html('<p class="letter__to">{}</p>', to) if to else NOTHING,
        content,
        format_html('<p class="letter__sign">{}</p>', signed) if signed else NOTHING,
    )


def shelf(content, *, label):
    """The ledgers of a station or a deputy, side by side as spines; inside it `book`."""
    return format_html('<nav class="shelf" aria-label="{}">{}</nav>', label, content)


def book(*, label, count, url, tone="dai"):
    """One ledger: its name down the spine, how much is in it at the foot."""
    return format_html(
        '<a class="{}" href="{}"><b>{}</b><small>{}</small></a>',
        mods("book", tone),
        url,
        label,
        count,
    )


def item(content, *, title, url="", meta=(), lead="", big=False):
    """One row of `<ul class="list">`: lead, title and small print; the block is the right side."""
    small = format_html_join("", "<span>{}</span>", ((each,) for each in meta if each))
    inside = format_html(
        '{}<span class="grow"><span class="item__t{}">{}</span>{}</span>{}',
        lead,
        " lg" if big else "",
        title,
        format_html('<span class="item__m">{}</span>', small) if small else NOTHING,
        format_html('<span class="item__end">{}</span>', content) if content.strip() else NOTHING,
    )
    if url:
        return format_html('<li><a class="item" href="{}">{}</a></li>', url, inside)
    return format_html('<li><div class="item">{}</div></li>', inside)


def form_foot(content, *, saved="", form=None, wide=False):
    """The bar at the foot of a writing page: what is saved on the left, the buttons right."""
    has_draft = getattr(form, "draft", None) is not None
    note = kept_note(saved, css="hide-m") if saved or has_draft else NOTHING
    return format_html(
        '<div class="docked"><div class="docked__in{}">{}<div class="btns">{}{}</div></div></div>',
        SafeString(" wrap") if wide else NOTHING,
        note,
        content,
        keep_button() if has_draft else NOTHING,  # last: Enter presses the first one
    )


def kept_note(words="", css=""):
    """That it is kept, and for whom; a script writes here when it was last saved."""
    return format_html(
        '<span class="sm mut{}"><span class="linkrow js-only">{}<span data-draft-words>{}</span>'
        "</span></span>",
        f" {css}" if css else "",
        glyph("device-floppy"),
        words or _("Kept as you write; only you can see it"),
    )


def keep_button():
    """Keep it now and stay: for browsers without scripts."""
    return format_html(
        '<button class="btn no-js" type="submit" formaction="{}" formnovalidate>{}{}</button>',
        reverse("drafts"),
        glyph("device-floppy"),
        _("Keep a draft, send it later"),
    )


def views(content, *, label=""):
    """Saved views or years: a row of chips that scrolls on a phone."""
    return format_html(
        '<nav class="views" aria-label="{}">{}</nav>', label or _("Saved views"), content
    )


def dialog(content, *, id, title):
    """A window over the page. Without scripts its link opens it through the address."""
    return format_html(
        '<dialog id="{}" aria-labelledby="{}-t"><div class="dialog__h"><h2 id="{}-t">{}</h2>'
        '<a class="iconbtn" href="#main" data-closes aria-label="{}">{}</a></div>'
        '<div class="dialog__b">{}</div></dialog>',
        id,
        id,
        id,
        title,
        _("Close"),
        glyph("x"),
        content,
    )
