"""What runs for a record, and an extension granted: shared by tests of periods."""

from datetime import date

from lianxin.base.records.models import ClockRun
from lianxin.work.suggestions.actions import extension
from tests.factories.county import told


def of(record, **more):
    return ClockRun.objects.filter(
        subject_type=record._meta.label_lower, subject_id=record.pk, **more
    )


def running(record):
    """{clock: its last day} of what runs for a record."""
    return dict(of(record, stopped_on=None).values_list("code", "due_on"))


def extended(county, part, until, *day):
    """Prepared by the clerk, asked for by the head, granted by the office."""
    asked = extension.prepare(
        actor=county.a_clerk,
        assignment=part,
        until=until,
        reasons="The soil.",
        told_on=date(*day[:3]),
        via=told(*day, 8),
    )
    asked = extension.request(asked, actor=county.a_head, via=told(*day, 9))
    return extension.grant(asked, actor=county.clerk, via=told(*day, 10))
