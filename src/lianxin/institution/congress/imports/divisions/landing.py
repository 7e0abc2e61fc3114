"""Land a list of places, from the province down, in handfuls: doing it again goes on."""

from lianxin.institution.congress.actions import regions
from lianxin.institution.congress.imports.divisions.comparing import Plan, here_of
from lianxin.institution.congress.imports.divisions.reading import RANKS, DivisionList, chunks


def land(places: DivisionList, plan: Plan) -> None:
    """
    Write what `compare` found.

    Each handful is a transaction of its own: whoever writes meanwhile waits a moment, not a
    minute. What was given a new number comes first in its rank, so that a run that was broken
    off and done again finds the same pairs.
    """
    for rank in RANKS:
        for pairs in (plan.followed, plan.changed):
            regions.change_places(
                [(here.pk, row) for here, row in pairs if row.rank == rank], plan.day
            )
        twice: set[str] = set()
        for chunk in chunks(places.rows(rank)):
            here = here_of(row.code for row in chunk)
            new = {row.code: row for row in reversed(chunk) if row.code not in here}
            regions.add_places([row for code, row in new.items() if code not in twice], plan.day)
            twice |= set(new)
    regions.end_places([here.pk for here in plan.ended], plan.day)
