"""Kinds of paper, the prints of records and who may see them, templates, scans."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Model, Q, QuerySet

from lianxin.base.jobs.models import Job
from lianxin.base.paper.letter import Letter
from lianxin.base.paper.stored import Paper
from lianxin.base.prints.models import LetterTemplate, Print, Scan

OPEN = (Job.Phase.QUEUED, Job.Phase.RUNNING)


def nobody(seat, *_record) -> bool:
    """Whoever may by nobody."""
    return False


def nothing(record) -> None:
    """No record to hang a scan on: it stays with the print."""


@dataclass(frozen=True)
class Kind:
    """A kind of paper as its app declares it in `apps.py` under `prints`."""

    code: str
    label: Any
    records: Callable[[Any], QuerySet[Any]]  # (seat) -> the records whose paper it may open
    content: Callable[[Any, Any, dict[str, Any]], Paper]  # (record, seat, what else was chosen)
    page: Callable[[Any], str]  # (record) -> its address
    seat: Callable[[int], Any]  # (id) -> the seat for which the worker files a scan
    carrier: Callable[[Any], Model | None] = nothing  # the record that a signed scan is hung on
    hangs: Callable[[Any, Any], bool] = nobody  # (seat, record): may it file a signed scan
    keeps: Callable[[Any], bool] = nobody  # (seat): does it keep the template of its office
    owner: Callable[[Any], int | None] = nothing  # (record) -> the organ whose template dresses it
    sample: Callable[[], Letter] | None = None  # invented, for a look at a template


def kinds() -> dict[str, Kind]:
    """{code: kind}, from all apps."""
    found = {}
    for config in apps.get_app_configs():
        for dotted in getattr(config, "prints", ()):
            module, name = f"{config.name}.{dotted}".rsplit(".", 1)
            kind = getattr(import_module(module), name)
            found[kind.code] = kind
    return found


def visible_to(seat):
    """The prints of records whose paper a seat may open."""
    within = Q()
    for kind in kinds().values():
        within |= Q(kind=kind.code, subject_id__in=kind.records(seat).values("pk"))
    return Print.objects.filter(within, cell_id=seat.cell_id) if within else Print.objects.none()


def record_of(found: Print, seat: Any) -> Any:
    """The record of a print, as the seat may see it; none if it may not."""
    kind = kinds().get(found.kind)
    return kind.records(seat).filter(pk=found.subject_id).first() if kind else None


def newest_like(found: Print) -> Print:
    """The latest print of the same record and kind; an older paper is out of date."""
    same = Print.objects.filter(
        kind=found.kind, subject_type=found.subject_type, subject_id=found.subject_id
    )
    return same.latest("pk")


def job_of(found: Print) -> Job | None:
    """The work on a print that is not done yet."""
    asked = Job.objects.filter(kind="prints.make", phase__in=OPEN, cell_id=found.cell_id)
    return asked.filter(parameters__print=found.pk).first()


def plain_token(typed: str) -> str:
    """A code as somebody types it: in fours, in small letters, with the address around it."""
    last = typed.strip().rstrip("/").rsplit("/", 1)[-1]
    return "".join(each for each in last.upper() if each.isascii() and each.isalnum())[:24]


# Scans


def scans_visible_to(seat):
    """What the seat handed in itself, and what is filed with a print that it may see."""
    if seat.pk is None:
        return Scan.objects.none()
    filed = Q(print__in=visible_to(seat).values("pk"))
    return Scan.objects.filter(Q(seat_id=seat.pk) | filed, cell_id=seat.cell_id)


# Templates


def templates_of(seat):
    """The templates of a seat's office, newest first."""
    found = LetterTemplate.objects.filter(cell_id=seat.cell_id, owner_id=seat.organ_id)
    return found.order_by("kind", "-version")


def template_in_use(kind: Kind, record: Any) -> LetterTemplate | None:
    """The template that dresses the letters of a record's office, if it has one."""
    owner, used = kind.owner(record), LetterTemplate.Phase.USED
    if owner is None:
        return None
    return LetterTemplate.objects.filter(kind=kind.code, owner_id=owner, phase=used).first()
