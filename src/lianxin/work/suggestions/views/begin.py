"""What is begun here: a suggestion, a unit's part, a name, a request for more time."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

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
from lianxin.work.suggestions.views.facts import facts_for
from lianxin.work.suggestions.views.lists import may_begin
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


def writer(seat, voices=()):
    """What begins a suggestion from the values of its form; page and API alike."""

    def make(given, via):
        mandate = given.pop("mandate", None) or seat.mandate
        organ = queries.desk_of(mandate)
        if organ is None:
            raise Refused(_("This congress has no office yet that takes suggestions."))
        return verbs.begin_from(voices, actor=seat, mandate=mandate, organ=organ, via=via, **given)

    return make


def may_write(seat):
    """Whether a seat can begin a suggestion at all."""
    return may_begin(seat) and queries.mandates_for(seat).exists()


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
    return list(voices_visible_to(request.seat).filter(pk__in=wanted).order_by("pk"))


def _quoted(voices):
    """What residents said, personal data hidden, to be worked on."""
    said = [_("What residents say: “%(words)s”") % {"words": mask(v.body)} for v in voices]
    return "\n\n".join([*said, ""])


# What hangs on one


@dataclass(frozen=True)
class Child:
    """What is begun under a suggestion, or under a unit's part; page and API alike."""

    lifecycle: Any
    code: str
    scope: Callable  # (seat) -> the parents that can be begun under
    form: Any
    template: str
    blank: Callable  # (seat, parent) -> a record to ask the rules of
    make: Callable  # (seat, parent, given, via) -> what was made, or its parent

    @property
    def move(self):
        """The move that begins it."""
        return self.lifecycle.move(self.code)


def _begin(request, pk, child):
    """Load in scope, refuse whoever may never, show what stands against it, or make the birth."""
    seat, move = request.seat, child.move
    parent = get_object_or_404(child.scope(seat), pk=pk)
    blank = child.blank(seat, parent)
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
        return render(request, child.template, page, status=409)

    def act(given, via):
        found = child.make(seat, parent, given, via)
        messages.success(request, str(move.done or move.label))
        return found

    return birth(request, form, act, template=child.template, context=context, home=_home)


def _before(parent, code):
    """What it is begun under: the text, or the unit's part with its days."""
    if parent.root() is parent:
        return Before(facts=[], quotes=[], text_open=True)
    return Before(facts=facts_for(parent, parent.root(), code), quotes=[])


def _propose(seat, suggestion, given, via):
    with deed():
        for unit, kind in Propose.proposals(given):
            assignment.propose(
                actor=seat,
                suggestion=suggestion,
                unit=unit,
                kind=kind,
                task=given["task"],
                via=via,
            )
    return suggestion


def _invite(seat, suggestion, given, via):
    with deed():
        for mandate in given["mandates"]:
            cosignature.invite(actor=seat, suggestion=suggestion, mandate=mandate, via=via)
    return suggestion


def _join(seat, suggestion, given, via):
    return cosignature.join(actor=seat, suggestion=suggestion, via=via, **given)


def _ask_time(seat, part, given, via):
    return extension.prepare(actor=seat, assignment=part, via=via, **given)


CHILDREN = {
    "propose": Child(
        ASSIGNMENT,
        "propose",
        queries.visible_to,
        Propose,
        "suggestions/propose.html",
        lambda seat, s: Assignment(suggestion=s, cell_id=s.cell_id),
        _propose,
    ),
    "invite": Child(
        COSIGNATURE,
        "invite",
        queries.visible_to,
        Invite,
        "suggestions/begin.html",
        lambda seat, s: Cosignature(suggestion=s, cell_id=s.cell_id),
        _invite,
    ),
    "join": Child(
        COSIGNATURE,
        "join",
        queries.visible_to,
        Join,
        "suggestions/join.html",
        lambda seat, s: Cosignature(
            suggestion=s, cell_id=s.cell_id, mandate=getattr(seat, "mandate", None)
        ),
        _join,
    ),
    "more-time": Child(
        EXTENSION,
        "prepare",
        queries.assignments_visible_to,
        MoreTime,
        "suggestions/begin.html",
        lambda seat, part: Extension(assignment=part, cell_id=part.cell_id),
        _ask_time,
    ),
}


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
