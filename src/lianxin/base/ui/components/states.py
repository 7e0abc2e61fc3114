"""What a page shows when there is nothing, not yet, or something to look at and to hear."""

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lianxin.base.ui.components import atoms
from lianxin.base.ui.components.atoms import NOTHING, mods
from lianxin.base.ui.components.fields import field
from lianxin.base.ui.components.icons import glyph

# Loudness of a voice message as drawn: a picture of speech, not of this speech.
WAVE = [4, 24, 8, 10, 6, 14, 17, 18, 22, 10, 12, 4, 14, 6, 25, 12, 20, 10, 6, 9, 12, 22, 10, 23]
WAVE += [5, 9, 5, 16, 13, 22, 18, 14, 10, 4, 14, 7, 25, 6, 21, 7]


def state(content, *, title, text="", icon=""):
    """Empty or wrong: a picture, what it is, what is safe, and in the block what to do."""
    picture = glyph(icon, "lg") if icon else _art()
    return format_html(
        '<div class="state">{}<h3>{}</h3>{}{}</div>',
        picture,
        title,
        format_html("<p>{}</p>", text) if text else NOTHING,
        format_html('<div class="btns">{}</div>', content) if content.strip() else NOTHING,
    )


def empty_state(*, title, text="", url="", label="", icon="", tone=""):
    """Nothing here: why, and the one thing to do instead."""
    act = atoms.button(label=label, url=url, tone=tone) if url else NOTHING
    return state(act, title=title, text=text, icon=icon)


def _art():
    return render_to_string("ui/art/empty.html")


def skeleton(*, rows=3):
    """The shape of what is being fetched."""
    shapes = (("a", "b"), ("c", "d"))
    lines = format_html_join(
        "",
        '<div class="row row--nowrap"><span class="skel skel--avatar"></span>'
        '<span class="stack grow g5"><span class="skel skel--{}"></span>'
        '<span class="skel skel--{}"></span></span></div>',
        (shapes[number % 2] for number in range(rows)),
    )
    return format_html(
        '<div class="stack g12" aria-busy="true"><span class="sr" role="status">{}</span>{}</div>',
        _("Fetching…"),
        lines,
    )


def photos(*, items):
    """Small pictures that open: (url, what is to be seen)."""
    pictures = format_html_join(
        "",
        '<a class="thumb" href="{}"><img src="{}" alt="{}" loading="lazy"></a>',
        ((url, url, alt) for url, alt in items),
    )
    return format_html('<div class="thumbs">{}</div>', pictures)


def clip(*, url, seconds=0, label=""):
    """A voice message: the browser's own player, dressed up when scripts run."""
    length = f"{seconds // 60}:{seconds % 60:02d}" if seconds else ""
    return format_html(
        '<div class="clip" data-clip>'
        '<audio controls preload="none" src="{}" aria-label="{}"></audio>'
        '<button type="button" class="iconbtn" aria-label="{}" data-play hidden>{}</button>{}'
        '<span class="num sm" data-time>{}</span></div>',
        url,
        label or _("Voice message"),
        _("Play the recording"),
        glyph("player-play"),
        _wave(),
        length,
    )


def _wave():
    sticks = format_html_join(
        "",
        '<rect x="{}" y="{}" width="2" height="{}" rx="1"/>',
        ((4 * n, 14 - high / 2, high) for n, high in enumerate(WAVE)),
    )
    return format_html(
        '<svg class="wave" viewBox="0 0 160 28" preserveAspectRatio="none" aria-hidden="true"'
        ' hidden fill="currentColor">{}</svg>',
        sticks,
    )


def recorder(*, bound, seconds=180, label=""):
    """Speaking into a form: a big button where the browser can record, else the file field."""
    minutes = ngettext(
        "At most %(count)d minute; you can listen to it and speak again.",
        "At most %(count)d minutes; you can listen to it and speak again.",
        seconds // 60,
    ) % {"count": seconds // 60}
    start = label or _("Tap and speak")
    return format_html(
        '<div class="card center stack g6" data-recorder="{}">'
        '<button type="button" class="mic" data-record aria-pressed="false" aria-label="{}" hidden>'
        '{}</button><b class="lg" role="status" data-record-words data-stop="{}" data-again="{}"'
        ' hidden>{}</b><span class="sm mut">{}</span>'
        '<p class="sm" data-insecure hidden>{}</p>'
        '<audio class="full" controls data-record-play hidden></audio>{}</div>',
        seconds,
        start,
        glyph("microphone"),
        _("Tap when you are done"),
        _("Tap to speak again"),
        start,
        minutes,
        _(
            "This page did not come over a secure connection, so the browser keeps the microphone "
            "shut. You can write instead, or choose a recording."
        ),
        field(bound=bound),
    )


def qr(content, *, code="", small=False):
    """A code to scan under an arch; the block is its drawing, `code` the same in letters."""
    return format_html(
        '<div class="{}"><div class="qr__m">{}</div>{}{}</div>',
        mods("qr", "s" if small else ""),
        SafeString(render_to_string("ui/art/mark.html")),
        content,
        format_html('<p class="num qr__c">{}</p>', code) if code else NOTHING,
    )
