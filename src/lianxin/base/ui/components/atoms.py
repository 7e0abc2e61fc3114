"""The smallest parts: button, badge, status, light, tag, chip, person, figure, seal, file."""

from functools import cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.ui.components import words
from lianxin.base.ui.components.icons import glyph
from lianxin.kernel.registry import lifecycles

NOTHING = SafeString("")

# The shape comes before the word, so that no state is told by colour alone.
SHAPES = {
    "wait": "s-open",
    "doing": "s-half",
    "replied": "mail-check",
    "done": "s-done",
    "back": "arrow-back-up",
}

ENDINGS = {
    "pdf": "file-type-pdf",
    "doc": "file-type-doc",
    "docx": "file-type-doc",
    "xls": "file-spreadsheet",
    "xlsx": "file-spreadsheet",
    "csv": "file-spreadsheet",
    "jpg": "photo",
    "jpeg": "photo",
    "png": "photo",
    "webp": "photo",
    "mp4": "video",
    "mov": "video",
    "mp3": "microphone",
    "m4a": "microphone",
    "amr": "microphone",
    "zip": "file-zip",
}

SEEN_BY = {
    "public": ("world", gettext_lazy("Public")),
    "deputy": ("eye", gettext_lazy("Deputies can see it")),
    "staff": ("lock", gettext_lazy("Staff only")),
}


def together(parts) -> SafeString:
    """Put pieces side by side; what is not yet safe is escaped."""
    return format_html_join("", "{}", ((part,) for part in parts))


def mods(block: str, *names: str) -> str:
    """Return the class of a block with its modifiers: `card card--tint`."""
    return " ".join([block, *(f"{block}--{name}" for name in names if name)])


def button(
    *,
    label,
    url="",
    tone="",
    icon="",
    size="",
    block=False,
    grow=False,
    kind="submit",
    name="",
    value="",
    key="",
    disabled=False,
    after="",
    opens="",
    extra="",
):
    """A link or a button; its label says what will have happened. One primary on a page."""
    css = mods("btn", tone, size, "block" if block else "")
    css += " grow" if grow else ""
    css += f" {extra}" if extra else ""
    hooks = format_html(' data-key="{}"', key) if key else NOTHING
    hooks += format_html(' data-opens="{}"', opens) if opens else NOTHING
    inside = glyph(icon) + format_html("{}", label) + glyph(after)
    if opens and not url:
        url = f"#{opens}"
    if url:
        return format_html('<a class="{}" href="{}"{}>{}</a>', css, url, hooks, inside)
    if name:
        hooks += format_html(' name="{}" value="{}"', name, value)
    hooks += SafeString(" disabled") if disabled else NOTHING
    return format_html('<button class="{}" type="{}"{}>{}</button>', css, kind, hooks, inside)


def status(*, label, tone="doing", icon=""):
    """Where a record is: a shape, then the word."""
    shape = glyph(icon or SHAPES.get(tone, "s-half"))
    return format_html('<span class="status status--{}">{}{}</span>', tone, shape, label)


def badge(*, record):
    """Where a record with a lifecycle is. The tone is declared with the state."""
    state = _lifecycle_of(record.__class__).state(record.state)
    return status(label=state.label, tone=state.tone)


@cache
def _lifecycle_of(kind):
    """Remember which lifecycle a class has: a table asks two hundred times."""
    return next(lifecycle for model, lifecycle in lifecycles() if issubclass(kind, model))


def light(*, light, box=False, big=False):
    """How much time is left: a shape, the words, a colour. Nothing where no clock runs."""
    if not light:
        return NOTHING
    css = mods("light", light.tone, "box" if box else "", "big" if big else "")
    return format_html('<span class="{}">{}</span>', css, light.text)


def tag(*, label, tone=""):
    """A word that stays as it is: a kind, a rank, a topic."""
    return format_html('<span class="{}">{}</span>', mods("tag", tone), label)


def chip(*, label, url="", count=None, current=False, tone="", icon=""):
    """A filter, a saved view or a place."""
    number = NOTHING
    if count is not None:
        number = format_html(" <b{}>{}</b>", SafeString(' class="hot"' * (tone == "hot")), count)
    inside = format_html("{}{}{}", glyph(icon), label, number)
    if not url:
        return format_html('<span class="chip">{}</span>', inside)
    here = SafeString(' aria-current="true"' if current else "")
    return format_html('<a class="chip" href="{}"{}>{}</a>', url, here, inside)


def avatar(*, name, tone="", size="", letter=""):
    """The first character of a name in an arch; decoration, for the name stands beside it."""
    first = letter or str(name).strip()[:1]
    css = mods("avatar", tone, size)
    return format_html('<span class="{}" aria-hidden="true">{}</span>', css, first)


def person(*, name, sub="", more="", tone="", url="", letter=""):
    """A person or a unit: avatar, name and a line or two about them."""
    lines = [format_html("<small>{}</small>", line) for line in (sub, more) if line]
    inside = format_html(
        "{}<span><b>{}</b>{}</span>",
        avatar(name=name, tone=tone, letter=letter),
        name,
        together(lines),
    )
    if url:
        return format_html('<a class="person plain" href="{}">{}</a>', url, inside)
    return format_html('<span class="person">{}</span>', inside)


def date_plate(*, day, on=False, size=""):
    """A day on an arched plate: month, day, day of the week."""
    return format_html(
        '<time class="{}" datetime="{}"><small>{}</small><b>{}</b><small>{}</small></time>',
        mods("date", "on" if on else "", size),
        f"{day:%Y-%m-%d}",
        words.month(day),
        day.day,
        words.weekday(day),
    )


def stat(*, number, label, url, unit="", tone=""):
    """A figure. It is always a link: a number that cannot be opened does not appear."""
    return format_html(
        '<a class="stat" href="{}"><span class="stat__n{}">{}{}</span>'
        '<span class="stat__l">{}</span></a>',
        url,
        f" c-{tone}" if tone else "",
        number,
        format_html("<small>{}</small>", unit) if unit else "",
        label,
    )


def seal(*, top, bottom):
    """The mark of a formal act, two lines of two or three characters. One on a page."""
    return format_html('<span class="seal"><span>{}<br>{}</span></span>', top, bottom)


def attach(*, label, url, size="", icon="", bad=False):
    """A file to open; its icon follows from the ending of its name."""
    ending = str(label).rpartition(".")[2].lower()
    return format_html(
        '<a class="{}" href="{}">{}{}{}</a>',
        mods("attach", "bad" if bad else ""),
        url,
        glyph(icon or ENDINGS.get(ending, "file-text")),
        label,
        format_html(" <small>{}</small>", words.size(size)) if size else "",
    )


def meter(*, value, of=100, label="", tone="", thin=False):
    """A bar filled to its share. With a label it is a picture, without one decoration."""
    share = percent(value, of)
    told = format_html(' role="img" aria-label="{}"', label) if label else ' aria-hidden="true"'
    return format_html(
        '<span class="{}"{}><i class="w{}"></i></span>',
        mods("meter", tone, "thin" if thin else ""),
        SafeString(told),
        share,
    )


def percent(value, of) -> int:
    """Return a share of a hundred that a class can carry: 0 to 100."""
    if not of:
        return 0
    return max(0, min(100, round(100 * float(value) / float(of))))


def see(*, who):
    """Who can see an entry: "public", "deputy", "staff", or any other words."""
    shape, told = SEEN_BY.get(who, ("eye", who))
    return format_html('<span class="see">{}{}</span>', glyph(shape), told)


def kbd(*, key):
    """A key of the keyboard."""
    return format_html('<kbd class="kbd">{}</kbd>', key)


def more(*, label, url, icon="chevron-right"):
    """The link at the end of a heading that leads to all of it."""
    return format_html('<a class="more" href="{}">{}{}</a>', url, label, glyph(icon))


def copy(*, text, label="", done=""):
    """A button that copies; without scripts it does not show."""
    return format_html(
        '<button type="button" class="btn js-only" data-copy="{}" data-done="{}">{}{}</button>',
        text,
        done or _("Copied"),
        glyph("copy"),
        label or _("Copy"),
    )
