"""The list of suggestions, and what is done to many at once."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from lianxin.institution.congress import rules as who
from lianxin.kernel.perform import batch
from lianxin.work.suggestions import queries
from lianxin.work.suggestions.actions import suggestion as verbs
from lianxin.work.suggestions.forms import Filter
from lianxin.work.suggestions.lifecycle import SUGGESTION

PAGE = 20
KEYS = (  # where no rows can be chosen
    (("J", "K"), pgettext_lazy("key", "up and down")),
    (("↵",), pgettext_lazy("key", "open")),
    (("/",), pgettext_lazy("key", "search")),
    (("?",), pgettext_lazy("key", "all shortcuts")),
)
WRITERS = (who.deputy, who.office, who.town_clerk, who.liaison_officer)


class Pages(Paginator):
    """Pages of a list whose length is known from its chip."""

    def __init__(self, rows, size, known=None):
        super().__init__(rows, size)
        if known is not None:
            self.count = known  # instead of the cached property, which would ask again


@require_GET
def index(request):
    """Saved views as chips, filters, due first."""
    seat, asked = request.seat, request.GET
    if not queries.has_desk(seat):
        reasons = [_("Suggestions are no business of this seat.")]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    views = queries.views_for(seat)
    counts = queries.counts_of(seat, views)
    wanted = asked.get("view") or ("mine" if counts["mine"] else "open")
    view = next((each for each in views if each.code == wanted), views[0])
    form = Filter(asked, seat=seat)
    found = queries.narrowed(queries.listed(seat).filter(view.where), **form.found())
    filtered = any(asked.get(name) for name in ("q", "unit", "group", "category"))
    known = None if filtered or counts[view.code] > queries.MANY else counts[view.code]
    page = Pages(queries.in_order(found, seat), PAGE, known).get_page(asked.get("page"))
    chips = [
        (
            each.label,
            _address(asked, each.code),
            queries.shown(counts[each.code]),
            each is view,
            each.tone if counts[each.code] else "",
        )
        for each in views
    ]
    context = {
        "chips": chips,
        "view": view,
        "form": form,
        "page": page,
        "rows": queries.rows_of(page, seat),
        "may_begin": may_begin(seat),
        "may_assign": view.code in ("mine", "assign") and who.leader(seat, None),
        "filtered": filtered,
        "unit_seat": bool(seat.unit_id),
        "keys": None if who.leader(seat, None) else KEYS,
    }
    return render(request, "suggestions/list.html", context)


def _address(asked, code):
    kept = asked.copy()
    kept.pop("page", None)
    kept["view"] = code
    return f"?{kept.urlencode()}"


def may_begin(seat):
    """Whether a seat of this kind writes suggestions, for itself or for a deputy."""
    return any(kind(seat, None) for kind in WRITERS)


@require_POST
def assign_all(request):
    """The assignment meeting: give many to their units at once; each refusal says why."""
    chosen = [pk for pk in request.POST.getlist("row") if pk.isdecimal()][:200]
    found = queries.visible_to(request.seat).filter(pk__in=chosen)
    label = SUGGESTION.move("assign")
    if any(not label.admits(request.seat, each) for each in found):
        reasons = [str(may.otherwise) for may in label.by]
        return render(request, "ui/refused.html", {"reasons": reasons}, status=403)
    moved, refused = batch(verbs.assign, found, actor=request.seat)
    if moved:
        told = ngettext(
            "%(n)d suggestion was assigned to its units.",
            "%(n)d suggestions were assigned to their units.",
            len(moved),
        )
        messages.success(request, told % {"n": len(moved)})
    for each, reasons in refused:
        told = _("“%(title)s” was not assigned: %(why)s")
        why = " ".join(str(reason) for reason in reasons)
        messages.warning(request, told % {"title": each.title, "why": why})
    return redirect(reverse("suggestions:list") + "?view=assign")
