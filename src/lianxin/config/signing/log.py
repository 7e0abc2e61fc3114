"""The sign-in log, with the county that an account belongs to."""

from lianxin.base.accounts import actions
from lianxin.base.accounts.models import Outcome, SignIn
from lianxin.institution.congress.queries import cell_of


def knock(request, *, typed, user) -> SignIn:
    """Write a try down, or raise Shut."""
    request.knocked = actions.knock(request, typed=typed, user=user, cell_id=cell_of(user))
    return request.knocked


def came_in(request, user) -> None:
    """The knock that was answered; a line of its own for whoever comes in otherwise."""
    line = getattr(request, "knocked", None)
    if line is not None and line.user_id == user.pk:
        actions.turned_out(line, Outcome.IN)
    else:
        note(request, Outcome.IN, user)


def note(request, outcome: Outcome, user) -> SignIn:
    """Write down what was done at an account's door."""
    return actions.note(request, outcome, user, cell_id=cell_of(user))
