"""The first page of every seat, and its inbox."""

from django.views.decorators.http import require_GET

from lianxin.institution.congress.models import Role
from lianxin.reckoning.insight import queries
from lianxin.reckoning.insight.views.bench import bench, no_business
from lianxin.reckoning.insight.views.day import day
from lianxin.reckoning.insight.views.inbox import notices

__all__ = ["desk", "notices"]


@require_GET
def desk(request):
    """What waits for this seat: each role has a page of its own."""
    if request.seat.role == Role.DEPUTY:
        return day(request)
    if request.seat.role in queries.NO_BUSINESS:
        return no_business(request)
    return bench(request)
