"""What is begun here: a suggestion, a unit's part, a name, a request for more time."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from lianxin.base.masks import mask
from lianxin.base.ui.moving import birth
from lianxin.kernel.lifecycle import Refused
from lianxin.kernel.perform import deed
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import assignment, cosignature, extension
from lianxin.work.suggestions.actions import suggestion as verbs
from lianxin.work.suggestions.forms import Invite, Join, MoreTime, Propose, begin_form
from lianxin.work.suggestions.lifecycle import ASSIGNMENT, COSIGNATURE, EXTENSION, SUGGESTION
from lianxin.work.suggestions.models import Assignment, Cosignature, Extension
from lianxin.work.suggestions.views.around import Before
from lianxin.work.suggestions.views.facts import facts_for, handed_back
from lianxin.work.suggestions.views.lists import may_begin
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
    if not (may_begin(seat) and queries.mandates_for(seat).exists()):
        return _refuse(request, SUGGESTION.move("begin"))
    voices = _grounds(request)
    kind = begin_form(seat)
    initial = {"body": _quoted(voices)} if voices else None
    bound = request.POST if request.method == "POST" else None
    form = kind(bound, seat=seat, initial=initial)

    def make(given, via):
        mandate = given.pop("mandate", None) or seat.mandate
        organ = queries.desk_of(mandate)
        if organ is None:
            raise Refused(_("This congress has no office yet that takes suggestions."))
        return verbs.begin_from(voices, actor=seat, mandate=mandate, organ=organ, via=via, **given)

    context = {
        "voices": voices,
        "may": {"behalf": "mandate" in form.fields},
        "crumbs": [(_("Suggestions"), reverse("suggestions:list")), (_("Write a suggestion"), "")],
    }
    return birth(
        request,
        form,
        make,
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


def _begin(request, scope, pk, lifecycle, code, child_of, form_of, make, template):
    """Load in scope, refuse whoever may never, show what stands against it, or make the birth."""
    parent = get_object_or_404(scope(request.seat), pk=pk)
    move, child = lifecycle.move(code), child_of(parent)
    if not move.admits(request.seat, child):
        return _refuse(request, move)
    bound = request.POST if request.method == "POST" else None
    form = form_of(bound, seat=request.seat, record=parent)
    context = {
        "move": move,
        "suggestion": parent.root(),
        "part": parent if parent.root() is not parent else None,
        "back_url": _home(parent),
        "signers": queries.names_under(parent.root()),
        "before": _before(parent, code),
        "crumbs": [
            (_("Suggestions"), reverse("suggestions:list")),
            (parent.root().number or parent.root().title, _home(parent)),
            (move.label, ""),
        ],
    }

    if bound is None and (obstacles := move.obstacles(request.seat, child)):
        return render(
            request, template, {"form": form, "reasons": obstacles, **context}, status=409
        )

    def act(given, via):
        found = make(parent, given, via)
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

    def make(suggestion, given, via):
        with deed():
            for unit, kind in Propose.proposals(given):
                assignment.propose(
                    actor=request.seat,
                    suggestion=suggestion,
                    unit=unit,
                    kind=kind,
                    task=given["task"],
                    via=via,
                )
        return suggestion

    return _begin(
        request,
        queries.visible_to,
        pk,
        ASSIGNMENT,
        "propose",
        lambda s: Assignment(suggestion=s, cell_id=s.cell_id),
        Propose,
        make,
        "suggestions/propose.html",
    )


def invite(request, pk):
    """Ask more deputies to sign."""

    def make(suggestion, given, via):
        with deed():
            for mandate in given["mandates"]:
                cosignature.invite(
                    actor=request.seat, suggestion=suggestion, mandate=mandate, via=via
                )
        return suggestion

    return _begin(
        request,
        queries.visible_to,
        pk,
        COSIGNATURE,
        "invite",
        lambda s: Cosignature(suggestion=s, cell_id=s.cell_id),
        Invite,
        make,
        "suggestions/begin.html",
    )


def join(request, pk):
    """Sign of one's own accord what is open to co-signing."""
    seat = request.seat

    def child(suggestion):
        return Cosignature(
            suggestion=suggestion,
            cell_id=suggestion.cell_id,
            mandate=getattr(seat, "mandate", None),
        )

    def make(suggestion, given, via):
        return cosignature.join(actor=seat, suggestion=suggestion, via=via, **given)

    return _begin(
        request,
        queries.visible_to,
        pk,
        COSIGNATURE,
        "join",
        child,
        Join,
        make,
        "suggestions/join.html",
    )


def ask_time(request, pk):
    """Prepare a request for more time."""

    def make(part, given, via):
        return extension.prepare(actor=request.seat, assignment=part, via=via, **given)

    return _begin(
        request,
        queries.assignments_visible_to,
        pk,
        EXTENSION,
        "prepare",
        lambda part: Extension(assignment=part, cell_id=part.cell_id),
        MoreTime,
        make,
        "suggestions/begin.html",
    )
