"""What happens to voices by the mere passing of days."""

from contextlib import suppress

from lianxin.base.records.models import ClockRun
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.lifecycle import Refused
from lianxin.work.voices import actions
from lianxin.work.voices.models import Voice


def close_silent(cell_id, today):
    """Close what was answered and not rated in time; it is not counted as satisfied (V11)."""
    over = ClockRun.objects.filter(
        cell_id=cell_id,
        subject_type="voices.voice",
        code="silence",
        stopped_on=None,
        due_on__lt=today,
    )
    for voice in Voice.objects.filter(pk__in=over.values("subject_id")):
        with suppress(Refused):  # rated or reopened this very moment
            actions.close_silent(voice, actor=MACHINE)
