"""The inbox of a seat."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from lianxin.base.notices.actions import mark_read
from lianxin.base.notices.queries import inbox_of, page_of_inbox
from lianxin.kernel.registry import acts_of, lifecycle_named, pages
from lianxin.reckoning.dossiers.queries import open_to


@dataclass(frozen=True)
class News:
    """One notice: what happened to which record, by whom, what is to be done, where to look."""

    title: str
    said: str
    url: str
    when: Any
    is_new: bool
    who: str = ""
    asks: str = ""


def _news(notice, open_to):
    lifecycle = lifecycle_named(notice.subject_type)
    move = lifecycle.move(notice.move) if lifecycle else None
    route = pages().get(notice.root_type)
    opens = route and notice.root_id in open_to.get(notice.root_type, ())
    return News(
        title=notice.title,
        said=str(move.done or move.label) if move else str(_act(notice)),
        url=reverse(route, args=[notice.root_id]) if opens else "",
        when=notice.happened_at,
        is_new=notice.read_at is None,
        who=notice.who,
        asks=_asked(notice) if opens and notice.read_at is None else "",
    )


def _act(notice):
    """What an act on a record without a lifecycle is called."""
    return acts_of(notice.subject_type).get(notice.move, "")


def _asked(notice):
    """What the reader is asked to do, in words; nothing if he is only told."""
    if not notice.asks:
        return ""
    label, code, audience = notice.asks.split(":")
    lifecycle = lifecycle_named(label)
    words = [move.asks[audience] for move in lifecycle.moves if move.code == code and move.asks]
    return str(words[0]) if words else ""


@require_http_methods(["GET", "POST"])
def notices(request):
    """The inbox by day, newest first; a button marks all of it as read."""
    seat = request.seat
    if request.method == "POST":
        count = mark_read(seat)
        said = ngettext("%(n)d notice marked as read", "%(n)d notices marked as read", count)
        messages.success(request, said % {"n": count})
        return redirect("insight:notices")
    page = page_of_inbox(inbox_of(seat), request.GET.get("page", 1))
    page.object_list = list(page.object_list)
    mine = open_to(seat, page.object_list)  # what was handed on since is no longer one's own
    days = groupby(page.object_list, key=lambda notice: timezone.localdate(notice.happened_at))
    listed = [(day, [_news(notice, mine) for notice in found]) for day, found in days]
    return render(request, "insight/notices.html", {"page": page, "days": listed})
