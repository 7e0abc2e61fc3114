"""
Drafts of forms: what was typed stands there again when the same seat opens the form anew.

Who keeps them stands above and is plugged in once by `config`. A page that shows a form offers
it its draft; whoever acts on the form says in the same transaction that the draft is used.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict


@dataclass(frozen=True, slots=True)
class Keeper:
    mark: Callable[[Any, str, str], str]  # (seat, form, path) -> what a page sends along
    find: Callable[[Any, str], Any]  # (seat, form) -> its draft with fields, saved_at; or none
    clear: Callable[[Any, str], None]  # (seat, form): it was sent


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page says of the draft of its form."""

    mark: str
    saved_at: datetime | None = None  # when what stands in the form was typed
    moved_on: bool = False  # the record took a step after that
    unsaved: bool = False  # it was sent and refused: the page holds what is nowhere else


_keeper: list[Keeper] = []
SECRET = (forms.FileInput, forms.PasswordInput)


def plug(keeper: Keeper) -> None:
    """Say who keeps drafts."""
    _keeper[:] = [keeper]


def offer(request, form, *, path="", part="", since=None) -> None:
    """
    Give a form its draft: the mark, and what was typed into it unless it was just sent.

    `part` tells forms of one address apart, `path` is given if the form stands elsewhere, `since`
    is when its record took its last step. Only forms with room for prose have drafts.
    """
    if not _keeper or request.seat.pk is None or not _holds_prose(form):
        return
    name = _name(path or request.path, part)
    mark = _keeper[0].mark(request.seat, name, path or request.get_full_path())
    found = None if form.is_bound else _keeper[0].find(request.seat, name)
    if found:
        restore(form, found.fields)
    form.draft = Shown(
        mark,
        found and found.saved_at,
        bool(found and since and since > found.saved_at),
        form.is_bound,
    )


def used(request, *, part="") -> None:
    """What this address was sent is done; its draft goes in the same transaction."""
    if _keeper and request.seat.pk is not None:
        _keeper[0].clear(request.seat, _name(request.path, part))


def restore(form, fields: dict[str, list[str]]) -> None:
    """Let a form begin with what was typed, as its own widgets read it."""
    sent = QueryDict(mutable=True)
    for name, values in fields.items():
        sent.setlist(name, values)
    for name, field in form.fields.items():
        key, widget = form.add_prefix(name), field.widget
        if widget.is_hidden or field.disabled or isinstance(widget, SECRET):
            continue
        if not widget.value_omitted_from_data(sent, {}, key):
            form.initial[name] = widget.value_from_datadict(sent, {}, key)


def _name(path, part):
    return f"{path}#{part}" if part else path


def _holds_prose(form):
    return any(
        isinstance(field.widget, forms.Textarea) and not field.widget.is_hidden
        for field in form.fields.values()
    )
