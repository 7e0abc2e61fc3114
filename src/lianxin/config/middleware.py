"""Put the chosen seat on the request; refuse what no text may hold."""

from django.conf import settings
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.utils import timezone

from lianxin.institution.congress.models import ANYONE
from lianxin.institution.congress.queries import seats_of
from lianxin.kernel.ports import reading


class PlainTextMiddleware:
    """A NUL in an address or a field is never text: some databases choke on it; it stops here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if "\x00" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest()
        return self.get_response(request)


class SizeMiddleware:
    """What is far too large is refused by its own account of itself, before anything is read."""

    FILES = 5  # as many of the largest files may come in one post

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > self.FILES * settings.LARGEST_UPLOAD:
            largest = {"largest": settings.LARGEST_UPLOAD // 1_000_000}
            return render(request, "413.html", largest, status=413)
        return self.get_response(request)


class SeatMiddleware:
    """A user without a seat of today is nobody here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.seat, request.seats = ANYONE, []
        if request.user.is_authenticated:
            request.seats = list(seats_of(request.user, on=timezone.localdate()))
            chosen = request.session.get("seat")
            mine = [seat for seat in request.seats if seat.pk == chosen] or request.seats
            request.seat = mine[0] if mine else ANYONE
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with reading():
            return self.get_response(request)
