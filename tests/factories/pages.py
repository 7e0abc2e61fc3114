"""Addresses, files and stages that tests of pages share."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from lianxin.work.suggestions.actions import assignment
from lianxin.work.suggestions.models import (
    Assignment,
    Cosignature,
    Evaluation,
    Extension,
    Publication,
    Suggestion,
)
from tests.factories import thread
from tests.factories.county import told

PATHS = {
    Suggestion: "suggestions",
    Assignment: "assignments",
    Cosignature: "cosignatures",
    Evaluation: "evaluations",
    Publication: "publications",
    Extension: "extensions",
}


def address(record, code):
    """Where a move of a record is made."""
    return f"/{PATHS[type(record)]}/{record.pk}/{code}/"


def photo(name="site.jpg"):
    """A small picture, as a browser sends one."""
    out = io.BytesIO()
    Image.new("RGB", (60, 40), "#2b5a63").save(out, "JPEG")
    return SimpleUploadedFile(name, out.getvalue(), "image/jpeg")


def handled(county, draft):
    """The lead unit is at work on it."""
    part = thread.part_of(draft, county.units[0])
    part = assignment.acknowledge(part, actor=county.a_clerk, via=told(2026, 1, 13))
    return assignment.start_handling(
        part, actor=county.a_clerk, via=told(2026, 1, 14), **thread.PLAN
    )


def ready(county):
    """Registered, with units proposed and agreed to."""
    draft = thread.registered(county, thread.handed_in(county, thread.drafted(county)))
    for unit, kind in ((0, "lead"), (1, "co")):
        part = assignment.propose(
            actor=county.clerk,
            suggestion=draft,
            unit=county.units[unit],
            kind=kind,
            via=told(2026, 1, 12, 9),
        )
        assignment.agree(part, actor=county.supervision, via=told(2026, 1, 12, 9))
    return draft
