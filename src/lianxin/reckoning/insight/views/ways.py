"""Where a record and its moves are to be found."""

from django.urls import reverse

from lianxin.kernel.registry import pages

ROUTES = {  # of the pages on which the moves of a record are made
    "suggestions.suggestion": "suggestions:move",
    "suggestions.assignment": "suggestions:part",
    "suggestions.cosignature": "suggestions:name",
    "suggestions.evaluation": "suggestions:verdict",
    "suggestions.publication": "suggestions:public",
    "suggestions.extension": "suggestions:more_time",
    "voices.voice": "voices:move",
}


def home_of(record):
    """The page of a record."""
    return reverse(pages()[record._meta.label_lower], args=[record.pk])


def act_url(turn, root):
    """Where a turn is taken: its move's page, or the record's when there are several ways."""
    if turn.awaited.route:
        return reverse(turn.awaited.route, args=[root.pk])
    if turn.awaited.label or not turn.awaited.main:
        return home_of(root)
    return reverse(ROUTES[turn.record._meta.label_lower], args=[turn.record.pk, turn.code])
