"""The auditor's page: who signed in when, from where, and what came of it. Read only."""

from django.core.paginator import Paginator
from django.shortcuts import render

from lianxin.base.accounts.models import Outcome, SignIn
from lianxin.base.accounts.queries import shown
from lianxin.config.keeping.who import only
from lianxin.institution.congress.models import Role

SIZE = 50
REACH = 20_000  # lines that can be leafed through; older ones by asking for less


@only(Role.AUDITOR)
def listed(request):
    """Newest first; of one's own county, and what was typed of no account at all."""
    found = SignIn.objects.filter(cell_id=request.seat.cell_id).order_by("-pk")
    outcome = request.GET.get("outcome", "")
    if outcome == "unknown":
        found = SignIn.objects.filter(cell_id=None).order_by("-pk")
    elif outcome in Outcome.values:
        found = found.filter(outcome=outcome)
    words = request.GET.get("q", "")[:40].replace("\x00", "")
    if words:
        found = found.filter(name__icontains=words)
    page = Paginator(found[:REACH], SIZE).get_page(request.GET.get("page"))
    page.object_list = shown(page.object_list)
    context = {"page": page, "outcome": outcome, "outcomes": Outcome.choices, "words": words}
    return render(request, "keeping/log.html", context)
