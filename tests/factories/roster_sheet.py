"""Small rosters as sheets, and what came of bringing them in."""

from datetime import date

from lianxin.base.jobs import actions as jobs
from lianxin.institution.congress.imports import ROAD
from lianxin.institution.congress.imports.places import congress_of
from lianxin.institution.congress.models import MACHINE
from tests.factories.sheets import xlsx

HEADINGS = ("姓名", "性别", "出生年月", "党派", "工作单位及职务", "选举单位", "代表证号", "手机号")
ON = date(2026, 11, 24)
CHEN = (
    "陈小满",
    "女",
    "1980-03",
    "群众",
    "柳溪镇中心小学教师",
    "柳溪镇代表团",
    "A001",
    "13800000001",
)


def where(cell, level="", actor=MACHINE, **options):
    """Where a roster of a cell is brought into."""
    return jobs.Where(cell.pk, actor, ON, {"congress": congress_of(cell, level).pk, **options})


def bring_in(cell, *rows, level="", **told):
    """Land a sheet of those rows; its outcome comes back."""
    content = xlsx(HEADINGS, *rows)
    return jobs.bring_in_file(ROAD, where(cell, level), content, "名册.xlsx", **told)[0]


def verdicts(outcome):
    """What becomes of each row."""
    return [plan.verdict for plan in outcome.plans]


def reasons(outcome):
    """What is said of the rows that are not right."""
    return [str(fault.reason) for fault in outcome.reading.faults]
