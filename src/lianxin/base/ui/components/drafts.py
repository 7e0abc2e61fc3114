"""The draft of a form: what was restored, what a script saves, the button without scripts."""

from urllib.parse import urlencode

from django.conf import settings
from django.shortcuts import resolve_url
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from lianxin.base.ui.components import atoms, blocks, words
from lianxin.base.ui.components.atoms import NOTHING
from lianxin.base.ui.components.icons import glyph

SCRIPT = "ui/drafts.js"
ENDED = gettext_lazy(
    "You are no longer signed in. What you wrote still stands on this page: sign in in a new "
    "window and come back here; then it goes on being saved."
)
IN_THE_WAY = {
    "offline": gettext_lazy(
        "Not saved just now: there is no connection. Leave this page open, it is tried again "
        "every ten seconds."
    ),
    "other": gettext_lazy(
        "Whoever is signed in now is not the one who wrote this; it is not saved any more. Copy "
        "it if you need it."
    ),
    "used": gettext_lazy(
        "This form was sent meanwhile, from another page or device; what you write here is not "
        "saved any more. Copy it if you need it."
    ),
    "long": gettext_lazy("This is too long to be kept as a draft. Send it, or copy it."),
}


def draft(*, form):
    """First in a form that may have a draft; nothing where it has none. See `base/ui/drafting`."""
    shown = getattr(form, "draft", None)
    if shown is None:
        return NOTHING
    return format_html(
        '<div data-autosave="{}" data-saved="{}"{} aria-live="polite">'
        '<input type="hidden" name="draft" value="{}">{}{}</div>'
        '<script type="module" src="{}"></script>',
        reverse("drafts"),
        _("Saved %(time)s"),
        SafeString(" data-unsaved") if shown.unsaved else NOTHING,
        shown.mark,
        _restored(form, shown) if shown.saved_at else NOTHING,
        _cases(),
        static(SCRIPT),
    )


def _restored(form, shown):
    """What stands here was typed then; one button lets it go."""
    today = timezone.localdate(shown.saved_at) == timezone.localdate()
    time = f"{timezone.localtime(shown.saved_at):%H:%M}" if today else words.moment(shown.saved_at)
    said = [_("The draft saved at %(time)s stands here again.") % {"time": time}]
    if shown.moved_on:
        said.append(_("The matter has moved on since then: please read it through once more."))
    if form.is_multipart():
        said.append(_("Photos and other files have to be chosen again."))
    # A link, not a button: the first button of a form is what the Enter key presses.
    away = atoms.button(
        label=_("Give up this draft"),
        url=f"{reverse('drafts')}?{urlencode({'give_up': shown.mark})}",
        size="sm",
        icon="trash",
    )
    told = format_html_join(" ", "{}", ((each,) for each in said))
    return blocks.note(
        format_html('<div class="row row--between row--top">{}{}</div>', _p(told), away),
        tone="song" if not shown.moved_on else "teng",
        icon="device-floppy",
    )


def _p(text):
    return format_html('<p class="grow grow--20">{}</p>', text)


def _cases():
    """What a script shows when something stands in the way of saving."""
    link = format_html(
        '<a class="btn btn--sm" href="{}?next={}" target="_blank" rel="noopener">{}{}</a>',
        resolve_url(settings.LOGIN_URL),
        reverse("drafts"),
        glyph("external-link"),
        _("Sign in in a new window"),
    )
    ended = format_html('<div class="row row--between">{}{}</div>', _p(ENDED), link)
    cases = {"ended": ended, **IN_THE_WAY}
    return format_html_join("", "{}", ((_case(*each),) for each in cases.items()))


def _case(name, content):
    inside = blocks.note(content, tone="teng", icon="cloud-off")
    return format_html('<div data-draft-case="{}" hidden>{}</div>', name, inside)


def draft_foot(*, form):
    """At the foot of a form: that it is kept while it is written; without scripts, a button."""
    if getattr(form, "draft", None) is None:
        return NOTHING
    return format_html(
        '<div class="row row--between g5">{}{}</div>', blocks.kept_note(), blocks.keep_button()
    )
