"""Ask for paper, make it, take templates and signed scans in."""

import secrets
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max

from lianxin.base.files.actions import attach, forget, keep
from lianxin.base.jobs import actions as jobs
from lianxin.base.paper.letter import Letter
from lianxin.base.paper.stored import digest_of, to_json
from lianxin.base.prints import queries
from lianxin.base.prints.models import LetterTemplate, Print, Scan
from lianxin.base.prints.queries import Kind

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"
FORMATS = {"word": (WORD, "docx"), "pdf": (PDF, "pdf")}
SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # none that is taken for another
LENGTH = 16
USED, SOUND = LetterTemplate.Phase.USED, LetterTemplate.Phase.SOUND


# Printing


def ask(kind: Kind, record: Any, *, seat: Any, site: str, more: dict[str, Any] | None = None):
    """
    The print of a record as it stands now; the worker is told if it is not made yet.

    Whoever asks for the same content gets the same print, with the same code.
    """
    paper = kind.content(record, seat, more or {})
    template = queries.template_in_use(kind, record) if isinstance(paper, Letter) else None
    content = to_json(paper)
    found = _one_print(
        kind=kind.code,
        subject_type=record._meta.label_lower,
        subject_id=record.pk,
        digest=digest_of(content, template.pk if template else 0),
        given={
            "cell_id": seat.cell_id,
            "title": (paper.heading if isinstance(paper, Letter) else paper[0].title)[:200],
            "content": content,
            "site": site,
            "template": template,
            "seat_id": seat.pk,
        },
    )
    if not (found.word_id and found.pdf_id) and not found.faults:
        want(found, seat=seat)
    return found


def _one_print(*, given, **same):
    found = Print.objects.filter(**same).first()
    if found is None:
        token = "".join(secrets.choice(SIGNS) for _each in range(LENGTH))
        try:
            with transaction.atomic():
                found = Print.objects.create(token=token, **same, **given)
        except IntegrityError:  # somebody else asked for the same at the same moment
            found = Print.objects.get(**same)
    return found


def want(found: Print, *, seat: Any):
    """Put the making of a print in the queue, once."""
    if queries.job_of(found) is None:
        jobs.ask(
            "prints.make",
            seat=seat,
            cell_id=found.cell_id,
            parameters={"print": found.pk, "title": found.title},
        )


def again(found: Print, *, seat: Any):
    """Make what could not be made: fonts may have been put there since."""
    Print.objects.filter(pk=found.pk).update(faults={})
    want(found, seat=seat)


def keep_made(job: Any, found: Print, made: dict[str, bytes], faults: dict[str, Any]):
    """Store what was made, in one act with the print; a job that was overtaken stores nothing."""
    fresh = {}
    for name, data in made.items():
        kind, ending = FORMATS[name]
        upload = keep(data, kind, f"{found.title}.{ending}", cell_id=found.cell_id)
        fresh[name] = upload
    with transaction.atomic():
        jobs.hold(job)
        attach(fresh.values(), found)
        Print.objects.filter(pk=found.pk).update(faults=faults, **fresh)


def drop_old_files(cell_id: int, before: Any) -> int:
    """Forget the files of papers that a newer one has replaced; the code still leads somewhere."""
    old = Print.objects.filter(cell_id=cell_id, asked_at__lt=before).exclude(word=None, pdf=None)
    dropped = 0
    for found in old:
        if queries.newest_like(found).pk != found.pk:
            files = [each for each in (found.word, found.pdf) if each]
            Print.objects.filter(pk=found.pk).update(word=None, pdf=None)
            dropped += forget(files)
    return dropped


# Templates


def hand_in_template(kind: Kind, data: bytes, name: str, *, seat: Any) -> LetterTemplate:
    """Take a template in; the worker checks it."""
    upload = keep(data, WORD, name, cell_id=seat.cell_id, seat_id=seat.pk)
    with transaction.atomic():
        mine = LetterTemplate.objects.filter(owner_id=seat.organ_id, kind=kind.code)
        last = mine.aggregate(last=Max("version"))["last"] or 0
        made = LetterTemplate.objects.create(
            cell_id=seat.cell_id,
            owner_id=seat.organ_id,
            kind=kind.code,
            version=last + 1,
            upload=upload,
            seat_id=seat.pk,
            who=seat.holder,
        )
        jobs.ask("prints.check", seat=seat, cell_id=seat.cell_id, parameters={"template": made.pk})
    return made


def keep_check(job: Any, template: LetterTemplate, checked: Any, preview: bytes | None):
    """What the check found; a sound template is kept as it was mended."""
    files = {}
    if preview is not None:
        stem = template.upload.name
        files["upload"] = keep(checked.data, WORD, stem, cell_id=template.cell_id)
        files["preview"] = keep(preview, WORD, stem, cell_id=template.cell_id)
    phase = LetterTemplate.Phase.FAULTY if checked.faults else SOUND
    with transaction.atomic():
        jobs.hold(job)
        LetterTemplate.objects.filter(pk=template.pk).update(
            phase=phase,
            faults=[fault.as_json() for fault in checked.faults],
            mended=checked.mended,
            **files,
        )


def use_template(template: LetterTemplate) -> bool:
    """From now on letters are dressed by it; the one before stays, out of use."""
    with transaction.atomic():
        same = LetterTemplate.objects.select_for_update().filter(
            owner_id=template.owner_id, kind=template.kind
        )
        list(same)
        same.filter(phase=USED).update(phase=SOUND)
        return bool(same.filter(pk=template.pk, phase=SOUND).update(phase=USED))


def back_to_own_form(kind: Kind, *, seat: Any) -> int:
    """Use the platform's own form again; the templates stay, out of use."""
    mine = LetterTemplate.objects.filter(owner_id=seat.organ_id, kind=kind.code, phase=USED)
    return mine.update(phase=SOUND)


# Signed scans


def hand_in_scan(upload: Any, *, seat: Any, token: str = "") -> Scan:
    """Take a scan in; the worker reads its code, unless somebody said which paper it is."""
    with transaction.atomic():
        scan = Scan.objects.create(cell_id=seat.cell_id, seat_id=seat.pk, upload=upload)
        attach([upload], scan)
        if not token:
            jobs.ask("prints.read", seat=seat, cell_id=seat.cell_id, parameters={"scan": scan.pk})
    if token:
        file_scan(scan, token, seat=seat, by_hand=True)
    return scan


def file_scan(scan: Scan, token: str, *, seat: Any, by_hand: bool = False) -> bool:
    """File a scan with the print of a code, if the seat may; and hang it on the record."""
    found = queries.visible_to(seat).filter(token=queries.plain_token(token)).first()
    record = queries.record_of(found, seat) if found else None
    if found is None or record is None:
        return False
    kind = queries.kinds()[found.kind]
    if not kind.hangs(seat, record):
        return False
    carrier = kind.carrier(record)
    with transaction.atomic():
        Scan.objects.filter(pk=scan.pk).update(
            print=found, phase=Scan.Phase.FOUND, by_hand=by_hand, why={}
        )
        if carrier is not None:
            upload = scan.upload
            upload.subject_type, upload.subject_id = carrier._meta.label_lower, carrier.pk
            upload.save(update_fields=["subject_type", "subject_id"])
    return True


def take_apart(scan: Scan, upload: Any) -> Scan:
    """Another paper of the stack that a scan held; made anew, it is the same."""
    made = Scan.objects.create(cell_id=scan.cell_id, seat_id=scan.seat_id, upload=upload)
    attach([upload], made)
    return made


def leave_first(scan: Scan, data: bytes) -> Scan:
    """Of a stack that was taken apart only the first paper stays with the scan."""
    old = scan.upload
    upload = keep(data, old.kind, old.name, cell_id=scan.cell_id, seat_id=scan.seat_id)
    attach([upload], scan)
    Scan.objects.filter(pk=scan.pk).update(upload=upload)
    scan.upload = upload
    return scan


def ask_about(scan: Scan, reason: Any):
    """No code was read that could be followed: somebody must say which paper it is."""
    Scan.objects.filter(pk=scan.pk, print=None).update(phase=Scan.Phase.ASKS, why=reason.as_json())
