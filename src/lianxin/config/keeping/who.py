"""Whose page it is: each administrator has its own, and nobody else has any of them."""

from functools import wraps

from django.core.exceptions import PermissionDenied
from django.views.decorators.cache import never_cache

from lianxin.institution.congress.models import Role


def only(*roles: Role):
    """A page of some roles; whoever else comes is refused."""

    def bind(view):
        @wraps(view)
        def asked(request, *args, **kwargs):
            if request.seat.role not in roles:
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return never_cache(asked)

    return bind
