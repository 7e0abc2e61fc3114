"""Whose query codes this browser has shown."""

from lianxin.work.voices.models import Voice
from lianxin.work.voices.queries import resident_of

REMEMBERED = "voices"  # in the session: ids of voices whose query code was shown here


def residents_of(request):
    """The seats of a resident whose query codes this browser has shown."""
    ids = request.session.get(REMEMBERED, [])
    return [resident_of(voice) for voice in Voice.objects.filter(pk__in=ids)] if ids else []
