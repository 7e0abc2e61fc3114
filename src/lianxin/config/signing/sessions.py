"""
Sessions in the database, read by one plain statement: every page of a signed-in person asks.

What is written, ended and cleared stays with Django's own store.
"""

from datetime import datetime

from django.contrib.sessions.backends.db import SessionStore as Store
from django.contrib.sessions.models import Session
from django.utils import timezone

from lianxin.kernel.prepared import Prepared

_stored = Prepared(
    lambda key, now: Session.objects.filter(session_key=key, expire_date__gt=now),
    key=str,
    now=datetime,
)


class SessionStore(Store):
    """Django's, with a faster way of reading."""

    def _get_session_from_db(self):
        found = _stored(key=self.session_key, now=timezone.now()) if self.session_key else []
        if found:
            return found[0]
        self._session_key = None
        return None
