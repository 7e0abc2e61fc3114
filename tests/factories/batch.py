"""Many registered suggestions at once, each with a lead and a co-unit proposed and agreed to."""

from lianxin.base.records.models import Series
from lianxin.work.suggestions.models import Assignment, Suggestion
from tests.factories.county import moment


def proposed(county, count):
    """`count` suggestions that wait for their assignment on 12 January 2026."""
    at = moment(2026, 1, 9)
    drafts = Suggestion.objects.bulk_create(
        Suggestion(
            cell_id=county.cell.pk,
            congress=county.congress,
            organ=county.office,
            mandate=(county.deputy, county.second, county.third)[n % 3].mandate,
            title=f"No {n}",
            body="…",
            number=f"T2026-{n:03d}",
            state="registered",
            came_from="in_review",
            state_since=at,
            moved_at=at,
        )
        for n in range(1, count + 1)
    )
    Series.objects.create(
        cell_id=county.cell.pk, key=f"suggestion/{county.congress.pk}/2026", last=count
    )
    Assignment.objects.bulk_create(
        Assignment(
            cell_id=county.cell.pk,
            suggestion=draft,
            unit=county.units[(n + more) % 3],
            kind=kind,
            proposed_by=county.clerk.pk,
            agreed=True,
            state="proposed",
            state_since=at,
            moved_at=at,
        )
        for n, draft in enumerate(drafts)
        for more, kind in ((0, "lead"), (1, "co"))
    )
    return list(Suggestion.objects.filter(state="registered").order_by("pk"))
