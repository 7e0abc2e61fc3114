"""The list of suggestions: on a page, and as a workbook."""

from io import BytesIO

from django.core.paginator import Paginator
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from lianxin.base.search.queries import views_of
from lianxin.work.suggestions import documents, queries
from lianxin.work.suggestions.forms import Filter, may_begin

PAGE = 20
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
KEYS = (
    (("J", "K"), pgettext_lazy("key", "up and down")),
    (("X",), pgettext_lazy("key", "choose")),
    (("↵",), pgettext_lazy("key", "open")),
    (("/",), pgettext_lazy("key", "search")),
    (("?",), pgettext_lazy("key", "all shortcuts")),
)


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
    form, view, found = _asked_for(seat, asked, views, "mine" if counts["mine"] else "open")
    filtered = any(asked.get(name) for name in ("q", "unit", "group", "category"))
    known = None if filtered or counts[view.code] > queries.MANY else counts[view.code]
    order = _order(asked)
    page = Pages(queries.in_order(found, seat, order), PAGE, known).get_page(asked.get("page"))
    context = {
        "chips": _chips(asked, views, counts, view),
        "view": view,
        "form": form,
        "page": page,
        "rows": queries.rows_of(page, seat),
        "may_begin": may_begin(seat),
        "many": queries.many_for(seat),
        "prints_meeting": queries.prints_meeting(seat),
        "filtered": filtered,
        "unit_seat": bool(seat.unit_id),
        "sort": order,
        "sheet_query": asked.urlencode(),
        "kept": views_of(seat, "suggestions:list", asked.urlencode()),
        "back": request.get_full_path(),
        "keys": keys_of(queries.many_for(seat)),
    }
    return render(request, "suggestions/list.html", context)


def _chips(asked, views, counts, view):
    return [
        (
            each.label,
            _address(asked, each.code),
            queries.shown(counts[each.code]),
            each is view,
            each.tone if counts[each.code] else "",
        )
        for each in views
    ]


def _asked_for(seat, asked, views, otherwise="open"):
    """(form, view, rows) that are asked for."""
    wanted = asked.get("view") or otherwise
    view = next((each for each in views if each.code == wanted), views[0])
    form = Filter(asked, seat=seat)
    found = queries.narrowed(queries.listed(seat).filter(view.where), seat, **form.found())
    return form, view, found


def _order(asked):
    sort = asked.get("sort", "")
    return sort if sort in queries.ORDERS else queries.ORDERS[0]


def keys_of(many):
    """The line of shortcuts under a list whose rows can be chosen."""
    moves = [((each.key.upper(),), each.label) for each in many]
    return [*KEYS[:3], *moves, *KEYS[3:]]


def _address(asked, code):
    kept = asked.copy()
    kept.pop("page", None)
    kept["view"] = code
    return f"?{kept.urlencode()}"


@require_GET
def sheet(request):
    """The rows that were chosen, or all that the filters leave, as a workbook."""
    seat, asked = request.seat, request.GET
    if not queries.has_desk(seat):
        raise Http404
    chosen = [pk for pk in asked.getlist("row") if pk.isdecimal()]
    found = queries.listed(seat)
    if chosen:
        found = found.filter(pk__in=chosen[: queries.MANY])
    else:
        _form, _view, found = _asked_for(seat, asked, queries.views_for(seat))
    rows = queries.rows_to_take_out(found, seat, _order(asked))
    name, content = documents.sheet_of(rows, seat, timezone.localdate())
    return FileResponse(BytesIO(content), as_attachment=True, filename=name, content_type=XLSX)
