"""In with HTTP, out with HTTP: the pages that anybody may open, without scripts."""

from functools import wraps

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.cache import never_cache

from lianxin.base.ui.moving import Mover
from lianxin.institution.congress.models import ANYONE
from lianxin.portal import actions, queries
from lianxin.portal.forms import Say
from lianxin.work.voices.actions import forget_contact, receive_once
from lianxin.work.voices.forms import VOICE_FORMS
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.queries import (
    NOTICE,
    by_code,
    code_for,
    looks,
    masked,
    notice,
    resident_of,
    visible_to,
    written,
)

SIZE = 20
SHOWN = 30  # voices that a browser is known to hold the codes of
TOLD = {
    "phone": _("Then please leave a number below"),
    "message": _("Also with the query code; nothing of what you said stands in it"),
    "code": _("No number is needed; the code comes when you have sent it"),
}
NAMING = {
    "deputy": _("The unit that deals with it and the net read neither your name nor your number"),
    "public": _("When the answer is published: your surname only, never your number"),
    "none": _("We keep neither name nor number; then please keep the query code"),
}
ASKED = {  # the resident's own moves: title, text, button, and the word afterwards
    "rate": (
        _("How was it done? You decide"),
        _("Your rating is kept as you give it; the deputy and the congress read it."),
        _("Give the rating"),
        _("Thank you; your rating is on record as you gave it."),
    ),
    "reopen": (
        _("Ask for it to be dealt with again"),
        _("Once, it goes back to whoever dealt with it. Tell them what is still wrong."),
        _("Ask for it to be dealt with again"),
        _("It goes back to whoever dealt with it, with your words."),
    ),
    "withdraw": (
        pgettext_lazy("to the resident", "Take it back"),
        _("Nobody works on it any more; what was written down stays in the file."),
        pgettext_lazy("to the resident", "Take it back"),
        _("It is taken back; nobody works on it any more."),
    ),
}


def public(view):
    """A page of the county that this installation serves; honest where none is set up."""

    @login_not_required
    @wraps(view)
    def page(request, *args, **kwargs):
        cell = queries.cell_of(request)
        if cell is None:
            return render(request, "portal/empty.html", status=404)
        return view(request, cell, *args, **kwargs)

    return page


# Home, stations, what was published


@public
def home(request, cell):
    """One sentence, who is to be met, how to speak, how far it is, what came of it."""
    stations = queries.with_people(cell, queries.stations(cell)[:3])
    page = {
        "cell": cell,
        "figures": queries.figures(cell),
        "stations": stations,
        "examples": queries.examples(stations),
        "published": list(queries.published(cell)[:4]),
        "promises": queries.promises(cell),
    }
    return render(request, "portal/home.html", page)


def _page(request, found):
    return Paginator(found, SIZE).get_page(request.GET.get("page"))


@public
def deputies(request, cell):
    """Who serves a village, and where they are met: the fields that the law makes public."""
    q = request.GET.get("q", "").strip()[:60]
    page = _page(request, queries.stations(cell, q))
    page.object_list = queries.with_people(cell, page.object_list)
    return render(request, "portal/deputies.html", {"cell": cell, "q": q, "page": page})


@public
def published(request, cell):
    """Suggestions and their replies, as the office published them."""
    q, year = request.GET.get("q", "").strip()[:60], request.GET.get("year", "")
    year = int(year) if year.isdecimal() and len(year) == 4 else None
    page = _page(request, queries.published(cell, q=q, year=year))
    return render(
        request, "portal/published.html", {"cell": cell, "q": q, "year": year, "page": page}
    )


@public
def published_one(request, cell, pk):
    """One published suggestion; only its title where the deputy wished so."""
    publication = get_object_or_404(queries.published(cell), pk=pk)
    page = {
        "publication": publication,
        "shows_text": queries.shows_text(publication),
        "read": queries.read(publication),
    }
    return render(request, "portal/published_one.html", page)


# Saying something


@never_cache
@public
def say(request, cell):
    """Three questions on one form: what, where, how to answer."""
    if request.method != "POST":
        wanted = {"deputy": request.GET.get("deputy"), "region": request.GET.get("village")}
        form = Say(initial=wanted, cell=cell)
        if request.GET.get("part") == "deputies":  # a script asks for those of another village
            return render(request, "portal/_deputies.html", {"form": form})
        return _ask(request, cell, form)
    sends = _sends(request)
    form = Say(request.POST, request.FILES, cell=cell)
    if actions.too_many("sends", sends):
        return _wait(request, cell, form, sends)
    if not form.complete(cell_id=cell.pk) and "look" not in request.POST:
        return _ask(request, cell, form, 422)
    if "look" in request.POST:  # without scripts: the deputies of the village, please
        return _ask(request, cell, form.anew())
    told = form.told
    code = code_for(_once(request), *told.values())
    voice = receive_once(actor=ANYONE, cell_id=cell.pk, code=code, uploads=form.uploads, **told)
    if _guessed_too_often(request):  # the receipt opens all the same
        _remember(request, voice)
    return redirect(reverse("portal:case", args=[code]) + "?new=1")


def _sends(request):
    """How often this address has sent the form; at a desk of ours nobody counts."""
    return 0 if request.seat.pk else actions.count("sends", actions.client_of(request))


def _wait(request, cell, form, sends):
    """
    Too often from one address: a kind word, a number to ring, and everything as it was typed.

    Many people may share the address, so their files are kept, too; a flood's are not.
    """
    region = None
    if not actions.too_many("sends", sends, times=2):
        form.complete(cell_id=cell.pk)
        region = form.cleaned_data.get("region")
    more = {"wait": actions.minutes_of("sends"), "ring": queries.phone_for(cell, region)}
    answer = _ask(request, cell, form.anew(), 429, more)
    answer["Retry-After"] = str(more["wait"] * 60)
    return answer


def _once(request):
    """The form's own secret; one that is missing or too short to be ours is replaced."""
    given = request.POST.get("once", "")
    return given if len(given) == 22 else get_random_string(22)


def _ask(request, cell, form, status=200, more=None):
    page = {
        "cell": cell,
        "form": form,
        "once": _once(request),
        "naming_hints": NAMING,
        "told_hints": TOLD,
        "promises": queries.promises(cell),
        "handler": queries.handler_of(cell),
        "notice": notice(cell_id=cell.pk),
    }
    return render(request, "portal/say.html", page | (more or {}), status=status)


@public
def privacy(request, cell):
    """What becomes of personal data; each version that was ever shown can be read again."""
    version = request.GET.get("version", NOTICE)
    found = notice(version, cell_id=cell.pk)
    if found is None:
        raise Http404
    page = {"notice": found, "old": version != NOTICE, "handler": queries.handler_of(cell)}
    return render(request, "portal/privacy.html", page)


def _remember(request, voice):
    """This browser has shown the voice's code: it may open the voice's files."""
    known = request.session.get(queries.REMEMBERED, [])
    if voice.pk not in known[-1:]:
        others = [pk for pk in known if pk != voice.pk]
        request.session[queries.REMEMBERED] = [*others, voice.pk][-SHOWN:]


# How far is it


@never_cache
@public
def track(request, cell):
    """Ask for the query code."""
    code = request.GET.get("code", "").strip()[:40]
    if code.strip("/."):
        return redirect("portal:case", written(code).replace("/", "-"))
    return render(request, "portal/track.html", {"cell": cell})


def _guessed_too_often(request):
    guesses = actions.counted("guesses", actions.client_of(request))
    return actions.too_many("guesses", guesses + 1)


def _held(request, code):
    """
    (voice, nothing), or (none, the page that says why not).

    Whoever guesses too often is asked to wait; codes that this browser has shown still open.
    """
    voice = by_code(code)
    known = voice and voice.pk in request.session.get(queries.REMEMBERED, [])
    if not known and _guessed_too_often(request):
        wait = {"code": code, "wait": actions.minutes_of("guesses")}
        return None, render(request, "portal/track.html", wait, status=429)
    if voice is None:
        actions.count("guesses", actions.client_of(request))
        return None, render(request, "portal/track.html", {"code": code, "wrong": True}, status=404)
    _remember(request, voice)
    return voice, None


@never_cache
@public
def case(request, cell, code):
    """Where it is, what came of it, how it was; right after sending, the receipt first."""
    voice, no = _held(request, code)
    if no:
        return no
    page = queries.tracked(voice)
    rate = None
    if "rate" in page.offers:
        rate = VOICE_FORMS["rate"](seat=resident_of(voice), record=voice)
    context = {
        "cell": cell,
        "page": page,
        "voice": voice,
        "code": written(code),
        "rate": rate,
        "new": "new" in request.GET,
        "kept": masked(voice.contact) if getattr(voice, "contact", None) else None,
        "looks": looks(voice),
        "address": request.build_absolute_uri(reverse("portal:case", args=[code])),
    }
    return render(request, "portal/case.html", context)


@never_cache
@public
def forget(request, cell, code):
    """Whoever holds the code has name and number erased; what was said stays and is answered."""
    voice, no = _held(request, code)
    if no:
        return no
    if request.method != "POST":
        back = reverse("portal:case", args=[code])
        return render(request, "portal/forget.html", {"voice": voice, "back_url": back})
    forget_contact(voice, actor=resident_of(voice), reason=_("Asked for with the query code."))
    messages.success(request, _("Name and number are erased. The code still shows how far it is."))
    return redirect("portal:case", code)


def _asked(_voice, _seat, verb):
    title, text, button, _after = ASKED[verb]
    return {"resident_title": title, "resident_text": text, "resident_button": button}


@never_cache
@public
def move(request, cell, code, verb):
    """Rate it, have it dealt with again, take it back: the moves of whoever holds the code."""
    if verb not in ASKED:
        raise Http404
    voice, no = _held(request, code)
    if no:
        return no
    back = reverse("portal:case", args=[code])
    mover = Mover(
        VOICE,
        visible_to,
        VOICE_FORMS,
        lambda _voice: back,
        templates=dict.fromkeys(ASKED, "portal/move.html"),
        context=_asked,
    )
    request.seat = resident_of(voice)
    answer = mover.page(request, voice.pk, verb)
    if answer.status_code == 302:
        list(messages.get_messages(request))  # the desk's words are not for the resident
        messages.success(request, ASKED[verb][3])
    return answer
