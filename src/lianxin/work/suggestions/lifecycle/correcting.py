"""Putting a wrong date right: the same move for a suggestion and for a unit's part in it."""

from django.utils.translation import gettext_lazy as _

from lianxin.kernel.lifecycle import STAY, Move
from lianxin.work.suggestions import rules


def correct_date(*states):
    """The office says when a step really happened; its clocks are counted again from there."""
    return Move(
        code="correct_date",
        label=_("Put a date right"),
        source=states,
        target=STAY,
        by=(rules.office,),
        aside=True,
        formal=True,
        done=_("A date was put right"),
    )
