"""What is done in the worker: papers are made, templates checked, codes read; old files go."""

from datetime import datetime, time, timedelta
from importlib import import_module
from typing import Any

from django.utils.timezone import make_aware

from lianxin.base.files.actions import content_of, forget, keep
from lianxin.base.jobs.models import Job
from lianxin.base.prints import actions, queries
from lianxin.base.prints.models import LetterTemplate, Print, Scan

KEPT = timedelta(days=30)


def _documents():
    """The typesetters weigh 60 MB: only a process that makes paper loads them."""
    return import_module("lianxin.base.prints.documents")


def make(job: Job):
    """Make both files of a print."""
    found = Print.objects.select_related("template__upload").get(pk=job.parameters["print"])
    made, faults = _documents().make(found)
    actions.keep_made(job, found, made, faults)


def check(job: Job):
    """Check a template that was handed in."""
    template = LetterTemplate.objects.select_related("upload").get(pk=job.parameters["template"])
    checked, preview = _documents().checked(template, queries.kinds()[template.kind])
    actions.keep_check(job, template, checked, preview)


def read(job: Job):
    """Read the codes of what was scanned; a stack of several papers is taken apart."""
    scan = Scan.objects.select_related("upload").get(pk=job.parameters["scan"])
    if scan.phase != Scan.Phase.READING:  # filed by an earlier try
        return
    documents, scans = _documents(), import_module("lianxin.base.paper.scans")
    data = content_of(scan.upload)
    try:
        pages = scans.codes_in(data, scan.upload.kind)
    except scans.Unreadable:
        actions.ask_about(scan, documents.BROKEN)
        return
    found = documents.groups(pages)
    if not found:
        actions.ask_about(scan, documents.NO_CODE)
        return
    for token, first, last in found[1:]:
        part = scans.part_of(data, first, last)
        name, kind = scan.upload.name, scan.upload.kind
        upload = keep(part, kind, name, cell_id=scan.cell_id, seat_id=scan.seat_id)
        _file(documents, actions.take_apart(scan, upload), token)
    if len(found) > 1:
        first_part = scans.part_of(data, 0, found[0][2])
        whole = scan.upload
        scan = actions.leave_first(scan, first_part)
        forget([whole])
    _file(documents, scan, found[0][0])


def _file(documents: Any, scan: Scan, token: str):
    found = Print.objects.filter(token=token, cell_id=scan.cell_id).first()
    kind = queries.kinds().get(found.kind) if found else None
    seat = kind.seat(scan.seat_id) if kind else None
    if seat is None or not actions.file_scan(scan, token, seat=seat):
        actions.ask_about(scan, documents.OTHERS)


def tidy(cell_id: int, today: Any):
    """Drop the files of papers that newer ones replaced thirty days ago."""
    actions.drop_old_files(cell_id, make_aware(datetime.combine(today - KEPT, time())))
