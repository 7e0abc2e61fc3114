"""Name and password, whichever of an account's names is typed."""

from django.contrib.auth.backends import ModelBackend

from lianxin.base.accounts.models import User
from lianxin.config.setup.guard import opens_nothing
from lianxin.institution.congress.queries import account_named


class AnyName(ModelBackend):
    """Account name, certificate number or telephone; an unknown name takes as long as a known."""

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
