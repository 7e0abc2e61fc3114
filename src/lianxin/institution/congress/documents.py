"""The register of deputies as a workbook: one row for each mandate, without numbers."""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from lianxin.base.paper.export import Heading, Table, save
from lianxin.base.paper.standards import name_of
from lianxin.institution.congress.models import EndReason
from lianxin.institution.congress.queries.mandates import standing_of


def register(place: str, mandates: Iterable[Any], today: date) -> tuple[str, bytes]:
    """(name, bytes) of a register. Telephones and identity numbers do not go out with it."""
    headings = (
        Heading(pgettext("column", "No."), 6),
        Heading(_("Name"), 14),
        Heading(_("Sex"), 6),
        Heading(_("Ethnic group"), 10),
        Heading(_("Born"), 12),
        Heading(_("Political affiliation"), 14),
        Heading(_("Education"), 12),
        Heading(_("Degree"), 10),
        Heading(_("Unit and post"), 36),
        Heading(_("Trade"), 20),
        Heading(_("Sector"), 14),
        Heading(_("Area of expertise"), 14),
        Heading(_("Level"), 10),
        Heading(_("Congress"), 24),
        Heading(_("Term"), 8),
        Heading(_("Constituency or electing unit"), 20),
        Heading(_("Certificate number"), 16),
        Heading(_("Group"), 18),
        Heading(_("In office since"), 14),
        Heading(_("Mandate"), 12),
        Heading(_("Last day in office"), 14),
        Heading(_("Why it ends"), 18),
    )
    title = _("Roster of deputies of %(place)s") % {"place": place}
    rows = (_row(n, mandate, today) for n, mandate in enumerate(mandates, 1))
    paper = BytesIO()
    save(paper, Table(_("Roster"), headings, rows, title=title))
    return f"{title} {today.isoformat()}.xlsx", paper.getvalue()


def _row(n, mandate, today):
    person = mandate.person
    coded = {
        name: name_of(name, getattr(person, name)) if getattr(person, name) else ""
        for name in ("sex", "ethnicity", "party", "education", "degree", "trade", "sector")
    }
    return (
        n,
        person.name,
        coded["sex"],
        coded["ethnicity"],
        person.born,
        coded["party"],
        coded["education"],
        coded["degree"],
        person.post,
        coded["trade"],
        coded["sector"],
        name_of("expertise", person.expertise) if person.expertise else "",
        mandate.congress.get_level_display(),
        mandate.congress.name,
        mandate.term.number if mandate.term else "",
        mandate.district,
        mandate.certificate,
        "、".join(each.group.name for each in mandate.memberships.all()),
        mandate.begins_on or "",
        standing_of(mandate, today).label,
        mandate.ends_on or "",
        reason_label(mandate.end_reason),
    )


def reason_label(reason: str) -> str:
    """Why a mandate ended, in words; what stands there from before stays as it is."""
    return str(EndReason(reason).label) if reason in EndReason.values else reason
