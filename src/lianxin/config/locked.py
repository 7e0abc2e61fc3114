"""A page that needs what cannot be opened says so in a sentence, and nothing of the value."""

import logging

from django.http import JsonResponse
from django.shortcuts import render

from lianxin.kernel.keyring import Unreadable

log = logging.getLogger(__name__)


class LockedMiddleware:
    """The keys of the encrypted columns are missing, or are others: 503, with what to do."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, fault):
        if not isinstance(fault, Unreadable):
            return None
        log.error("%s: %s", request.path, fault)
        if request.path.startswith("/api/"):
            return JsonResponse({"reasons": [str(fault)]}, status=503)
        return render(request, "ui/locked.html", {"reasons": [str(fault)]}, status=503)
