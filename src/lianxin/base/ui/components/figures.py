"""Progress and figures: arches, steps, ring, light bar, bars, heat, clock, trail, calendar."""

from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lianxin.base.ui.components import atoms, states, words
from lianxin.base.ui.components.atoms import NOTHING, percent, together
from lianxin.base.ui.components.icons import glyph

ARC = 207.35  # the length of the half circle of the ring, radius 66


def spans(*, stages, mini=False, label=""):
    """The stages of a record as arches on one deck: crossed, here, ahead."""
    stages = list(stages)
    arches = format_html_join("", '<li class="{}"></li>', ((_mark(s),) for s in stages))
    if mini:
        return format_html('<ol class="spans spans--mini" aria-hidden="true">{}</ol>', arches)
    names = format_html_join(
        "",
        '<li class="{}">{}{}</li>',
        (
            (_mark(s), s.label, format_html("<small>{}</small>", s.sub) if s.sub else "")
            for s in stages
        ),
    )
    return format_html(
        '<div role="img" aria-label="{}"><ol class="spans">{}</ol><ol class="spans-l">{}</ol>'
        "</div>",
        label or _told(stages),
        arches,
        names,
    )


def _mark(stage):
    return f"is-{stage.mark}" if stage.mark else ""


def _told(stages):
    """Say the arches in words: how many, and which one we stand on."""
    for number, stage in enumerate(stages, start=1):
        if stage.mark == "now":
            return _("Progress: %(count)d steps, now at step %(number)d, “%(label)s”") % {
                "count": len(stages),
                "number": number,
                "label": stage.label,
            }
    done = sum(stage.mark == "done" for stage in stages)
    return _("Progress: %(done)d of %(count)d steps done") % {"done": done, "count": len(stages)}


def steps(*, labels, current):
    """The steps of a form; `current` counts from 1."""
    rows = []
    for number, label in enumerate(labels, start=1):
        here = ' aria-current="step"' if number == current else ""
        done = ' class="is-done"' if number < current else ""
        rows.append((SafeString(here + done), label))
    told = ngettext("%(count)d step", "%(count)d steps", len(rows)) % {"count": len(rows)}
    lines = format_html_join("", "<li{}>{}</li>", rows)
    return format_html('<ol class="steps" aria-label="{}">{}</ol>', told, lines)


def ring(*, value, of, label, before=None, unit=""):
    """This year as the upper arc; the water below holds the same period of last year."""
    upper = ARC * percent(value, of) / 100
    lower = ARC * percent(before or 0, of) / 100
    told = _("%(value)s of %(of)s %(unit)s") % {"value": value, "of": of, "unit": unit}
    return format_html(
        '<div class="ring"><svg viewBox="0 -3 152 162" role="img" aria-label="{}">'
        '<g fill="none" stroke-width="13" stroke-linecap="round">'
        '<path d="M10 72a66 66 0 0 1 132 0" class="ring__bg"/>'
        '<path d="M10 72a66 66 0 0 1 132 0" class="ring__up" stroke-dasharray="{} 999"/>'
        '<path d="M10 84a66 66 0 0 0 132 0" class="ring__bg"/>'
        '<path d="M10 84a66 66 0 0 0 132 0" class="ring__low" stroke-dasharray="{} 999"/>'
        '</g></svg><div class="ring__c"><b>{}</b><small>{}</small></div></div>',
        f"{label}: {told}",
        f"{upper:.1f}",
        f"{lower:.1f}",
        value,
        label,
    )


def why(*, run):
    """A period and, when asked, how its last day was found."""
    return format_html(
        '<details class="why"><summary><b>{}</b> <span>{}</span>{}</summary>'
        '<p class="why__b">{}</p></details>',
        run.label,
        words.day(run.due_on),
        atoms.light(light=getattr(run, "light", None)),
        run.sentence,
    )


def lightbar(*, parts):
    """How many stand at which light: words first, then a bar of links."""
    parts = [part for part in parts if part[1]]
    total = sum(part[1] for part in parts)
    told = format_html_join(
        "",
        '<a class="more" href="{}"><span class="light light--{}">{}</span></a>',
        ((url, tone, label) for tone, count, label, url in parts),
    )
    bar = format_html_join(
        "",
        '<a class="is-{} w{}" href="{}" aria-label="{}"></a>',
        ((tone, max(1, percent(n, total)), url, label) for tone, n, label, url in parts),
    )
    return format_html(
        '<div class="row lightbar__t">{}</div><div class="lightbar mt2">{}</div>', told, bar
    )


def bars(*, rows, unit="", tone=""):
    """A chart of lying bars. Each bar is a link to what it counts."""
    return format_html(
        '<ol class="bars">{}</ol>',
        format_html_join("", "{}", ((_bar(r, unit, tone),) for r in rows)),
    )


def _bar(row, unit, tone):
    label, value, of, url = row[:4]
    small = format_html(' <small class="mut">{}</small>', row[4]) if len(row) > 4 else NOTHING
    return format_html(
        '<li><a class="bars__a" href="{}"><span class="bars__l">{}{}</span>'
        '<span class="num sm"><b>{}</b> {}</span>{}</a></li>',
        url,
        label,
        small,
        value,
        unit,
        atoms.meter(value=value, of=of, tone=tone, thin=True),
    )


def heat(*, items):
    """Many places by how much comes from each: the number is written, the colour repeats it."""
    cells = format_html_join(
        "",
        '<a class="h{}" href="{}">{}<b>{}</b></a>',
        ((level, url, label, count) for label, count, url, level in items),
    )
    return format_html('<div class="heat">{}</div>', cells)


def quick(*, items):
    """Four shortcuts under the thumb: (label, url, icon)."""
    links = format_html_join(
        "",
        '<a href="{}">{}{}</a>',
        ((url, glyph(icon), label) for label, url, icon in items),
    )
    return format_html(
        '<nav class="quick" aria-label="{}">{}</nav>', pgettext("touch", "Shortcuts"), links
    )


def kv(*, rows):
    """Names and values: (name, value) or (name, value, url)."""
    lines = []
    for row in rows:
        value = row[1]
        if len(row) > 2 and row[2]:
            value = format_html('<a href="{}">{}</a>', row[2], value)
        lines.append((row[0], value))
    return format_html(
        '<dl class="kv">{}</dl>', format_html_join("", "<dt>{}</dt><dd>{}</dd>", lines)
    )


KINDS = {
    "formal": ("is-formal", "check"),
    "next": ("is-next", "hourglass"),
    "now": ("is-now", "pencil"),
    "gap": ("trail__gap", ""),
    "slow": ("trail__gap trail__gap--slow", ""),
}


def trail(*, items, label=""):
    """What happened, newest first. Silence is an entry too."""
    heading = label or _("What happened")
    rows = together(_entry(entry) for entry in items)
    return format_html('<ol class="trail" aria-label="{}">{}</ol>', heading, rows)


def _entry(entry):
    get = entry.get if isinstance(entry, dict) else _getter(entry)
    css, shape = KINDS.get(get("kind", "human"), ("", "message-circle"))
    named = format_html(' class="{}"', css) if css else NOTHING
    title = get("title", "")
    if css.startswith("trail__gap"):
        return format_html("<li{}>{}</li>\n", named, title)
    return format_html(
        '<li{}>{}<div class="trail__h"><b>{}</b>{}{}</div>{}{}</li>\n',
        named,
        _knot(get("number", ""), get("icon", "") or shape),
        title,
        _when(get("when", "")),
        get("badge", ""),
        _by(get("who", ""), get("see", "")),
        _box(get),
    )


def _knot(number, shape):
    """The mark on the line: a number or a picture."""
    if number:
        return format_html('<span class="trail__n">{}</span>', number)
    return format_html('<span class="trail__n" aria-hidden="true">{}</span>', glyph(shape))


def _when(value):
    return format_html("<time>{}</time>", words.moment(value)) if value else NOTHING


def _by(who, see):
    if not (who or see):
        return NOTHING
    between = "　" if who and see else ""
    eye = atoms.see(who=see) if see else NOTHING
    return format_html('<p class="trail__who">{}{}{}</p>', who, between, eye)


def _box(get):
    """What was written, said, drawn or attached; nothing if nothing was."""
    body, quote = get("body", ""), get("quote", "")
    files, shots, clip = get("files", ()), get("photos", ()), get("clip", "")
    if not (body or quote or files or shots or clip):
        return NOTHING
    papers = together(atoms.attach(label=name, url=url, size=size) for name, url, size in files)
    return format_html(
        '<div class="trail__b">{}{}{}{}{}</div>',
        format_html("<p>{}</p>", linebreaksbr(body)) if body else NOTHING,
        format_html("<blockquote>{}</blockquote>", linebreaksbr(quote)) if quote else NOTHING,
        format_html('<div class="row">{}</div>', papers) if files else NOTHING,
        states.photos(items=shots) if shots else NOTHING,
        states.clip(url=clip) if clip else NOTHING,
    )


def _getter(entry):
    return lambda name, default: getattr(entry, name, default)


def calendar(*, weeks, label=""):
    """A month of days; a day on which something can be booked or seen is a link."""
    return {"weeks": weeks, "label": label, "weekdays": words.WEEKDAY_HEADS}


def columns(*, rows, unit="", label=""):
    """A small chart of standing columns, each a link, with the figures in a table beneath."""
    rows = list(rows)
    top = max((value for _label, value, _url in rows), default=0) or 1
    width = 100 + 44 * len(rows)
    drawn = []
    for number, (name, value, url) in enumerate(rows):
        height = round(120 * value / top, 1)
        x, y = 50 + 44 * number, round(140 - height, 1)
        place = {"x": x, "y": y, "mid": x + 14, "above": round(y - 6, 1), "height": height}
        drawn.append(place | {"name": name, "value": value, "url": url})
    return {"columns": drawn, "unit": unit, "label": label, "width": width}
