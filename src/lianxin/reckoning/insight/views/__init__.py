"""The first page of every seat, and its inbox."""

from django.http import Http404
from django.views.decorators.http import require_GET

from lianxin.institution.congress.models import Role
from lianxin.reckoning.insight import queries
from lianxin.reckoning.insight.views.bench import bench, workbook
from lianxin.reckoning.insight.views.day import day
from lianxin.reckoning.insight.views.find import find
from lianxin.reckoning.insight.views.inbox import notices
from lianxin.reckoning.insight.views.trail import no_business

__all__ = ["desk", "find", "notices", "sheet"]


@require_GET
def desk(request):
    """What waits for this seat: each role has a page of its own."""
    if request.seat.role == Role.DEPUTY:
        return day(request)
    if request.seat.role in queries.NO_BUSINESS:
        return no_business(request)
    return bench(request)


@require_GET
def sheet(request):
    """A workbench as a workbook, for the seats that have one."""
    if request.seat.role == Role.DEPUTY or request.seat.role in queries.NO_BUSINESS:
        raise Http404
    return workbook(request)
