"""
What the book says of a sheet: who handed it in, who landed it or gave it up, and what came of it.

A job has no lifecycle of its own: its phases are the worker's, which may take it up again after
a fault. The three acts of persons on it are put down by name instead, each in the transaction of
what it tells of; `acts` in `apps.py` says what they are called.
"""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from lianxin.base.jobs.actions.queue import ask
from lianxin.base.jobs.models import Job
from lianxin.base.records.actions import put_down

HASH = 16  # signs of the file's fingerprint


@transaction.atomic
def hand_in(kind: str, *, seat: Any, upload_id: int, parameters: dict[str, Any]) -> Job:
    """A sheet that the worker reads and that then waits for a yes; with an entry who sent it."""
    job = ask(
        kind,
        seat=seat,
        cell_id=seat.cell_id,
        upload_id=upload_id,
        step="stage",
        parameters=parameters,
    )
    note(job, "hand_in", actor=seat)
    return job


def note(job: Job, move: str, *, actor: Any, place: str = "") -> None:
    """An entry about a sheet: its name and fingerprint; once it landed, where and how many rows."""
    told = {
        "name": job.parameters.get("name", ""),
        "hash": job.parameters.get("sha256", "")[:HASH],
        "place": place,
        **job.result.get("counts", {}),
    }
    with translation.override(settings.LANGUAGE_CODE):  # the trail's, not the reader's
        words = _("%(name)s (fingerprint %(hash)s)") % told
        if move == "land":
            words = (
                _(
                    "%(name)s (fingerprint %(hash)s) into %(place)s: %(new)d new, %(changed)d "
                    "changed, %(unchanged)d unchanged, %(fault)d faulty, %(maybe)d in doubt"
                )
                % told
            )
    put_down(job, cell_id=job.cell_id, move=move, actor=actor, note=words, channel="import")
