"""Name and password, whichever of an account's names is typed."""

from django.contrib.auth.backends import ModelBackend

from lianxin.base.accounts.models import User
from lianxin.config.setup.guard import opens_nothing
from lianxin.institution.congress.queries import account_named
from lianxin.kernel.prepared import Prepared

_users = Prepared(lambda pk: User.objects.filter(pk=pk))


class AnyName(ModelBackend):
    """Account name, certificate number or telephone; an unknown name takes as long as a known."""

    def get_user(self, user_id):
        """The user of a session, if the account is still open."""
        found = _users(pk=user_id)
        return found[0] if found and self.user_can_authenticate(found[0]) else None

    def authenticate(self, request, username=None, password=None, **kwargs):
        """The user whose password it is, or nobody."""
        if username is None or password is None:
            return None
        user = account_named(username)
        if user is None or opens_nothing(password):
            User().set_password(password)
            return None
        right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None
