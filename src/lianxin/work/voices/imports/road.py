"""From messages of other platforms to voices: compare by their numbers, land what differs."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_noop as _

from lianxin.base.jobs.actions import Plan, Road, Where
from lianxin.base.jobs.models import StagedRow
from lianxin.base.masks import conceal
from lianxin.base.paper.declare import Values
from lianxin.base.paper.reasons import because
from lianxin.institution.congress.actions import run_sheet
from lianxin.institution.congress.models import Cell, Region
from lianxin.kernel.ports import Via
from lianxin.work.voices import lifecycle as life
from lianxin.work.voices.actions import bring_in_all, mend_all_brought_in
from lianxin.work.voices.imports.layout import VOICES
from lianxin.work.voices.models import Contact, Voice

VERDICT = StagedRow.Verdict
CHUNK = 500
MOST_LIKES = 2_000_000_000
SHOWN = 120  # characters of a long text that a preview repeats
COLUMNS = {  # field of the voice -> column of the sheet
    "title": "subject",
    "body": "text",
    "said_at": "asked_at",
    "likes": "likes",
    "answer": "reply",
    "answered_on": "replied_at",
    "category": "category",
}
TWICE = because(_("Another row has the same number or the same words; leave one of them out."))
WORKED_ON = because(
    _("Somebody has worked on this message since it was brought in; no sheet changes it any more.")
)
REPLY_CAME = because(
    _("There is a reply now, but the message still waits here; answer it at the desk.")
)


@dataclass
class Told:
    """One row as a voice would hold it; None for what the sheet does not say."""

    fields: dict[str, Any]
    author: str
    ref: str = field(init=False)
    digest: str = field(init=False)

    def __post_init__(self) -> None:
        said = (self.fields["said_at"].timestamp(), self.fields["title"], self.fields["body"])
        self.ref = f"~{_hash(*said)[:32]}"  # of a row without a number
        self.digest = _hash(
            self.author, *(self.fields[name] for name in COLUMNS if name != "said_at"), *said
        )


@dataclass
class Landing:
    """What one row does: a new voice, or `sets` of one that is there."""

    voice: Voice
    author: str
    sets: dict[str, Any] = field(default_factory=dict)


def _hash(*parts: Any) -> str:
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()


def plan(
    where: Where, rows: list[Values], *, says: Sequence[str] = (), hold: bool = False
) -> list[Plan]:
    """
    What each row means for the voices of the cell; `hold` locks what it compares with.

    Numbers and words settle which is which, so nothing is asked and `says` is not heard.
    """
    if hold:
        list(Cell.objects.select_for_update(no_key=True).filter(pk=where.cell_id))
    told = [_read(values) for values in rows]
    known = _known(where.cell_id, [row.ref for row in told])
    differ = [
        known[row.ref][0] for row in told if row.ref in known and known[row.ref][1] != row.digest
    ]
    voices = _voices(differ, hold)
    plans, seen = [], set()
    for row in told:
        if row.ref in seen:
            plans.append(Plan(VERDICT.FAULT.value, key="number", reason=TWICE))
            continue
        seen.add(row.ref)
        pk, digest = known.get(row.ref, (None, ""))
        if pk is None:
            plans.append(Plan(VERDICT.NEW.value, record=_new(where, row)))
        elif digest == row.digest:
            plans.append(Plan(VERDICT.UNCHANGED.value, pk))
        else:
            plans.append(_plan_known(row, voices[pk]))
    return plans


def _read(values: Values) -> Told:
    fields = {name: values.get(column) for name, column in COLUMNS.items()}
    if fields["answered_on"] is not None:
        fields["answered_on"] = localdate(fields["answered_on"])
    if fields["likes"] is not None:
        fields["likes"] = min(fields["likes"], MOST_LIKES)
    row = Told(fields, values.get("author") or "")
    row.ref = values.get("number") or row.ref
    return row


def _chunks(many: list) -> Iterator[list]:
    for start in range(0, len(many), CHUNK):
        yield many[start : start + CHUNK]


def _known(cell_id: int, refs: list[str]) -> dict[str, tuple[int, str]]:
    """{number: (voice, digest of the row that it came from)}."""
    known = {}
    for some in _chunks(refs):
        found = Voice.objects.filter(cell_id=cell_id, source_ref__in=some)
        for ref, pk, digest in found.values_list("source_ref", "pk", "source_digest"):
            known[ref] = (pk, digest)
    return known


def _voices(pks: list[int], hold: bool) -> dict[int, tuple[Voice, str]]:
    """{id: (voice, the name of who spoke)} of those whose row differs."""
    found: dict[int, tuple[Voice, str]] = {}
    for some in _chunks(pks):
        voices = Voice.objects.filter(pk__in=some).order_by("pk")
        if hold:
            voices = voices.select_for_update(no_key=True)
        spoke = {contact.pk: contact.name for contact in Contact.objects.filter(voice__in=some)}
        found |= {voice.pk: (voice, spoke.get(voice.pk, "")) for voice in voices}
    return found


def _new(where: Where, row: Told) -> Landing:
    """The words of the town that was named, or of the town whose clerk brings them in."""
    given = {name: value for name, value in row.fields.items() if value is not None}
    voice = Voice(
        cell_id=where.cell_id,
        town_id=where.options.get("town", where.actor.region_id),
        channel=Voice.Channel.SHEET,
        source_ref=row.ref,
        source_digest=row.digest,
        **given,
    )
    return Landing(voice, row.author)


def _plan_known(row: Told, there: tuple[Voice, str]) -> Plan:
    """A blank changes nothing. Only what nobody has worked on is changed, and the likes."""
    voice, name = there
    sets = {
        field: value
        for field, value in row.fields.items()
        if value is not None and value != getattr(voice, field)
    }
    changes = {
        COLUMNS[field]: [_shown(getattr(voice, field)), _shown(value)]
        for field, value in sets.items()
    }
    if row.author and row.author != name:
        changes["author"] = [name and conceal("name", name), conceal("name", row.author)]
    if not changes:
        return Plan(VERDICT.UNCHANGED.value, voice.pk)
    if set(changes) != {"likes"} and not _is_as_brought_in(voice):
        return Plan(VERDICT.FAULT.value, voice.pk, key=next(iter(changes)), reason=WORKED_ON)
    if "answer" in sets and not voice.answer:
        return Plan(VERDICT.FAULT.value, voice.pk, key="reply", reason=REPLY_CAME)
    landing = Landing(voice, row.author, sets | {"source_digest": row.digest})
    return Plan(VERDICT.CHANGED.value, voice.pk, changes, record=landing)


def _is_as_brought_in(voice: Voice) -> bool:
    """It has made no step but its first."""
    is_first = voice.came_from == "" and voice.moved_at == voice.state_since
    return is_first and voice.state in (life.SUBMITTED.code, life.CLOSED.code)


def _shown(value: Any) -> str:
    if isinstance(value, datetime):
        return localtime(value).strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    text = "" if value is None else str(value)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def words(values: dict, key: str) -> str:
    """A value of a staged row as people write it."""
    value = values.get(key)
    if key in ("asked_at", "replied_at") and value:
        value = datetime.fromisoformat(value)
    return _shown(value)


def land(where: Where, plans: list[Plan]) -> None:
    """Bring in what is new, in one deed; mend what is changed."""
    new = [plan.record for plan in plans if plan.verdict == VERDICT.NEW]
    changed = [plan.record for plan in plans if plan.verdict == VERDICT.CHANGED]
    bring_in_all(
        [each.voice for each in new],
        names=[each.author for each in new],
        actor=where.actor,
        via=Via("import"),
    )
    mended = [(each.voice, each.sets, each.author) for each in changed]
    mend_all_brought_in(mended, actor=where.actor)


def goes_to(where: Where) -> str:
    """The town whose desk sorts the messages, or the county."""
    town = where.options.get("town", where.actor.region_id)
    if town is None:
        return Cell.objects.get(pk=where.cell_id).name
    return Region.objects.get(pk=town).name


ROAD = Road(
    kind="import.voices",
    title=gettext_lazy("Messages of residents"),
    layout=VOICES,
    plan=plan,
    land=land,
    shown=("number", "subject", "asked_at", "text", "likes", "reply"),
    words=words,
    goes_to=goes_to,
)


def run(job):
    """The worker's part of a sheet of messages that was handed in."""
    return run_sheet(job, ROAD)
