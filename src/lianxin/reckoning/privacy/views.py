"""The proposals to erase, one of them, and proposing one for somebody who asked."""

from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from lianxin.base.records.queries import story
from lianxin.base.ui.moving import Mover, birth
from lianxin.institution.congress.models import Role
from lianxin.institution.congress.queries import persons_visible_to
from lianxin.reckoning.privacy import actions, queries
from lianxin.reckoning.privacy.forms import FORMS, Propose
from lianxin.reckoning.privacy.lifecycle import ERASURE

A_PAGE = 20
SEES = (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK, Role.LIAISON_OFFICER)


def home(erasure):
    """The page to go back to after a move."""
    return reverse("privacy:detail", args=[erasure.pk])


ERASURES = Mover(ERASURE, lambda seat: queries.whole(queries.visible_to(seat)), FORMS, home)


@require_GET
def index(request):
    """What is proposed, and what became of it; newest first."""
    if request.seat.role not in SEES:
        raise Http404
    found = queries.whole(queries.visible_to(request.seat)).order_by("-pk")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "privacy/list.html", {"page": page})


@require_GET
@never_cache
def detail(request, pk):
    """One proposal: what it is about, why, and what can be done with it."""
    erasure = get_object_or_404(queries.whole(queries.visible_to(request.seat)), pk=pk)
    steps = [
        {
            "title": ERASURE.move(entry.move).done or ERASURE.move(entry.move).label,
            "who": entry.who or _("the platform"),
            "when": entry.happened_at,
            "quote": entry.text.body if getattr(entry, "text", None) else "",
        }
        for entry in story(erasure)
    ]
    page = {
        "erasure": erasure,
        "offers": list(ERASURE.offers(request.seat, erasure)),
        "steps": steps[::-1],
        "shown": list(queries.to_erase(erasure)[:A_PAGE]) if erasure.before else [],
        "back": [(_("Erasing"), reverse("privacy:list")), (str(erasure), "")],
    }
    return render(request, "privacy/detail.html", page)


@never_cache
def of_voice(request, pk):
    """Somebody who spoke asks at the desk to be forgotten."""
    voice = get_object_or_404(queries.voices_to_forget(request.seat), pk=pk)
    back = reverse("voices:detail", args=[pk])
    return _propose(request, voice.title, back, voice=voice)


@never_cache
def of_person(request, pk):
    """A deputy whose term is over asks to have the numbers erased."""
    if request.seat.role not in (Role.OFFICE, Role.LEADER, Role.TOWN_CLERK):
        raise Http404
    person = get_object_or_404(persons_visible_to(request.seat), pk=pk)
    back = reverse("dossiers:file", args=[pk])
    return _propose(request, person.name, back, person=person)


def _propose(request, title, back, **about):
    form = Propose(request.POST if request.method == "POST" else None, seat=request.seat)
    return birth(
        request,
        form,
        lambda given, via: actions.propose(
            actor=request.seat, cell_id=request.seat.cell_id, via=via, **about, **given
        ),
        template="privacy/propose.html",
        context={"subject": title, "back_url": back},
        home=home,
    )
