"""Forms: any bound field in our own dress, the summary of what to mend, the moves of a record."""

from django import forms
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from lianxin.base.ui.components import atoms
from lianxin.base.ui.components.atoms import NOTHING, mods, together
from lianxin.base.ui.components.icons import glyph

# A date field becomes the picker of the phone; the picker wants the day written the ISO way.
PICKERS = (
    (forms.DateTimeInput, "datetime-local", "%Y-%m-%dT%H:%M"),
    (forms.DateInput, "date", "%Y-%m-%d"),
    (forms.TimeInput, "time", "%H:%M"),
)


def field(
    *,
    bound,
    hint="",
    rows=None,
    label="",
    placeholder="",
    hints=None,
    columns=False,
    two_level=False,
    hide_label=False,
    center=False,
    icons="",
):
    """A bound field: label, control, hint, and what is wrong with it in a sentence."""
    if bound.is_hidden:
        return bound.as_widget()
    words = {"label": label or bound.label, "hint": hint or bound.help_text}
    widget = bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return _single(bound, **words)
    if isinstance(widget, (forms.RadioSelect, forms.CheckboxSelectMultiple)):
        shape = {"hints": hints or {}, "columns": columns, "center": center, "icons": icons}
        return _choices(bound, hide_label=hide_label, **words, **shape)
    if rows is None and widget.attrs.get("rows") == "10":
        rows = 5  # ten is only what Django says when nobody has thought about it
    attrs = {"placeholder": placeholder or None, "rows": rows}
    if two_level:
        attrs |= {"data-two-level": _("Township or street"), "data-second": words["label"]}
    return _plain(bound, attrs, hide_label=hide_label, **words)


def _plain(bound, attrs, *, label, hint, hide_label):
    widget = bound.field.widget
    _use_picker(widget)
    css = ["input", "input--file"] if isinstance(widget, forms.FileInput) else ["input"]
    attrs["class"] = " ".join([*css, widget.attrs.get("class", "")]).strip()
    control = bound.as_widget(attrs=_described(bound, hint) | _given(attrs))
    group = widget.use_fieldset
    heading = _label(bound, label, tag="legend" if group else "label", hidden=hide_label)
    return format_html(
        '<{} class="field">{}{}{}{}</{}>',
        "fieldset" if group else "div",
        heading,
        control,
        _hint(bound, hint),
        _wrong(bound),
        "fieldset" if group else "div",
    )


def _use_picker(widget):
    for kind, input_type, written in PICKERS:
        if isinstance(widget, kind) and widget.input_type in ("text", input_type):
            widget.input_type = input_type
            widget.format = widget.format or written
            return


def _given(attrs):
    return {name: value for name, value in attrs.items() if value is not None}


def _described(bound, hint):
    """Tie the hint and the error to the control, so that a screen reader says them with it."""
    ids = [f"{bound.auto_id}_hint"] if hint else []
    ids += [f"{bound.auto_id}_error"] if bound.errors else []
    found = {"aria-describedby": " ".join(ids)} if ids else {}
    return found | ({"aria-invalid": "true"} if bound.errors else {})


def _label(bound, label, *, tag="label", hidden=False):
    optional = NOTHING
    if not bound.field.required and not bound.field.disabled:
        words = getattr(bound.field, "when_empty", _(" (optional)"))
        optional = format_html('<small class="field__opt">{}</small>', words)
    css = "sr" if hidden else ("field__l" if tag == "legend" else "")
    return format_html(
        "<{}{}{}>{}{}</{}>",
        tag,
        format_html(' class="{}"', css) if css else NOTHING,
        format_html(' for="{}"', bound.id_for_label) if tag == "label" else NOTHING,
        label,
        optional,
        tag,
    )


def _hint(bound, hint):
    if not hint:
        return NOTHING
    return format_html('<span class="field__hint" id="{}_hint">{}</span>', bound.auto_id, hint)


def _wrong(bound):
    if not bound.errors:
        return NOTHING
    return format_html(
        '<span class="field__err" id="{}_error">{}<span>{}</span></span>',
        bound.auto_id,
        glyph("alert-circle"),
        format_html_join(" ", "{}", ((each,) for each in _sentences(bound))),
    )


def _sentences(bound):
    """What is wrong, each in a sentence that says how to mend it."""
    plain = forms.Field.default_error_messages["required"]
    for error in bound.errors.as_data():
        if error.code == "required" and error.message == plain:
            chosen = isinstance(bound.field.widget, forms.widgets.ChoiceWidget)
            yield _("Please choose one.") if chosen else _("Please fill this in.")
        else:
            yield from error.messages


def _single(bound, *, label, hint):
    """One box to tick: the whole card is the target."""
    small = NOTHING
    if hint:
        small = format_html('<small id="{}_hint">{}</small>', bound.auto_id, hint)
    return format_html(
        '<div class="field"><label class="choice">{}<span><b>{}</b>{}</span></label>{}</div>',
        bound.as_widget(attrs=_described(bound, hint)),
        label,
        small,
        _wrong(bound),
    )


def _choices(bound, *, label, hint, hints, columns, center, icons, hide_label):
    """Radio buttons or boxes as cards."""
    shapes = iter(icons.split(","))
    cards = together(_card(choice, hints, center, next(shapes, "")) for choice in bound.subwidgets)
    described = _described(bound, hint).get("aria-describedby")
    many = len(bound.subwidgets) > 12
    grid = "3" if center else ("grid" if columns else "")
    return format_html(
        '<fieldset class="field" id="{}"{}>{}{}<div class="{}"{}>{}</div>{}</fieldset>',
        bound.auto_id,
        format_html(' aria-describedby="{}"', described) if described else NOTHING,
        _label(bound, label, tag="legend", hidden=hide_label),
        _hint(bound, hint),
        mods("choices", grid, "many" if many else ""),
        SafeString(' tabindex="0"') if many else NOTHING,
        cards,
        _wrong(bound),
    )


def _card(choice, hints, center, shape):
    value = choice.data["value"]
    small = hints.get(value) or hints.get(str(value))
    return format_html(
        '<label class="{}">{}{}{}</label>',
        mods("choice", "center" if center else ""),
        choice.tag(),
        glyph(shape.strip(), "lg"),
        format_html(
            SafeString("<b>{}</b>{}") if center else SafeString("<span><b>{}</b>{}</span>"),
            choice.choice_label,
            format_html("<small>{}</small>", small) if small else NOTHING,
        ),
    )


def fields(*, form):
    """Every field of a form in its own order, the hidden ones too."""
    hidden = together(bound.as_widget() for bound in form.hidden_fields())
    return hidden + together(field(bound=bound) for bound in form.visible_fields())


def errors(*, form, focus=True):
    """What has to be mended, as links to where; nothing when all is well."""
    if not form.errors:
        return NOTHING
    wrong = [bound for bound in form if bound.errors]
    links = format_html_join(
        pgettext("between fields", ", "),
        '<a href="#{}">{}</a>',
        ((_target(bound), bound.label) for bound in wrong),
    )
    count = len(wrong)
    told = ngettext("%(count)d place to mend: ", "%(count)d places to mend: ", count)
    return format_html(
        '<div class="note note--jiang" role="alert" id="errors" tabindex="-1"{}>{}'
        '<div class="note__b">{}{}{}</div></div>',
        SafeString(" data-focus") if focus else NOTHING,
        glyph("alert-circle"),
        format_html_join("", "<p>{}</p>", ((error,) for error in form.non_field_errors())),
        format_html("<b>{}</b>", told % {"count": count}) if wrong else NOTHING,
        links,
    )


def _target(bound):
    return bound.id_for_label or bound.auto_id


def moves(*, offers, route, pk, stacked=False):
    """What a seat can do with a record: one button stands out, the blocked ones say why."""
    offers = [offer for offer in offers if not (offer.obstacles and offer.move.quiet)]
    first = _first(offers)
    main: list[SafeString] = []
    others: list[SafeString] = []
    for offer in offers:
        into = main if offer is first and stacked else others
        into.append(_move(offer, route, pk, first=offer is first, block=stacked))
    if not offers:
        return NOTHING
    rest = format_html('<div class="btns">{}</div>', together(others)) if others else NOTHING
    return together(main) + rest


def _first(offers):
    """The move that stands out: declared so, and open."""
    ready = [offer for offer in offers if not offer.obstacles]
    return next((offer for offer in ready if offer.move.tone == "primary"), None)


def _move(offer, route, pk, *, first, block):
    move = offer.move
    if offer.obstacles:
        return _blocked(offer, f"why-{pk}-{move.code}")
    tone = "primary" if first else ("danger" if move.tone == "danger" else "")
    url = reverse(route, args=[pk, move.code])
    return atoms.button(label=move.label, url=url, tone=tone, block=block and first)


def _blocked(offer, ident):
    """A move that cannot be made now stays reachable, so that its reasons can be heard."""
    return format_html(
        '<span class="blocked"><button type="button" class="btn" aria-disabled="true"'
        ' aria-describedby="{}">{}</button><small id="{}">{}{}</small></span>',
        ident,
        offer.move.label,
        ident,
        glyph("lock"),
        format_html_join(" ", "{}", ((reason,) for reason in offer.obstacles)),
    )


def search_box(*, name="q", value="", label="", placeholder="", icon="search"):
    """A search field with its icon; put it into a form of method get."""
    label = label or _("Search in this list")
    return format_html(
        '<div class="search"><label class="sr" for="f-{}">{}</label>{}'
        '<input class="input input--sm" type="search" id="f-{}" name="{}" value="{}"'
        ' placeholder="{}"></div>',
        name,
        label,
        glyph(icon),
        name,
        name,
        value,
        placeholder or label,
    )
