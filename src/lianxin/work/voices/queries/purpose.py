"""
What we tell people before they leave personal data, in the version that they were shown.

A version is never rewritten: voices name the one that was shown. A new text is a new version.
"""

from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from lianxin.institution.congress.queries import norm

NOTICE = "2026-1"  # the version that is shown now
NOTICES = {
    "2026-1": (
        (
            _("What for"),
            _("To deal with this matter and to answer you, and for nothing else."),
        ),
        (
            _("On what ground"),
            _(
                "To hear residents and to pass on what they say is a duty of the congress and its "
                "deputies (Deputies Law; Personal Information Protection Law, Art. 13(3), 34). We "
                "need no identity number, and you need not give a name."
            ),
        ),
        (
            _("Who reads it"),
            _(
                "Name and number: the deputy, the station and the congress of your town, and each "
                "time they look it is written down; you can read by whom. The unit that deals "
                "with it and the county office read only what you said, with numbers hidden."
            ),
        ),
        (
            _("How long"),
            _(
                "Name and number are kept encrypted and are erased %(years)d years after the "
                "matter is closed. What was said and answered stays in the files, without them."
            ),
        ),
        (
            _("What you may do"),
            _(
                "With your query code: look at it, have it corrected, have name and number erased "
                "sooner, or take it all back while nobody has answered."
            ),
        ),
    )
}


@dataclass(frozen=True)
class Notice:
    """One version: headings and sentences."""

    version: str
    rows: list[tuple[str, str]]


def notice(version: str = NOTICE, *, cell_id=None) -> Notice | None:
    """A version of the notice, with the period that holds in a cell; none if there is no such."""
    if version not in NOTICES:
        return None
    told = {"years": norm("voice.keep", timezone.localdate(), cell_id=cell_id).value}
    return Notice(version, [(str(head), str(text) % told) for head, text in NOTICES[version]])
