"""Brought in from a sheet, many at once, and mended by a later one."""

from lianxin.base.search.actions import read_anew
from lianxin.kernel.lifecycle import Forbidden
from lianxin.kernel.perform import begins, deed
from lianxin.kernel.perform import bring_in as bring_in_many
from lianxin.kernel.ports import reading
from lianxin.work.voices.lifecycle import VOICE
from lianxin.work.voices.models import Contact
from lianxin.work.voices.queries import SEARCH
from lianxin.work.voices.rules import sheet_keeper

UNSEARCHED = {"likes", "source_digest"}  # fields that are in no text that is searched


@begins(VOICE, "bring_in")
def bring_in(*, actor, at, voice):
    """One row of a sheet that still waits for an answer."""
    return voice


@begins(VOICE, "bring_in_answered")
def bring_in_answered(*, actor, at, voice):
    """One row of a sheet that was answered long ago."""
    return voice


def bring_in_all(voices, *, actor, via, names=None):
    """
    Land many rows in one deed: those with an answer are closed, the others wait at the desk.

    `names` are those who spoke, one a voice, blank if not known; they stand in the contacts alone.
    """
    waiting = [voice for voice in voices if not voice.answer]
    answered = [voice for voice in voices if voice.answer]
    with deed(), reading():  # thousands of clocks start by the same rules: ask for them once
        bring_in_many(VOICE, "bring_in", waiting, actor=actor, via=via)
        bring_in_many(VOICE, "bring_in_answered", answered, actor=actor, via=via)
        Contact.objects.bulk_create(
            (Contact(voice=v, name=n) for v, n in zip(voices, names or (), strict=False) if n),
            batch_size=500,
        )


def mend_brought_in(voice, *, values):
    """A later sheet says something else of a row that nobody has worked on: take it over."""
    for name, value in values.items():
        setattr(voice, name, value)
    voice.save(update_fields=list(values))


def mend_all_brought_in(mended, *, actor):
    """
    Many of them at once, as (voice, {field: value}, the name of who spoke or blank).

    The likes of a message may change whoever works on it; they are nobody's work.
    """
    with deed():
        for voice, values, name in mended:
            if not sheet_keeper(actor, voice):
                raise Forbidden(sheet_keeper.otherwise)
            mend_brought_in(voice, values=values)
            if name:
                Contact.objects.update_or_create(voice=voice, defaults={"name": name})
        _can_be_searched([v for v, values, _name in mended if set(values) - UNSEARCHED])


def _can_be_searched(voices):
    """No entry tells of what a later sheet changed, so the index is told here."""
    by_cell: dict[int, list[int]] = {}
    for voice in voices:
        by_cell.setdefault(voice.cell_id, []).append(voice.pk)
    for cell_id, ids in by_cell.items():
        read_anew(cell_id, SEARCH, ids)
