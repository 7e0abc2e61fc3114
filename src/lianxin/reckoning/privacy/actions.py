"""Propose, carry out and decline to erase. What is erased is each app's own verb."""

from lianxin.institution.congress.actions import forget_numbers
from lianxin.institution.congress.models import MACHINE
from lianxin.kernel.perform import begins, performs
from lianxin.reckoning.privacy import queries
from lianxin.reckoning.privacy.lifecycle import ERASURE
from lianxin.reckoning.privacy.models import Erasure
from lianxin.work.voices.actions import forget_contact


@begins(ERASURE, "propose")
def propose(*, actor, at, cell_id, voice=None, person=None, before=None, count=1):
    """Of one who spoke, of a deputy, or of all that ended before a day; why stands in the note."""
    return Erasure(
        cell_id=cell_id,
        voice=voice,
        person=person,
        before=before,
        count=count,
        proposed_by=actor.pk,
        proposed_by_user=actor.user_id,
    )


def propose_old(cell_id, today):
    """
    Propose to forget who spoke in what has been kept long enough; nothing is erased by this.

    One proposal at a time, of as many voices as can be erased at once. Returns it, or none.
    """
    if queries.is_proposed(cell_id):
        return None
    before = queries.kept_until(cell_id, today)
    count = queries.kept_long_enough(cell_id, before)[: queries.AT_ONCE].count()
    return count and propose(actor=MACHINE, cell_id=cell_id, before=before, count=count) or None


@performs(ERASURE, "carry_out")
def carry_out(erasure, *, actor, at):
    """The second person does it: for good. The book stays whole, and says that it was done."""
    reason = str(erasure)
    if erasure.person_id:
        forget_numbers(erasure.person, actor=actor, reason=reason)
        return
    done = 0
    for voice in queries.to_erase(erasure):
        done += forget_contact(voice, actor=actor, reason=reason)
    erasure.count = done


@performs(ERASURE, "decline")
def decline(erasure, *, actor, at):
    """It stays; why stands in the note."""
