"""A seat's own things: keep a list under a name, give it up, forget what was opened."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from lianxin.base.search import actions, queries
from lianxin.base.search.forms import KeepView


def _own(request):
    """The seat whose things these are; whoever has none has nothing to keep."""
    if request.seat.pk is None:
        raise PermissionDenied
    return request.seat


@require_POST
def keep_view(request):
    """Keep a list as it is narrowed just now."""
    seat, form = _own(request), KeepView(request.POST)
    valid = form.is_valid()
    page = request.POST.get("page", "")
    if page not in queries.lists():
        raise Http404
    query = queries.narrowing(request.POST.get("query", ""))
    if not valid:
        for faults in form.errors.values():
            messages.error(request, " ".join(str(each) for each in faults))
    elif actions.save_view(seat, page, form.cleaned_data["name"], query) is None:
        told = {"n": actions.MOST_VIEWS}
        messages.error(request, _("No more than %(n)d views can be kept; remove one first.") % told)
    else:
        told = {"name": form.cleaned_data["name"]}
        messages.success(request, _("The view “%(name)s” is kept.") % told)
    return redirect(f"{reverse(page)}?{query}")


@require_POST
def drop_view(request, pk):
    """Give up a view; the list stays as it is."""
    view = actions.drop_view(_own(request), pk)
    if view is None:
        raise Http404
    messages.success(request, _("The view “%(name)s” is removed.") % {"name": view.name})
    return redirect(f"{reverse(view.page)}?{view.query}")


@require_POST
def forget(request):
    """Forget what the seat has opened."""
    actions.forget(_own(request))
    messages.success(request, _("What you opened is forgotten."))
    return redirect("insight:find")
