"""What is begun here: a suggestion, a unit's part, a name, a request for more time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.base.masks import mask
from lianxin.base.ui.moving import birth
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.forms import CHILDREN, begin_form, may_write, writer
from lianxin.work.suggestions.lifecycle import SUGGESTION
from lianxin.work.suggestions.views.around import Before
from lianxin.work.suggestions.views.facts import facts_for, handed_back
from lianxin.work.voices.queries import known_words
from lianxin.work.voices.queries import visible_to as voices_visible_to


def _home(record):
    return reverse("suggestions:detail", args=[record.root().pk])


def _refuse(request, move):
    reasons = [str(may.otherwise) for may in move.by]
    return render(request, "ui/refused.html", {"reasons": reasons}, status=403)


# A suggestion


def new(request):
    """Write one, resting on what residents said if their voices are named in the address."""
    seat = request.seat
    if not may_write(seat):
        return _refuse(request, SUGGESTION.move("begin"))
    voices = _grounds(request)
    kind = begin_form(seat)
    initial = {"body": _quoted(voices)} if voices else None
    bound = request.POST if request.method == "POST" else None
    form = kind(bound, seat=seat, initial=initial)
    context = {
        "voices": voices,
        "may": {"behalf": "mandate" in form.fields},
        "crumbs": [(_("Suggestions"), reverse("suggestions:list")), (_("Write a suggestion"), "")],
    }
    return birth(
        request,
        form,
        writer(seat, voices),
        template="suggestions/new.html",
        context=context,
        home=_after(request),
        part="-".join(str(voice.pk) for voice in voices),
    )


def _after(request):
    """On to the page, or to the declarations if it is to be handed in at once."""

    def go(suggestion):
        if request.POST.get("then") == "submit":
            return reverse("suggestions:move", args=[suggestion.pk, "submit"])
        messages.success(request, _("The draft is kept. Only you can see it."))
        return _home(suggestion)

    return go


def _grounds(request):
    wanted = [pk for pk in request.GET.getlist("voice") if pk.isdecimal()][:20]
    if not wanted:
        return []
    found = voices_visible_to(request.seat).filter(pk__in=wanted)
    return list(found.select_related("contact").order_by("pk"))


def _quoted(voices):
    """What residents said, who they are and other personal data hidden, to be worked on."""
    masked = [mask(voice.body, names=_spoke(voice)) for voice in voices]
    said = [_("What residents say: “%(words)s”") % {"words": words} for words in masked]
    return "\n\n".join([*said, ""])


def _spoke(voice):
    """Name, number and address of whoever spoke, as they were left."""
    contact = getattr(voice, "contact", None)
    return known_words(contact) if contact else []


# What hangs on one


TEMPLATES = {
    "propose": "suggestions/propose.html",
    "invite": "suggestions/begin.html",
    "join": "suggestions/join.html",
    "prepare": "suggestions/begin.html",
}


def _begin(request, pk, child):
    """Load in scope, refuse whoever may never, show what stands against it, or make the birth."""
    seat, move = request.seat, child.move
    parent = get_object_or_404(child.scope(seat), pk=pk)
    blank, template = child.blank(seat, parent), TEMPLATES[child.code]
    if not move.admits(seat, blank):
        return _refuse(request, move)
    bound = request.POST if request.method == "POST" else None
    form = child.form(bound, seat=seat, record=parent)
    context = {
        "move": move,
        "suggestion": parent.root(),
        "part": parent if parent.root() is not parent else None,
        "back_url": _home(parent),
        "signers": queries.names_under(parent.root()),
        "before": _before(parent, child.code),
        "crumbs": [
            (_("Suggestions"), reverse("suggestions:list")),
            (parent.root().number or parent.root().title, _home(parent)),
            (move.label, ""),
        ],
    }
    if bound is None and (obstacles := move.obstacles(seat, blank)):
        page = {"form": form, "reasons": obstacles, **context}
        return render(request, template, page, status=409)

    def act(given, via):
        found = child.make(seat, parent, given, via)
        messages.success(request, str(move.done or move.label))
        return found

    return birth(request, form, act, template=template, context=context, home=_home)


def _before(parent, code):
    """What it is begun under: the text, or the unit's part with its days."""
    if parent.root() is parent:
        facts, quotes = handed_back(parent) if code == "propose" else ([], [])
        return Before(facts=facts, quotes=quotes, text_open=True)
    return Before(facts=facts_for(parent, parent.root(), code), quotes=[])


def propose(request, pk):
    """Put units forward."""
    return _begin(request, pk, CHILDREN["propose"])


def invite(request, pk):
    """Ask more deputies to sign."""
    return _begin(request, pk, CHILDREN["invite"])


def join(request, pk):
    """Sign of one's own accord what is open to co-signing."""
    return _begin(request, pk, CHILDREN["join"])


def ask_time(request, pk):
    """Prepare a request for more time."""
    return _begin(request, pk, CHILDREN["more-time"])
