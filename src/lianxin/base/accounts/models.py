"""Who can sign in. What a person may do hangs on the seat they take, never on the user."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account. Names are not unique, account names are."""

    # A name is one field in Chinese; Django takes fields away like this, its stubs do not know it
    first_name = last_name = None  # type: ignore[assignment]
    name = models.CharField(_("name"), max_length=80, blank=True)

    def __str__(self):
        return self.name or self.username

    def get_full_name(self):
        return self.name or self.username

    get_short_name = get_full_name
